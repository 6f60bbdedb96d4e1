using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Presentations;

namespace QualityAward.Domain.SiteVisits;

/// <summary>What an expert wanted looked into on site, out of the document review (现场核实事项).</summary>
/// <param name="Key">Stable key: sheet and item.</param>
public sealed record VisitIssue(string Key, string Item, string Text);

/// <summary>The answer to one issue (核实结果).</summary>
public sealed record VisitFinding(string Key, string Item, string Issue, string Answer);

/// <summary>The site visit of an organisation (现场评审): when, where, who, what was found; signed by the leader.</summary>
public sealed class SiteVisit : AggregateRoot
{
    private SiteVisit()
    {
    }

    public Guid ApplicationId { get; private init; }

    public DateOnly VisitedOn { get; private set; }

    public string Place { get; private set; } = "";

    /// <summary>参加人员, as read out at the opening meeting.</summary>
    public string Participants { get; private set; } = "";

    public IReadOnlyList<VisitFinding> Findings { get; private set; } = [];

    /// <summary>Findings beyond the issues (其他发现).</summary>
    public string? Remarks { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public DateTimeOffset? SignedAt { get; private set; }

    public static SiteVisit Start(Guid id, Guid applicationId) => new() { Id = id, ApplicationId = applicationId };

    public void Write(VisitRecord record, Seat? leader, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Score);
        (leader ?? throw Seat.NotLeader()).RequireLeader(actor);
        if (SignedAt is not null)
        {
            throw new RefusedException("visit-signed", "现场评审结果已签署，不能再修改。");
        }

        InvalidInputException.ThrowIfAny(MeetingInput.Problems(record.VisitedOn, "Input.VisitedOn", "现场评审日期", record.Place, record.Participants, now));
        var before = RecordedAt == default ? null : Line();
        VisitedOn = record.VisitedOn!.Value;
        Place = record.Place!.Trim();
        Participants = record.Participants!.Trim();
        Findings = [.. record.Findings.Where(f => !string.IsNullOrWhiteSpace(f.Answer)).Select(f => f with { Answer = f.Answer.Trim() })];
        Remarks = string.IsNullOrWhiteSpace(record.Remarks) ? null : record.Remarks.Trim();
        RecordedAt = now;
        Record(new CaseEvent(ApplicationId, "RecordSiteVisit", actor, now, $"记录现场评审：{ChinaCalendar.Text(VisitedOn)}，{Place}") { OldValue = before, NewValue = Line() });
    }

    /// <summary>The leader signs (签署现场评审结果): every issue must have an answer.</summary>
    public void Sign(IReadOnlyList<VisitIssue> issues, Seat? leader, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Score);
        (leader ?? throw Seat.NotLeader()).RequireLeader(actor);
        if (SignedAt is not null)
        {
            throw new RefusedException("visit-signed", "现场评审结果已签署。");
        }

        var open = issues.Where(i => !Findings.Any(f => string.Equals(f.Key, i.Key, StringComparison.Ordinal))).Select(i => i.Item).Distinct(StringComparer.Ordinal).ToList();
        if (open.Count > 0)
        {
            throw new RefusedException("issues-open", $"以下条目的现场核实事项尚未答复：{string.Join("、", open)}。");
        }

        SignedAt = now;
    }

    private string Line() => $"{ChinaCalendar.Text(VisitedOn)}；{Place}；核实事项 {Findings.Count} 项";
}

/// <summary>What the leader writes about a site visit (现场评审记录).</summary>
public sealed record VisitRecord(DateOnly? VisitedOn, string? Place, string? Participants, IReadOnlyList<VisitFinding> Findings, string? Remarks);
