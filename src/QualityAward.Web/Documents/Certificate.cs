using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Documents;

/// <summary>What stands on a certificate (荣誉证书).</summary>
/// <param name="VerifyAt">Absolute address that the QR code leads to.</param>
public sealed record Certificate(
    Guid ApplicationId, string Number, string HolderName, Track Track, string ProgrammeName, string TierName, int AwardYear, DateOnly DecidedOn, string DocumentNumber,
    string GovernmentName, HonourStatus Status, Uri VerifyAt);
