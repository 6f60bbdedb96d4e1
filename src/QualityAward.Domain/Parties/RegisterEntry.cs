namespace QualityAward.Domain.Parties;

/// <summary>
/// What stands in a register (登记条目): made by a proposal that a second person confirmed, or by a decision taken in this system. It is withdrawn with a
/// reason, never deleted.
/// </summary>
public abstract class RegisterEntry : AggregateRoot
{
    /// <summary>The confirmed proposal; null for what a decision of this system brought about.</summary>
    public Guid? ProposalId { get; protected init; }

    /// <summary>When it was withdrawn; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnReason { get; private set; }

    /// <summary>Withdraws the entry (撤回登记): it stays to be read and no rule reads it any more.</summary>
    public void Withdraw(string reason, DateTimeOffset now)
    {
        if (WithdrawnAt is { } at)
        {
            throw new RefusedException("already-withdrawn", $"该条登记已于 {ChinaCalendar.Text(at)} 撤回，不能再次办理。");
        }

        WithdrawnAt = now;
        WithdrawnReason = reason;
    }
}
