using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace QualityAward.Infrastructure.Spreadsheets;

/// <summary>A column of an exported list (导出栏目).</summary>
/// <param name="Heading">First line.</param>
/// <param name="Width">In characters.</param>
public sealed record SheetColumn(string Heading, int Width = 16);

/// <summary>
/// Writes a list as .xlsx or .csv, row by row (表格导出). Every cell is text: nothing that somebody typed becomes a formula in the reader's spreadsheet program,
/// and codes of 18 digits keep all of them.
/// </summary>
public static class SpreadsheetWriter
{
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public const string CsvType = "text/csv; charset=utf-8";

    /// <summary>As Excel itself.</summary>
    private const int MaxCell = 32_767;

    /// <summary>A workbook of one sheet with a bold, frozen heading.</summary>
    public static async Task WriteXlsxAsync(Stream target, string sheetName, IReadOnlyList<SheetColumn> columns, IAsyncEnumerable<IReadOnlyList<string>> rows, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        Part(archive, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>""");
        Part(archive, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part(archive, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""");
        Part(archive, "xl/workbook.xml", $"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{Escape(SheetName(sheetName))}" sheetId="1" r:id="rId1"/></sheets></workbook>""");
        // Style 1: bold; style 2: text, wrapped.
        Part(archive, "xl/styles.xml", """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>""");
        await using var sheet = await archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var writer = new StreamWriter(sheet, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
        await writer.WriteAsync("""<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>""");
        for (var i = 0; i < columns.Count; i++)
        {
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{columns[i].Width}" customWidth="1"/>"""));
        }

        await writer.WriteAsync("</cols><sheetData>");
        await RowAsync(writer, columns.Select(c => c.Heading), style: 1);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await RowAsync(writer, row, style: 2);
        }

        await writer.WriteAsync("</sheetData></worksheet>");
    }

    /// <summary>UTF-8 with its mark, so that Excel reads the Chinese; a cell that would be a formula begins with an apostrophe.</summary>
    public static async Task WriteCsvAsync(Stream target, IReadOnlyList<SheetColumn> columns, IAsyncEnumerable<IReadOnlyList<string>> rows, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true);
        await writer.WriteAsync(CsvLine(columns.Select(c => c.Heading)));
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(CsvLine(row));
        }
    }

    /// <summary>A line of comma-separated text.</summary>
    public static string CsvLine(IEnumerable<string> cells) => string.Join(',', cells.Select(c => $"\"{Harmless(c).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n";

    private static string Harmless(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + cell : cell;

    private static async Task RowAsync(StreamWriter writer, IEnumerable<string> cells, int style)
    {
        var line = new StringBuilder("<row>");
        foreach (var cell in cells)
        {
            line.Append(CultureInfo.InvariantCulture, $"""<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{Escape(cell.Length > MaxCell ? cell[..MaxCell] : cell)}</t></is></c>""");
        }

        await writer.WriteAsync(line.Append("</row>"));
    }

    private static void Part(ZipArchive archive, string name, string content)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write("""<?xml version="1.0" encoding="UTF-8"?>""" + content);
    }

    /// <summary>Markup and what no XML may hold.</summary>
    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.EnumerateRunes().Where(r => r.Value is >= 0x20 and not (0xFFFE or 0xFFFF) || r.Value is '\t' or '\n' or '\r')));

    /// <summary>At most 31 characters, without those that Excel refuses.</summary>
    private static string SheetName(string name)
    {
        var clean = string.Concat(name.Where(c => c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'')));
        return clean.Length == 0 ? "列表" : clean.Length <= 31 ? clean : clean[..31];
    }
}
