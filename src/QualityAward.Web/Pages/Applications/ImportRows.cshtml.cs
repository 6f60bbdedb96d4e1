using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// Rows for a growing table from a spreadsheet or the clipboard (整表导入): chosen or pasted, looked at with what is wrong in each row, then appended or put
/// in the place of what is there. Nothing is kept before that, and nothing is replaced without saying so.
/// </summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
[ReadsOwnBody]
[IgnoreAntiforgeryToken(Order = 2000)]
public sealed class ImportRowsModel(OwnCaseServices services, StreamedForm streamed, SaveSection save) : OwnCasePage(services)
{
    private const string FileField = "file";

    private const string ContentField = "content";

    private const string ModeField = "mode";

    private const string Replace = "replace";

    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string QuestionId { get; set; } = "";

    public FormSection Section { get; private set; } = null!;

    public GrowingTableQuestion Table { get; private set; } = null!;

    /// <summary>What was pasted, or what the rows to be taken over look like as text.</summary>
    public string Pasted { get; private set; } = "";

    public ImportedTable? Imported { get; private set; }

    /// <summary>What is wrong, by the name of its field.</summary>
    public ILookup<string, string> Problems { get; private set; } = Array.Empty<string>().ToLookup(p => p, StringComparer.Ordinal);

    public bool IsReplacing { get; private set; }

    public int Version { get; private set; }

    public FormContext Context => FormContexts.Of(Rules, Services.Time);

    public IReadOnlyList<CellColumn> Columns => [.. TableLayout.Columns(Table, Context).Where(c => c.Column.Formula is null)];

    /// <summary>Rows that stand in the table now.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Existing => [.. Stored.Rows(QuestionId).Where(r => !TableLayout.IsBlank(r))];

    public string Here => ApplicationLinks.ImportRows(Id, SectionId, QuestionId);

    private Answers Stored => Case.AnswersOf(SectionId);

    /// <summary>What is said at a cell, without the name of the cell.</summary>
    public string AtCell(string problem) => problem.LastIndexOf("”：", StringComparison.Ordinal) is >= 0 and var end ? problem[(end + 2)..] : problem;

    public void OnGet()
    {
        // Everything has been loaded.
    }

    /// <summary>An empty table with the headings, as UTF-8 text that spreadsheet programs open.</summary>
    public IActionResult OnGetTemplate() => File(
        [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Join(',', Columns.Select(c => $"\"{c.Heading.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")],
        "text/csv; charset=utf-8", $"{Table.Label}.csv");

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancellationToken)
    {
        SheetText? sheet = null;
        if (await ReadFormAsync(async file => sheet = await ReadFileAsync(file, cancellationToken), cancellationToken) is not { } form)
        {
            return BadRequest();
        }

        Pasted = form[ContentField].ToString();
        if (sheet is null && string.IsNullOrWhiteSpace(Pasted))
        {
            throw new InvalidInputException(FileField, "请选择文件，或者粘贴表格内容。");
        }

        var field = sheet is null ? ContentField : FileField;
        sheet ??= SpreadsheetReader.ReadPasted(Pasted, Table.MaxRows);
        if (sheet.Problem is { } problem)
        {
            throw new InvalidInputException(field, problem);
        }

        Look(TableImport.Read(Table, Context, sheet.Rows));
        if (Imported!.Rows.Count == 0)
        {
            Imported = null;
            throw new InvalidInputException(field, "没有读到可以导入的行，请核对列名是否与本表一致，或者下载空表填写后再导入。");
        }

        Pasted = AsText(Imported.Rows);
        return Page();
    }

    public async Task<IActionResult> OnPostTakeAsync(CancellationToken cancellationToken)
    {
        if (await ReadFormAsync(_ => Task.CompletedTask, cancellationToken) is not { } form)
        {
            return BadRequest();
        }

        Pasted = form[ContentField].ToString();
        Version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        IsReplacing = string.Equals(form[ModeField], Replace, StringComparison.Ordinal);
        var sheet = SpreadsheetReader.ReadPasted(Pasted, Table.MaxRows);
        if (sheet.Problem is { } problem)
        {
            throw new InvalidInputException(ContentField, problem);
        }

        var imported = TableImport.Read(Table, Context, sheet.Rows);
        Look(imported);
        var kept = IsReplacing ? [] : Existing;
        if (kept.Count + imported.Rows.Count > Table.MaxRows)
        {
            throw new InvalidInputException(ModeField, kept.Count == 0
                ? $"导入 {imported.Rows.Count} 行，超过本表最多 {Table.MaxRows} 行，请删去多余的行后再导入。"
                : $"现有 {kept.Count} 行，加上导入的 {imported.Rows.Count} 行，超过本表最多 {Table.MaxRows} 行；请删去多余的行，或者选择替换现有内容。");
        }

        var answers = new AnswersBuilder(Section, Context, Stored).Rows(QuestionId, [.. kept, .. imported.Rows]).Build();
        try
        {
            await save.RunAsync(Id, SectionId, answers, Version, Actor, cancellationToken);
        }
        catch (StaleVersionException)
        {
            // Looked at again with what stands there now, the person decides anew.
            await LoadAsync(cancellationToken);
            Version = VersionNow();
            throw;
        }

        var wrong = Problems.Sum(p => p.Count());
        TempData.Flash(
            $"“{Table.Label}”已{(IsReplacing && Existing.Count > 0 ? $"用导入的 {imported.Rows.Count} 行替换原有的 {Existing.Count} 行" : $"导入 {imported.Rows.Count} 行")}{(wrong == 0 ? "。" : $"，其中 {wrong} 处需要更正。")}",
            wrong == 0 ? Tone.Success : Tone.Warning);
        return Redirect(ApplicationLinks.Section(Id, SectionId));
    }

    protected override IActionResult? Refuse()
    {
        if (Track.Form.Section(SectionId) is not { } section || section.Question(QuestionId) is not GrowingTableQuestion table)
        {
            return NotFound();
        }

        (Section, Table, Version) = (section, table, VersionNow());
        return Case.MayEdit(SectionId, Round, Now) ? null : Redirect(ApplicationLinks.Section(Id, SectionId));
    }

    private int VersionNow() => Case.Sections.FirstOrDefault(s => string.Equals(s.SectionId, SectionId, StringComparison.Ordinal))?.Version ?? 0;

    private void Look(ImportedTable imported)
    {
        Imported = imported;
        var alone = Section with { Questions = [Table], TotalLimit = null };
        var answers = new AnswersBuilder(alone, Context).Rows(QuestionId, imported.Rows).Build();
        Problems = SectionCheck.Problems(alone, answers, new Dictionary<string, int>(StringComparer.Ordinal), Context, forSubmission: false).ToLookup(p => p.FieldName, p => p.Message, StringComparer.Ordinal);
    }

    private async Task<IFormCollection?> ReadFormAsync(Func<Stream, Task> takeFile, CancellationToken cancellationToken)
    {
        try
        {
            return await streamed.ReadAsync(HttpContext, (_, _, content) => takeFile(content), cancellationToken);
        }
        catch (AntiforgeryValidationException)
        {
            return null;
        }
    }

    /// <summary>Holds no more of the file than may be read; the rest is passed over.</summary>
    private async Task<SheetText> ReadFileAsync(Stream file, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length <= SpreadsheetReader.MaxBytes)
            {
                await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        content.Position = 0;
        return SpreadsheetReader.Read(content, Table.MaxRows);
    }

    /// <summary>The rows as they would be pasted, with headings.</summary>
    private string AsText(IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        var columns = Columns;
        var text = new StringBuilder();
        text.AppendJoin('\t', columns.Select(c => Quoted(c.Heading))).Append('\n');
        foreach (var row in rows)
        {
            text.AppendJoin('\t', columns.Select(c => Quoted(row.GetValueOrDefault(c.Key) ?? ""))).Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny('\t', '\n', '"') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
