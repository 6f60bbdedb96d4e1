using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Shortlists;

/// <summary>The last look before the list goes to the committee.</summary>
[RequirePermission(Permission.ManageShortlist)]
public sealed class ConfirmModel(QualityAwardDbContext db, RoundRulesReader reader, ConfirmShortlist confirm, LegalAct legalAct) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public Shortlist List { get; private set; } = null!;

    public Confirmation Question { get; private set; } = null!;

    public string RoundName { get; private set; } = "";

    public IReadOnlyDictionary<string, string> TierNames { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Guid? CaseId => RoundId;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var list = await db.Set<Shortlist>().AsNoTracking().SingleOrDefaultAsync(s => s.RoundId == RoundId && s.AuthorityCode == Actor.AuthorityCode, HttpContext.RequestAborted);
        if (list is null)
        {
            context.Result = NotFound();
            return;
        }

        var rules = await reader.GetAsync(RoundId, HttpContext.RequestAborted);
        List = list;
        RoundName = rules.Round.Name;
        TierNames = rules.Pack.Tiers.ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        var listed = list.Listed.Count();
        Question = new Confirmation(
            $"确定确认“{RoundName}”的建议名单吗？",
            [$"列入名单的 {listed} 个进入委员会审议。", $"未列入的 {list.Entries.Count - listed} 个终止，申报人会看到“未列入建议名单”。", "确认后名单、排名和综合评价报告不能再修改。"],
            "确认建议名单", DecisionLinks.Shortlist(RoundId))
        { AsksPassword = true };
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await legalAct.RequirePasswordAsync(Actor, Password);
        await confirm.RunAsync(RoundId, Actor, cancellationToken);
        TempData.Flash("建议名单已确认，请召集委员会审议。");
        return Redirect(DecisionLinks.Shortlist(RoundId));
    }
}
