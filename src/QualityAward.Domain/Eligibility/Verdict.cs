using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;

namespace QualityAward.Domain.Eligibility;

/// <summary>What a condition's test says (审查结果).</summary>
public enum VerdictOutcome
{
    /// <summary>符合.</summary>
    Met,

    /// <summary>不符合.</summary>
    NotMet,

    /// <summary>待核实: a person must look at evidence or something is missing.</summary>
    NeedsEvidence,

    /// <summary>不适用: the condition does not speak of this applicant.</summary>
    NotApplicable,
}

/// <summary>Outcomes in Chinese, as shown on screen.</summary>
public static class VerdictOutcomes
{
    public static string NameOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Met => "符合",
        VerdictOutcome.NotMet => "不符合",
        VerdictOutcome.NeedsEvidence => "待核实",
        VerdictOutcome.NotApplicable => "不适用",
    };
}

/// <summary>The computed verdict on one condition (条件审查结论), a proposal that a named person confirms.</summary>
/// <param name="ConditionCode">The condition.</param>
/// <param name="Text">The condition as the document says it.</param>
/// <param name="Outcome">What the test says.</param>
/// <param name="Facts">The facts it rests on in a Chinese sentence, with the dates.</param>
/// <param name="Clause">The clause as cited on screen.</param>
/// <param name="Hard">True when a submission is refused while the condition is not met.</param>
public sealed record Verdict(string ConditionCode, string Text, VerdictOutcome Outcome, string Facts, string Clause, bool Hard)
{
    /// <summary>What the test read, and where it came from.</summary>
    public IReadOnlyList<VerdictInput> Inputs { get; init; } = [];

    /// <summary>Where another document rules the same matter differently and comes to another verdict: what it says; else null.</summary>
    public string? Note { get; init; }

    /// <summary>True when nothing stands against the condition and nobody has to look at it.</summary>
    public bool IsPlain => Outcome is VerdictOutcome.Met or VerdictOutcome.NotApplicable;

    /// <summary>How bad it is: the higher the worse.</summary>
    public static int WeightOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Met or VerdictOutcome.NotApplicable => 0,
        VerdictOutcome.NeedsEvidence => 1,
        VerdictOutcome.NotMet => 2,
    };
}

/// <summary>Where something that a verdict rests on came from (依据来源).</summary>
public enum VerdictSource
{
    /// <summary>申报表填写内容.</summary>
    Answer,

    /// <summary>登记簿.</summary>
    Register,

    /// <summary>部门意见.</summary>
    Opinion,
}

/// <summary>Something that a verdict rests on (结论依据).</summary>
/// <param name="Label">Name of the field, register or department.</param>
/// <param name="Value">What it says, shortened.</param>
/// <param name="Reference"><c>section.question</c> of an answer; else null.</param>
public sealed record VerdictInput(VerdictSource Source, string Label, string Value, string? Reference = null);

/// <summary>A department's opinion as far as the conditions ask for it (部门意见要点).</summary>
/// <param name="Kind">Kind of opinion, as the pack names it.</param>
/// <param name="DepartmentName">Name on the form.</param>
/// <param name="Finding">What it says.</param>
/// <param name="Severity">Of an adverse record, where the department states it.</param>
/// <param name="Concerns">Codes of the conditions an adverse record concerns; empty: all that ask this department.</param>
/// <param name="GivenOn">Date of the opinion.</param>
public sealed record OpinionFact(string Kind, string DepartmentName, OpinionFinding Finding, Severity? Severity, IReadOnlyList<string> Concerns, DateOnly GivenOn);

/// <summary>What the registers know of a party in a round (登记簿事实): plain facts gathered by the operation, found by credit code or keyed hash, never by name.</summary>
/// <param name="Bars">Bars of the programme on the party, whatever their time.</param>
/// <param name="Wins">Titles of the programme that the party holds.</param>
/// <param name="OtherApplications">Receipt numbers, or states, of the party's other applications in the round that were not withdrawn.</param>
public sealed record RegisterFacts(IReadOnlyList<BarFact> Bars, IReadOnlyList<WinFact> Wins, IReadOnlyList<string> OtherApplications)
{
    public static readonly RegisterFacts None = new([], [], []);

    /// <summary>Handed-in applications of the round by the organisation that the party heads, or by the head of the organisation (关联申报).</summary>
    public IReadOnlyList<HeadApplicationFact> HeadApplications { get; init; } = [];

    /// <summary>Titles of other programmes that the party holds (其他奖项获奖记录).</summary>
    public IReadOnlyList<TitleFact> OtherTitles { get; init; } = [];

    /// <summary>Entries of the incident register on the party, or on the organisation that an individual heads (不良记录), whatever their time.</summary>
    public IReadOnlyList<IncidentFact> Incidents { get; init; } = [];

    /// <summary>Organisations that the party controls by the register on the closing date (控股组织).</summary>
    public IReadOnlyList<HoldingFact> Holdings { get; init; } = [];

    /// <summary>Handed-in applications of the round by other organisations of the same group (同一集团的申报).</summary>
    public IReadOnlyList<string> GroupApplications { get; init; } = [];
}

/// <summary>An entry of the incident register (不良记录).</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">Null: the source does not grade it.</param>
/// <param name="OccurredOn">The day it happened.</param>
/// <param name="Source">Who says so.</param>
public sealed record IncidentFact(IncidentKind Kind, Severity? Severity, DateOnly OccurredOn, string Source);

/// <summary>An organisation controlled by the applicant (控股组织), with what the registers say against it.</summary>
/// <param name="Share">Percent of the shares; null: not known.</param>
/// <param name="Bars">Bars of the programme on it.</param>
/// <param name="Incidents">Its entries of the incident register.</param>
public sealed record HoldingFact(string Name, string? CreditCode, decimal? Share, IReadOnlyList<BarFact> Bars, IReadOnlyList<IncidentFact> Incidents);

/// <summary>A bar (限制申报记录): barred from the decision up to and including the last day.</summary>
public sealed record BarFact(BarGround Ground, DateOnly From, DateOnly Until, string Clause);

/// <summary>A title won earlier (获奖记录); the decision date counts, not the label year.</summary>
public sealed record WinFact(string TierCode, string TierName, int AwardYear, DateOnly? DecidedOn, string? DocumentNumber)
{
    /// <summary>False for imported history that no office has verified with a document.</summary>
    public bool Verified { get; init; } = true;
}

/// <summary>A title of another programme (其他奖项获奖记录).</summary>
public sealed record TitleFact(string ProgrammeCode, string ProgrammeName, WinFact Win);

/// <summary>How the head's application and the organisation's were found to belong together (关联依据).</summary>
public enum HeadTie
{
    /// <summary>The ID number of the organisation's legal representative is the person's.</summary>
    IdNumber,

    /// <summary>The applicant at hand says so: heads the organisation with this credit code.</summary>
    OwnWord,

    /// <summary>Only the other application says so.</summary>
    OtherWord,

    /// <summary>The register of parties says so, on the closing date.</summary>
    Register,
}

/// <summary>An application that may not stand beside the one at hand (组织与其主要管理者的另一申报).</summary>
/// <param name="Number">Its receipt number.</param>
/// <param name="Organisation">The organisation's name where it is the organisation's application; null: a person's, who is not named here.</param>
/// <param name="Tie">How it was found.</param>
public sealed record HeadApplicationFact(string Number, string? Organisation, HeadTie Tie);
