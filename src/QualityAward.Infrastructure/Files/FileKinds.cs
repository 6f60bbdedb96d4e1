namespace QualityAward.Infrastructure.Files;

/// <summary>What a question of the form may ask for (附件类型).</summary>
public enum FileKind
{
    Pdf,
    Image,
    Word,
    Excel,
    PowerPoint,
}

/// <summary>One file format (文件格式) as its content shows it.</summary>
/// <param name="Extensions">Usual endings with the dot, in lower case; the first is given to downloads whose name has another.</param>
/// <param name="ContentType">The type to serve, never the one that a browser sent.</param>
/// <param name="Inline">May be shown in the browser; everything else is only saved.</param>
public sealed record FileFormat(FileKind Kind, string ContentType, bool Inline, IReadOnlyList<string> Extensions);

/// <summary>The formats that are taken (可上传的文件格式); whatever is not in this table is refused.</summary>
public static class FileKinds
{
    public static readonly FileFormat Pdf = new(FileKind.Pdf, "application/pdf", true, [".pdf"]);
    public static readonly FileFormat Jpeg = new(FileKind.Image, "image/jpeg", true, [".jpg", ".jpeg", ".jfif"]);
    public static readonly FileFormat Png = new(FileKind.Image, "image/png", true, [".png"]);
    public static readonly FileFormat Gif = new(FileKind.Image, "image/gif", true, [".gif"]);
    public static readonly FileFormat WebP = new(FileKind.Image, "image/webp", true, [".webp"]);
    public static readonly FileFormat Bmp = new(FileKind.Image, "image/bmp", true, [".bmp"]);

    /// <summary>Scanners write it, no browser shows it.</summary>
    public static readonly FileFormat Tiff = new(FileKind.Image, "image/tiff", false, [".tif", ".tiff"]);

    public static readonly FileFormat Docx =
        new(FileKind.Word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false, [".docx"]);

    public static readonly FileFormat Xlsx =
        new(FileKind.Excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, [".xlsx"]);

    public static readonly FileFormat Pptx =
        new(FileKind.PowerPoint, "application/vnd.openxmlformats-officedocument.presentationml.presentation", false, [".pptx", ".ppsx"]);

    public static readonly FileFormat Doc = new(FileKind.Word, "application/msword", false, [".doc"]);
    public static readonly FileFormat Xls = new(FileKind.Excel, "application/vnd.ms-excel", false, [".xls"]);
    public static readonly FileFormat Ppt = new(FileKind.PowerPoint, "application/vnd.ms-powerpoint", false, [".ppt", ".pps"]);

    public static readonly IReadOnlyList<FileFormat> All = [Pdf, Jpeg, Png, Gif, WebP, Bmp, Tiff, Docx, Xlsx, Pptx, Doc, Xls, Ppt];

    private static readonly Dictionary<FileKind, IReadOnlyList<string>> Endings = All.GroupBy(f => f.Kind).ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g.SelectMany(f => f.Extensions)]);

    /// <summary>The format that was stored under this content type; null for a type that this table does not write.</summary>
    public static FileFormat? OfContentType(string contentType) =>
        All.FirstOrDefault(format => string.Equals(format.ContentType, contentType, StringComparison.OrdinalIgnoreCase));

    /// <summary>All endings of a kind, for messages.</summary>
    public static IReadOnlyList<string> Extensions(FileKind kind) => Endings[kind];

    /// <summary>Value for the <c>accept</c> attribute of an upload field, e.g. <c>.pdf,.jpg,.jpeg</c>.</summary>
    public static string Accept(IEnumerable<FileKind> kinds) => string.Join(',', kinds.Distinct().Order().SelectMany(Extensions));

    /// <summary>What the kind is called on the page.</summary>
    public static string Name(FileKind kind) => kind switch
    {
        FileKind.Pdf => "PDF",
        FileKind.Image => "图片",
        FileKind.Word => "Word 文档",
        FileKind.Excel => "Excel 表格",
        FileKind.PowerPoint => "PowerPoint 演示文稿",
    };
}
