using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>One answer that differs between two versions (修订项).</summary>
/// <param name="Parts">The text with its changes marked; empty: only masked personal data differs.</param>
public sealed record ComparedAnswer(string Label, IReadOnlyList<DiffPart> Parts);

/// <summary>What differs in one section (部分修订): model of <c>_Comparison</c>.</summary>
public sealed record ComparedSection(FormSection Section, IReadOnlyList<ComparedAnswer> Answers)
{
    /// <summary>Compares two texts of a section as this reader may see them.</summary>
    public static ComparedSection Of(FormSection section, FormContext context, Answers before, Answers after, ReadingRights rights)
    {
        var compared = new List<ComparedAnswer>();
        foreach (var question in section.Questions.Where(q => rights.Shows(q) && !before.SameAs(after, q.Id)))
        {
            var (was, becomes) = (AnswerWords.Words(section, question, context, before, rights), AnswerWords.Words(section, question, context, after, rights));
            compared.Add(new ComparedAnswer(question.Label, string.Equals(was, becomes, StringComparison.Ordinal) ? [] : TextDiff.Words(was, becomes)));
        }

        return new ComparedSection(section, compared);
    }

    /// <summary>Compares two frozen contents section by section, files too; sections without a difference are left out.</summary>
    public static IReadOnlyList<ComparedSection> All(FormDefinition form, FormContext context, FrozenContent before, FrozenContent after, ReadingRights rights) =>
    [
        .. form.Sections.Select(section =>
        {
            var answers = Of(section, context, before.Sections.GetValueOrDefault(section.Id) ?? Domain.Forms.Answers.Empty, after.Sections.GetValueOrDefault(section.Id) ?? Domain.Forms.Answers.Empty, rights);
            var files = section.Questions.Where(q => rights.Shows(q) && SectionCheck.MaxFiles(q) is not null).Select(q => (q.Label, Was: Files(before, section, q), Becomes: Files(after, section, q)))
                .Where(f => !f.Was.SequenceEqual(f.Becomes)).Select(f => new ComparedAnswer(f.Label, FileParts(f.Was, f.Becomes)));
            return answers with { Answers = [.. answers.Answers, .. files] };
        }).Where(s => s.Answers.Count > 0),
    ];

    private static List<(string Name, string Sha256)> Files(FrozenContent content, FormSection section, Question question) =>
    [
        .. content.Files.Where(f => string.Equals(f.SectionId, section.Id, StringComparison.Ordinal) && string.Equals(f.QuestionId, question.Id, StringComparison.Ordinal))
            .Select(f => (f.FileName, f.Sha256)).OrderBy(f => f.FileName, StringComparer.Ordinal).ThenBy(f => f.Sha256, StringComparer.Ordinal),
    ];

    private static List<DiffPart> FileParts(List<(string Name, string Sha256)> was, List<(string Name, string Sha256)> becomes) =>
    [
        .. was.Intersect(becomes).Select(f => new DiffPart(DiffKind.Same, $"附件：{f.Name}\n")),
        .. was.Except(becomes).Select(f => new DiffPart(DiffKind.Removed, $"附件：{f.Name}\n")),
        .. becomes.Except(was).Select(f => new DiffPart(DiffKind.Added, $"附件：{f.Name}\n")),
    ];
}
