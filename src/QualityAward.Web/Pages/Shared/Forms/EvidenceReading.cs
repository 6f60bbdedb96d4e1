using System.Globalization;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Scoring;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>A file with its pages as a reader may open it (证据页码): the link leads to the first of the pages.</summary>
public sealed record ShownEvidence(AttachedFile File, EvidenceLink? Link, string PageWords)
{
    public string? Url => File is { CanOpen: true, Url: { } url } ? url + (File.IsPdf && Link?.FromPage is { } page ? string.Create(CultureInfo.InvariantCulture, $"#page={page}") : "") : null;
}

/// <summary>Which file proves what, as a reader may see it (证据对应表阅读): for the applicant's own page, the offices, and beside the criteria item that an expert marks.</summary>
public sealed class EvidenceReading
{
    private readonly Dictionary<Guid, AttachedFile> _files;

    /// <param name="form">The form with what was asked.</param>
    public EvidenceReading(Guid applicationId, FormDefinition form, CriteriaSet criteria, FrozenContent content, ReadingRights rights, IReadOnlyDictionary<string, FileRecord> records, bool byOwner)
    {
        var shown = form with { Sections = [.. form.Sections.Select(s => s with { Questions = [.. s.Questions.Where(rights.Shows)] })] };
        var files = content.Files.Where(f => shown.Section(f.SectionId)?.Question(f.QuestionId) is not null).ToList();
        _files = files.ToDictionary(f => f.Id, f => AttachedFile.Of(applicationId, f, records, byOwner));
        Files = [.. files.Select(f => _files[f.Id])];
        Map = EvidenceMap.Of(shown, criteria, content with { Files = files });
    }

    public EvidenceMap Map { get; }

    public IReadOnlyList<AttachedFile> Files { get; }

    public AttachedFile Shown(FrozenFile file) => _files[file.Id];

    public IReadOnlyList<ShownEvidence> Shown(IReadOnlyList<EvidencePages> files) => [.. files.Select(f => new ShownEvidence(_files[f.File.Id], f.Link, f.PageWords))];

    public IReadOnlyList<ShownEvidence> Of(string itemCode) => Shown(Map.FilesOf(itemCode));
}
