using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>A request as a reader sees it (征求意见情况).</summary>
public sealed record RequestStanding(Guid Id, string DepartmentName, DateTimeOffset RequestedAt, DateOnly DueOn, DateTimeOffset? RemindedAt, OpinionRequestState State);

/// <summary>An opinion as a reader sees it (部门意见内容).</summary>
/// <param name="OnLine">True: the department answered itself; false: the recommending office recorded a paper.</param>
public sealed record OpinionStanding(
    Guid Id, OpinionFinding Finding, Severity? Severity, string Text, DateOnly? IncidentOn, string? DocumentNumber, IReadOnlyList<string> Concerns, DateOnly GivenOn, StoredScan? Scan, string RecordedBy,
    DateTimeOffset RecordedAt, bool OnLine);

/// <summary>Where one department's opinion on an applicant stands (部门意见情况).</summary>
/// <param name="Kind">Kind of opinion, as the pack names it.</param>
/// <param name="Name">The department as the forms call it.</param>
/// <param name="Clause">As cited on screen.</param>
public sealed record DepartmentStanding(string Kind, string Name, OpinionNeed Need, string? When, string? Clause, RequestStanding? Request, OpinionStanding? Opinion);

/// <summary>
/// Reads the department opinions on one applicant (部门意见读取), for whoever shows them: the recommending office, the eligibility review. Two queries; the rights on
/// the case are the caller's.
/// </summary>
public static class DepartmentOpinions
{
    /// <summary>A line for every department that the pack names on this way, and for every other that gave an opinion, in the pack's order.</summary>
    public static async Task<IReadOnlyList<DepartmentStanding>> OfAsync(
        QualityAwardDbContext db, AuthorityTree authorities, RoundRules rules, Guid applicationId, string? way, DateOnly today, CancellationToken cancellationToken)
    {
        var requests = await db.Set<OpinionRequest>().AsNoTracking().Where(r => r.ApplicationId == applicationId).ToListAsync(cancellationToken);
        var opinions = (await db.Set<Recommendation>().Where(r => r.ApplicationId == applicationId).SelectMany(r => r.Opinions).AsNoTracking().ToListAsync(cancellationToken))
            .GroupBy(o => o.Kind, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(o => o.RecordedAt).ThenBy(o => o.Id).Last(), StringComparer.Ordinal);
        var asked = requests.ToDictionary(r => r.Kind, StringComparer.Ordinal);
        var ruled = rules.Pack.Recommendation.OpinionsOn(way);
        var lines = ruled.Select(r => new DepartmentStanding(r.Kind, r.Name, r.Need, r.When, rules.Cite(r.Clause), Request(r.Kind), Opinion(r.Kind)));
        var others = rules.Pack.Recommendation.Opinions.Where(r => ruled.All(x => !string.Equals(x.Kind, r.Kind, StringComparison.Ordinal)) && opinions.ContainsKey(r.Kind))
            .Select(r => new DepartmentStanding(r.Kind, r.Name, OpinionNeed.Optional, null, rules.Cite(r.Clause), Request(r.Kind), Opinion(r.Kind)));
        return [.. lines, .. others];

        RequestStanding? Request(string kind) => asked.GetValueOrDefault(kind) is { } r
            ? new RequestStanding(r.Id, authorities.Find(r.DepartmentCode)?.Name ?? r.KindName, r.RequestedAt, r.DueOn, r.RemindedAt, r.StateOn(today))
            : null;

        OpinionStanding? Opinion(string kind) => opinions.GetValueOrDefault(kind) is { } o
            ? new OpinionStanding(o.Id, o.Finding, o.Severity, o.Text, o.IncidentOn, o.DocumentNumber, o.Concerns, o.GivenOn, o.Scan, o.RecordedBy, o.RecordedAt, o.RequestId is not null)
            : null;
    }
}

/// <summary>A request that waits for its answer, with its dates (待答复事项).</summary>
public sealed record OpinionDue
{
    public Guid RequestId { get; init; }

    public Guid ApplicationId { get; init; }

    public Guid RoundId { get; init; }

    /// <summary>Authority whose accounts are to be reminded.</summary>
    public string DepartmentCode { get; init; } = "";

    /// <summary>Authority of the recommending office that asked.</summary>
    public string ChannelCode { get; init; } = "";

    public string KindName { get; init; } = "";

    /// <summary>Last day, until 24:00.</summary>
    public DateOnly DueOn { get; init; }

    /// <summary>Day of the reminder that the office asked for; null: none.</summary>
    public DateOnly? RemindOn { get; init; }

    /// <summary>When the office last urged by hand.</summary>
    public DateTimeOffset? RemindedAt { get; init; }
}

/// <summary>Due dates as data (答复期限查询), for who sends reminders by schedule. Sends nothing itself.</summary>
public static class OpinionsDue
{
    /// <summary>Everything that still waits, soonest first; to be narrowed by whoever asks.</summary>
    public static IQueryable<OpinionDue> Of(QualityAwardDbContext db) =>
        from request in db.Set<OpinionRequest>()
        join application in db.Applications on request.ApplicationId equals application.Id
        join recommendation in db.Set<Recommendation>() on request.RecommendationId equals recommendation.Id
        where request.OpinionId == null && application.Position.Ending == null && application.Position.Stage == Domain.Workflow.Stage.Recommendation && recommendation.RecommendedAt == null
        orderby request.DueOn, request.Id
        select new OpinionDue
        {
            RequestId = request.Id, ApplicationId = request.ApplicationId, RoundId = request.RoundId, DepartmentCode = request.DepartmentCode, ChannelCode = request.ChannelCode,
            KindName = request.KindName, DueOn = request.DueOn, RemindOn = request.RemindOn, RemindedAt = request.RemindedAt,
        };
}
