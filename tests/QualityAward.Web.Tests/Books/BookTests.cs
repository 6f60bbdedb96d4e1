using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Files;
using QualityAward.Web.Tests.Printing;

namespace QualityAward.Web.Tests.Books;

/// <summary>The bound application and its evidence: contents, fonts, versions, who sees what.</summary>
public sealed class BookTests(BookSite site) : IClassFixture<BookSite>
{
    private const string Resident = "basic.resident-id";

    [Fact]
    public async Task A_submitted_book_has_right_page_numbers_real_fonts_and_its_version_on_each_page_and_a_draft_says_so()
    {
        site.Clock.Set(2022, 6, 1, 10);
        var (id, _) = await FilledAsync("lianyungang-mayor", "person1");
        using var owner = await site.LogInAsync("person1");
        using var office = await site.LogInAsync("office-lyg");

        var draft = await BookSite.PdfAsync(owner, $"/applications/{id}/book", "draft");
        Assert.All(draft.Pages.Where(p => p.Length > 0 && !p.Contains("书脊标签", StringComparison.Ordinal)), p => Assert.Equal(2, Regex.Count(p, "草稿[^打]{0,3}未提交", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Assert.Equal(HttpStatusCode.NotFound, (await office.Client.GetAsync(new Uri($"/applications/{id}/book", UriKind.Relative))).StatusCode);

        var receipt = await site.SubmitAsync(id, "person1");
        var overview = await owner.GetAsync($"/applications/{id}/receipt");
        var book = await BookSite.PdfAsync(owner, overview.All("a").First(a => a.TextContent.Contains("申报材料合订本", StringComparison.Ordinal)).GetAttribute("href")!);
        var sha = await site.ReadAsync(db => db.Submissions.Where(s => s.ApplicationId == id).Select(s => s.Sha256).SingleAsync());

        Assert.DoesNotContain("未提交", book.All, StringComparison.Ordinal);
        Assert.All(book.Pages.Where(p => p.Length > 0), p => Assert.Contains($"{receipt.ReceiptNumber}第1版校验值{sha[..12]}", p, StringComparison.Ordinal));
        AssertContents(book);
        Assert.Equal(["FontFile2"], book.FontPrograms.Distinct(StringComparer.Ordinal));
        Assert.Equal(["NotoSansSC-Bold", "NotoSansSC-Regular", "NotoSerifSC-Bold", "NotoSerifSC-Regular"], book.FontNames.Select(n => n[(n.IndexOf('+', StringComparison.Ordinal) + 1)..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Contains("书脊标签", book.Pages[^1], StringComparison.Ordinal);
        Assert.Contains(BookSite.Who("person1").Name, book.Pages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_offices_copy_is_whole_and_leaves_a_trace_and_others_read_it_masked_or_not_at_all()
    {
        site.Clock.Set(2022, 6, 2, 10);
        var (id, rules) = await FilledAsync("lianyungang-mayor", "person2");
        await site.SubmitAsync(id, "person2");
        var number = BookSite.Who("person2").Identifier;
        using var owner = await site.LogInAsync("person2");
        using var stranger = await site.LogInAsync("person3");
        using var office = await site.LogInAsync("office-lyg");
        using var other = await site.LogInAsync("office-wh");
        using var supervisor = await site.LogInAsync("supervisor-lyg");
        Assert.NotNull(rules.Track(Track.Individual).Form.Find(Resident));

        var own = await BookSite.PdfAsync(owner, $"/applications/{id}/book");
        var whole = await BookSite.PdfAsync(office, $"/applications/{id}/book");
        var masked = await BookSite.PdfAsync(supervisor, $"/applications/{id}/book");

        Assert.Contains(number, own.All, StringComparison.Ordinal);
        Assert.Contains(number, whole.All, StringComparison.Ordinal);
        Assert.DoesNotContain(number, masked.All, StringComparison.Ordinal);
        Assert.Contains("个人信息已隐去", masked.Pages[0], StringComparison.Ordinal);
        foreach (var (visitor, path) in new[] { (stranger, "book"), (other, "book"), (stranger, "book/evidence"), (owner, "book?version=2") })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Client.GetAsync(new Uri($"/applications/{id}/{path}", UriKind.Relative))).StatusCode);
        }

        var traces = await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id && e.Action == "PrintBook").OrderBy(e => e.Sequence).Select(e => e.Summary).ToListAsync());
        Assert.Equal(["下载申报材料合订本（第1版）", "下载申报材料合订本（第1版）"], traces);
    }

    [Fact]
    public async Task Evidence_is_bound_behind_a_list_and_what_cannot_be_is_listed_with_the_reason()
    {
        site.Clock.Set(2022, 6, 3, 10);
        var (id, rules) = await FilledAsync("lianyungang-mayor", "person4");
        var section = rules.Track(Track.Individual).Form.Section("evidence")!;
        var other = section.Question("other")!;
        foreach (var (name, content) in new (string, byte[])[]
        {
            ("landscape.pdf", Pdf(pages: 3, box: "0 0 842 595")), ("turned.pdf", Pdf(pages: 1, box: "0 0 595 842", more: "/Rotate 90")), ("encrypted.pdf", Pdf(pages: 1, box: "0 0 595 842", encrypted: true)),
            ("broken.pdf", SampleFiles.Pdf()), ("nested.pdf", Pdf(pages: 1, box: "0 0 595 842", more: $"/X {new string('[', 5000)}{new string(']', 5000)}")),
            ("report.docx", SampleFiles.Office("word/document.xml")), ("photo.jpg", Jpeg),
        })
        {
            await site.AttachAsync(id, "person4", section, other, new MemoryStream(content), name);
        }

        await site.SubmitAsync(id, "person4");
        using var office = await site.LogInAsync("office-lyg");
        var bound = await BookSite.PdfAsync(office, $"/applications/{id}/book/evidence", "evidence");
        var files = await site.ReadAsync(async db => (await db.Submissions.SingleAsync(s => s.ApplicationId == id)).Content.Files);

        var list = string.Concat(bound.Pages.TakeWhile(p => !p.Contains("第1页共", StringComparison.Ordinal)));
        foreach (var file in files)
        {
            Assert.Contains(PdfReading.Squeeze(file.FileName), list, StringComparison.Ordinal);
            Assert.Contains(file.Sha256[..16], list, StringComparison.Ordinal);
        }

        foreach (var (name, reason) in new[] { ("encrypted.pdf", "文件已加密"), ("broken.pdf", "文件已损坏"), ("nested.pdf", "文件"), ("report.docx", "Word文档") })
        {
            Assert.Matches($"{Regex.Escape(name)}[^见]*见原件{reason}", list);
            Assert.DoesNotContain(bound.Bookmarks, b => b.Title.EndsWith(name, StringComparison.Ordinal));
        }

        // The list, the bookmarks and the pages say the same.
        foreach (var mark in bound.Bookmarks)
        {
            var page = bound.Pages[mark.Page];
            var name = mark.Title[(mark.Title.IndexOf('：', StringComparison.Ordinal) + 1)..];
            var printed = Regex.Match(page, "第(?<page>[0-9]+)页共", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["page"].Value;
            Assert.Contains($"证实性材料第{mark.Title[..mark.Title.IndexOf(' ', StringComparison.Ordinal)]}号", page, StringComparison.Ordinal);
            Assert.Matches($"{Regex.Escape(PdfReading.Squeeze(name))}[^见]*?校验值[0-9a-f]{{16}}\\){printed}", list);
        }

        Assert.Contains(bound.Pages, p => p.Contains("landscape.pdf(3/3)", StringComparison.Ordinal) && p.Contains("Upload3", StringComparison.Ordinal));
        Assert.Contains(bound.Bookmarks, b => b.Title.EndsWith("photo.jpg", StringComparison.Ordinal));
        Assert.Equal(1, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "PrintEvidence")));
    }

    [Fact]
    public async Task The_blank_form_of_every_programme_is_public_and_names_every_field()
    {
        using var visitor = site.Visit();
        foreach (var (programme, track, _) in BookSite.Forms)
        {
            var page = await visitor.GetAsync($"/programmes/{programme}/forms/{TrackNames.Slug(track)}");
            var blank = await BookSite.PdfAsync(visitor, page.All("a").First(a => a.TextContent.Contains("下载空白表", StringComparison.Ordinal)).GetAttribute("href")!, $"blank-{programme}-{TrackNames.Slug(track)}");
            var pack = await site.InScopeAsync(s => Task.FromResult(((Infrastructure.Programmes.ProgrammeCatalogue)s.GetService(typeof(Infrastructure.Programmes.ProgrammeCatalogue))!).Require(programme)));
            var form = pack.TrackOf(track)!.Form;
            var names = form.Sections.SelectMany(s => s.Questions.SelectMany(q => Names(form, s, q)).Append(s.Heading)).Concat(form.Instructions);

            // What stands at the foot of each page may stand in the middle of a paragraph.
            var title = Regex.Escape(PdfReading.Squeeze(form.Title));
            var text = string.Concat(blank.Pages.Select(p => Regex.Replace(p, $"{title}第[0-9]+页共[0-9]+页|第[0-9]+页共[0-9]+页{title}", "", RegexOptions.None, TimeSpan.FromSeconds(5))));

            Assert.Equal([], names.Select(PdfReading.Squeeze).Where(n => !text.Contains(n, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal));
            Assert.DoesNotContain("√", blank.All, StringComparison.Ordinal);
            Assert.Equal(["FontFile2"], blank.FontPrograms.Distinct(StringComparer.Ordinal));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Client.GetAsync(new Uri("/programmes/none/forms/organisation/pdf", UriKind.Relative))).StatusCode);

        static IEnumerable<string> Names(FormDefinition form, FormSection section, Question question)
        {
            yield return form.Cover?.Fields.FirstOrDefault(f => f.Only && f.Question == $"{section.Id}.{question.Id}")?.Label ?? question.Label;
            foreach (var column in question switch { FixedTableQuestion t => t.Columns, GrowingTableQuestion t => t.Columns, _ => [] })
            {
                yield return column.Label;
            }
        }
    }

    /// <summary>Every line of the contents: its heading stands on the page whose printed number it names.</summary>
    internal static void AssertContents(PdfReading book)
    {
        var first = book.Pages.ToList().FindIndex(p => p.Contains("第1页共", StringComparison.Ordinal));
        var contents = string.Concat(book.Pages.Take(first));
        Assert.True(first > 0 && first % 2 == 0, "The text begins on a right-hand page.");
        Assert.True(book.Bookmarks.Count > 10);
        foreach (var mark in book.Bookmarks)
        {
            var title = PdfReading.Squeeze(mark.Title);
            var page = book.Pages[mark.Page];
            var printed = Regex.Match(page, "第(?<page>[0-9]+)页共", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["page"].Value;
            Assert.Contains(title, page, StringComparison.Ordinal);
            Assert.Contains(title + printed, contents, StringComparison.Ordinal);
        }
    }

    private async Task<(Guid Id, Domain.Rounds.RoundRules Rules)> FilledAsync(string programme, string userName)
    {
        var (id, rules) = await site.StartAsync(programme, userName);
        var who = BookSite.Who(userName);
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, new DateOnly(2022, 6, 1));
        foreach (var section in rules.Track(who.Kind).Form.Sections)
        {
            foreach (var question in section.Questions)
            {
                for (var i = 0; i < ((question as PhotoQuestion)?.MinFiles ?? (question is FileQuestion { Optional: false } ? 1 : 0)); i++)
                {
                    await site.AttachAsync(id, userName, section, question, question is PhotoQuestion ? DemoFiles.Picture(i) : new MemoryStream(Pdf(1, "0 0 595 842")), $"{section.Id}-{question.Id}{(question is PhotoQuestion ? $"{i}.png" : ".pdf")}");
                }
            }

            await site.InScopeAsync(async services => await ((SaveSection)services.GetService(typeof(SaveSection))!)
                .RunAsync(id, section.Id, DemoAnswers.Fill(section, who, context), 0, await new Given(services).ActorAsync(userName), default));
        }

        return (id, rules);
    }

    /// <summary>A PDF with the line "Upload n" on each page.</summary>
    private static byte[] Pdf(int pages, string box, string more = "", bool encrypted = false)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Kids [{string.Join(' ', Enumerable.Range(0, pages).Select(i => $"{4 + (2 * i)} 0 R"))}] /Count {pages} /MediaBox [{box}] /Resources << /Font << /F1 3 0 R >> >> >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        for (var i = 1; i <= pages; i++)
        {
            var content = $"BT /F1 24 Tf 72 300 Td (Upload {i}) Tj ET";
            objects.Add($"<< /Type /Page /Parent 2 0 R {more} /Contents {objects.Count + 2} 0 R >>");
            objects.Add($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }

        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(o => text.Append(CultureInfo.InvariantCulture, $"{o:0000000000} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R {(encrypted ? "/Encrypt << /Filter /Standard /V 1 >>" : "")} >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>A JPEG's header: enough to be laid on.</summary>
    private static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9];
}
