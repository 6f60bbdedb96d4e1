using QualityAward.Domain.Eligibility.Evaluation;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Eligibility;

/// <summary>
/// Tests the eligibility conditions of a track (资格条件审查). The verdicts are proposals with their facts; applicant and office see the same ones. How each kind of
/// condition is tested stands in a class of its own in <c>Evaluation</c>.
/// </summary>
public static class ConditionEvaluator
{
    /// <summary>Value of a yes/no answer that says yes.</summary>
    public const string Yes = "yes";

    /// <summary>Value of a yes/no answer that says no.</summary>
    public const string No = "no";

    /// <summary>One verdict per condition, in the pack's order.</summary>
    public static IReadOnlyList<Verdict> Evaluate(RoundRules rules, Track track, ConditionFacts facts)
    {
        var definition = rules.Track(track);
        var conditions = definition.Conditions;
        var verdicts = new Verdict[conditions.Count];
        var reader = new CaseReader(rules, definition.Form, facts);
        // What rests on other conditions comes after them.
        foreach (var i in Enumerable.Range(0, conditions.Count).OrderBy(i => ConditionReferences.Others(conditions[i]).Count > 0))
        {
            verdicts[i] = Run(conditions[i], reader);
            reader.Remember(verdicts[i]);
        }

        for (var i = 0; i < verdicts.Length; i++)
        {
            if (conditions[i].DiffersFrom is { } other && Array.FindIndex(verdicts, v => string.Equals(v.ConditionCode, other, StringComparison.Ordinal)) is >= 0 and var j)
            {
                var (a, b) = (verdicts[i], verdicts[j]);
                verdicts[i] = a with { Note = Differs(a, b) };
                verdicts[j] = b with { Note = Differs(b, a) };
            }
        }

        return verdicts;
    }

    private static Verdict Run(Condition condition, CaseReader reader)
    {
        var test = ConditionTest.Of(condition, reader);
        var (outcome, text) = reader.WhyNotApplicable(condition.When) ?? test.Run();
        return new Verdict(condition.Code, condition.Text, outcome, text, reader.Rules.Cite(condition.Clause), condition.Hard)
        {
            Inputs = [.. ConditionReferences.Of(condition).Select(reader.Input).OfType<VerdictInput>(), .. test.Read],
        };
    }

    /// <summary>Both stand; which one decides is for the office to say. Nothing is said while neither is met.</summary>
    private static string? Differs(Verdict one, Verdict other) => one.Outcome == other.Outcome || (one.Outcome != VerdictOutcome.Met && other.Outcome != VerdictOutcome.Met)
        ? null
        : $"{other.Clause}对同一事项另有规定：“{other.Text}”，按该规定为“{VerdictOutcomes.NameOf(other.Outcome)}”。两处规定不一致，由办公室确认并写明理由。";

    /// <summary>Severity in Chinese (事故等级).</summary>
    public static string NameOf(Severity severity) => severity switch
    {
        Severity.Ordinary => "一般",
        Severity.Considerable => "较大",
        Severity.Major => "重大",
        Severity.Extraordinary => "特别重大",
    };

    /// <summary>Ground of a bar in Chinese (限制申报事由).</summary>
    public static string NameOf(BarGround ground) => ground switch
    {
        BarGround.FalseMaterial => "申报中提供虚假材料",
        BarGround.FraudRevoked => "骗取荣誉被撤销",
        BarGround.AccidentRevoked => "获奖后发生事故被撤销",
        BarGround.Winner => "已获奖",
    };
}
