using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Supervision;

/// <summary>A time in which a party may not apply (限制申报), with ground and days: from the decision up to and including the last barred day.</summary>
public sealed class Bar : AggregateRoot
{
    private Bar()
    {
    }

    public Guid PartyId { get; private init; }

    public string ProgrammeCode { get; private init; } = "";

    public BarGround Ground { get; private init; }

    /// <summary>Day of the decision.</summary>
    public DateOnly From { get; private init; }

    /// <summary>Last barred day: the day before the same date n years later.</summary>
    public DateOnly Until { get; private init; }

    /// <summary>The clause as cited.</summary>
    public string Clause { get; private init; } = "";

    public static Bar Impose(Guid id, Guid partyId, string programmeCode, BarRule rule, DateOnly decidedOn, string clause) => new()
    {
        Id = id, PartyId = partyId, ProgrammeCode = programmeCode, Ground = rule.Ground, From = decidedOn, Until = decidedOn.AddYears(rule.Years).AddDays(-1), Clause = clause,
    };

    /// <summary>True when a round that closes on this day is closed to the party: decision date + n years &gt; closing date.</summary>
    public bool Covers(DateOnly closesOn) => closesOn >= From && closesOn <= Until;
}
