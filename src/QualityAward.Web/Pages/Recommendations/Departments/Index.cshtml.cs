using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations.Departments;

/// <summary>What a department is asked (部门意见): name, 统一社会信用代码, period and date of each, nothing of the applications.</summary>
[RequirePermission(Permission.GiveDepartmentOpinion)]
public sealed class IndexModel(QualityAwardDbContext db, AuthorityTree authorities, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public OpinionRequestFilter State { get; set; }

    /// <summary>Part of a name or a 统一社会信用代码.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Who asks; null: whoever.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Unit { get; set; }

    /// <summary>Offices that have asked.</summary>
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyDictionary<OpinionRequestFilter, int> Counts { get; private set; } = new Dictionary<OpinionRequestFilter, int>();

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public DateOnly Today => time.Today();

    public string NameOf(string authority) => authorities.Find(authority)?.OfficeName ?? authority;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Units = [.. (await OpinionRequestQueue.Of(db, Actor).Select(x => x.Request.ChannelCode).Distinct().ToListAsync(cancellationToken)).Select(c => new SelectListItem(NameOf(c), c)).OrderBy(i => i.Text, StringComparer.Ordinal)];
        var query = Filtered();
        var today = Today;
        var counts = await query.GroupBy(_ => 1).Select(g => new
        {
            Open = g.Count(x => x.Request.OpinionId == null && x.TakesOpinions && x.Request.DueOn >= today),
            Overdue = g.Count(x => x.Request.OpinionId == null && x.TakesOpinions && x.Request.DueOn < today),
            Answered = g.Count(x => x.Request.OpinionId != null),
            Adverse = g.Count(x => x.Request.Finding == OpinionFinding.Adverse),
            Closed = g.Count(x => x.Request.OpinionId == null && !x.TakesOpinions),
            All = g.Count(),
        }).SingleOrDefaultAsync(cancellationToken);
        Counts = new Dictionary<OpinionRequestFilter, int>
        {
            [OpinionRequestFilter.Open] = counts?.Open ?? 0, [OpinionRequestFilter.Overdue] = counts?.Overdue ?? 0, [OpinionRequestFilter.Answered] = counts?.Answered ?? 0,
            [OpinionRequestFilter.Adverse] = counts?.Adverse ?? 0, [OpinionRequestFilter.Closed] = counts?.Closed ?? 0, [OpinionRequestFilter.All] = counts?.All ?? 0,
        };
        Paging = new Paging(PageNumber, Counts.GetValueOrDefault(State));
        Rows = await Project(Ordered(OpinionRequestQueue.Filter(query, State, today)).Skip(Paging.Skip).Take(Paging.Size)).ToListAsync(cancellationToken);
    }

    public IActionResult OnGetExport(string? format) => new ListExport(
        "部门意见", ListExport.IsText(format),
        [new("名称", 36), new("申报个人", 12), new("统一社会信用代码", 22), new("核查期间起", 14), new("核查期间止", 14), new("征求意见单位", 30), new("评奖", 36), new("答复期限", 14), new("状态", 24)], ExportAsync(HttpContext.RequestAborted));

    private IQueryable<QueuedRequest> Filtered()
    {
        var query = OpinionRequestQueue.Of(db, Actor);
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(x => EF.Functions.ILike(x.Request.SubjectName, text) || EF.Functions.ILike(x.Request.PersonName!, text) || EF.Functions.ILike(x.Request.CreditCode!, text));
        }

        return string.IsNullOrEmpty(Unit) ? query : query.Where(x => x.Request.ChannelCode == Unit);
    }

    private static IQueryable<QueuedRequest> Ordered(IQueryable<QueuedRequest> query) => query.OrderBy(x => x.Request.DueOn).ThenBy(x => x.Request.SubjectName).ThenBy(x => x.Request.Id);

    private IQueryable<Row> Project(IQueryable<QueuedRequest> query) => query.Join(db.Rounds, x => x.Request.RoundId, r => r.Id, (x, r) => new Row(
        x.Request.Id, x.Request.SubjectName, x.Request.PersonName, x.Request.CreditCode, x.Request.PeriodFrom, x.Request.PeriodUntil, x.Request.ChannelCode, r.Name, x.Request.DueOn, x.Request.RemindedAt, x.Request.RemindedOn,
        x.Request.Finding, x.TakesOpinions));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var today = Today;
        await foreach (var row in Project(Ordered(OpinionRequestQueue.Filter(Filtered(), State, today)).Take(ListExport.MaxRows)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return
            [
                row.SubjectName, row.PersonName ?? "", row.CreditCode ?? "", ChinaCalendar.Text(row.From), ChinaCalendar.Text(row.Until), NameOf(row.ChannelCode), row.RoundName, ChinaCalendar.Text(row.DueOn), row.Status(today).Text,
            ];
        }
    }

    public sealed record Row(
        Guid Id, string SubjectName, string? PersonName, string? CreditCode, DateOnly From, DateOnly Until, string ChannelCode, string RoundName, DateOnly DueOn, DateTimeOffset? RemindedAt, DateOnly? RemindedOn, OpinionFinding? Finding,
        bool TakesOpinions)
    {
        public (Tone Tone, string Text) Status(DateOnly today) => Finding is { } finding ? (OpinionsModel.ToneOf(finding), OpinionFindings.NameOf(finding))
            : !TakesOpinions ? (Tone.Neutral, OpinionRequestQueue.NameOf(OpinionRequestFilter.Closed))
            : today > DueOn ? (Tone.Danger, OpinionRequestQueue.NameOf(OpinionRequestFilter.Overdue))
            : RemindedAt is not null ? (Tone.Warning, "待答复，推荐单位已催办")
            : (Tone.Info, OpinionRequestQueue.NameOf(OpinionRequestFilter.Open));
    }
}
