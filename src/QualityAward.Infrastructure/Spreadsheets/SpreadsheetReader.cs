using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using QualityAward.Infrastructure.Files;

namespace QualityAward.Infrastructure.Spreadsheets;

/// <summary>Cells of a spreadsheet as text (表格文本), or why there are none, in Chinese.</summary>
/// <param name="Rows">Rows in order; blank ones are left out.</param>
public sealed record SheetText(IReadOnlyList<IReadOnlyList<string>> Rows, string? Problem)
{
    public static SheetText Refused(string problem) => new([], problem);
}

/// <summary>
/// Reads the first sheet of an .xlsx, a .csv or pasted cells (表格读取), within fixed bounds of memory. Formulas are never computed: the result that the
/// spreadsheet program stored is taken, and nothing where it is an error. Macros, passwords and old formats are refused.
/// </summary>
public static class SpreadsheetReader
{
    public const int MaxMegabytes = 10;

    public const long MaxBytes = MaxMegabytes * 1024L * 1024;

    /// <summary>Unpacked, all parts together; a sheet of 100,000 rows stays below.</summary>
    private const long MaxUnpacked = 192L * 1024 * 1024;

    /// <summary>Unpacked parts that are held in memory as a whole: texts and styles.</summary>
    private const long MaxHeld = 24L * 1024 * 1024;

    private const int MaxParts = 1000;

    private const int MaxColumns = 200;

    /// <summary>As Excel itself.</summary>
    private const int MaxCell = 32_767;

    private const int MaxCharacters = 8 * 1024 * 1024;

    /// <summary>So many blank rows in a row are the end of the sheet.</summary>
    private const int MaxBlankRows = 1000;

    private const string TooMuch = "表格内容过多，请删去无关的内容后再导入。";

    private const string Broken = "文件已损坏或不是表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。";

    /// <param name="content">Seekable.</param>
    /// <param name="maxRows">Rows that the table takes; reading stops soon after.</param>
    /// <param name="maxMegabytes">Size of the file; a register's sheet is longer than an applicant's table.</param>
    public static SheetText Read(Stream content, int maxRows, int maxMegabytes = MaxMegabytes)
    {
        if (content.Length > maxMegabytes * 1024L * 1024)
        {
            return SheetText.Refused($"文件超过 {maxMegabytes} MB，请只保留要导入的表格。");
        }

        if (content.Length == 0)
        {
            return SheetText.Refused("文件是空的，请重新选择。");
        }

        Span<byte> head = stackalloc byte[8];
        var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        content.Position = 0;
        if (length >= 4 && head[..4].SequenceEqual("PK\x03\x04"u8))
        {
            return ReadWorkbook(content, maxRows, CharactersOf(maxMegabytes));
        }

        return length == 8 && head.SequenceEqual<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
            ? SheetText.Refused("这是旧版 .xls 文件或设有密码的文件，请另存为不设密码的 .xlsx 再导入。")
            : ReadText(content, maxRows, CharactersOf(maxMegabytes));
    }

    /// <summary>Cells as a spreadsheet program puts them on the clipboard, or comma-separated text.</summary>
    public static SheetText ReadPasted(string text, int maxRows) =>
        text.Length > MaxCharacters ? SheetText.Refused(TooMuch) : ReadSeparated(text, maxRows, MaxCharacters);

    private static int CharactersOf(int megabytes) => MaxCharacters / MaxMegabytes * megabytes;

    private static SheetText ReadText(Stream content, int maxRows, int maxCharacters)
    {
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        if (Decode(bytes) is not { } text)
        {
            return SheetText.Refused("文件的文字编码无法识别，请另存为 .xlsx 或 UTF-8 编码的 .csv 再导入。");
        }

        // Text has no such characters; a picture or program does.
        return text.AsSpan().ContainsAny('\0', '\u0001', '\u0002') ? SheetText.Refused("文件不是 .xlsx 或 .csv 表格，请重新选择。") : ReadSeparated(text, maxRows, maxCharacters);
    }

    /// <summary>By its mark, else as UTF-8 if it is, else as GB 18030, which Excel writes on Chinese computers.</summary>
    private static string? Decode(byte[] bytes)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        ReadOnlySpan<(byte[] Mark, string Name)> marked = [([0xEF, 0xBB, 0xBF], "utf-8"), ([0xFF, 0xFE], "utf-16"), ([0xFE, 0xFF], "utf-16BE")];
        foreach (var (mark, name) in marked)
        {
            if (bytes.AsSpan().StartsWith(mark))
            {
                return Strict(name, bytes.AsSpan(mark.Length));
            }
        }

        return Strict("utf-8", bytes) ?? Strict("gb18030", bytes);
    }

    private static string? Strict(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>As wwwroot/js/growing-table.js reads pasted cells: those with line breaks, separators or quotes are quoted.</summary>
    private static SheetText ReadSeparated(string text, int maxRows, int maxCharacters)
    {
        var firstLine = text.AsSpan(0, Math.Min(text.Length, 4096));
        firstLine = firstLine[..(firstLine.IndexOfAny('\r', '\n') is >= 0 and var end ? end : firstLine.Length)];
        var delimiter = firstLine.Contains('\t') ? '\t' : firstLine.Contains(',') ? ',' : firstLine.Contains(';') ? ';' : firstLine.Contains('，') ? '，' : '\t';
        var rows = new Rows(maxRows, maxCharacters);
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i <= text.Length && !rows.IsFull; i++)
        {
            var character = i < text.Length ? text[i] : '\n';
            if (quoted && i < text.Length)
            {
                if (character != '"')
                {
                    cell.Append(character);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[i++]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (character == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (character == delimiter || character is '\n' or '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (character != delimiter)
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
            else
            {
                cell.Append(character);
            }

            if (cell.Length > MaxCell)
            {
                return SheetText.Refused($"有一格的内容超过 {MaxCell} 个字符，可能是引号没有成对，请检查后再导入。");
            }
        }

        return rows.Result;
    }

    private static SheetText ReadWorkbook(Stream content, int maxRows, int maxCharacters)
    {
        var sniffed = ContentSniffer.Sniff(content);
        if (sniffed.Verdict == FileVerdict.HasMacros)
        {
            return SheetText.Refused("文件含有宏，不能导入，请另存为不含宏的 .xlsx 工作簿。");
        }

        if (sniffed.Verdict == FileVerdict.PasswordProtected)
        {
            return SheetText.Refused("文件设有密码，请取消密码后再导入。");
        }

        if (sniffed.Verdict != FileVerdict.Accepted || sniffed.Format != FileKinds.Xlsx)
        {
            return SheetText.Refused("文件不是 .xlsx 表格，请重新选择。");
        }

        content.Position = 0;
        try
        {
            if (!Fits(content))
            {
                return SheetText.Refused(TooMuch);
            }

            content.Position = 0;
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(content, new ExcelReaderConfiguration { LeaveOpen = true });
            var rows = new Rows(maxRows, maxCharacters);
            var blank = 0;
            while (!rows.IsFull && blank < MaxBlankRows && reader.Read())
            {
                var cells = new string[Math.Min(reader.FieldCount, MaxColumns)];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = Text(reader, i);
                }

                blank = rows.Add(cells) ? 0 : blank + 1;
            }

            return rows.Result;
        }
        catch (Exception fault) when (fault is ExcelReaderException or InvalidDataException or System.Xml.XmlException or IOException or FormatException or ArgumentException or InvalidOperationException
            or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or OverflowException or NotSupportedException or InvalidCastException)
        {
            // The reader trusts the file's structure; whatever it stumbles over, the file is not one that a spreadsheet program wrote.
            return SheetText.Refused(Broken);
        }
    }

    /// <summary>Unpacks every part once into nothing: what a part claims of its size is not believed.</summary>
    private static bool Fits(Stream content)
    {
        using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MaxParts)
        {
            return false;
        }

        var buffer = new byte[81920];
        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            var isSheet = entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase);
            var isRead = isSheet || entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);
            if (!isRead)
            {
                // Pictures and the like are never opened.
                continue;
            }

            using var part = entry.Open();
            var own = 0L;
            int read;
            while ((read = part.Read(buffer)) > 0)
            {
                own += read;
                total += read;
                if (total > MaxUnpacked || (!isSheet && own > MaxHeld))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string Text(IExcelDataReader reader, int column)
    {
        return reader.GetValue(column) switch
        {
            null => "",
            string text => text.Length <= MaxCell ? text : text[..MaxCell],
            DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            bool value => value ? "是" : "否",
            double number => Number(number, reader.GetNumberFormatString(column)),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
        };
    }

    /// <summary>As people see it: 15 digits, and a percentage without its sign.</summary>
    private static string Number(double number, string? format) =>
        Math.Abs(number) < 1e15
            ? ((decimal)number * (format?.Contains('%', StringComparison.Ordinal) == true ? 100 : 1)).ToString("0.###############", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What has been read so far, bounded.</summary>
    private sealed class Rows(int maxRows, int maxCharacters)
    {
        /// <summary>Titles and headings above the rows.</summary>
        private const int Above = 10;

        private readonly List<IReadOnlyList<string>> _rows = [];
        private int _characters;

        public bool IsFull => _rows.Count > maxRows + Above || _characters > maxCharacters;

        public SheetText Result => _characters > maxCharacters ? SheetText.Refused(TooMuch)
            : _rows.Count > maxRows + Above ? SheetText.Refused($"表格超过 {maxRows} 行，这里最多填 {maxRows} 行，请删去多余的行后再导入。")
            : _rows.Count == 0 ? SheetText.Refused("没有读到内容，请检查第一个工作表是否有数据。")
            : new SheetText(_rows, null);

        public bool Add(string[] cells)
        {
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                return false;
            }

            _characters += cells.Sum(c => c.Length);
            _rows.Add(cells.Length <= MaxColumns ? cells : cells[..MaxColumns]);
            return true;
        }
    }
}
