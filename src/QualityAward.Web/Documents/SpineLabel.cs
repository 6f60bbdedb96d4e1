namespace QualityAward.Web.Documents;

/// <summary>What stands on the back of a bound volume (书脊标签): 每册侧脊上注明申报单位名称.</summary>
/// <param name="Title">Round or award.</param>
/// <param name="Volume">申报材料 or 证实性材料.</param>
public sealed record SpineLabel(string Title, string ApplicantName, string Volume);
