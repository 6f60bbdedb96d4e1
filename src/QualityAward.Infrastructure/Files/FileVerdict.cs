using System.Globalization;
using QualityAward.Domain;

namespace QualityAward.Infrastructure.Files;

/// <summary>What came of looking at an upload (附件检查结果).</summary>
public enum FileVerdict
{
    Accepted,
    Empty,
    TooLarge,
    UnknownContent,
    KindNotAllowed,
    NameContradictsContent,
    HasMacros,
    PasswordProtected,

    /// <summary>The header does not say how large it is.</summary>
    BrokenPicture,

    /// <summary>More pixels than anybody can show.</summary>
    PictureTooLarge,

    /// <summary>The same content was found infected before.</summary>
    Quarantined,
}

/// <summary>What may be uploaded in one place (附件要求).</summary>
public sealed record FileRule(long MaxBytes, IReadOnlyCollection<FileKind> Kinds)
{
    /// <summary>Any of the known kinds.</summary>
    public static FileRule AnyKind(long maxBytes) => new(maxBytes, Enum.GetValues<FileKind>());
}

/// <summary>A file in the store (已存附件); its identity is its content.</summary>
/// <param name="Sha256">64 hexadecimal digits in lower case.</param>
/// <param name="ContentType">Read from the content.</param>
public sealed record StoredFile(string Sha256, long Length, string ContentType)
{
    /// <summary>Pages of a PDF, where they could be counted.</summary>
    public int? Pages { get; init; }
}

/// <summary>Either a stored file, or why it was not taken (附件检查结论).</summary>
/// <param name="File">Present exactly when the verdict is <see cref="FileVerdict.Accepted"/>.</param>
/// <param name="Message">Says in Chinese what to do; null when the file was accepted.</param>
public sealed record FileOutcome(FileVerdict Verdict, StoredFile? File, string? Message)
{
    /// <summary>The stored file, or the usual answer to a wrong input of the given form field.</summary>
    /// <exception cref="InvalidInputException">The file was refused.</exception>
    public StoredFile OrInvalid(string field) => File ?? throw new InvalidInputException(field, Message!);

    internal static FileOutcome Accepted(StoredFile file) => new(FileVerdict.Accepted, file, null);

    internal static FileOutcome Quarantined(string fileName, string? malware) =>
        new(FileVerdict.Quarantined, null, $"文件“{fileName}”未通过病毒检查（{malware}），不能上传。请更换为安全的文件。");

    internal static FileOutcome PictureTooLarge(string fileName, PictureSize size, FileStoreOptions options) => new(
        FileVerdict.PictureTooLarge,
        null,
        string.Create(CultureInfo.InvariantCulture, $"图片“{fileName}”为 {size.Width} × {size.Height} 像素，超过上限（共 {options.MaxPicturePixels / 10_000} 万像素，每边 {options.MaxPictureSide} 像素）。请用图片软件缩小后再上传。"));

    internal static FileOutcome Refused(FileVerdict verdict, string fileName, FileRule rule) =>
        new(verdict, null, Explain(verdict, fileName, rule));

    private static string Explain(FileVerdict verdict, string fileName, FileRule rule)
    {
        var kinds = string.Join("、", rule.Kinds.Distinct().Order().Select(FileKinds.Name));
        return verdict switch
        {
            FileVerdict.Empty => $"文件“{fileName}”是空的，请检查后重新选择。",
            FileVerdict.TooLarge => $"文件“{fileName}”超过 {Size(rule.MaxBytes)}，请压缩或拆分后再上传。",
            FileVerdict.UnknownContent => $"无法识别文件“{fileName}”的内容，可能已损坏或不是所需格式。请上传{kinds}。",
            FileVerdict.KindNotAllowed => $"此处不能上传文件“{fileName}”这种格式，请上传{kinds}。",
            FileVerdict.NameContradictsContent => $"文件“{fileName}”的扩展名与实际内容不一致，请用原来的软件另存为{kinds}后再上传，不要直接改扩展名。",
            FileVerdict.HasMacros => $"文件“{fileName}”含有宏，不能上传。请另存为不含宏的格式，或导出为 PDF 后再上传。",
            FileVerdict.PasswordProtected => $"文件“{fileName}”设有打开密码，评审人员无法查看。请取消密码后再上传。",
            FileVerdict.BrokenPicture => $"图片“{fileName}”已损坏，无法读出尺寸。请用图片软件打开后另存，再上传。",
            FileVerdict.Accepted or FileVerdict.Quarantined or FileVerdict.PictureTooLarge => throw new InvalidOperationException("This verdict has no such explanation."),
        };
    }

    private static string Size(long bytes) => bytes >= 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024m * 1024m):0.#} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024m:0.#} KB");
}
