using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>How far the departments are (部门意见进度): sums by department, the requests with their dates, urging and more time for many at once.</summary>
[RequirePermission(Permission.Recommend)]
public sealed class ProgressModel(QualityAwardDbContext db, TimeProvider time, ManageOpinionRequests manage) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public OpinionRequestFilter State { get; set; } = OpinionRequestFilter.All;

    [BindProperty(SupportsGet = true, Name = "round")]
    public Guid? RoundId { get; set; }

    /// <summary>Kind of opinion.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<DepartmentSum> Sums { get; private set; } = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var today = time.Today();
        var query = OpinionRequestQueue.Of(db, Actor);
        if (RoundId is { } round)
        {
            query = query.Where(x => x.Request.RoundId == round);
        }

        Sums = await query.GroupBy(x => new { x.Request.Kind, x.Request.KindName }).Select(g => new DepartmentSum(
            g.Key.Kind, g.Key.KindName, g.Count(), g.Count(x => x.Request.OpinionId != null),
            g.Count(x => x.Request.OpinionId == null && x.TakesOpinions && x.Request.DueOn >= today),
            g.Count(x => x.Request.OpinionId == null && x.TakesOpinions && x.Request.DueOn < today),
            g.Count(x => x.Request.Finding == OpinionFinding.Adverse))).ToListAsync(cancellationToken);
        Sums = [.. Sums.OrderByDescending(s => s.Overdue).ThenByDescending(s => s.Open).ThenBy(s => s.Name, StringComparer.Ordinal)];
        query = OpinionRequestQueue.Filter(query, State, today);
        if (!string.IsNullOrEmpty(Kind))
        {
            query = query.Where(x => x.Request.Kind == Kind);
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(x => EF.Functions.ILike(x.Request.SubjectName, text) || EF.Functions.ILike(x.Request.PersonName!, text));
        }

        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await query.OrderBy(x => x.Request.OpinionId != null).ThenBy(x => x.Request.DueOn).ThenBy(x => x.Request.SubjectName).ThenBy(x => x.Request.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(x => new Row(
                x.Request.Id, x.Request.ApplicationId, x.Request.SubjectName, x.Request.PersonName, x.Request.KindName, x.Request.DueOn, x.Request.RemindOn, x.Request.RemindedAt, x.Request.Reminders, x.Request.RemindedOn,
                x.Request.Finding, x.TakesOpinions)).ToListAsync(cancellationToken);
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostRemindAsync(CancellationToken cancellationToken)
    {
        var count = await manage.RemindAsync(Chosen(), Actor, cancellationToken);
        TempData.Flash($"已催办 {count} 件。");
        return Redirect(Here);
    }

    public async Task<IActionResult> OnPostExtendAsync(CancellationToken cancellationToken)
    {
        if (Input.DueOn is not { } due)
        {
            throw new InvalidInputException("Input.DueOn", "请填写新的答复期限。");
        }

        var count = await manage.ExtendAsync(Chosen(), new AskedUntil(due, Input.RemindOn), Actor, cancellationToken);
        TempData.Flash($"已将 {count} 件的答复期限延长至{ChinaTime.Date(due)}。");
        return Redirect(Here);
    }

    public string Status(Row row, DateOnly today) => row.Finding is { } finding ? OpinionFindings.NameOf(finding)
        : !row.TakesOpinions ? OpinionRequestQueue.NameOf(OpinionRequestFilter.Closed)
        : OpinionRequestStates.NameOf(today > row.DueOn ? OpinionRequestState.Overdue : OpinionRequestState.Open);

    public static Tone ToneOf(Row row, DateOnly today) => row.Finding is { } finding ? OpinionsModel.ToneOf(finding)
        : !row.TakesOpinions ? Tone.Neutral
        : today > row.DueOn ? Tone.Danger : Tone.Info;

    public DateOnly Today => time.Today();

    private string Here => RecommendationsLinks.Progress + Request.QueryString;

    private List<Guid> Chosen() => Input.Ids.Count > 0 ? Input.Ids : throw new InvalidInputException("Input.Ids", "请至少选择一件征求意见事项。");

    public sealed record DepartmentSum(string Kind, string Name, int Asked, int Answered, int Open, int Overdue, int Adverse);

    public sealed record Row(
        Guid Id, Guid ApplicationId, string SubjectName, string? PersonName, string KindName, DateOnly DueOn, DateOnly? RemindOn, DateTimeOffset? RemindedAt, int Reminders, DateOnly? RemindedOn, OpinionFinding? Finding, bool TakesOpinions);

    public sealed class InputModel
    {
        public List<Guid> Ids { get; set; } = [];

        public DateOnly? DueOn { get; set; }

        public DateOnly? RemindOn { get; set; }
    }
}
