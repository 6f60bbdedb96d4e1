namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>How one condition is tested on one case (条件审查): a class for each kind of condition.</summary>
internal abstract class ConditionTest(CaseReader @case)
{
    private readonly List<VerdictInput> _read = [];

    /// <summary>What the registers and departments said; the answers are put before them.</summary>
    public IReadOnlyList<VerdictInput> Read => _read;

    protected CaseReader Case => @case;

    protected ConditionFacts Facts => @case.Facts;

    public abstract Finding Run();

    public static ConditionTest Of(Condition condition, CaseReader @case) => condition switch
    {
        MinimumYearsCondition c => new MinimumYearsTest(c, @case),
        PeriodYearsCondition c => new PeriodYearsTest(c, @case),
        CertificateCondition c => new CertificateTest(c, @case),
        RegistrationCondition c => new RegistrationTest(c, @case),
        QuantityCondition c => new QuantityTest(c, @case),
        CleanRecordCondition c => new CleanRecordTest(c, @case),
        TrendCondition c => new TrendTest(c, @case),
        ImprovementCondition c => new ImprovementTest(c, @case),
        JudgementCondition c => new JudgementTest(c, @case),
        RegistryCondition c => new RegistryTest(c, @case),
        GroupScopeCondition c => new GroupScopeTest(c, @case),
        AnyOfCondition c => new AnyOfTest(c, @case),
        AllOfCondition c => new AllOfTest(c, @case),
        HonourCondition c => new HonourTest(c, @case),
        RecentAwardCondition c => new RecentAwardTest(c, @case),
        _ => throw new InvalidOperationException($"No test for {condition.GetType().Name}."),
    };

    protected void Found(VerdictSource source, string label, string value) => _read.Add(new VerdictInput(source, label, value));

    protected static string Day(DateOnly date) => CaseReader.Day(date);
}
