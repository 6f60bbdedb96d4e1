using System.Text.Json.Serialization;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Eligibility;

/// <summary>Severity of an accident or violation (事故等级), lightest first.</summary>
public enum Severity
{
    /// <summary>一般.</summary>
    Ordinary,

    /// <summary>较大.</summary>
    Considerable,

    /// <summary>重大.</summary>
    Major,

    /// <summary>特别重大.</summary>
    Extraordinary,
}

/// <summary>What an entry of the incident register is about (不良记录类别), as the conditions name them.</summary>
public enum IncidentKind
{
    /// <summary>质量事故.</summary>
    QualityAccident,

    /// <summary>安全生产事故.</summary>
    SafetyAccident,

    /// <summary>环境污染事故.</summary>
    EnvironmentAccident,

    /// <summary>公共卫生事故.</summary>
    HealthAccident,

    /// <summary>食品安全事故.</summary>
    FoodAccident,

    /// <summary>质量投诉.</summary>
    Complaint,

    /// <summary>质量异议、索赔和退货.</summary>
    Claim,

    /// <summary>监督检查（抽查）不合格.</summary>
    FailedInspection,

    /// <summary>劳动保障失信.</summary>
    LabourCredit,

    /// <summary>违法违规.</summary>
    Violation,

    /// <summary>出口退运、销毁或官方通报.</summary>
    ExportReturn,
}

/// <summary>Kinds of incidents in Chinese, as shown on screen.</summary>
public static class IncidentKinds
{
    public static string NameOf(IncidentKind kind) => kind switch
    {
        IncidentKind.QualityAccident => "质量事故",
        IncidentKind.SafetyAccident => "安全生产事故",
        IncidentKind.EnvironmentAccident => "环境污染事故",
        IncidentKind.HealthAccident => "公共卫生事故",
        IncidentKind.FoodAccident => "食品安全事故",
        IncidentKind.Complaint => "质量投诉",
        IncidentKind.Claim => "质量异议、索赔和退货",
        IncidentKind.FailedInspection => "监督检查不合格",
        IncidentKind.LabourCredit => "劳动保障失信",
        IncidentKind.Violation => "违法违规",
        IncidentKind.ExportReturn => "出口退运、销毁或官方通报",
    };
}

/// <summary>The day up to which time is counted (计算截止日).</summary>
public enum AsOf
{
    /// <summary>申报截止日.</summary>
    ClosingDate,

    /// <summary>提交之日.</summary>
    SubmissionDate,
}

/// <summary>
/// One eligibility condition as data (资格条件): text, clause and the kind of test. References to answers are <c>section.question</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MinimumYearsCondition), "minimumYears")]
[JsonDerivedType(typeof(PeriodYearsCondition), "periodYears")]
[JsonDerivedType(typeof(CertificateCondition), "certificate")]
[JsonDerivedType(typeof(CleanRecordCondition), "cleanRecord")]
[JsonDerivedType(typeof(TrendCondition), "trend")]
[JsonDerivedType(typeof(JudgementCondition), "judgement")]
[JsonDerivedType(typeof(RegistryCondition), "registry")]
[JsonDerivedType(typeof(GroupScopeCondition), "groupScope")]
[JsonDerivedType(typeof(AnyOfCondition), "anyOf")]
[JsonDerivedType(typeof(HonourCondition), "honour")]
[JsonDerivedType(typeof(RecentAwardCondition), "recentAward")]
[JsonDerivedType(typeof(RegistrationCondition), "registration")]
[JsonDerivedType(typeof(QuantityCondition), "quantity")]
[JsonDerivedType(typeof(ImprovementCondition), "improvement")]
[JsonDerivedType(typeof(AllOfCondition), "allOf")]
public abstract record Condition
{
    /// <summary>Stable code within the programme, e.g. <c>org-operating-3y</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The condition as the document says it.</summary>
    public required string Text { get; init; }

    public required Clause Clause { get; init; }

    /// <summary>A condition that the applicant must meet to submit at all; others are judged by the office.</summary>
    public bool Hard { get; init; }

    /// <summary>Applies only when this yes/no or choice answer has the given value (e.g. export enterprises).</summary>
    public AppliesWhen? When { get; init; }

    /// <summary>Code of the condition by which another document rules the same matter differently; both are evaluated, the office decides.</summary>
    public string? DiffersFrom { get; init; }
}

/// <summary>Limits a condition to applicants with a certain answer (适用情形).</summary>
public sealed record AppliesWhen(string Answer, string Is);

/// <summary>At least N years since a date (年限条件), e.g. founded, certified.</summary>
public sealed record MinimumYearsCondition : Condition
{
    /// <summary>Answer with the date.</summary>
    public required string Since { get; init; }

    /// <summary>What the date is, for the sentence: 成立于.</summary>
    public required string SinceText { get; init; }

    public required int Years { get; init; }

    public AsOf AsOf { get; init; }
}

/// <summary>At least N years summed over periods of a table, overlaps counted once (累计年限条件).</summary>
public sealed record PeriodYearsCondition : Condition
{
    /// <summary>Answer with the table of periods.</summary>
    public required string Table { get; init; }

    public required string FromColumn { get; init; }

    /// <summary>Column with the end; an empty cell means "until now".</summary>
    public required string ToColumn { get; init; }

    public required int Years { get; init; }

    public AsOf AsOf { get; init; }
}

/// <summary>Holds a certificate or qualification (证书条件): a declared date or number and a file that proves it.</summary>
public sealed record CertificateCondition : Condition
{
    /// <summary>Yes/no answer that says whether there is one at all; null: not asked.</summary>
    public string? Declared { get; init; }

    /// <summary>Answers of which at least one must be filled (date, number or name of the certificate).</summary>
    public required IReadOnlyList<string> AnyOf { get; init; }

    /// <summary>File question with the copy; null: none asked.</summary>
    public string? Proof { get; init; }

    /// <summary>Table of the certificates in force with their last days; null: none asked.</summary>
    public string? InForce { get; init; }
}

/// <summary>No adverse record over a window (无不良记录条件), from the applicant's yearly declaration, department opinions and the incident register.</summary>
public sealed record CleanRecordCondition : Condition
{
    /// <summary>Window in years before the closing date.</summary>
    public required int Years { get; init; }

    /// <summary>From which severity on it counts; null: any.</summary>
    public Severity? Threshold { get; init; }

    /// <summary>Declaration rows: answer of a table with one yes/no column per year, and the rows that count here.</summary>
    public string? DeclarationTable { get; init; }

    public IReadOnlyList<string> DeclarationRows { get; init; } = [];

    /// <summary>Rows whose own name says how grave the record is (较大…事故, 重大质量投诉): a yes there needs no more asking.</summary>
    public IReadOnlyDictionary<string, Severity> DeclaredGrades { get; init; } = new Dictionary<string, Severity>(StringComparer.Ordinal);

    /// <summary>Kinds of department opinion that speak to it.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>Kinds of entries in the incident register that speak to it.</summary>
    public IReadOnlyList<IncidentKind> Incidents { get; init; } = [];
}

/// <summary>A share that rises over three years (趋势条件): numbers of a table row with one column per year.</summary>
public sealed record TrendCondition : Condition
{
    public required string Table { get; init; }

    public required string NumeratorRow { get; init; }

    public required string DenominatorRow { get; init; }
}

/// <summary>A person judges and gives a reason (研判条件).</summary>
public sealed record JudgementCondition : Condition
{
    /// <summary>Answers shown to the person who judges.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Yes/no answers by which the applicant says that it holds; a no is a no.</summary>
    public IReadOnlyList<string> Affirmed { get; init; } = [];

    /// <summary>Rows of figures that are put into the sentence.</summary>
    public IReadOnlyList<FigureRows> Figures { get; init; } = [];

    /// <summary>Kinds of entries in the incident register that the person should know of.</summary>
    public IReadOnlyList<IncidentKind> Incidents { get; init; } = [];
}

/// <summary>Rows of a fixed table with one column per year (指标行).</summary>
public sealed record FigureRows(string Table, IReadOnlyList<string> Rows);

/// <summary>Registered where and as what (登记注册条件), read off a 统一社会信用代码; what the code cannot say is left to a person.</summary>
public sealed record RegistrationCondition : Condition
{
    /// <summary>Answer with the credit code.</summary>
    public required string CreditCode { get; init; }

    /// <summary>First digits of the administrative division, e.g. <c>3207</c>; null: registered anywhere.</summary>
    public string? Division { get; init; }

    /// <summary>Name of that division, for the sentence and to be found in the address.</summary>
    public string? Area { get; init; }

    /// <summary>Answer with the registered address; null: none asked.</summary>
    public string? Address { get; init; }

    /// <summary>True when it must be a legal person: 个体工商户 is none.</summary>
    public bool LegalPerson { get; init; }

    /// <summary>Beginnings of codes that a person must look at, e.g. <c>11</c> for 机关.</summary>
    public IReadOnlyList<string> Doubtful { get; init; } = [];

    /// <summary>What the person finds out there: 是否为行政机关人员.</summary>
    public string? Doubt { get; init; }

    /// <summary>File question with the licence; null: none asked.</summary>
    public string? Proof { get; init; }
}

/// <summary>At least so many of each (数量条件).</summary>
public sealed record QuantityCondition : Condition
{
    public required IReadOnlyList<LeastNumber> Numbers { get; init; }

    /// <summary>File question with the copies; null: none asked.</summary>
    public string? Proof { get; init; }
}

/// <summary>A number of the form and the least that is asked (最低数量).</summary>
public sealed record LeastNumber(string Answer, decimal AtLeast);

/// <summary>Honoured before, better now (再次申报条件): speaks only of who has a title of these tiers of the same award.</summary>
public sealed record ImprovementCondition : Condition
{
    /// <summary>Tiers of this award.</summary>
    public required IReadOnlyList<string> Tiers { get; init; }

    /// <summary>Answer with the time of the title.</summary>
    public required string Declared { get; init; }

    /// <summary>Rows of figures that are shown.</summary>
    public IReadOnlyList<FigureRows> Figures { get; init; } = [];
}

/// <summary>A clause that sends to other conditions of the same track (援引条件).</summary>
public sealed record AllOfCondition : Condition
{
    public required IReadOnlyList<string> Conditions { get; init; }
}

/// <summary>What a register is asked (登记簿核查事项).</summary>
public enum RegistryCheck
{
    /// <summary>未处于限制申报期.</summary>
    NotBarred,

    /// <summary>N 年内未获本奖.</summary>
    NotRecentWinner,

    /// <summary>本届仅一份申报、一个渠道.</summary>
    OneApplication,

    /// <summary>组织与其主要管理者不同时申报.</summary>
    NotWithHead,
}

/// <summary>Answered by the registers, by 统一社会信用代码 or keyed hash of the ID number, never by name (登记簿条件).</summary>
public sealed record RegistryCondition : Condition
{
    public required RegistryCheck Check { get; init; }
}

/// <summary>Group applicants: headquarters and every holding in the area meet the listed conditions (集团条件).</summary>
public sealed record GroupScopeCondition : Condition
{
    /// <summary>Yes/no answer: applies in the name of a group.</summary>
    public required string IsGroup { get; init; }

    /// <summary>Table of holdings in the area.</summary>
    public required string Holdings { get; init; }

    /// <summary>Yes/no column of the table: the holding meets the listed conditions.</summary>
    public required string MeetsColumn { get; init; }

    /// <summary>Column with the holding's 统一社会信用代码; null: none asked.</summary>
    public string? CodeColumn { get; init; }

    /// <summary>Codes of the conditions that headquarters itself must meet.</summary>
    public IReadOnlyList<string> Headquarters { get; init; } = [];

    /// <summary>What is checked of every holding besides its own word.</summary>
    public IReadOnlyList<HoldingCheck> Checks { get; init; } = [];
}

/// <summary>One check of every holding of a group (控股组织逐家审查事项): a date column with years, or a yes/no column.</summary>
/// <param name="Column">Column of the holdings' table.</param>
/// <param name="Text">For the sentence: 质量管理体系认证于; 近3年无不良记录.</param>
/// <param name="Years">At least so many years since the date; null for a yes/no column, 0 for any date.</param>
public sealed record HoldingCheck(string Column, string Text, int? Years = null);

/// <summary>One of some awards won within N years (近年获奖条件), by the name and the month typed into a table.</summary>
public sealed record RecentAwardCondition : Condition
{
    public required string Table { get; init; }

    public required string NameColumn { get; init; }

    public required string WonColumn { get; init; }

    /// <summary>Names that count; others of the same table do not.</summary>
    public required IReadOnlyList<string> Awards { get; init; }

    public required int Years { get; init; }
}

/// <summary>At least one of several listed conditions holds (至少满足其一): the applicant declares which, a person confirms.</summary>
public sealed record AnyOfCondition : Condition
{
    /// <summary>Multi-choice answer whose options are the listed conditions.</summary>
    public required string Answer { get; init; }

    /// <summary>Answers and files shown to the person who confirms.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}

/// <summary>Already holds another award (已获前置奖项): known from the honour register, else declared and proven by a certificate.</summary>
public sealed record HonourCondition : Condition
{
    /// <summary>Codes of the programmes whose titles count; the register of this installation knows some of them.</summary>
    public required IReadOnlyList<string> Programmes { get; init; }

    /// <summary>Tiers that count; empty: all.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Answer with the time of the award.</summary>
    public required string Declared { get; init; }

    /// <summary>File question with the certificate; null: none asked.</summary>
    public string? Proof { get; init; }
}
