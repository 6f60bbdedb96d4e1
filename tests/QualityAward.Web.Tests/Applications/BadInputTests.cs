using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Testing;
using QualityAward.Web.Tests.Files;
using QualityAward.Web.Tests.Spreadsheets;

namespace QualityAward.Web.Tests.Applications;

/// <summary>The site on a port of its own: only Kestrel knows limits of bodies, lines that break and clients that are told to stop.</summary>
public sealed class ListeningApplicationSite : ApplicationSite
{
    // Logins of browsers without TLS.
    protected override string Environment => "Development";

    protected override bool Listens => true;
}

/// <summary>Nothing else runs meanwhile: what the process allocates is counted.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}

/// <summary>What people and programs send that they should not: a clear answer in Chinese, nothing lost, nothing executed, bounded memory.</summary>
[Collection(AloneCollection.Name)]
public sealed class BadInputTests(ListeningApplicationSite site) : IClassFixture<ListeningApplicationSite>
{
    private const long Megabyte = 1024 * 1024;

    private const string TooMuchText = "一次提交的文字过多，没有保存。请减少表格行数或文字后再保存，已保存的内容都在。";

    private const string Incomplete = "提交的内容不完整，没有保存。请重新提交，已保存的内容都在。";

    [Fact]
    public async Task More_than_a_hundred_megabytes_in_pieces_never_stand_in_memory()
    {
        using var sender = await SenderAsync("org1");
        var piece = new byte[2 * Megabyte];
        RandomNumberGenerator.Fill(piece);
        "%PDF-1.7\n"u8.CopyTo(piece);
        const int pieces = 18;
        // Once before, so that what every first request leaves behind is not counted.
        await SendAsync(1, "first");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        for (var file = 0; file < 3; file++)
        {
            await SendAsync(pieces, $"{file}");
        }

        Assert.Equal(4, await site.ReadAsync(db => db.Attachments.CountAsync(a => a.ApplicationId == sender.Case)));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 48 * Megabyte);

        async Task SendAsync(int count, string name)
        {
            Encoding.ASCII.GetBytes(name, piece.AsSpan(20));
            using var begun = await sender.PostAsync("uploads?handler=Begin", new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["section"] = "quality", ["question"] = "qms-certificate", ["name"] = $"{name}.pdf", ["length"] = (count * 2 * Megabyte).ToString(CultureInfo.InvariantCulture), ["sha256"] = "",
            }));
            var upload = (await JsonOf(begun)).GetProperty("id").GetGuid();
            for (var i = 0; i < count; i++)
            {
                using var body = new ByteArrayContent(piece);
                using var taken = await sender.PostAsync($"uploads?handler=Chunk&upload={upload}&offset={i * 2 * Megabyte}", body);
                Assert.Equal((i + 1) * 2 * Megabyte, (await JsonOf(taken)).GetProperty("received").GetInt64());
            }

            using var finished = await sender.PostAsync($"uploads?handler=Finish&upload={upload}", null);
            Assert.Equal(HttpStatusCode.OK, finished.StatusCode);
        }
    }

    [Theory]
    [InlineData("", "application/x-www-form-urlencoded")]
    [InlineData("", "multipart/form-data; boundary=XX")]
    [InlineData("?handler=Autosave", "application/x-www-form-urlencoded")]
    [InlineData("?handler=Autosave", "multipart/form-data; boundary=XX")]
    public async Task A_hundred_megabytes_of_text_for_a_section_are_refused_in_bounded_memory(string handler, string type)
    {
        using var sender = await SenderAsync("org2");
        var head = type.StartsWith("multipart", StringComparison.Ordinal)
            ? $"--XX\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{sender.Token}\r\n--XX\r\nContent-Disposition: form-data; name=\"q.registered-address\"\r\n\r\n"
            : $"__RequestVerificationToken={sender.Token}&q.registered-address=";
        // Once before, so that what every first request leaves behind is not counted.
        using var first = await sender.TryPostAsync($"sections/basic{handler}", new Flood(head, 9 * Megabyte, type));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        using var answer = await sender.TryPostAsync($"sections/basic{handler}", new Flood(head, 100 * Megabyte, type));

        foreach (var refused in new[] { first, answer }.OfType<HttpResponseMessage>())
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(TooMuchText, await WordsOf(refused), StringComparison.Ordinal);
        }

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 * Megabyte);
        Assert.Null((await CaseAsync(sender.Case)).AnswersOf("basic").Text("registered-address"));
    }

    [Theory]
    [InlineData("sections/basic?handler=Autosave", "multipart/form-data; boundary=XX", 100, TooMuchText)]
    [InlineData("sections/basic?handler=Autosave", "application/x-www-form-urlencoded", 100, TooMuchText)]
    [InlineData("sections/basic", "application/x-www-form-urlencoded", 100, TooMuchText)]
    [InlineData("sections/basic", "multipart/form-data; boundary=XX", 300, "一次上传的文件过大，请分几次上传，或压缩后再上传。已保存的内容都在。")]
    [InlineData("uploads?handler=Chunk&upload=018117a0-731c-7063-8490-9b7db0f972f4&offset=0", "application/octet-stream", 100, "")]
    public async Task What_says_that_it_is_too_long_is_refused_before_a_byte_of_it_is_sent(string path, string type, int megabytes, string says)
    {
        using var sender = await SenderAsync("org3");
        using var flood = new Flood("", megabytes * Megabyte, type) { SaysLength = true };
        using var request = sender.Request(path, flood);
        request.Headers.ExpectContinue = true;

        using var answer = await sender.Visitor.Client.SendAsync(request);

        Assert.Contains((int)answer.StatusCode, new[] { 404, 413, 422 });
        Assert.Equal(0, flood.Sent);
        if (says.Length > 0)
        {
            Assert.Contains(says, await WordsOf(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_hundred_megabytes_as_a_file_are_refused_at_the_limit_and_the_typed_text_stays()
    {
        using var sender = await SenderAsync("org4");
        var head = $"--XX\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{sender.Token}\r\n--XX\r\nContent-Disposition: form-data; name=\"q.qms-certificate-number\"\r\n\r\n00122Q\r\n"
            + "--XX\r\nContent-Disposition: form-data; name=\"q.qms-certificate\"; filename=\"big.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n";
        var before = GC.GetTotalAllocatedBytes(precise: true);

        using var answer = await sender.PostAsync("sections/quality", new Flood(head, 100 * Megabyte, "multipart/form-data; boundary=XX", "\r\n--XX--\r\n"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("文件“big.pdf”超过 50 MB，请压缩或拆分后再上传。", await WordsOf(answer), StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 48 * Megabyte);
        Assert.Empty(await site.ReadAsync(db => db.Attachments.Where(a => a.ApplicationId == sender.Case).ToListAsync()));
        Assert.Empty(Directory.GetFiles(Path.Combine(site.Services.GetRequiredService<FileStoreOptions>().Root, "incoming")));
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=", "x")]
    [InlineData("multipart/form-data; boundary=XX", "")]
    [InlineData("multipart/form-data; boundary=XX", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nbroken off")]
    [InlineData("multipart/form-data; boundary=XX", "--XX\r\nContent-Disposition: form-data; name=\"q.qms-certificate\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 broken off")]
    [InlineData("multipart/form-data; boundary=XX", "--XX\r\nX-Header-Without-End")]
    [InlineData("application/json", "{\"q.name\":1}")]
    [InlineData("text/plain", "q.name=1")]
    [InlineData("", "")]
    [InlineData("application/x-www-form-urlencoded", "%00%ff=%%%&&&==")]
    public async Task A_malformed_body_is_refused_with_a_reason_and_never_an_error_of_ours(string type, string body)
    {
        using var sender = await SenderAsync("org5");
        foreach (var path in new[] { "sections/basic", "sections/basic?handler=Autosave", "sections/quality", "sections/market/import/customers?handler=Preview" })
        {
            using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body.Length > 0 && type.Contains("XX", StringComparison.Ordinal) ? sender.WithToken(body) : body));
            if (type.Length > 0)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var answer = await sender.PostAsync(path, content);

            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest });
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity)
            {
                Assert.Matches($"{Incomplete}|{TooMuchText}|请选择文件，或者粘贴表格内容", await WordsOf(answer));
            }
        }

        // Ordinary pages, which the framework reads: its own words are English and never shown.
        using var plain = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        plain.Headers.TryAddWithoutValidation("Content-Type", type.Length > 0 ? type : "text/plain");
        using var other = await sender.PostAsync("withdraw", plain);
        Assert.Contains((int)other.StatusCode, new[] { 400, 422 });
        Assert.DoesNotMatch("[A-Za-z]{4,} [a-z]{3,}", (await WordsOf(other)).Replace("org5", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_much_for_any_other_page_is_413_with_its_page()
    {
        using var visitor = Visit();
        using var flood = new Flood("", 40 * Megabyte, "application/x-www-form-urlencoded") { SaysLength = true };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/account/login", UriKind.Relative)) { Content = flood };
        request.Headers.ExpectContinue = true;
        using var answer = await visitor.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("文件太大", await WordsOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_with_nul_surrogates_or_script_is_stored_without_what_no_text_has_and_shown_as_text()
    {
        using var sender = await SenderAsync("org6");
        const string Script = "<script>alert(1)</script>";
        var typed = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["q.registered-address"] = [.. "甲\0乙"u8, 0xED, 0xA0, 0x80, .. "丙"u8, 0xFF, .. Encoding.UTF8.GetBytes("\uFFFE\u0001\u202E" + Script)],
        };

        foreach (var path in new[] { "sections/basic", "sections/basic?handler=Autosave" })
        {
            var version = (await CaseAsync(sender.Case)).Sections.FirstOrDefault(s => s.SectionId == "basic")?.Version ?? 0;
            using var saved = await sender.PostAsync(path, sender.Form(version, typed));
            Assert.True(saved.IsSuccessStatusCode, await WordsOf(saved));
        }

        var stored = (await CaseAsync(sender.Case)).AnswersOf("basic").Text("registered-address")!;
        Assert.DoesNotContain(stored, c => c is '\0' or '\u0001' or '\u202E' || char.IsSurrogate(c));
        Assert.EndsWith(Script, stored, StringComparison.Ordinal);
        var page = await sender.Visitor.GetAsync($"/applications/{sender.Case}/sections/basic");
        Assert.DoesNotContain(page.All("script"), s => s.TextContent.Contains("alert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sheet_with_nul_surrogates_script_and_formulas_becomes_plain_text()
    {
        using var sender = await SenderAsync("org7");
        var address = $"/applications/{sender.Case}/sections/market/import/customers";
        var choice = await sender.Visitor.GetAsync(address);
        var workbook = SpreadsheetReaderTests.Workbook("""
            <row r="1"><c r="A1" t="inlineStr"><is><t>客户名称</t></is></c><c r="B1" t="inlineStr"><is><t>主要业务</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>甲_x0000__xD800__x0001_乙</t></is></c><c r="B2" t="inlineStr"><is><t>&lt;script&gt;alert(1)&lt;/script&gt;</t></is></c></row>
            <row r="3"><c r="A3" t="str"><f>HYPERLINK("http://evil","x")</f><v>=cmd|'/c calc'!A0</v></c><c r="B3"><f>1/0</f></c></row>
            """);

        var preview = await choice.Form("预览").Attach("Excel 或 CSV 文件", "客户.xlsx", "application/octet-stream", workbook.ToArray()).SubmitAsync("预览");
        await preview.Form("写入申报表").SubmitAsync("写入申报表");
        var pasted = await (await sender.Visitor.GetAsync(address)).Form("预览").Fill("或者粘贴表格内容", "客户名称\t主要业务\n丙\0丁\u0002\t<img src=x onerror=alert(1)>").SubmitAsync("预览");

        var rows = (await CaseAsync(sender.Case)).AnswersOf("market").Rows("customers");
        Assert.Equal(2, rows.Count);
        Assert.All(rows.SelectMany(r => r.Values), v => Assert.DoesNotContain(v, c => c is '\0' or '\u0001' || char.IsSurrogate(c)));
        Assert.Equal("<script>alert(1)</script>", rows[0].Values.First(v => v.StartsWith('<')));
        Assert.DoesNotContain(pasted.All("img"), i => i.GetAttribute("onerror") is not null);
        Assert.DoesNotContain(preview.All("script"), s => s.TextContent.Contains("alert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hundred_thousand_rows_and_a_bomb_are_refused_by_the_page_soon_and_in_bounded_memory()
    {
        using var sender = await SenderAsync("org8");
        var choice = await sender.Visitor.GetAsync($"/applications/{sender.Case}/sections/market/import/customers");
        var rows = new StringBuilder("""<row r="1"><c r="A1" t="inlineStr"><is><t>客户名称</t></is></c></row>""");
        for (var i = 2; i <= 100_000; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<row r=\"{i}\"><c r=\"A{i}\"><f>A{i - 1}+1</f><v>{i}</v></c></row>");
        }

        var many = SpreadsheetReaderTests.Workbook(rows.ToString()).ToArray();
        var bomb = SpreadsheetReaderTests.Workbook("""<row r="1"><c r="A1"><v>1</v></c></row>""", texts: "<si><t>" + new string('0', 40 * 1024 * 1024) + "</t></si>").ToArray();
        rows.Clear();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();

        var long_ = await choice.Form("预览").Attach("Excel 或 CSV 文件", "客户.xlsx", "application/octet-stream", many).SubmitAsync("预览", HttpStatusCode.UnprocessableEntity);
        var unfolded = await choice.Form("预览").Attach("Excel 或 CSV 文件", "客户.xlsx", "application/octet-stream", bomb).SubmitAsync("预览", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["表格超过 30 行，这里最多填 30 行，请删去多余的行后再导入。"], long_.Errors);
        Assert.Equal(["表格内容过多，请删去无关的内容后再导入。"], unfolded.Errors);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 128 * Megabyte);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("a\0b.pdf", "ab.pdf")]
    [InlineData("../../../etc/passwd.pdf", "passwd.pdf")]
    [InlineData("C:\\fakepath\\证书.pdf", "证书.pdf")]
    [InlineData("\u202Efdp.exe.pdf", "fdp.exe.pdf")]
    [InlineData("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf")]
    [InlineData(".pdf", "文件.pdf")]
    public async Task A_hostile_file_name_is_cleaned(string name, string clean)
    {
        using var sender = await SenderAsync("person1");
        byte[] whole =
        [
            .. Encoding.UTF8.GetBytes(sender.WithToken($"--XX\r\nContent-Disposition: form-data; name=\"q.qualifications\"; filename=\"{name.Replace("\\", "\\\\", StringComparison.Ordinal)}\"\r\n\r\n")),
            .. SampleFiles.Pdf(clean.Length.ToString(CultureInfo.InvariantCulture)), .. "\r\n--XX--\r\n"u8,
        ];
        using var content = new ByteArrayContent(whole);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=XX");

        using var answer = await sender.PostAsync("sections/evidence", content);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var names = await site.ReadAsync(db => db.Attachments.Where(a => a.ApplicationId == sender.Case).OrderByDescending(a => a.UploadedAt).ThenByDescending(a => a.Id).Select(a => a.FileName).ToListAsync());
        Assert.Contains(clean, names);
        var page = await sender.Visitor.GetAsync($"/applications/{sender.Case}/sections/evidence");
        Assert.DoesNotContain(page.All("img"), i => i.GetAttribute("onerror") is not null);
    }

    public static TheoryData<string, byte[]> HostilePictures => new()
    {
        { "a.png", SampleFiles.Picture(60_000, 60_000) },
        { "a.png", SampleFiles.Picture(100_000, 1) },
        { "a.png", SampleFiles.Picture(int.MaxValue, int.MaxValue) },
        { "a.jpg", [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xEA, 0x60, 0xEA, 0x60, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9] },
        { "a.gif", [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[40]] },
        { "a.webp", [.. "RIFF"u8, 60, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0xFF, 0xFF, 0, .. new byte[30]] },
        { "a.bmp", Bitmap(60_000, -60_000) },
    };

    [Theory]
    [MemberData(nameof(HostilePictures))]
    public async Task A_picture_of_billions_of_pixels_is_refused_before_anything_unpacks_it(string name, byte[] content)
    {
        using var sender = await SenderAsync("person2");
        var page = await sender.Visitor.GetAsync($"/applications/{sender.Case}/sections/evidence");

        var refused = await page.Form("保存").Attach("个人技术资格证书", name, "image/png", content).SubmitAsync("保存", HttpStatusCode.UnprocessableEntity);

        Assert.Matches($"图片“{name}”为 \\d+ × \\d+ 像素，超过上限（共 10000 万像素，每边 30000 像素）。请用图片软件缩小后再上传。", Assert.Single(refused.Errors));
        Assert.Empty(await site.ReadAsync(db => db.Attachments.Where(a => a.ApplicationId == sender.Case).ToListAsync()));
    }

    private static byte[] Bitmap(int width, int height)
    {
        var file = SampleFiles.Bmp;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        return file;
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>What a person reads of it, be it a page or the answer to a script.</summary>
    private static async Task<string> WordsOf(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (text.StartsWith('{'))
        {
            return string.Concat(JsonDocument.Parse(text).RootElement.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("message").GetString()));
        }

        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(text);
        return string.Concat(document.QuerySelectorAll("h1, [data-error-summary], .qa-error-page p").Select(e => e.TextContent));
    }

    private Task<Application> CaseAsync(Guid id) => site.ReadAsync(db => db.Applications.Include(a => a.Sections).SingleAsync(a => a.Id == id));

    private async Task<Sender> SenderAsync(string userName)
    {
        site.Clock.Set(2022, 6, 1);
        var mine = await site.ReadAsync(db => db.Applications.Where(a => a.Collaborators.Any(c => db.Users.Any(u => u.Id == c.UserId && u.UserName == userName))).Select(a => (Guid?)a.Id).FirstOrDefaultAsync());
        var id = mine ?? await site.DraftAsync(userName);
        var visitor = Visit();
        await visitor.LogInAsync(userName);
        var page = await visitor.GetAsync($"/applications/{id}");
        return new Sender(visitor, id, page.All("input[name=__RequestVerificationToken]").First().GetAttribute("value")!);
    }

    /// <summary>The test host's own clients copy every body before they send it.</summary>
    private Visitor Visit() => new(new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) }) { BaseAddress = site.Address });

    private sealed record Sender(Visitor Visitor, Guid Case, string Token) : IDisposable
    {
        public void Dispose() => Visitor.Dispose();

        public string WithToken(string body) => $"--XX\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{Token}\r\n{body}";

        public HttpContent Form(int version, Dictionary<string, byte[]> fields)
        {
            var form = new MultipartFormDataContent("XX") { { new StringContent(Token), "__RequestVerificationToken" }, { new StringContent(version.ToString(CultureInfo.InvariantCulture)), "version" } };
            foreach (var (name, value) in fields)
            {
                form.Add(new ByteArrayContent(value), name);
            }

            return form;
        }

        public HttpRequestMessage Request(string path, HttpContent? body)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/applications/{Case}/{path}", UriKind.Relative)) { Content = body };
            if (path.StartsWith("uploads", StringComparison.Ordinal))
            {
                request.Headers.Add("RequestVerificationToken", Token);
            }

            return request;
        }

        /// <summary>Null: the site hung up in the middle and did not wait for the rest.</summary>
        public async Task<HttpResponseMessage?> TryPostAsync(string path, HttpContent body)
        {
            try
            {
                return await PostAsync(path, body);
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }

        public async Task<HttpResponseMessage> PostAsync(string path, HttpContent? body)
        {
            using var request = Request(path, body);
            return await Visitor.Client.SendAsync(request);
        }
    }

    /// <summary>A body of any length that is never in memory.</summary>
    private sealed class Flood : HttpContent
    {
        private static readonly byte[] Block = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        private readonly byte[] _head;
        private readonly long _length;
        private readonly string _tail;

        public Flood(string head, long length, string type, string tail = "")
        {
            (_head, _length, _tail) = (Encoding.UTF8.GetBytes(head), length, tail);
            Headers.TryAddWithoutValidation("Content-Type", type);
        }

        public bool SaysLength { get; init; }

        public long Sent { get; private set; }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return SaysLength;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_head);
            for (; Sent < _length; Sent += Block.Length)
            {
                await stream.WriteAsync(Block);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(_tail));
        }
    }
}
