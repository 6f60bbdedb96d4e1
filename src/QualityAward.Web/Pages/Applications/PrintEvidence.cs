using System.Globalization;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// Binds the uploaded files behind a list with page numbers (装订证实性材料). What is no page (office documents, archives of pictures) or cannot be read is
/// listed with the reason and its hash, and the rest is bound all the same.
/// </summary>
public sealed class PrintEvidence(QualityAwardDbContext db, DocumentRenderer renderer, IPrinter printer, IFileStore store, TimeProvider time) : IOperation
{
    /// <summary>More pages than anybody binds into one volume.</summary>
    private const int MostPages = 1500;

    /// <summary>All pictures but JPEG go through the browser, whose channel is slow: so many bytes of them in one volume, and no more.</summary>
    private const long MostPictures = 24L * 1024 * 1024;

    /// <summary>All files that are laid in, together.</summary>
    private const long MostBytes = 512L * 1024 * 1024;

    public async Task RunAsync(Book book, BookRequest request, Stream destination, Actor actor, CancellationToken cancellationToken)
    {
        var evidence = await ComposeAsync(book, actor, cancellationToken);
        using var frames = new MemoryStream();
        using var front = new MemoryStream();
        await printer.PrintAsync(book.Job(await renderer.RenderAsync("/Documents/EvidenceFrames.cshtml", evidence)), frames, cancellationToken);
        await printer.PrintAsync(book.Job(await renderer.RenderAsync("/Documents/EvidenceFront.cshtml", evidence)) with { PageNumbers = false }, front, cancellationToken);
        // Copying hundreds of megabytes is no work for the thread of a request.
        await Task.Run(() => EvidenceBinder.Bind(front, frames, evidence.Sheets, $"{book.ApplicantName}：证实性材料", evidence.Marks, destination), cancellationToken);
        await PrintBook.RecordAsync(db, book, request, "PrintEvidence", "下载证实性材料合订本", actor, time.GetUtcNow(), cancellationToken);
    }

    private async Task<EvidenceBook> ComposeAsync(Book book, Actor actor, CancellationToken cancellationToken)
    {
        var rights = BookRights.Of(actor.Role);
        var records = await db.FileRecordsAsync(book.Evidence.Select(e => e.File.Sha256), cancellationToken);
        var lines = new List<EvidenceLine>();
        var frames = new List<EvidenceFrame>();
        var sheets = new List<EvidenceSheet>();
        var (pictures, bytes) = (0L, 0L);
        foreach (var item in book.Evidence.Where(e => rights.Shows(e.Question)))
        {
            var file = item.File;
            var (found, reason) = records.GetValueOrDefault(file.Sha256)?.Scan switch
            {
                ScanState.Quarantined => ([], "未通过病毒检查，已隔离"),
                ScanState.Pending when actor.Role != Role.Applicant => ([], "正在检查病毒"),
                _ => await SheetsAsync(file, MostPictures - pictures, cancellationToken),
            };
            if (found.Count > 0 && (sheets.Count + found.Count > MostPages || bytes + file.Length > MostBytes))
            {
                (found, reason) = ([], "本册篇幅已满");
            }

            lines.Add(new EvidenceLine(item, found.Count > 0 ? sheets.Count + 1 : null, found.Count, reason));
            for (var i = 0; i < found.Count; i++)
            {
                var (sheet, picture) = found[i];
                var part = found.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"（{i + 1}/{found.Count}）") : null;
                frames.Add(new EvidenceFrame(string.Create(CultureInfo.InvariantCulture, $"证实性材料第{item.Number}号　{item.Question.Label}：{file.FileName}{part}"), picture));
                sheets.Add(sheet);
                pictures += picture is null ? 0 : file.Length;
            }

            bytes += found.Count > 0 ? file.Length : 0;
        }

        return new EvidenceBook { Book = book, Lines = lines, Frames = frames, Sheets = sheets };
    }

    private async Task<(IReadOnlyList<(EvidenceSheet Sheet, string? Picture)> Sheets, string? Reason)> SheetsAsync(FrozenFile file, long roomForPictures, CancellationToken cancellationToken)
    {
        if (!store.Exists(file.Sha256))
        {
            return ([], "文件不在附件库中");
        }

        var format = FileKinds.OfContentType(file.ContentType);
        if (format?.Kind == Infrastructure.Files.FileKind.Pdf)
        {
            try
            {
                var pages = await Task.Run(
                    () =>
                    {
                        using var stream = store.OpenRead(file.Sha256);
                        return EvidenceBinder.CheckPages(stream);
                    },
                    cancellationToken);
                return ([.. Enumerable.Range(0, pages).Select(i => ((EvidenceSheet)new PdfSheet(() => store.OpenRead(file.Sha256), file.Sha256, i), (string?)null))], null);
            }
            catch (PdfException unreadable)
            {
                return ([], unreadable.Message);
            }
        }

        if (format is not { Kind: Infrastructure.Files.FileKind.Image, Inline: true })
        {
            return ([], format is null ? "不支持的文件格式" : $"{FileKinds.Name(format.Kind)}（{format.Extensions[0][1..].ToUpperInvariant()}）");
        }

        await using (var stream = store.OpenRead(file.Sha256))
        {
            if (ReferenceEquals(format, FileKinds.Jpeg) && EvidenceBinder.Measure(stream) is not null)
            {
                return ([(new JpegSheet(() => store.OpenRead(file.Sha256)), null)], null);
            }
        }

        return file.Length > roomForPictures
            ? ([], "图片过大")
            : ([(new PlainSheet(), await ComposeBook.DataAddressAsync(store, file, cancellationToken))], null);
    }
}
