using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;
using QualityAward.Web.Pages.Registers;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>申报汇总表: what this office has recommended in a round, in the layout of the programme's pack.</summary>
[RequirePermission(Permission.Recommend)]
public sealed class SummaryModel(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, FindPriorities priorities, DocumentRenderer renderer, IPrinter printer, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    public Round Round { get; private set; } = null!;

    public SummaryTable Table { get; private set; } = null!;

    /// <summary>A list of cells per case, in the order of the columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; private set; } = [];

    /// <summary>Who of the rows is recommended first (优先推荐), by the row's number from 0.</summary>
    public IReadOnlyDictionary<int, (string Name, PriorityMark Mark)> Priorities { get; private set; } = new Dictionary<int, (string, PriorityMark)>();

    /// <summary>The same in words, below the table of the page, the print and the workbook.</summary>
    public IReadOnlyList<string> PriorityLines => [.. Priorities.OrderBy(p => p.Key).Select(p => $"优先推荐：{p.Value.Name}，{p.Value.Mark.Because}，{p.Value.Mark.Text}（依据：{p.Value.Mark.Clause}）。")];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var round = await db.VisibleRounds(Actor).AsNoTracking().SingleOrDefaultAsync(r => r.Id == RoundId, cancellationToken);
        if (round is null)
        {
            context.Result = NotFound();
            return;
        }

        var pack = (await reader.OfAsync(round, cancellationToken)).Pack;
        var table = pack.Recommendation.SummaryTable ?? SummaryTable.Plain(pack);
        (Round, Table) = (round, table);
        var cases = await db.VisibleApplications(Actor).AsNoTracking().Where(a => a.RoundId == RoundId)
            .Join(db.Set<Recommendation>().Where(r => r.EndorsedOn != null && r.DeclinedAt == null), a => a.Id, r => r.ApplicationId, (a, r) => new { Application = a, Listed = new Listed(r.Rank, r.EndorsedOn!.Value) })
            .OrderBy(x => x.Application.Track).ThenBy(x => x.Application.ReceiptNumber).ToListAsync(cancellationToken);
        var ids = cases.ConvertAll(x => x.Application.Id);
        var handedIn = (await db.Submissions.AsNoTracking().Where(s => ids.Contains(s.ApplicationId)).ToListAsync(cancellationToken)).GroupBy(s => s.ApplicationId).ToDictionary(g => g.Key, g => g.MaxBy(s => s.Number)!);
        var rows = new List<IReadOnlyList<string>>();
        var first = await priorities.RunAsync(ids, cancellationToken);
        var marked = new Dictionary<int, (string, PriorityMark)>();
        foreach (var (application, listed) in cases.OrderBy(x => x.Listed.Rank ?? int.MaxValue).Select(x => (x.Application, x.Listed)))
        {
            if (first.TryGetValue(application.Id, out var mark))
            {
                marked[rows.Count] = (application.ApplicantName, mark);
            }

            var submission = handedIn[application.Id];
            var form = (await reader.GetAsync(application.RoundId, submission.PackHash, cancellationToken)).Track(application.Track).Form;
            rows.Add([.. table.Columns.Select(c => Cell(c.SourceOf(application.Track), rows.Count + 1, application, listed, submission.Content, form))]);
        }

        (Rows, Priorities) = (rows, marked);
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken cancellationToken)
    {
        var html = await renderer.RenderAsync("/Documents/RecommendationSummary.cshtml", new RecommendationSummary(Table.Title, Round.Name, ChannelName, [.. Table.Columns.Select(c => c.Label)], Rows, [.. Table.Note is { } note ? [note] : Array.Empty<string>(), .. PriorityLines]));
        var pdf = new MemoryStream();
        await printer.PrintAsync(new PrintJob(html) { Landscape = true }, pdf, cancellationToken);
        pdf.Position = 0;
        Response.Headers.ContentDisposition = SafeDownload.Disposition($"{Table.Title}-{ChannelName}.pdf", FileKinds.Pdf, inline: false);
        return new FileStreamResult(pdf, "application/pdf");
    }

    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancellationToken)
    {
        var book = new MemoryStream();
        await SpreadsheetWriter.WriteXlsxAsync(book, Table.Title, [.. Table.Columns.Select(c => new SheetColumn(c.Label))], Rows.Concat(PriorityLines.Select(l => (IReadOnlyList<string>)[l])).ToAsyncEnumerable(), cancellationToken);
        book.Position = 0;
        return new FileStreamResult(book, SpreadsheetWriter.XlsxType) { FileDownloadName = $"{Table.Title}-{ChannelName}.xlsx" };
    }

    /// <summary>What the recommendation says of a line (汇总表行).</summary>
    private sealed record Listed(int? Rank, DateOnly EndorsedOn);

    private string ChannelName => authorities.Find(Actor.AuthorityCode ?? "")?.OfficeName ?? "";

    private string Cell(string? source, int ordinal, Application application, Listed listed, FrozenContent content, FormDefinition form) => source switch
    {
        null => "",
        SummarySources.Ordinal => $"{ordinal}",
        SummarySources.Track => TrackNames.Of(application.Track),
        SummarySources.Applicant => application.ApplicantName,
        SummarySources.Receipt => application.ReceiptNumber ?? "",
        SummarySources.Channel => authorities.Find(application.ChannelCode)?.Name ?? "",
        SummarySources.Rank => listed.Rank is { } rank ? $"{rank}" : "",
        SummarySources.Endorsed => ChinaCalendar.Text(listed.EndorsedOn),
        _ => Answer(source, content, form),
    };

    private string Answer(string reference, FrozenContent content, FormDefinition form)
    {
        var section = form.Section(reference[..reference.IndexOf('.', StringComparison.Ordinal)]);
        return section is not null && form.Find(reference) is { } question
            ? new SectionReading { Section = section, Answers = content.AnswersOf(section.Id), Context = new FormContext(Round.Year, Round.ClosesOn, time.Today()), Rights = ReadingRights.Office with { MaskPersonal = false } }.Shown(question) ?? ""
            : "";
    }
}
