using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Experts;

namespace QualityAward.Domain.Presentations;

/// <summary>What the leader writes about a presentation (演讲陈述记录).</summary>
public sealed record PresentationRecord(DateOnly? HeldOn, string? Place, string? Participants, string? Summary);

/// <summary>The presentation of an applicant before the panel (演讲陈述、问询答辩).</summary>
public sealed class Presentation : AggregateRoot
{
    private Presentation()
    {
    }

    public Guid ApplicationId { get; private init; }

    public DateOnly HeldOn { get; private set; }

    public string Place { get; private set; } = "";

    public string Participants { get; private set; } = "";

    /// <summary>陈述与问答摘要.</summary>
    public string Summary { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    public DateTimeOffset? SignedAt { get; private set; }

    public static Presentation Start(Guid id, Guid applicationId) => new() { Id = id, ApplicationId = applicationId };

    public void Write(PresentationRecord record, Seat? leader, Actor actor, DateTimeOffset now)
    {
        RequireLeaderAndOpen(leader, actor);
        var problems = MeetingInput.Problems(record.HeldOn, "Input.HeldOn", "演讲陈述日期", record.Place, record.Participants, now).ToList();
        if (string.IsNullOrWhiteSpace(record.Summary))
        {
            problems.Add(new InputProblem("Input.Summary", "请填写陈述与问答摘要。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        var before = RecordedAt == default ? null : Line();
        HeldOn = record.HeldOn!.Value;
        Place = record.Place!.Trim();
        Participants = record.Participants!.Trim();
        Summary = record.Summary!.Trim();
        RecordedAt = now;
        Record(new CaseEvent(ApplicationId, "RecordPresentation", actor, now, $"记录演讲陈述：{ChinaCalendar.Text(HeldOn)}，{Place}") { OldValue = before, NewValue = Line() });
    }

    public void Sign(Seat? leader, Actor actor, DateTimeOffset now)
    {
        RequireLeaderAndOpen(leader, actor);
        SignedAt = now;
    }

    private void RequireLeaderAndOpen(Seat? leader, Actor actor)
    {
        actor.Require(Permission.Score);
        (leader ?? throw Seat.NotLeader()).RequireLeader(actor);
        if (SignedAt is not null)
        {
            throw new RefusedException("presentation-signed", "演讲陈述结果已确认，不能再修改。");
        }
    }

    private string Line() => $"{ChinaCalendar.Text(HeldOn)}；{Place}";
}

/// <summary>Checks that records of meetings have in common (记录检查).</summary>
public static class MeetingInput
{
    public static IReadOnlyList<InputProblem> Problems(DateOnly? on, string dateField, string dateName, string? place, string? participants, DateTimeOffset now)
    {
        var problems = new List<InputProblem>();
        if (on is not { } date)
        {
            problems.Add(new InputProblem(dateField, $"请填写{dateName}。"));
        }
        else if (date > ChinaCalendar.DateOf(now))
        {
            problems.Add(new InputProblem(dateField, $"{dateName}不能晚于今天。"));
        }

        if (string.IsNullOrWhiteSpace(place))
        {
            problems.Add(new InputProblem("Input.Place", "请填写地点。"));
        }

        if (string.IsNullOrWhiteSpace(participants))
        {
            problems.Add(new InputProblem("Input.Participants", "请填写参加人员。"));
        }

        return problems;
    }
}
