using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Files;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>A file shown at its question (附件); the address is null where files cannot be opened.</summary>
public sealed record AttachedFile(Guid Id, string QuestionId, string FileName, long Length, string? Url)
{
    /// <summary>One's own picture is shown as it is until it has a small one; larger ones only when somebody opens them.</summary>
    private const long SmallPicture = 512 * 1024;

    public string? ContentType { get; init; }

    public int? Pages { get; init; }

    /// <summary>What is known of its content; null: nothing.</summary>
    public FileRecord? Record { get; init; }

    public IReadOnlyList<EvidenceLink> Evidence { get; init; } = [];

    /// <summary>Where the reader says what the file proves; null: the reader may not.</summary>
    public string? EvidenceUrl { get; init; }

    /// <summary>Whoever uploaded it may open it while it waits for its scan.</summary>
    public bool ByOwner { get; init; }

    public bool CanOpen => Url is not null && (Record?.Scan) switch
    {
        ScanState.Quarantined => false,
        ScanState.Pending => ByOwner,
        _ => true,
    };

    public bool ShowsPicture => CanOpen && ContentType is not null && FileKinds.OfContentType(ContentType) is { Kind: FileKind.Image, Inline: true };

    /// <summary>What is shown in the list; null: the picture has to be opened.</summary>
    public string? PictureUrl => !ShowsPicture ? null
        : Record?.Thumbnail == ThumbnailState.Made ? $"{Url}?handler=Thumbnail"
        : ByOwner && Length <= SmallPicture ? Url
        : null;

    public bool IsPdf => string.Equals(ContentType, FileKinds.Pdf.ContentType, StringComparison.Ordinal);

    /// <summary>12 页, or why that is not known; null: files of this kind have no pages.</summary>
    public string? PageWords => !IsPdf ? null : Record?.PageTrouble switch
    {
        PageTrouble.Encrypted => Pages is { } pages ? $"{pages} 页，设有密码或使用限制" : "页数未知：设有密码或使用限制",
        PageTrouble.Broken => "页数无法读取：文件可能已损坏，请用阅读软件检查",
        PageTrouble.TooComplex => "页数无法读取：文件结构过于复杂",
        null => Pages is { } pages ? $"{pages} 页" : null,
    };

    /// <summary>What the reader must know of the scan; null: nothing.</summary>
    public (Tone Tone, string Words)? ScanWords => (Record?.Scan) switch
    {
        ScanState.Pending => (Tone.Info, Record!.ScanNote is { } why ? $"尚未检查病毒：{why}，将自动重试" : "正在检查病毒"),
        ScanState.Quarantined => (Tone.Danger, $"已隔离：{Record!.ScanNote}"),
        ScanState.NotScanned when !ByOwner => (Tone.Neutral, "未作病毒检查"),
        _ => null,
    };

    /// <summary>A file of one's own draft.</summary>
    public static AttachedFile Of(Attachment file, IReadOnlyDictionary<string, FileRecord> records) => new(file.Id, file.QuestionId, file.FileName, file.Length, ApplicationLinks.File(file.ApplicationId, file.Id))
    {
        ContentType = file.ContentType, Pages = file.Pages, Record = records.GetValueOrDefault(file.Sha256), Evidence = file.Evidence, EvidenceUrl = ApplicationLinks.EvidenceOf(file.ApplicationId, file.Id), ByOwner = true,
    };

    /// <summary>A file as a submission froze it.</summary>
    public static AttachedFile Of(Guid applicationId, FrozenFile file, IReadOnlyDictionary<string, FileRecord> records, bool byOwner) => new(file.Id, file.QuestionId, file.FileName, file.Length, FileLinks.Submitted(applicationId, file.Id))
    {
        ContentType = file.ContentType, Pages = file.Pages, Record = records.GetValueOrDefault(file.Sha256), Evidence = file.Evidence, ByOwner = byOwner,
    };
}
