namespace QualityAward.Domain.Forms;

/// <summary>计算项: a ratio or total over other answers; never typed, computed whenever the form is looked at (<see cref="FilledForm"/>).</summary>
public sealed record ComputedQuestion : Question
{
    /// <summary>See <see cref="Forms.Formula"/>: <c>{research-staff} / {staff} * 100</c>.</summary>
    public required string Formula { get; init; }

    public string? Unit { get; init; }

    public int Decimals { get; init; } = 2;

    /// <summary>Nothing was given, whatever was computed.</summary>
    public override bool IsBlank(Answers answers, int files) => true;

    internal override string ValueWords(string value) => Unit is null ? value : $"{value} {Unit}";

    internal override bool MayBeExplained() => false;

    internal override AnswerProblem? Missing(Answers answers, int files, FormContext context) => null;

    internal override IEnumerable<string> Faults() => AnswerRules.DecimalsFaults(Id, Decimals);
}
