using QualityAward.Domain.Recommendations;

namespace QualityAward.Web.Documents;

/// <summary>The receipt of a batch (报送回执).</summary>
public sealed record BatchReceipt(string RoundName, RecommendationBatch Batch);

/// <summary>申报汇总表 to print: the headings and cells of the pack's layout.</summary>
public sealed record RecommendationSummary(string Title, string RoundName, string ChannelName, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Notes);
