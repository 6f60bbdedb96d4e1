using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>The notice as it would be published now, and the confirmation.</summary>
[RequirePermission(Permission.ManageNotices)]
public sealed class PublishModel(QualityAwardDbContext db, RoundRulesReader reader, PublishNotice publish, LegalAct legalAct, WorkingCalendar calendar, TimeProvider time) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public RoundRules Rules { get; private set; } = null!;

    public IReadOnlyList<NoticeEntry> Entries { get; private set; } = [];

    public NoticePeriod Period { get; private set; } = null!;

    public Confirmation Question { get; private set; } = null!;

    public Guid? CaseId => RoundId;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (await reader.FindAsync(RoundId, cancellationToken) is not { } rules || !string.Equals(rules.Round.AuthorityCode, Actor.AuthorityCode, StringComparison.Ordinal))
        {
            context.Result = NotFound();
            return;
        }

        if (await db.Set<Notice>().Where(n => n.RoundId == RoundId).Select(n => (Guid?)n.Id).SingleOrDefaultAsync(cancellationToken) is { } published)
        {
            context.Result = Redirect(DecisionLinks.Notice(published));
            return;
        }

        Rules = rules;
        Entries = await publish.PreviewAsync(rules, cancellationToken);
        Period = Notice.Period(rules, calendar, time.GetUtcNow());
        Question = new Confirmation(
            $"确定发布“{NoticeText.Title(rules)}”吗？",
            [$"名单 {Entries.Count} 个立即向社会公开，至{ChinaCalendar.Text(Period.Last)}24:00止，不能提前结束。", "公示文本和名单发布后不能修改；异议成立的取消资格，不递补。", "申报人从此不能撤回申报。"],
            "发布公示", "/public-notices")
        { AsksPassword = true };
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await legalAct.RequirePasswordAsync(Actor, Password);
        var notice = await publish.RunAsync(RoundId, Actor, cancellationToken);
        TempData.Flash($"公示已发布，至{ChinaCalendar.Text(notice.LastDay)}24:00止。");
        return Redirect(DecisionLinks.Notice(notice.Id));
    }
}
