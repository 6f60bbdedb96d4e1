using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;

namespace QualityAward.Domain.Notifications;

/// <summary>State of a notification (通知状态).</summary>
public enum NotificationState
{
    /// <summary>待审核: nobody has it yet.</summary>
    Held,

    /// <summary>已发送.</summary>
    Sent,

    /// <summary>不发送.</summary>
    Cancelled,
}

/// <summary>
/// Something that people are told of, waiting to be spread (待发事由, outbox): written with the change itself, in the same transaction, so that neither is ever without
/// the other. Who hears of it and in which words is found out afterwards, by a job.
/// </summary>
public sealed class Happening
{
    /// <summary>So often it is tried before it is left to the administrators.</summary>
    public const int MaxAttempts = 8;

    private Happening()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The verb of the trail.</summary>
    public string Action { get; private init; } = "";

    /// <summary>The application or the round.</summary>
    public Guid ChainId { get; private init; }

    public DateTimeOffset At { get; private init; }

    public Guid? ConcernedAccount { get; private init; }

    public string? ConcernedAuthority { get; private init; }

    public DateOnly? DueOn { get; private init; }

    public DateTimeOffset? DoneAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>When it was given up.</summary>
    public DateTimeOffset? GivenUpAt { get; private set; }

    /// <summary>What went wrong at the last attempt.</summary>
    public string? Problem { get; private set; }

    public static Happening Of(CaseEvent happened) => new()
    {
        Id = Guid.CreateVersion7(happened.At), Action = happened.Action, ChainId = happened.ChainId, At = happened.At, ConcernedAccount = happened.ConcernedAccount,
        ConcernedAuthority = happened.ConcernedAuthority, DueOn = happened.DueOn,
    };

    public void Finish(DateTimeOffset now)
    {
        DoneAt = now;
        Problem = null;
    }

    /// <summary>Puts it off: 1, 2, 4 … minutes; after the last attempt it is given up.</summary>
    public void PutOff(string problem, DateTimeOffset now)
    {
        Problem = problem;
        NextAt = now + BackOff.After(++Attempts);
        if (Attempts >= MaxAttempts)
        {
            GivenUpAt = now;
        }
    }
}

/// <summary>How long a failed attempt waits for the next (重试间隔).</summary>
public static class BackOff
{
    public static TimeSpan After(int attempts) => TimeSpan.FromMinutes(Math.Min(Math.Pow(2, Math.Max(0, attempts - 1)), 240));
}

/// <summary>A text that goes to one or many people (通知). Each of them has a <see cref="Message"/> of it.</summary>
public sealed class Notification : AggregateRoot
{
    private Notification()
    {
    }

    /// <summary>What set it off; null for reminders.</summary>
    public Guid? HappeningId { get; private init; }

    public string EventCode { get; private init; } = "";

    /// <summary>Version of the round's template; 0: the data file's.</summary>
    public int TemplateNumber { get; private init; }

    /// <summary>Null for a reminder of things of several rounds.</summary>
    public Guid? RoundId { get; private init; }

    public Guid? ApplicationId { get; private init; }

    /// <summary>The authority whose office sees it in its log.</summary>
    public string? AuthorityCode { get; private init; }

    public string Title { get; private set; } = "";

    public string Body { get; private set; } = "";

    /// <summary>Where to act, below the site's address.</summary>
    public string Url { get; private init; } = "";

    public DateOnly? DueOn { get; private init; }

    /// <summary>The recipient has something to do (待办).</summary>
    public bool IsTask { get; private init; }

    public DateTimeOffset At { get; private init; }

    public NotificationState State { get; private set; }

    /// <summary>Who looked at a held one.</summary>
    public string? ReviewedBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public static Notification Of(
        Guid id, string eventCode, Guid? roundId, Guid? applicationId, string? authorityCode, MessageWording wording, string url, DateOnly? dueOn, DateTimeOffset at, MessageHandling handling = MessageHandling.Send,
        int templateNumber = 0, Guid? happeningId = null, bool isTask = false) => new()
        {
            Id = id, EventCode = eventCode, RoundId = roundId, ApplicationId = applicationId, AuthorityCode = authorityCode, Title = wording.Title, Body = wording.Body, Url = url, DueOn = dueOn, At = at,
            State = handling == MessageHandling.Hold ? NotificationState.Held : NotificationState.Sent, TemplateNumber = templateNumber, HappeningId = happeningId, IsTask = isTask,
        };

    /// <summary>Rewords one that is held (修改待发通知).</summary>
    public void Reword(MessageWording wording, Actor actor, DateTimeOffset now)
    {
        RequireHeld(actor);
        InvalidInputException.ThrowIfAny(MessageText.Plain(wording, "Input.Title", "Input.Body"));
        if (wording == new MessageWording(Title, Body))
        {
            return;
        }

        Record(new CaseEvent(Chain, "RewordMessage", actor, now, $"修改待发通知“{wording.Title}”") { OldValue = $"{Title}\n{Body}", NewValue = $"{wording.Title}\n{wording.Body}" });
        Title = wording.Title;
        Body = wording.Body;
    }

    /// <summary>Lets a held one go (发送待审通知).</summary>
    public void Release(int recipients, Actor actor, DateTimeOffset now)
    {
        RequireHeld(actor);
        if (recipients == 0)
        {
            throw new RefusedException("no-recipients", "目前没有可以接收这份通知的人员，不能发送；可以选择不发送。");
        }

        Review(NotificationState.Sent, actor, now);
        Record(new CaseEvent(Chain, "ReleaseMessage", actor, now, $"审核发送通知“{Title}”，{recipients} 人"));
    }

    /// <summary>Drops a held one (不发送).</summary>
    public void Cancel(string reason, Actor actor, DateTimeOffset now)
    {
        RequireHeld(actor);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写不发送的理由。");
        }

        Review(NotificationState.Cancelled, actor, now);
        Record(new CaseEvent(Chain, "CancelMessage", actor, now, $"决定不发送通知“{Title}”") { Reason = reason.Trim() });
    }

    private Guid Chain => ApplicationId ?? RoundId ?? Id;

    private void Review(NotificationState state, Actor actor, DateTimeOffset now)
    {
        State = state;
        ReviewedBy = actor.Name;
        ReviewedAt = now;
    }

    private void RequireHeld(Actor actor)
    {
        actor.Require(Permission.ManageRounds);
        actor.RequireAuthority(AuthorityCode ?? "");
        if (State != NotificationState.Held)
        {
            throw new RefusedException("not-held", $"这份通知{MessageNames.Of(State)}，不能再审核。");
        }
    }
}
