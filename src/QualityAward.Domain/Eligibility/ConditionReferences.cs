namespace QualityAward.Domain.Eligibility;

/// <summary>Which answers a condition rests on (条件引用的题目), as <c>section.question</c>.</summary>
public static class ConditionReferences
{
    public static IReadOnlyList<string> Of(Condition condition)
    {
        IReadOnlyList<string?> own = condition switch
        {
            MinimumYearsCondition c => [c.Since],
            PeriodYearsCondition c => [c.Table],
            CertificateCondition c => [c.Declared, .. c.AnyOf, c.Proof, c.InForce],
            RegistrationCondition c => [c.CreditCode, c.Address, c.Proof],
            QuantityCondition c => [.. c.Numbers.Select(n => n.Answer), c.Proof],
            ImprovementCondition c => [c.Declared, .. c.Figures.Select(f => f.Table)],
            AllOfCondition => [],
            CleanRecordCondition c => [c.DeclarationTable],
            TrendCondition c => [c.Table],
            JudgementCondition c => [.. c.Evidence, .. c.Affirmed, .. c.Figures.Select(f => f.Table)],
            RegistryCondition => [],
            GroupScopeCondition c => [c.IsGroup, c.Holdings],
            AnyOfCondition c => [c.Answer, .. c.Evidence],
            HonourCondition c => [c.Declared, c.Proof],
            RecentAwardCondition c => [c.Table],
            _ => throw new InvalidOperationException($"References of {condition.GetType().Name} are not known."),
        };
        return [.. own.Append(condition.When?.Answer).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Codes of the other conditions that it rests on.</summary>
    public static IReadOnlyList<string> Others(Condition condition) => condition switch
    {
        AllOfCondition c => c.Conditions,
        GroupScopeCondition c => c.Headquarters,
        _ => [],
    };

    /// <summary>The section of a reference.</summary>
    public static string SectionOf(string reference) => reference[..reference.IndexOf('.', StringComparison.Ordinal)];
}
