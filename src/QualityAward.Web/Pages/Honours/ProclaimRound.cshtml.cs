using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Honours;

/// <summary>The last look before the winners become public.</summary>
[RequirePermission(Permission.ManageHonours)]
public sealed class ProclaimRoundModel(QualityAwardDbContext db, RoundRulesReader reader, Proclaim proclaim, LegalAct legalAct) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public Confirmation Question { get; private set; } = null!;

    public IReadOnlyList<ApprovalDecision> Approved { get; private set; } = [];

    public Guid? CaseId => RoundId;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var approval = await db.Set<Approval>().AsNoTracking().SingleOrDefaultAsync(a => a.RoundId == RoundId && a.AuthorityCode == Actor.AuthorityCode, HttpContext.RequestAborted);
        if (approval is null)
        {
            context.Result = NotFound();
            return;
        }

        var rules = await reader.GetAsync(RoundId, HttpContext.RequestAborted);
        Approved = [.. approval.Decisions.Where(d => d.Approved)];
        Question = new Confirmation(
            $"确定公布“{rules.Round.Name}”的获奖名单吗？",
            [$"{Approved.Count} 个进入获奖名册，向社会公开，生成证书编号。", "按规定登记奖金应付数额和获奖后的限制申报年限。", "公布后不能撤回；称号的撤销另按监督管理程序办理。"],
            "公布获奖名单", HonoursLinks.Manage(RoundId))
        { AsksPassword = true };
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await legalAct.RequirePasswordAsync(Actor, Password);
        await proclaim.RunAsync(RoundId, Actor, cancellationToken);
        TempData.Flash("获奖名单已公布。");
        return Redirect(HonoursLinks.Manage(RoundId));
    }
}
