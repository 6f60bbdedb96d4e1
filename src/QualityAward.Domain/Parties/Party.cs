using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Parties;

/// <summary>
/// An organisation or person that applies (申报主体), known by 统一社会信用代码 or by the keyed hash of the ID number, never by name.
/// </summary>
public sealed class Party : AggregateRoot
{
    private Party()
    {
    }

    public Track Kind { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>统一社会信用代码; null for persons.</summary>
    public string? CreditCode { get; private init; }

    /// <summary>居民身份证号码, encrypted at rest; null for organisations.</summary>
    public string? ResidentId { get; private init; }

    /// <summary>Keyed hash of the ID number, for look-ups; null for organisations.</summary>
    public string? ResidentIdHash { get; private init; }

    public static Party Organisation(Guid id, string name, string creditCode) =>
        new() { Id = id, Kind = Track.Organisation, Name = name, CreditCode = creditCode };

    public static Party Individual(Guid id, string name, string residentId, string residentIdHash) =>
        new() { Id = id, Kind = Track.Individual, Name = name, ResidentId = residentId, ResidentIdHash = residentIdHash };
}
