using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Files;

/// <summary>Something that a file can be tied to (证明对象).</summary>
/// <param name="Group">Heading in lists: the criteria group or the form's section.</param>
public sealed record EvidenceTarget(EvidenceTargetKind Kind, string Code, string Label, string Group)
{
    /// <summary>How lists name it in one field; <see cref="EvidenceTargets.Parse"/> reads it back.</summary>
    public string Value => $"{Kind}:{Code}";
}

/// <summary>What the files of an application can prove (证明对象目录): the criteria items that the form asks about, and its fields.</summary>
public static class EvidenceTargets
{
    public static IReadOnlyList<EvidenceTarget> All(FormDefinition form, CriteriaSet criteria)
    {
        var asked = Narratives(form).Select(n => n.Question.Item).ToHashSet(StringComparer.Ordinal);
        var items = criteria.AllGroups
            .SelectMany(g => g.Items.Where(i => asked.Count == 0 || asked.Contains(i.Code) || asked.Contains(g.Code)).Select(i => new EvidenceTarget(EvidenceTargetKind.Item, i.Code, $"{i.Code} {i.Title}", $"{g.Code} {g.Title}")))
            .DistinctBy(t => t.Code, StringComparer.Ordinal);
        var fields = form.Sections.SelectMany(s => s.Questions.Where(IsField).Select(q => new EvidenceTarget(EvidenceTargetKind.Field, $"{s.Id}.{q.Id}", q.Label, s.Heading)));
        return [.. items, .. fields];
    }

    public static EvidenceTarget? Find(FormDefinition form, RoundRules rules, Track track, EvidenceTargetKind kind, string code) =>
        All(form, rules.Criteria(track)).FirstOrDefault(t => t.Kind == kind && string.Equals(t.Code, code, StringComparison.Ordinal));

    /// <summary>Kind and code of <see cref="EvidenceTarget.Value"/>; null: not of that shape.</summary>
    public static (EvidenceTargetKind Kind, string Code)? Parse(string? value) =>
        value?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && Enum.TryParse<EvidenceTargetKind>(value[..colon], out var kind) && Enum.IsDefined(kind) ? (kind, value[(colon + 1)..]) : null;

    internal static IEnumerable<(FormSection Section, NarrativeQuestion Question)> Narratives(FormDefinition form) =>
        form.Sections.SelectMany(s => s.Questions.OfType<NarrativeQuestion>().Select(q => (s, q)));

    /// <summary>Narratives answer to items; files and photos prove, they are not proved; a commitment is a signature.</summary>
    private static bool IsField(Question question) => question is not (FileQuestion or PhotoQuestion or NarrativeQuestion or NarrativeSetQuestion or YesNoQuestion { MustBeYes: true });
}

/// <summary>A file with the pages that prove something (证据页码).</summary>
/// <param name="Link">Null: the file was given at this very field, as a whole.</param>
public sealed record EvidencePages(FrozenFile File, EvidenceLink? Link)
{
    public string PageWords => Link?.PageWords ?? "全文";
}

/// <summary>One line of the map (证据对应行): what is proved, and by what.</summary>
/// <param name="HasText">The applicant wrote something here that wants proof.</param>
public sealed record EvidenceRow(EvidenceTarget Target, bool HasText, IReadOnlyList<EvidencePages> Files);

/// <summary>Something that lacks proof (证据缺口).</summary>
/// <param name="SectionId">Where it is to be filled in.</param>
public sealed record EvidenceGap(string SectionId, string Message);

/// <summary>
/// Which file proves what (证据对应表): the criteria items and fields with their files and pages, what lacks proof (缺口), and the files that nobody
/// would look at because they prove nothing that is named (游离附件). The same for a draft and for what a submission froze.
/// </summary>
public sealed record EvidenceMap(IReadOnlyList<EvidenceRow> Items, IReadOnlyList<EvidenceRow> Fields, IReadOnlyList<EvidenceGap> Gaps, IReadOnlyList<FrozenFile> Orphans)
{
    public static EvidenceMap Of(FormDefinition form, CriteriaSet criteria, FrozenContent content)
    {
        var links = content.Files.SelectMany(f => f.Evidence.Select(l => new EvidencePages(f, l))).ToLookup(p => (p.Link!.Kind, p.Link.Code));
        var given = content.Files.ToLookup(f => $"{f.SectionId}.{f.QuestionId}", StringComparer.Ordinal);
        var targets = EvidenceTargets.All(form, criteria);
        var narratives = EvidenceTargets.Narratives(form).Select(n => (n.Section, n.Question, Codes: CodesOf(criteria, n.Question), HasText: Answered(content, n.Section, n.Question))).ToList();
        var written = narratives.Where(n => n.HasText).SelectMany(n => n.Codes).ToHashSet(StringComparer.Ordinal);
        var items = targets.Where(t => t.Kind == EvidenceTargetKind.Item).Select(t => new EvidenceRow(t, written.Contains(t.Code), PagesOf(t))).ToList();
        var linkedFields = targets.Where(t => t.Kind == EvidenceTargetKind.Field).Select(t => new EvidenceRow(t, HasText: true, PagesOf(t))).Where(r => r.Files.Count > 0);
        var ownFields = FileQuestions(form).Where(q => q.Question is not FileQuestion { General: true })
            .Select(q => (q, Files: given[$"{q.Section.Id}.{q.Question.Id}"].Select(f => new EvidencePages(f, null)).ToList())).Where(q => q.Files.Count > 0)
            .Select(q => new EvidenceRow(new EvidenceTarget(EvidenceTargetKind.Field, $"{q.q.Section.Id}.{q.q.Question.Id}", q.q.Question.Label, q.q.Section.Heading), HasText: true, q.Files));
        var order = form.Sections.Select((s, i) => (s.Heading, i)).DistinctBy(s => s.Heading, StringComparer.Ordinal).ToDictionary(s => s.Heading, s => s.i, StringComparer.Ordinal);
        return new EvidenceMap(
            items,
            [.. linkedFields.Concat(ownFields).OrderBy(r => order[r.Target.Group])],
            [
                .. narratives.Where(n => n.HasText && n.Codes.All(c => !links.Contains((EvidenceTargetKind.Item, c))))
                    .Select(n => new EvidenceGap(n.Section.Id, $"“{n.Question.Label}”有自评内容，但没有对应的证据。")),
                .. FileQuestions(form).Where(q => !q.Question.Optional && !given.Contains($"{q.Section.Id}.{q.Question.Id}") && BlankReason(content, q.Section, q.Question) is null)
                    .Select(q => new EvidenceGap(q.Section.Id, $"{q.Section.Heading}：“{q.Question.Label}”尚未上传。")),
            ],
            [.. content.Files.Where(f => f.Evidence.Count == 0 && form.Section(f.SectionId)?.Question(f.QuestionId) is FileQuestion { General: true })]);

        IReadOnlyList<EvidencePages> PagesOf(EvidenceTarget target) =>
            [.. links[(target.Kind, target.Code)].OrderBy(p => p.File.FileName, StringComparer.Ordinal).ThenBy(p => p.Link!.FromPage ?? 0)];
    }

    /// <summary>The files that prove one item.</summary>
    public IReadOnlyList<EvidencePages> FilesOf(string itemCode) => Items.FirstOrDefault(r => string.Equals(r.Target.Code, itemCode, StringComparison.Ordinal))?.Files ?? [];

    /// <summary>The items that a narrative answers: one, or all of a group.</summary>
    private static List<string> CodesOf(CriteriaSet criteria, NarrativeQuestion narrative) => criteria.AllGroups.FirstOrDefault(g => string.Equals(g.Code, narrative.Item, StringComparison.Ordinal)) is { } group
        ? [.. group.Items.Select(i => i.Code)]
        : [narrative.Item];

    private static bool Answered(FrozenContent content, FormSection section, Question question) => content.Sections.GetValueOrDefault(section.Id)?.Text(question.Id) is not null;

    private static string? BlankReason(FrozenContent content, FormSection section, Question question) => content.Sections.GetValueOrDefault(section.Id)?.BlankReason(question.Id);

    private static IEnumerable<(FormSection Section, Question Question)> FileQuestions(FormDefinition form) =>
        form.Sections.SelectMany(s => s.Questions.Where(q => q is FileQuestion or PhotoQuestion).Select(q => (s, q)));
}
