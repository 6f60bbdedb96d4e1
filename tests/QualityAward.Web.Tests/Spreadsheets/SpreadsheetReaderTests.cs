using System.IO.Compression;
using System.Text;
using QualityAward.Infrastructure.Spreadsheets;

namespace QualityAward.Web.Tests.Spreadsheets;

public sealed class SpreadsheetReaderTests
{
    private const string Types = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>""";

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("gb18030", false)]
    [InlineData("utf-16", true)]
    public void A_csv_is_read_in_the_encodings_that_occur(string encoding, bool marked)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var code = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. marked ? code.GetPreamble() : [], .. code.GetBytes("名称,金额\r\n\"某厂，一分厂\",\"1,200.5\"\r\n,\r\n质量\"奖,3")];

        var read = SpreadsheetReader.Read(new MemoryStream(bytes), 100);

        Assert.Null(read.Problem);
        Assert.Equal([["名称", "金额"], ["某厂，一分厂", "1,200.5"], ["质量\"奖", "3"]], read.Rows);
    }

    [Fact]
    public void Pasted_cells_keep_their_line_breaks_and_quotes()
    {
        var read = SpreadsheetReader.ReadPasted("名称\t说明\r\n甲\t\"第一行\n第二\"\"行\"\"\"\r\n", 100);

        Assert.Equal([["名称", "说明"], ["甲", "第一行\n第二\"行\""]], read.Rows);
    }

    [Fact]
    public void A_workbook_gives_stored_results_dates_and_percentages_as_people_see_them()
    {
        var sheet = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="B1" t="inlineStr"><is><t>金额</t></is></c><c r="C1" t="inlineStr"><is><t>日期</t></is></c><c r="D1" t="inlineStr"><is><t>比例</t></is></c></row>
            <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><f>1+1</f><v>1200.1</v></c><c r="C2" s="1"><v>44197</v></c><c r="D2" s="2"><v>0.553</v></c></row>
            <row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C3"><f>NOW()</f></c></row>
            """;

        var read = SpreadsheetReader.Read(Workbook(sheet), 100);

        Assert.Null(read.Problem);
        Assert.Equal(["名称", "金额", "日期", "比例"], read.Rows[0]);
        Assert.Equal(["共享文字", "1200.1", "2021-01-01", "55.3"], read.Rows[1]);
        Assert.Equal(["是", "", "", ""], read.Rows[2].Concat([""]).Take(4));
    }

    [Fact]
    public void A_hundred_thousand_rows_with_formulas_are_refused_in_bounded_memory()
    {
        var rows = new StringBuilder();
        for (var i = 1; i <= 100_000; i++)
        {
            rows.Append("<row r=\"").Append(i).Append("\"><c r=\"A").Append(i).Append("\"><f>A1+1</f><v>").Append(i).Append("</v></c></row>");
        }

        using var workbook = Workbook(rows.ToString());
        rows.Clear();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var read = SpreadsheetReader.Read(workbook, 100);

        Assert.Equal("表格超过 100 行，这里最多填 100 行，请删去多余的行后再导入。", read.Problem);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 256L * 1024 * 1024);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked_into_memory()
    {
        using var workbook = Workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", texts: "<si><t>" + new string('0', 40 * 1024 * 1024) + "</t></si>");
        Assert.True(workbook.Length < 1024 * 1024);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var read = SpreadsheetReader.Read(workbook, 100);

        Assert.Equal("表格内容过多，请删去无关的内容后再导入。", read.Problem);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16L * 1024 * 1024);
    }

    [Fact]
    public void Macros_are_refused() =>
        Assert.Equal("文件含有宏，不能导入，请另存为不含宏的 .xlsx 工作簿。", SpreadsheetReader.Read(Workbook("<row r=\"1\"/>", macro: true), 100).Problem);

    private static readonly Dictionary<string, (byte[] Bytes, string Problem)> Refused = new()
    {
        ["nothing"] = ([], "文件是空的，请重新选择。"),
        ["old workbook"] = ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "这是旧版 .xls 文件或设有密码的文件，请另存为不设密码的 .xlsx 再导入。"),
        ["NUL"] = ("名称,金额\n甲\0,1"u8.ToArray(), "文件不是 .xlsx 或 .csv 表格，请重新选择。"),
        ["picture"] = ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0xFF, 0xFF], "文件的文字编码无法识别，请另存为 .xlsx 或 UTF-8 编码的 .csv 再导入。"),
        ["broken zip"] = ([0x50, 0x4B, 3, 4, 1, 2, 3, 4, 5, 6], "文件不是 .xlsx 表格，请重新选择。"),
        ["blank lines"] = (" \n\n\t\n"u8.ToArray(), "没有读到内容，请检查第一个工作表是否有数据。"),
        ["open quotation mark"] = (Encoding.UTF8.GetBytes("名称,金额\n\"甲" + new string('x', 40_000)), "有一格的内容超过 32767 个字符，可能是引号没有成对，请检查后再导入。"),
        ["too large"] = (new byte[10 * 1024 * 1024 + 1], "文件超过 10 MB，请只保留要导入的表格。"),
    };

    /// <summary>By name: the bytes of some are too many for a test's data.</summary>
    public static TheoryData<string> Others() => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_no_table_is_refused_with_a_reason(string what) =>
        Assert.Equal(Refused[what].Problem, SpreadsheetReader.Read(new MemoryStream(Refused[what].Bytes), 100).Problem);

    [Fact]
    public void A_workbook_with_broken_parts_is_refused_and_never_throws()
    {
        var broken = Workbook("<row r=\"x\"><c r=\"??\" t=\"s\"><v>99</v></c></row><<<");

        Assert.Equal("文件已损坏或不是表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。", SpreadsheetReader.Read(broken, 100).Problem);
    }

    internal static MemoryStream Workbook(string rows, string texts = "<si><t>共享文字</t></si>", bool macro = false)
    {
        var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", Types);
            Add("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Add("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""");
            Add("xl/sharedStrings.xml", $"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>""");
            Add("xl/styles.xml", """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs></styleSheet>""");
            Add("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>""");
            if (macro)
            {
                Add("xl/vbaProject.bin", "macro");
            }

            void Add(string name, string text)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        content.Position = 0;
        return content;
    }
}
