using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Registers;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Registers;

/// <summary>A spreadsheet of entries (批量导入): read, looked at row by row, handed to a second person.</summary>
[RequirePermission(Permission.ManageRegisters)]
[RequestSizeLimit((ReadImport.MaxMegabytes + 2) * 1024L * 1024)]
[RequestFormLimits(MultipartBodyLengthLimit = (ReadImport.MaxMegabytes + 2) * 1024L * 1024)]
public sealed class ImportModel(RegisterView view, ReadImport read, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "kind")]
    public string Slug { get; set; } = "";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RegisterKind Kind { get; private set; }

    public RegisterContext Context { get; private set; } = null!;

    public IReadOnlyList<RegisterColumn> Columns { get; private set; } = [];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (RegisterKinds.FromSlug(Slug) is not { } kind || !RegisterKinds.Importable.Contains(kind))
        {
            context.Result = NotFound();
            return;
        }

        Kind = kind;
        Context = view.ContextOf(Actor, time.Today());
        Columns = RegisterSheets.ColumnsOf(kind, Context);
        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    /// <summary>An empty table with the headings and one invented line.</summary>
    public IActionResult OnGetTemplate(string? format)
    {
        var columns = Columns.Select(c => new SheetColumn(c.Label, Math.Max(12, c.Label.Length * 2))).ToList();
        return ListExport.IsText(format)
            ? File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(SpreadsheetWriter.CsvLine(columns.Select(c => c.Heading)))], SpreadsheetWriter.CsvType, $"{RegisterKinds.NameOf(Kind)}导入表.csv")
            : new ListExport($"{RegisterKinds.NameOf(Kind)}导入表", asText: false, columns, AsyncEnumerable.Empty<IReadOnlyList<string>>());
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Input.File is null)
        {
            throw new InvalidInputException("Input.File", "请选择要导入的表格文件。");
        }

        await using var upload = Input.File.OpenReadStream();
        var id = await read.RunAsync(Kind, upload, Input.File.FileName, Actor, cancellationToken);
        return Redirect(RegisterLinks.Proposal(id));
    }

    public sealed class InputModel
    {
        public IFormFile? File { get; set; }
    }
}
