using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Supervision;

/// <summary>An accident, failed inspection, violation or the like of an organisation or person (不良记录), with who says so.</summary>
public sealed class Incident : RegisterEntry
{
    private Incident()
    {
    }

    public Guid PartyId { get; private init; }

    /// <summary>The authority whose office entered it.</summary>
    public string AuthorityCode { get; private init; } = "";

    public IncidentKind Kind { get; private init; }

    /// <summary>Null: the source does not grade it.</summary>
    public Severity? Severity { get; private init; }

    public DateOnly OccurredOn { get; private init; }

    /// <summary>Who says so: authority and document.</summary>
    public string Source { get; private init; } = "";

    /// <summary>What happened, in short.</summary>
    public string Summary { get; private init; } = "";

    public static Incident Enter(
        Guid id, Guid partyId, IncidentKind kind, Severity? severity, DateOnly occurredOn, string source, string summary, string authorityCode, Guid proposalId) => new()
        {
            Id = id, PartyId = partyId, Kind = kind, Severity = severity, OccurredOn = occurredOn, Source = source, Summary = summary, AuthorityCode = authorityCode, ProposalId = proposalId,
        };
}
