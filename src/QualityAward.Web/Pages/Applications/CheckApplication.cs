using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Eligibility;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One section of a case as it stands (部分检查结果).</summary>
/// <param name="Section">The section with what is asked.</param>
/// <param name="Problems">Everything that keeps it from being submitted, warnings without an answer among it.</param>
public sealed record SectionState(FormSection Section, SectionStatus Status, IReadOnlyList<AnswerProblem> Problems, DateTimeOffset? SavedAt, CorrectionSection? Correction)
{
    /// <summary>Its answers with everything that is computed.</summary>
    public Answers Answers { get; init; } = Answers.Empty;

    /// <summary>What is doubtful, answered or not.</summary>
    public IReadOnlyList<FormWarning> Warnings { get; init; } = [];
}

/// <summary>A whole case as it stands (申报检查结果): the same for the applicant's pages and for the submission itself.</summary>
public sealed record ApplicationCheck(IReadOnlyList<SectionState> Sections, IReadOnlyList<Verdict> Verdicts)
{
    /// <summary>What is missing besides the form: statements of referees.</summary>
    public IReadOnlyList<InputProblem> Others { get; init; } = [];

    public int Complete => Sections.Count(s => s.Status is SectionStatus.Complete or SectionStatus.NotAsked);

    public int Problems => Sections.Sum(s => s.Problems.Count);

    /// <summary>Conditions that keep the case from being submitted.</summary>
    public IReadOnlyList<Verdict> Refusing => [.. Verdicts.Where(v => v is { Hard: true, Outcome: VerdictOutcome.NotMet })];

    public bool IsReady => Problems == 0 && Others.Count == 0 && Refusing.Count == 0;

    /// <summary>All of it as problems of the submission, named so that the page's lists are linked to.</summary>
    public IReadOnlyList<InputProblem> AsInputProblems() =>
    [
        .. Sections.SelectMany(s => s.Problems.Select(p => new InputProblem(SectionAnchor(s.Section.Id), $"{s.Section.Heading}：{p.Message}"))),
        .. Others,
        .. Refusing.Select(v => new InputProblem(ConditionAnchor(v.ConditionCode), $"不符合申报条件：{v.Text}（{v.Facts}；依据：{v.Clause}）")),
    ];

    public const string RefereesAnchor = "referees";

    public static string SectionAnchor(string sectionId) => $"section.{sectionId}";

    public static string ConditionAnchor(string code) => $"condition.{code}";
}

/// <summary>Checks a draft against its form and the eligibility conditions (申报检查).</summary>
public sealed class CheckApplication(QualityAwardDbContext db, GatherRegisterFacts registers, HeadTiesReader ties, TimeProvider time) : IOperation
{
    public async Task<ApplicationCheck> RunAsync(Application application, RoundRules rules, CancellationToken cancellationToken)
    {
        var sections = await WithQuarantinedAsync(application, Sections(application, rules), cancellationToken);
        var form = rules.Track(application.Track).Form;
        var draft = application.Freeze(form, FormContexts.Of(rules, time));
        var facts = new ConditionFacts(
            draft.Sections,
            draft.Files.GroupBy(a => $"{a.SectionId}.{a.QuestionId}", StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            await registers.RunAsync(application.PartyId, rules, application.Id, ties.Of(rules, application.Track, draft.AnswersOf), cancellationToken),
            rules.Round.ClosesOn,
            application.SubmittedAt is { } at ? ChinaCalendar.DateOf(at) : time.Today(),
            []);
        return new ApplicationCheck(sections, ConditionEvaluator.Evaluate(rules, application.Track, facts)) { Others = await RefereesAsync(application, rules, cancellationToken) };
    }

    /// <summary>Statements that are missing; a correction does not ask for them again.</summary>
    private async Task<IReadOnlyList<InputProblem>> RefereesAsync(Application application, RoundRules rules, CancellationToken cancellationToken)
    {
        if (rules.Track(application.Track).Form.Referees is not { } asked || application.OpenCorrection is not null)
        {
            return [];
        }

        var answered = await db.Set<RefereeRequest>().CountAsync(r => r.ApplicationId == application.Id && r.State == RefereeState.Answered, cancellationToken);
        return RefereeRequest.Shortage(asked, answered, rules) is { } shortage ? [new InputProblem(ApplicationCheck.RefereesAnchor, shortage)] : [];
    }

    /// <summary>A file that failed the scan for malware cannot be submitted: the experts could not open it.</summary>
    private async Task<IReadOnlyList<SectionState>> WithQuarantinedAsync(Application application, IReadOnlyList<SectionState> sections, CancellationToken cancellationToken)
    {
        var contents = application.Attachments.Select(a => a.Sha256).Distinct(StringComparer.Ordinal).ToList();
        var quarantined = contents.Count == 0
            ? []
            : await db.Set<FileRecord>().Where(f => f.Scan == ScanState.Quarantined && contents.Contains(f.Sha256)).Select(f => f.Sha256).ToListAsync(cancellationToken);
        return quarantined.Count == 0
            ? sections
            : [.. sections.Select(state => application.Attachments
                .Where(a => string.Equals(a.SectionId, state.Section.Id, StringComparison.Ordinal) && quarantined.Contains(a.Sha256, StringComparer.Ordinal))
                .Select(a => new AnswerProblem(a.QuestionId, FieldNames.Answer(a.QuestionId), $"附件“{a.FileName}”未通过病毒检查，已隔离，请删除后更换为安全的文件。")).ToList() is { Count: > 0 } unsafeFiles
                    ? state with { Status = SectionStatus.HasProblems, Problems = [.. state.Problems, .. unsafeFiles] }
                    : state)];
    }

    /// <summary>The sections alone, for pages that do not speak of conditions.</summary>
    public IReadOnlyList<SectionState> Sections(Application application, RoundRules rules)
    {
        var context = FormContexts.Of(rules, time);
        var filled = application.Filled(rules.Track(application.Track).Form, context);
        return [.. filled.Form.Sections.Select(filled.Asked).Select(section =>
        {
            var answers = filled.Answers(section);
            var files = application.FileCounts(section.Id);
            var variant = VariantProblems(application, rules, section.Id);
            var warnings = filled.Warnings(section);
            var open = warnings.Where(w => answers.Explanation(w) is null).ToList();
            var status = SectionCheck.Status(section, answers, files, context);
            var copied = UnconfirmedProblems(application, section);
            return new SectionState(
                section,
                status != SectionStatus.Complete ? status : variant.Count + copied.Count > 0 ? SectionStatus.InProgress : open.Count > 0 ? SectionStatus.HasProblems : status,
                [
                    .. SectionCheck.Problems(section, answers, files, context, forSubmission: true).Where(p => !variant.Any(v => string.Equals(v.QuestionId, p.QuestionId, StringComparison.Ordinal))),
                    .. variant,
                    .. copied,
                    .. open.Select(w => new AnswerProblem(w.QuestionId, FieldNames.Explanation(w.Key), $"{w.Message}{(answers.EarlierExplanations(w).Count > 0 ? "数字改动后，以前的说明不再对应，请更正或重新说明。" : "请更正；确属实际情况的，请说明。")}")),
                ],
                application.Sections.FirstOrDefault(s => string.Equals(s.SectionId, section.Id, StringComparison.Ordinal))?.SavedAt,
                application.OpenCorrection?.Sections.FirstOrDefault(s => string.Equals(s.SectionId, section.Id, StringComparison.Ordinal)))
            {
                Answers = answers, Warnings = warnings,
            };
        })];
    }

    /// <summary>Answers that were taken over from an earlier application and that nobody has confirmed.</summary>
    private static IReadOnlyList<AnswerProblem> UnconfirmedProblems(Application application, FormSection section)
    {
        var unconfirmed = application.UnconfirmedIn(section.Id);
        return unconfirmed.Count == 0
            ? []
            : [.. section.Questions.Where(q => unconfirmed.Contains(q.Id, StringComparer.Ordinal)).Select(q => new AnswerProblem(q.Id, FieldNames.Answer(q.Id), $"“{q.Label}”：内容复制自以前的申报，请核对后确认。"))];
    }

    /// <summary>What keeps a case from being submitted whose criteria differ by kind of applicant: a kind that is not chosen, whatever the reason given for the blank.</summary>
    public static IReadOnlyList<AnswerProblem> VariantProblems(Application application, RoundRules rules, string sectionId)
    {
        if (rules.VariantChosenIn(application.Track, application.AnswersOf)?.Missing is not { } reference || rules.Track(application.Track).Form.Find(reference) is not { } question)
        {
            return [];
        }

        return string.Equals(reference, $"{sectionId}.{question.Id}", StringComparison.Ordinal)
            ? [new AnswerProblem(question.Id, FieldNames.Answer(question.Id), Application.VariantMissing(rules, application.Track, reference))]
            : [];
    }
}
