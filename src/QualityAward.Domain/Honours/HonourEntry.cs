using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Honours;

/// <summary>Status of an honour (荣誉状态).</summary>
public enum HonourStatus
{
    /// <summary>有效.</summary>
    InForce,

    /// <summary>已撤销.</summary>
    Revoked,

    /// <summary>候选: on a published list of candidates; no title, so no rule counts it.</summary>
    Candidate,
}

/// <summary>A title in the honour register (获奖名册): who, which award and tier, which year, decided when and by which document. Imported history is unverified, with its source.</summary>
public sealed class HonourEntry : RegisterEntry
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
    public Guid? PartyId { get; private set; }

    /// <summary>The case that won; null for imported history.</summary>
    public Guid? ApplicationId { get; private init; }

    public Guid? RoundId { get; private init; }

    /// <summary>Award year on the label; bars count from the decision date.</summary>
    public int AwardYear { get; private init; }

    /// <summary>Date of the government's decision; null where the published history does not say.</summary>
    public DateOnly? DecidedOn { get; private set; }

    public string? DocumentNumber { get; private set; }

    /// <summary>Number on the certificate, the word in /verify/{number}; null for imported history.</summary>
    public string? CertificateNumber { get; private init; }

    public HonourStatus Status { get; private set; }

    /// <summary>Where imported history comes from; null for our own decisions.</summary>
    public string? ImportSource { get; private init; }

    /// <summary>When an office verified imported history with a document (核实); null for our own decisions and while it waits.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    /// <summary>Imported and not verified: shown as such, and no rule refuses anybody because of it.</summary>
    public bool IsUnverified => ImportSource is not null && VerifiedAt is null;

    public static HonourEntry Proclaimed(
        Guid id, Guid roundId, Guid applicationId, Guid partyId, string holderName, Track track, string programmeCode, string programmeName, Tier tier,
        int awardYear, DateOnly decidedOn, string documentNumber, string certificateNumber) => new()
        {
            Id = id, RoundId = roundId, ApplicationId = applicationId, PartyId = partyId, HolderName = holderName, Track = track, ProgrammeCode = programmeCode,
            ProgrammeName = programmeName, TierCode = tier.Code, TierName = tier.Name, AwardYear = awardYear, DecidedOn = decidedOn, DocumentNumber = documentNumber,
            CertificateNumber = certificateNumber,
        };

    /// <summary>A line of the published history (历史名单): nobody has shown a document yet.</summary>
    public static HonourEntry Imported(Guid id, HonourRecord record, string source, HonourStatus status = HonourStatus.InForce) => Of(id, record, source, status);

    /// <summary>Entered by an office and confirmed by a second person (登记荣誉); with a document it is verified at once.</summary>
    public static HonourEntry Entered(Guid id, HonourRecord record, string source, Guid partyId, bool hasDocument, Guid proposalId, DateTimeOffset now)
    {
        var entry = Of(id, record, source, HonourStatus.InForce, proposalId);
        entry.PartyId = partyId;
        entry.VerifiedAt = hasDocument ? now : null;
        return entry;
    }

    /// <summary>Says whose title it is, when and by which document it was decided (核实历史荣誉); a candidate stays one.</summary>
    public void Verify(Guid partyId, DateOnly decidedOn, string documentNumber, DateTimeOffset now)
    {
        if (!IsUnverified)
        {
            throw new RefusedException("already-verified", $"“{HolderName}”{AwardYear} 年度{TierName}不是待核实的历史记录，不需要核实。");
        }

        PartyId = partyId;
        DecidedOn = decidedOn;
        DocumentNumber = documentNumber;
        VerifiedAt = now;
    }

    private static HonourEntry Of(Guid id, HonourRecord record, string source, HonourStatus status, Guid? proposalId = null) => new()
    {
        Id = id, HolderName = record.HolderName, Track = record.Track, ProgrammeCode = record.ProgrammeCode, ProgrammeName = record.ProgrammeName, TierCode = record.TierCode, TierName = record.TierName,
        AwardYear = record.AwardYear, DecidedOn = record.DecidedOn, DocumentNumber = record.DocumentNumber, ImportSource = source, Status = status, ProposalId = proposalId,
    };
}

/// <summary>A title as a list or a document has it (荣誉要素).</summary>
public sealed record HonourRecord(
    string HolderName, Track Track, string ProgrammeCode, string ProgrammeName, string TierCode, string TierName, int AwardYear, DateOnly? DecidedOn = null, string? DocumentNumber = null);
