using System.Globalization;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Applications;

/// <summary>
/// Number of a submission's receipt (受理回执编号): the programme's prefix, the award year, and a number that counts without gaps within the round.
/// A second round of the same programme and year has its own number in between.
/// </summary>
public static class ReceiptNumber
{
    public static string Of(ProgrammePack pack, int year, int roundOrdinal, int sequence) =>
        Of(pack.ReceiptPrefix ?? pack.Code.ToUpperInvariant(), year, roundOrdinal, sequence);

    /// <param name="roundOrdinal">1 for the first round of the programme in the year.</param>
    /// <param name="sequence">1 for the first submission in the round.</param>
    public static string Of(string prefix, int year, int roundOrdinal, int sequence) => roundOrdinal == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{prefix}-{year}-{sequence:0000}")
        : string.Create(CultureInfo.InvariantCulture, $"{prefix}-{year}-{roundOrdinal}-{sequence:0000}");
}
