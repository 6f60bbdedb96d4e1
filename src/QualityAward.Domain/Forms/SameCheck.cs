using System.Text;

namespace QualityAward.Domain.Forms;

/// <summary>两处一致: what is asked in two places must be answered alike; blanks, width of characters and case do not matter.</summary>
public sealed record SameCheck : CrossCheck
{
    /// <summary>Where it is shown and answered, as <c>section.question</c>.</summary>
    public required string One { get; init; }

    public required string Other { get; init; }

    protected override string First => One;

    internal override IReadOnlyList<string> Formulas() => [];

    private protected override IEnumerable<string> Names() => [One, Other];

    internal override IEnumerable<string> Faults(FormDefinition form) =>
        new[] { One, Other }.Where(r => form.Find(r) is not (TextQuestion or IdentifierQuestion)).Select(r => $"核对规则“{Id}”的“{r}”不是单行文字或号码题目。");

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        if (Answer(form, One) is { } one && Answer(form, Other) is { } other && !string.Equals(Bare(one), Bare(other), StringComparison.Ordinal))
        {
            // A warning is read by more people than personal data may be.
            yield return IsOpen(form, One) && IsOpen(form, Other) ? $"{one} 与 {other}" : "两处不同";
        }
    }

    private static bool IsOpen(FilledForm form, string reference) => form.Form.Find(reference) is { Personal: false, HiddenFromExperts: false } question && !question.IsSecret();

    private static string Bare(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
}
