namespace QualityAward.Domain.Audit;

/// <summary>
/// Something that happened to a case (留痕事项): becomes one append-only, chained audit entry in the same transaction.
/// Never put ID numbers, phones or addresses of persons into it.
/// </summary>
/// <param name="ChainId">The chain it belongs to: an application, or the round for what concerns no single application.</param>
/// <param name="Action">Stable name of the verb, e.g. <c>SubmitApplication</c>.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="At">When, by the server's clock.</param>
/// <param name="Summary">One Chinese sentence for the supervisor and the office.</param>
public sealed record CaseEvent(Guid ChainId, string Action, Actor Actor, DateTimeOffset At, string Summary)
{
    /// <summary>What the applicant's own timeline shows, in public wording; null: not shown to the applicant.</summary>
    public string? PublicText { get; init; }

    /// <summary>Value before, as short text or JSON; null where there was none.</summary>
    public string? OldValue { get; init; }

    /// <summary>Value after, as short text or JSON.</summary>
    public string? NewValue { get; init; }

    /// <summary>The reason given by the person.</summary>
    public string? Reason { get; init; }

    /// <summary>The account, or the party, that it is about besides the case's own people (e.g. the expert of a sheet), for notifications; not kept in the trail.</summary>
    public Guid? ConcernedAccount { get; init; }

    /// <summary>The authority that it is about (e.g. the department whose opinion is asked for), for notifications; not kept in the trail.</summary>
    public string? ConcernedAuthority { get; init; }

    /// <summary>By when something has to be done about it, for notifications; not kept in the trail.</summary>
    public DateOnly? DueOn { get; init; }
}
