using System.Globalization;

namespace QualityAward.Domain.Forms;

/// <summary>出生年月与身份证号: the month of birth that is given and the one in the ID number.</summary>
public sealed record BirthCheck : CrossCheck
{
    /// <summary>The month, or day, of birth, as <c>section.question</c>.</summary>
    public required string Born { get; init; }

    public required string ResidentId { get; init; }

    protected override string First => Born;

    internal override IReadOnlyList<string> Formulas() => [];

    private protected override IEnumerable<string> Names() => [Born, ResidentId];

    internal override IEnumerable<string> Faults(FormDefinition form)
    {
        if (form.Find(Born) is not (DateQuestion or YearMonthQuestion))
        {
            yield return $"核对规则“{Id}”的“{Born}”不是日期题目。";
        }

        if (form.Find(ResidentId) is not IdentifierQuestion { Kind: IdentifierKind.ResidentId })
        {
            yield return $"核对规则“{Id}”的“{ResidentId}”不是身份证号题目。";
        }
    }

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        if (Answer(form, Born) is { Length: >= 7 } born && Answer(form, ResidentId) is { } typed && Parties.ResidentId.Normalise(typed) is { Length: Parties.ResidentId.Length } number
            && DateOnly.TryParseExact(number[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)
            && !string.Equals(birth.ToString("yyyy-MM", CultureInfo.InvariantCulture), born[..7], StringComparison.Ordinal))
        {
            // Nothing of the number itself: a warning is read by more people than the number may be.
            yield return $"填写为 {born[..7]}";
        }
    }
}
