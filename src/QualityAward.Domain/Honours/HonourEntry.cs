using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Honours;

/// <summary>Status of an honour (荣誉状态).</summary>
public enum HonourStatus
{
    /// <summary>有效.</summary>
    InForce,

    /// <summary>已撤销.</summary>
    Revoked,
}

/// <summary>A title in the honour register (获奖名册): who, which award and tier, which year, decided when and by which document. Imported history is unverified, with its source.</summary>
public sealed class HonourEntry : AggregateRoot
{
    private HonourEntry()
    {
    }

    public string ProgrammeCode { get; private init; } = "";

    public string ProgrammeName { get; private init; } = "";

    public string TierCode { get; private init; } = "";

    public string TierName { get; private init; } = "";

    public Track Track { get; private init; }

    public string HolderName { get; private init; } = "";

    /// <summary>The party; null for imported history that no register knows yet.</summary>
    public Guid? PartyId { get; private init; }

    /// <summary>The case that won; null for imported history.</summary>
    public Guid? ApplicationId { get; private init; }

    public Guid? RoundId { get; private init; }

    /// <summary>Award year on the label; bars count from the decision date.</summary>
    public int AwardYear { get; private init; }

    /// <summary>Date of the government's decision; null where the published history does not say.</summary>
    public DateOnly? DecidedOn { get; private init; }

    public string? DocumentNumber { get; private init; }

    /// <summary>Number on the certificate, the word in /verify/{number}; null for imported history.</summary>
    public string? CertificateNumber { get; private init; }

    public HonourStatus Status { get; private set; }

    /// <summary>Where imported history comes from; null for our own decisions.</summary>
    public string? ImportSource { get; private init; }

    public static HonourEntry Proclaimed(
        Guid id, Guid roundId, Guid applicationId, Guid partyId, string holderName, Track track, string programmeCode, string programmeName, Tier tier,
        int awardYear, DateOnly decidedOn, string documentNumber, string certificateNumber) => new()
        {
            Id = id, RoundId = roundId, ApplicationId = applicationId, PartyId = partyId, HolderName = holderName, Track = track, ProgrammeCode = programmeCode,
            ProgrammeName = programmeName, TierCode = tier.Code, TierName = tier.Name, AwardYear = awardYear, DecidedOn = decidedOn, DocumentNumber = documentNumber,
            CertificateNumber = certificateNumber,
        };

    public static HonourEntry Imported(
        Guid id, string holderName, Track track, string programmeCode, string programmeName, string tierCode, string tierName, int awardYear, string source) => new()
        {
            Id = id, HolderName = holderName, Track = track, ProgrammeCode = programmeCode, ProgrammeName = programmeName, TierCode = tierCode, TierName = tierName,
            AwardYear = awardYear, ImportSource = source,
        };
}
