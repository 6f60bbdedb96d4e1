using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Supervision;

/// <summary>A time in which a party may not apply (限制申报), with ground and days: from the decision up to and including the last barred day.</summary>
public sealed class Bar : RegisterEntry
{
    private Bar()
    {
    }

    public Guid PartyId { get; private init; }

    public string ProgrammeCode { get; private init; } = "";

    /// <summary>The authority whose office keeps it.</summary>
    public string AuthorityCode { get; private init; } = "";

    public BarGround Ground { get; private init; }

    /// <summary>Day of the decision.</summary>
    public DateOnly From { get; private init; }

    /// <summary>Years by the rule when it was imposed.</summary>
    public int Years { get; private init; }

    /// <summary>Last barred day: the day before the same date n years later.</summary>
    public DateOnly Until { get; private init; }

    /// <summary>The clause as cited.</summary>
    public string Clause { get; private init; } = "";

    /// <summary>The decision or document behind it; null for what a proclamation brought about.</summary>
    public string? Source { get; private init; }

    /// <summary>From – to and why, in words (期间说明).</summary>
    public string Arithmetic => ArithmeticOf(From, Years, Until);

    /// <summary>The last barred day of a rule: decision date + n years is the first free day.</summary>
    public static DateOnly LastDay(DateOnly decidedOn, int years) => decidedOn.AddYears(years).AddDays(-1);

    public static string ArithmeticOf(DateOnly from, int years, DateOnly until) =>
        $"决定日 {ChinaCalendar.Text(from)} + {years} 年 = {ChinaCalendar.Text(until.AddDays(1))}，该日起可以申报；{ChinaCalendar.Text(from)}至{ChinaCalendar.Text(until)}截止申报的各届不得申报";

    public static Bar Impose(
        Guid id, Guid partyId, string programmeCode, BarRule rule, DateOnly decidedOn, string clause, string authorityCode = "", string? source = null, Guid? proposalId = null) => new()
        {
            Id = id, PartyId = partyId, ProgrammeCode = programmeCode, AuthorityCode = authorityCode, Ground = rule.Ground, From = decidedOn, Years = rule.Years,
            Until = LastDay(decidedOn, rule.Years), Clause = clause, Source = source, ProposalId = proposalId,
        };

    /// <summary>True when a round that closes on this day is closed to the party: decision date + n years &gt; closing date.</summary>
    public bool Covers(DateOnly closesOn) => WithdrawnAt is null && closesOn >= From && closesOn <= Until;
}
