using QualityAward.Domain.Recommendations;

namespace QualityAward.Web.Documents;

/// <summary>The list of a batch before it is handed in, to be sealed (待盖章的报送清单).</summary>
/// <param name="OfficeName">Who receives it.</param>
/// <param name="ChannelName">The recommending office.</param>
/// <param name="SealedBy">The government or department whose seal it bears.</param>
public sealed record BatchList(string RoundName, string OfficeName, string ChannelName, string SealedBy, IReadOnlyList<BatchEntry> Entries, PaperVersion Version);
