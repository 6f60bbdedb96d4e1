using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>A meeting: for the office attendance, recusals and result; for members the papers and the ballot.</summary>
[RequirePermission(Permission.Deliberate, Permission.ManageDeliberation, Permission.Supervise)]
public sealed class MeetingModel(QualityAwardDbContext db, OpenBallot open, CastBallot cast, CloseBallot close) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid MeetingId { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public Meeting Meeting { get; private set; } = null!;

    public string RoundName { get; private set; } = "";

    /// <summary>The comprehensive report that the list rests on.</summary>
    public string Report { get; private set; } = "";

    public string Departments { get; private set; } = "";

    /// <summary>The list has been published already.</summary>
    public bool IsPublished { get; private set; }

    public IReadOnlyDictionary<Guid, ShortlistEntry> Entries { get; private set; } = new Dictionary<Guid, ShortlistEntry>();

    public Guid? CaseId => Meeting?.RoundId;

    public bool IsOffice => RolePermissions.Allows(Actor.Role, Permission.ManageDeliberation);

    /// <summary>The member who looks at the page; null for the office and the supervisor.</summary>
    public MeetingMember? Me => Meeting.Members.FirstOrDefault(m => m.UserId == Actor.UserId);

    public bool MayVote => Meeting.State == MeetingState.Voting && Me is { Present: true, VotedAt: null };

    public static IReadOnlyList<SelectListItem> VoteItems { get; } = [.. Enum.GetValues<Vote>().Select(v => new SelectListItem(DeliberationNames.Of(v), v.ToString()))];

    public string? VoteOf(Guid applicationId) => Input.Votes.TryGetValue(applicationId.ToString(), out var vote) ? vote : null;

    /// <summary>Rows offered for recusals: what was typed, and always some empty ones.</summary>
    public int RecusalRows => Math.Max(Input.Recusals.Count, 4);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (await db.VisibleMeetings(Actor).AsNoTracking().SingleOrDefaultAsync(m => m.Id == MeetingId, cancellationToken) is not { } meeting)
        {
            context.Result = NotFound();
            return;
        }

        Meeting = meeting;
        RoundName = await db.Rounds.Where(r => r.Id == meeting.RoundId).Select(r => r.Name).SingleAsync(cancellationToken);
        var list = await db.Set<Shortlist>().AsNoTracking().SingleAsync(s => s.RoundId == meeting.RoundId, cancellationToken);
        Report = list.Report;
        Departments = list.Departments;
        Entries = list.Entries.ToDictionary(e => e.ApplicationId);
        IsPublished = await db.Set<Notice>().AnyAsync(n => n.RoundId == meeting.RoundId, cancellationToken);
        await next();
    }

    public void OnGet() => Input.Present = [.. Meeting.Members.Select(m => m.UserId)];

    public async Task<IActionResult> OnPostOpenAsync(CancellationToken cancellationToken)
    {
        var recusals = Input.Recusals.Where(r => r.Member is not null || r.Application is not null || !string.IsNullOrWhiteSpace(r.Reason))
            .Select(r => new MeetingRecusal(r.Member ?? Guid.Empty, r.Application ?? Guid.Empty, r.Reason ?? "")).ToList();
        await open.RunAsync(MeetingId, Input.Present, recusals, Actor, cancellationToken);
        TempData.Flash("签到和回避已登记，委员可以表决。");
        return Redirect(DecisionLinks.Meeting(MeetingId));
    }

    public async Task<IActionResult> OnPostVoteAsync(CancellationToken cancellationToken)
    {
        var votes = new Dictionary<Guid, Vote>();
        foreach (var (key, value) in Input.Votes)
        {
            if (Guid.TryParse(key, out var id) && Enum.TryParse<Vote>(value, out var vote) && Enum.IsDefined(vote))
            {
                votes[id] = vote;
            }
        }

        await cast.RunAsync(MeetingId, votes, Actor, cancellationToken);
        TempData.Flash("您的表决已记录，不能更改。");
        return Redirect(DecisionLinks.Meeting(MeetingId));
    }

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancellationToken)
    {
        if (!Input.Sure)
        {
            throw new InvalidInputException("Input.Sure", "宣布结果后不能更改，请核对后勾选确认。");
        }

        await close.RunAsync(MeetingId, Input.Minutes ?? "", Actor, cancellationToken);
        TempData.Flash("表决结果已宣布：通过的申报等待公示，未通过的申报已终止。");
        return Redirect(DecisionLinks.Meeting(MeetingId));
    }

    public sealed class InputModel
    {
        public List<Guid> Present { get; set; } = [];

        public List<RecusalInput> Recusals { get; set; } = [];

        /// <summary>By application id.</summary>
        public Dictionary<string, string?> Votes { get; set; } = new(StringComparer.OrdinalIgnoreCase);

        public string? Minutes { get; set; }

        public bool Sure { get; set; }
    }

    public sealed class RecusalInput
    {
        public Guid? Member { get; set; }

        public Guid? Application { get; set; }

        public string? Reason { get; set; }
    }
}
