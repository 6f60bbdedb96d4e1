using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Documents;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Tests.Printing;

/// <summary>
/// Every kind of document that we print, rendered and printed: its text is found as it was written. A new view in <c>Documents</c> fails until it has its line here. What the
/// pages do with them is shown where the pages are.
/// </summary>
public sealed class EveryPrintTests(Site site) : IClassFixture<Site>
{
    /// <summary>Characters that the fonts share with radicals.</summary>
    private const string Name = "龙门长风马山鱼食品页岩青西民用车厂";

    private static readonly DateOnly Day = new(2022, 6, 1);
    private static readonly string Hash = new('a', 64);

    private static readonly Dictionary<string, Func<IServiceProvider, object>> Samples = new(StringComparer.Ordinal)
    {
        ["BatchList"] = _ => new BatchList("评奖", "市办公室", "区办公室", "区人民政府", [Entry()], RecommendationBatch.VersionOf([Entry()])),
        ["BatchReceipt"] = _ => new BatchReceipt(Name, (RecommendationBatch)Activator.CreateInstance(typeof(RecommendationBatch), nonPublic: true)!),
        ["Book"] = SampleBook,
        ["BookFront"] = services => SampleBook(services).With([new ContentsLine(Name, 0, 1)]),
        ["Certificate"] = _ => new Certificate(Guid.Empty, "LYG-2022-001", Name, Track.Organisation, "市长质量奖", "市长质量奖", 2022, Day, "连政发〔2022〕1号", "市人民政府", HonourStatus.InForce, new Uri("https://example.com/verify/1")),
        ["EvidenceFrames"] = SampleEvidence,
        ["EvidenceFront"] = SampleEvidence,
        ["RecommendationPaper"] = _ => new RecommendationPaper
        {
            Kind = ScanKind.StampedOpinion, Title = "预审表", RoundName = "评奖", ApplicantName = Name, ReceiptNumber = "1", Track = Track.Organisation, OfficeName = "区办公室", GovernmentName = "区人民政府", Year = 2022,
            Version = RecommendationBatch.VersionOf([Entry()]), VerifyAt = new Uri("https://example.com/papers/1"), Sections = [new PaperSection("审核", [new PaperLine("意见", Name, [])])],
        },
        ["RecommendationSummary"] = _ => new RecommendationSummary("申报汇总表", "评奖", "区办公室", ["名称"], [[Name]], []),
        ["RejectionNotice"] = _ => new RejectionNotice(Guid.Empty, "1", Name, true, "评奖", Day, [], "材料不齐。", null, "市办公室", "", Day),
    };

    public static TheoryData<string> Views => [.. Directory.GetFiles(Path.Combine(Checkout.Root, "src", "QualityAward.Web", "Documents"), "*.cshtml")
        .Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !n.StartsWith('_')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_text_of_a_printed_document_is_found_as_it_was_written(string view)
    {
        Assert.True(Samples.TryGetValue(view, out var sample), $"Documents/{view}.cshtml has no sample in this test.");
        var pdf = await site.InScopeAsync(async services =>
        {
            var html = await RenderAsync(services.GetRequiredService<DocumentRenderer>(), view, sample(services));
            using var printed = new MemoryStream();
            await services.GetRequiredService<IPrinter>().PrintAsync(new PrintJob(html) { Footer = Name }, printed, default);
            return printed.ToArray();
        });

        var reading = PdfReading.Of(pdf);
        Assert.Equal("", reading.LookAlikes);
        Assert.True(reading.All.Split(Name).Length > 2, $"{view}: “{Name}” stands in its foot only.");
    }

    private static Task<string> RenderAsync(DocumentRenderer renderer, string view, object model) => (Task<string>)typeof(DocumentRenderer).GetMethod(nameof(DocumentRenderer.RenderAsync))!
        .MakeGenericMethod(model.GetType()).Invoke(renderer, [$"/Documents/{view}.cshtml", model])!;

    private static BatchEntry Entry() => new(1, Guid.Empty, "1", Name, Track.Organisation, Hash, Day, Hash, Hash);

    private static Book SampleBook(IServiceProvider services)
    {
        var pack = services.GetRequiredService<ProgrammeCatalogue>().Require("lianyungang-mayor");
        var track = pack.Tracks.First(t => t.Track == Track.Organisation);
        var section = track.Form.Sections.First(s => s.Questions.Any(q => q is TextQuestion));
        var question = section.Questions.First(q => q is TextQuestion);
        var answers = new Answers(new Dictionary<string, System.Text.Json.Nodes.JsonNode>(StringComparer.Ordinal) { [question.Id] = Name }, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var reading = new SectionReading { Section = section, Answers = answers, Context = new FormContext(2022, Day, Day), Rights = BookRights.Full };
        return new Book
        {
            Pack = pack, Track = track.Track, Form = track.Form, RoundName = "评奖", ApplicantName = Name, Edition = new BookEdition(1, Hash, new DateTimeOffset(2022, 6, 1, 0, 0, 0, TimeSpan.Zero), "1", Masked: false), Sections = [reading],
            Cover = [new CoverLine("申报单位", Name, null)],
        };
    }

    private static EvidenceBook SampleEvidence(IServiceProvider services)
    {
        var book = SampleBook(services);
        var section = book.Form.Sections.First(s => s.Questions.Any(q => q is FileQuestion));
        var item = new EvidenceItem(1, section, section.Questions.First(q => q is FileQuestion), new FrozenFile(Guid.Empty, section.Id, "f", Name + ".pdf", Hash, 1, "application/pdf"));
        return new EvidenceBook { Book = book, Lines = [new EvidenceLine(item, null, 0, "加密")], Frames = [new EvidenceFrame(Name, null)], Sheets = [] };
    }
}
