namespace QualityAward.Infrastructure.Audit;

/// <summary>
/// One entry of the audit trail (留痕记录): append-only (the database refuses update and delete) and chained per case by sequence, previous hash and
/// keyed hash, so that a changed or missing entry shows.
/// </summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; }

    /// <summary>The case: an application, a round, or an account.</summary>
    public Guid ChainId { get; init; }

    /// <summary>1, 2, 3 … within the chain, without gaps.</summary>
    public int Sequence { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid ActorId { get; init; }

    public string ActorName { get; init; } = "";

    public string ActorRole { get; init; } = "";

    public string? AuthorityCode { get; init; }

    public string? Address { get; init; }

    /// <summary>Stable name of the verb, e.g. <c>SubmitApplication</c>; <c>Refused:</c> and a code for refused attempts.</summary>
    public string Action { get; init; } = "";

    public string Summary { get; init; } = "";

    /// <summary>What the applicant's timeline shows; null: nothing.</summary>
    public string? PublicText { get; init; }

    public string? OldValue { get; init; }

    public string? NewValue { get; init; }

    public string? Reason { get; init; }

    public string PreviousHash { get; init; } = "";

    /// <summary>Keyed hash over the entry and the previous hash, hex.</summary>
    public string Hash { get; init; } = "";
}
