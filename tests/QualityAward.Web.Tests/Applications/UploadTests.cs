using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Testing;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Files;
using QualityAward.Web.Tests.Pdf;

namespace QualityAward.Web.Tests.Applications;

/// <summary>Uploads in pieces, as the script sends them.</summary>
public sealed class UploadTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    private const string Section = "quality";
    private const string Question = "qms-certificate";

    private static readonly byte[] Pdf = [.. SamplePdfs.Table(2), .. new byte[100_000]];

    [Fact]
    public async Task A_file_comes_in_pieces_and_whatever_is_sent_twice_counts_once()
    {
        using var sender = await SenderAsync("org1");
        var begun = await sender.BeginAsync("证书.pdf", Pdf);
        var id = begun.Body.GetProperty("id").GetGuid();

        var first = await sender.ChunkAsync(id, 0, Pdf[..40_000]);
        var repeated = await sender.ChunkAsync(id, 0, Pdf[..40_000]);
        var early = await sender.FinishAsync(id);
        var gap = await sender.ChunkAsync(id, 60_000, Pdf[60_000..]);
        var rest = await sender.ChunkAsync(id, 40_000, Pdf[40_000..]);
        var finished = await sender.FinishAsync(id);
        var again = await sender.FinishAsync(id);

        Assert.Equal(40_000, first.Body.GetProperty("received").GetInt64());
        Assert.Equal(40_000, repeated.Body.GetProperty("received").GetInt64());
        Assert.Equal((HttpStatusCode.Conflict, 40_000), (early.Status, early.Body.GetProperty("received").GetInt64()));
        Assert.Equal((HttpStatusCode.Conflict, 40_000), (gap.Status, gap.Body.GetProperty("received").GetInt64()));
        Assert.Equal(Pdf.Length, rest.Body.GetProperty("received").GetInt64());
        Assert.Equal(HttpStatusCode.OK, finished.Status);
        Assert.Equal(finished.Body.GetProperty("attachment").GetGuid(), again.Body.GetProperty("attachment").GetGuid());
        var attachment = await site.ReadAsync(db => db.Attachments.SingleAsync(a => a.ApplicationId == sender.Case));
        Assert.Equal(("证书.pdf", (long)Pdf.Length, Convert.ToHexStringLower(SHA256.HashData(Pdf))), (attachment.FileName, attachment.Length, attachment.Sha256));
        Assert.Contains("证书.pdf", (await sender.Visitor.GetAsync($"/applications/{sender.Case}/sections/{Section}")).Text, StringComparison.Ordinal);
        Assert.Empty(PartialsOf(id));
    }

    [Fact]
    public async Task After_a_reload_or_a_new_login_the_upload_goes_on_where_it_stopped()
    {
        using var before = await SenderAsync("org2");
        var begun = await before.BeginAsync("证书.pdf", Pdf);
        await before.ChunkAsync(begun.Body.GetProperty("id").GetGuid(), 0, Pdf[..30_000]);

        using var after = await SenderAsync("org2", before.Case);
        var open = await after.GetAsync($"?section={Section}");
        var resumed = await after.BeginAsync("证书.pdf", Pdf);
        var other = await after.BeginAsync("证书.pdf", [.. Pdf[..^1], 1]);

        Assert.Equal(("证书.pdf", 30_000), (open[0].GetProperty("name").GetString(), open[0].GetProperty("received").GetInt64()));
        Assert.Equal(begun.Body.GetProperty("id").GetGuid(), resumed.Body.GetProperty("id").GetGuid());
        Assert.Equal(30_000, resumed.Body.GetProperty("received").GetInt64());
        // The same name and size, another content.
        Assert.NotEqual(begun.Body.GetProperty("id").GetGuid(), other.Body.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Somebody_elses_upload_or_case_is_not_found()
    {
        using var owner = await SenderAsync("org3");
        using var other = await SenderAsync("org4");
        var id = (await owner.BeginAsync("证书.pdf", Pdf)).Body.GetProperty("id").GetGuid();

        var chunk = await other.ChunkAsync(id, 0, Pdf);
        var finish = await other.FinishAsync(id);
        var cancel = await other.CancelAsync(id);
        other.Case = owner.Case;
        var begin = await other.BeginAsync("证书.pdf", Pdf);
        var chunkOfCase = await other.ChunkAsync(id, 0, Pdf);
        using var list = await other.Visitor.Client.GetAsync(new Uri($"/applications/{owner.Case}/uploads", UriKind.Relative));
        using var office = await site.LogInAsync("office-lyg");
        using var foreign = await office.Client.GetAsync(new Uri($"/applications/{owner.Case}/uploads", UriKind.Relative));
        using var county = await site.LogInAsync("county-haizhou");
        using var forbidden = await county.Client.GetAsync(new Uri($"/applications/{owner.Case}/uploads", UriKind.Relative));

        Assert.All([chunk, finish, cancel, begin, chunkOfCase], answer => Assert.Equal(HttpStatusCode.NotFound, answer.Status));
        Assert.Equal(HttpStatusCode.NotFound, list.StatusCode);
        // The office uploads for what came on paper, and sees no other draft.
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (foreign.StatusCode, forbidden.StatusCode));
        Assert.Equal(0, await site.ReadAsync(db => db.Set<Upload>().Where(u => u.Id == id).Select(u => u.Received).SingleAsync()));
    }

    [Fact]
    public async Task A_request_without_the_token_is_refused()
    {
        using var sender = await SenderAsync("org5");
        var id = (await sender.BeginAsync("证书.pdf", Pdf)).Body.GetProperty("id").GetGuid();
        sender.Token = "none";

        Assert.Equal(HttpStatusCode.BadRequest, (await sender.ChunkAsync(id, 0, Pdf)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await sender.BeginAsync("证书.pdf", Pdf)).Status);
    }

    [Fact]
    public async Task Limits_are_told_before_anything_is_sent()
    {
        using var sender = await SenderAsync("org6");

        var empty = await sender.BeginAsync("空.pdf", 0);
        var large = await sender.BeginAsync("大.pdf", 51L * 1024 * 1024);
        var negative = await sender.BeginAsync("负.pdf", -1);
        var nameless = await sender.BeginAsync("", 100);
        var nowhere = await sender.BeginAsync("证书.pdf", 100, question: "name");
        var forged = await sender.BeginAsync("证书.pdf", 100, sha256: "../../etc/passwd");

        Assert.Equal("文件“空.pdf”是空的，请检查后重新选择。", empty.Message);
        Assert.Equal("文件“大.pdf”超过“质量管理体系认证证书”每个文件 50 MB 的上限，请压缩或拆分后再上传。", large.Message);
        Assert.All([empty, large, negative, nameless, nowhere, forged], answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status));
        await AssertUnreadableAsync(sender);
    }

    /// <summary>A length that nobody can read is refused in words and begins nothing; null characters, which nobody sees, are left out of the rest.</summary>
    private async Task AssertUnreadableAsync(Sender sender)
    {
        foreach (var length in new[] { "一百", "99999999999999999999" })
        {
            var refused = await BeginAsync("证书.pdf", length);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "upload-unreadable"), (refused.Status, refused.Body.GetProperty("code").GetString()));
            Assert.Contains("文件没有上传", refused.Message, StringComparison.Ordinal);
        }

        using var list = await sender.Visitor.Client.GetAsync(new Uri($"/applications/{sender.Case}/uploads?section=a%00b", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, list.StatusCode);
        Assert.Empty(await NamesAsync());
        Assert.Equal(HttpStatusCode.OK, (await BeginAsync("证\0书.pdf", "1\0")).Status);
        Assert.Equal(["证书.pdf"], await NamesAsync());

        Task<Answer> BeginAsync(string name, string length) => sender.PostAsync("Begin", new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["section"] = Section, ["question"] = Question + "\0", ["name"] = name, ["length"] = length, ["sha256"] = "" }));

        Task<List<string>> NamesAsync() => site.ReadAsync(db => db.Set<Upload>().Where(u => u.ApplicationId == sender.Case).Select(u => u.FileName).ToListAsync());
    }

    [Fact]
    public async Task Uploads_under_way_take_their_share_of_the_applications_space()
    {
        using var sender = await SenderAsync("org7");
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await sender.BeginAsync($"{i}.pdf", 50L * 1024 * 1024, section: "evidence", question: "other")).Status);
        }

        var over = await sender.BeginAsync("最后.pdf", 50L * 1024 * 1024, section: "evidence", question: "other");
        var open = await sender.GetAsync("");
        Assert.Equal("一份申报的附件合计不超过 2048 MB，已用 2000 MB，这个文件有 50 MB。请压缩文件，或删除不需要的附件后再上传。", over.Message);
        Assert.Equal(HttpStatusCode.OK, (await sender.CancelAsync(open[0].GetProperty("id").GetGuid())).Status);
        Assert.Equal(HttpStatusCode.OK, (await sender.BeginAsync("最后.pdf", 50L * 1024 * 1024, section: "evidence", question: "other")).Status);
    }

    [Fact]
    public async Task Whoever_sends_the_last_piece_too_late_is_told_so_and_loses_nothing()
    {
        using var sender = await SenderAsync("org8");
        var id = (await sender.BeginAsync("证书.pdf", Pdf)).Body.GetProperty("id").GetGuid();
        await sender.ChunkAsync(id, 0, Pdf);
        site.Clock.Set(2022, 6, 27);

        var late = await sender.FinishAsync(id);
        site.Clock.Set(2022, 6, 26, 23, 59);
        var inTime = await sender.FinishAsync(id);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("24:00截止", late.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, inTime.Status);
    }

    [Fact]
    public async Task A_content_that_is_not_what_it_claims_is_refused_at_the_end()
    {
        using var sender = await SenderAsync("person1");
        var zip = SampleFiles.Zip(("a", "b"));

        var refused = await sender.SendAsync("证书.pdf", zip, "evidence", "qualifications");
        var changed = await sender.SendAsync("证书.pdf", Pdf, "evidence", "qualifications", sha256: new string('a', 64));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("无法识别文件“证书.pdf”的内容", refused.Message, StringComparison.Ordinal);
        Assert.Contains("收到的内容与原文件不一致", changed.Message, StringComparison.Ordinal);
        Assert.Empty(await site.ReadAsync(db => db.Set<Upload>().Where(u => u.ApplicationId == sender.Case).ToListAsync()));
    }

    [Fact]
    public async Task Pieces_sent_at_the_same_time_never_mix()
    {
        using var sender = await SenderAsync("person2");
        var id = (await sender.BeginAsync("证书.pdf", Pdf, "evidence", "qualifications")).Body.GetProperty("id").GetGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => sender.ChunkAsync(id, 0, Pdf)));
        var finishes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sender.FinishAsync(id)));
        var last = await sender.FinishAsync(id);

        Assert.All(answers, a => Assert.Contains(a.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict }));
        Assert.All(finishes, a => Assert.Contains(a.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict }));
        Assert.Equal(HttpStatusCode.OK, last.Status);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Pdf)), (await site.ReadAsync(db => db.Attachments.SingleAsync(a => a.ApplicationId == sender.Case))).Sha256);
    }

    [Fact]
    public async Task What_arrives_before_the_line_breaks_is_kept()
    {
        using var sender = await SenderAsync("person3");
        var id = (await sender.BeginAsync("证书.pdf", Pdf, "evidence", "qualifications")).Body.GetProperty("id").GetGuid();

        await site.DoAsync<TakeChunk, long>("person3", (o, a) => o.RunAsync(sender.Case, id, 0, new BrokenStream(Pdf, 25_000), a, default));
        var open = await sender.GetAsync("");
        await sender.ChunkAsync(id, 25_000, Pdf[25_000..]);

        Assert.Equal(25_000, open[0].GetProperty("received").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await sender.FinishAsync(id)).Status);
    }

    [Fact]
    public async Task More_than_was_announced_is_not_taken_and_what_the_disk_lost_is_asked_for_again()
    {
        using var sender = await SenderAsync("person4");
        var id = (await sender.BeginAsync("证书.pdf", Pdf, "evidence", "qualifications")).Body.GetProperty("id").GetGuid();

        var more = await sender.ChunkAsync(id, 0, [.. Pdf, .. new byte[1000]]);
        File.Delete(Assert.Single(PartialsOf(id)));
        var broken = await sender.FinishAsync(id);

        Assert.Contains("比开始上传时登记的大小还要大", more.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Conflict, 0), (broken.Status, broken.Body.GetProperty("received").GetInt64()));

        var second = (await sender.BeginAsync("另一个.pdf", Pdf, "evidence", "qualifications")).Body.GetProperty("id").GetGuid();
        await sender.ChunkAsync(second, 0, Pdf[..10_000]);
        File.Delete(Assert.Single(PartialsOf(second)));
        var lost = await sender.ChunkAsync(second, 10_000, Pdf[10_000..]);
        Assert.Equal((HttpStatusCode.Conflict, 0), (lost.Status, lost.Body.GetProperty("received").GetInt64()));
        await sender.ChunkAsync(second, 0, Pdf);
        Assert.Equal(HttpStatusCode.OK, (await sender.FinishAsync(second)).Status);

        // Nobody goes on with the third one.
        var third = (await sender.BeginAsync("第三个.pdf", Pdf, "evidence", "qualifications")).Body.GetProperty("id").GetGuid();
        await sender.ChunkAsync(third, 0, Pdf[..10_000]);
        site.Clock.Advance(TimeSpan.FromDays(6));
        await CleanAsync();
        Assert.Single(PartialsOf(third));
        site.Clock.Advance(TimeSpan.FromDays(2));
        await CleanAsync();
        Assert.Empty(PartialsOf(third));
        Assert.Equal(HttpStatusCode.NotFound, (await sender.ChunkAsync(third, 10_000, Pdf[10_000..])).Status);
    }

    private Task CleanAsync() => site.InScopeAsync(services => services.GetRequiredService<CleanUploads>().RunAsync(default));

    private string[] PartialsOf(Guid upload) => Directory.GetFiles(Path.Combine(site.Services.GetRequiredService<FileStoreOptions>().Root, "partial"), upload.ToString("N"));

    private async Task<Sender> SenderAsync(string userName, Guid? existing = null)
    {
        site.Clock.Set(2022, 6, 1);
        var id = existing ?? await site.DraftAsync(userName);
        var visitor = await site.LogInAsync(userName);
        var page = await visitor.GetAsync($"/applications/{id}");
        return new Sender(visitor, id, page.All("input[name=__RequestVerificationToken]").First().GetAttribute("value")!);
    }

    private sealed record Answer(HttpStatusCode Status, JsonElement Body)
    {
        public string Message => Body.GetProperty("message").GetString()!;
    }

    private sealed class Sender(Visitor visitor, Guid id, string token) : IDisposable
    {
        public Visitor Visitor { get; } = visitor;

        public Guid Case { get; set; } = id;

        public string Token { get; set; } = token;

        public void Dispose() => Visitor.Dispose();

        public Task<Answer> BeginAsync(string name, byte[] content, string section = Section, string question = Question) =>
            BeginAsync(name, content.Length, section, question, Convert.ToHexStringLower(SHA256.HashData(content)));

        public Task<Answer> BeginAsync(string name, long length, string section = Section, string question = Question, string? sha256 = null) => PostAsync("Begin", new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["section"] = section, ["question"] = question, ["name"] = name, ["length"] = $"{length}", ["sha256"] = sha256 ?? "" }));

        public Task<Answer> ChunkAsync(Guid upload, long offset, byte[] piece)
        {
            var body = new ByteArrayContent(piece);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return PostAsync($"Chunk&upload={upload}&offset={offset}", body);
        }

        public Task<Answer> FinishAsync(Guid upload) => PostAsync($"Finish&upload={upload}", null);

        public Task<Answer> CancelAsync(Guid upload) => PostAsync($"Cancel&upload={upload}", null);

        public async Task<Answer> SendAsync(string name, byte[] content, string section, string question, string? sha256 = null)
        {
            var begun = await BeginAsync(name, content.Length, section, question, sha256);
            var upload = begun.Body.GetProperty("id").GetGuid();
            await ChunkAsync(upload, 0, content);
            return await FinishAsync(upload);
        }

        public async Task<JsonElement> GetAsync(string query)
        {
            using var answer = await Visitor.Client.GetAsync(new Uri($"/applications/{Case}/uploads{query}", UriKind.Relative));
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        }

        public async Task<Answer> PostAsync(string handler, HttpContent? body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/applications/{Case}/uploads?handler={handler}", UriKind.Relative)) { Content = body };
            request.Headers.Add("RequestVerificationToken", Token);
            using var answer = await Visitor.Client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return new Answer(answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
        }
    }

    /// <summary>Breaks after so many bytes, as a lost line does.</summary>
    private sealed class BrokenStream(byte[] content, int breaksAt) : MemoryStream(content, 0, breaksAt)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("The line is lost.");
        }
    }
}
