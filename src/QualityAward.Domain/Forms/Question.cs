using System.Text.Json.Serialization;

namespace QualityAward.Domain.Forms;

/// <summary>A well-known meaning of a question (字段含义), so that no code reads meaning from an id or a label.</summary>
public enum Fact
{
    ApplicantName,
    CreditCode,
    ResidentId,
    LegalRepresentative,
    LegalRepresentativeId,
    TopManager,
    Industry,
    FoundedOn,
    Employer,
    EmployerCreditCode,
    IsHeadOfOrganisation,
    ContactName,
    ContactPhone,
    ContactEmail,
    CoachingDisclosure,
    Competitors,
    Suppliers,
    Customers,
    Photo,
}

/// <summary>
/// A question (题目). One class per type: how its answer is brought into the stored form, what may be wrong with it, what is missing, how it reads.
/// Its partial view has the type's name, its test is a table in <c>QuestionTypeTests</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextQuestion), "text")]
[JsonDerivedType(typeof(LongTextQuestion), "longText")]
[JsonDerivedType(typeof(NumberQuestion), "number")]
[JsonDerivedType(typeof(ComputedQuestion), "computed")]
[JsonDerivedType(typeof(DateQuestion), "date")]
[JsonDerivedType(typeof(YearMonthQuestion), "yearMonth")]
[JsonDerivedType(typeof(ChoiceQuestion), "choice")]
[JsonDerivedType(typeof(YesNoQuestion), "yesNo")]
[JsonDerivedType(typeof(MultiChoiceQuestion), "multiChoice")]
[JsonDerivedType(typeof(IdentifierQuestion), "identifier")]
[JsonDerivedType(typeof(FixedTableQuestion), "fixedTable")]
[JsonDerivedType(typeof(GrowingTableQuestion), "growingTable")]
[JsonDerivedType(typeof(CertificatesQuestion), "certificates")]
[JsonDerivedType(typeof(FileQuestion), "file")]
[JsonDerivedType(typeof(PhotoQuestion), "photo")]
[JsonDerivedType(typeof(NarrativeQuestion), "narrative")]
[JsonDerivedType(typeof(NarrativeSetQuestion), "narratives")]
public abstract record Question
{
    public required string Id { get; init; }

    /// <summary>The official field name.</summary>
    public required string Label { get; init; }

    /// <summary>The official note or what to fill in.</summary>
    public string? Hint { get; init; }

    /// <summary>An answer as it might be (填写示例), in the words of this system.</summary>
    public string? Example { get; init; }

    /// <summary>The wording of the rule that the question rests on, with its place (条款原文), e.g. 《…办法》第八条第（三）项：….</summary>
    public string? Basis { get; init; }

    /// <summary>Heading shown above the question when it begins a group of fields.</summary>
    public string? Group { get; init; }

    /// <summary>Lines to sign, seal and date below the printed answer (签字盖章栏), e.g. 负责人（签字）.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    /// <summary>An optional question may stay blank without a reason; all others need one [填表说明 2].</summary>
    public bool Optional { get; init; }

    public Fact? Fact { get; init; }

    /// <summary>Personal data: encrypted at rest, masked on screen, never in notices or logs.</summary>
    public bool Personal { get; init; }

    /// <summary>Hidden from experts, e.g. contacts of suppliers and customers.</summary>
    public bool HiddenFromExperts { get; init; }

    /// <summary>When the question is asked; null: always. What was typed before it was hidden is kept, but neither judged, printed nor submitted.</summary>
    public AskedWhen? When { get; init; }

    /// <summary>True when nothing has been given, not even part of a table.</summary>
    public virtual bool IsBlank(Answers answers, int files) => answers.Text(Id) is null;

    /// <summary>All that was given, as conditions look at it: one text, the chosen options, every filled cell of a table.</summary>
    public virtual IReadOnlyList<string> Given(Answers answers) => answers.Text(Id) is { } text ? [text] : [];

    /// <summary>The answer in words; null when blank.</summary>
    public virtual string? Words(Answers answers) => answers.Text(Id) is { } text ? ValueWords(text) : null;

    /// <summary>An ID number: shown with its last characters only once it is saved, also to its owner, and never kept by the browser.</summary>
    public bool IsSecret() => this is IdentifierQuestion { Kind: IdentifierKind.ResidentId } || Fact is Forms.Fact.ResidentId or Forms.Fact.LegalRepresentativeId;

    /// <summary>Most files that may be given; null: it takes none.</summary>
    public virtual int? MostFiles() => null;

    /// <summary>One stored value in words.</summary>
    internal virtual string ValueWords(string value) => value;

    /// <summary>Whether a condition may wait for this value.</summary>
    internal virtual bool CanBe(string value) => true;

    /// <summary>Whether a blank may be explained instead of filled.</summary>
    internal virtual bool MayBeExplained() => Fact is not (Forms.Fact.ApplicantName or Forms.Fact.CreditCode or Forms.Fact.ResidentId);

    /// <summary>What was typed, brought into the stored form.</summary>
    internal virtual string Clean(string? typed) => throw new ArgumentException($"{Id} does not hold one value.", nameof(typed));

    /// <summary>What is wrong with what was given; a blank is never wrong here.</summary>
    internal virtual IEnumerable<AnswerProblem> Wrong(Answers answers, FormContext context) =>
        answers.Text(Id) is { } text && Wrong(text, context) is { } message ? [new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”：{message}")] : [];

    /// <summary>What is missing before submission, as a sentence without its end; null when nothing is.</summary>
    internal virtual AnswerProblem? Missing(Answers answers, int files, FormContext context) =>
        !Optional && IsBlank(answers, files) ? new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”尚未填写") : null;

    /// <summary>What is wrong with the definition itself, for the checks of a pack.</summary>
    internal virtual IEnumerable<string> Faults() => [];

    /// <summary>What is wrong with one value.</summary>
    protected virtual string? Wrong(string text, FormContext context) => null;
}
