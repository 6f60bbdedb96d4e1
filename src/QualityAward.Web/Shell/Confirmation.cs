namespace QualityAward.Web.Shell;

/// <summary>What a page asks before something that cannot be undone; shown by the partial <c>_Confirmation</c>.</summary>
/// <param name="Question">Names the object: 确定撤回“海州某某公司”的申报吗？</param>
/// <param name="Consequences">What then happens, one sentence each.</param>
/// <param name="Action">The verb on the button: 撤回申报.</param>
/// <param name="CancelHref">Where 返回 leads.</param>
public sealed record Confirmation(string Question, IReadOnlyList<string> Consequences, string Action, string CancelHref)
{
    public bool IsDangerous { get; init; } = true;

    /// <summary>Legal acts ask for the password once more; it comes in as <c>Password</c>.</summary>
    public bool AsksPassword { get; init; }

    /// <summary>A reason box; it comes in as <c>Reason</c>. Null: none is asked for.</summary>
    public string? ReasonLabel { get; init; }

    /// <summary>Hidden fields sent along.</summary>
    public IReadOnlyDictionary<string, string> Hidden { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
