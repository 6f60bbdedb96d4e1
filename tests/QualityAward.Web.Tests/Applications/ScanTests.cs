using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Files;
using QualityAward.Testing;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Files;
using QualityAward.Web.Tests.Pdf;
using QualityAward.Web.Tests.Printing;

namespace QualityAward.Web.Tests.Applications;

/// <summary>The same site with a scanner for malware.</summary>
public sealed class ScannedSite : ApplicationSite
{
    internal FakeClamd Clamd { get; } = new();

    public Task<bool> ScanAsync() => InScopeAsync(services => services.GetRequiredService<ScanFiles>().RunAsync(default));

    protected override void Configure(IServiceCollection services)
    {
        services.RemoveAll<IMalwareScanner>();
        services.AddSingleton<IMalwareScanner>(new ClamAvScanner(new ClamAvOptions { Address = Clamd.Address, TimeoutSeconds = 5 }));
    }
}

public sealed class ScanTests(ScannedSite site) : IClassFixture<ScannedSite>, IAsyncLifetime
{
    private const string Section = "quality";
    private const string Question = "qms-certificate";

    public Task InitializeAsync()
    {
        site.Clock.Set(2022, 6, 1);
        return EmptyQueueAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Until_it_is_scanned_only_the_owner_opens_a_file_and_then_everybody()
    {
        var id = await site.FilledAsync("org1");
        await EmptyQueueAsync();
        var file = await AttachAsync("org1", id, SampleFiles.Pdf("waits for its scan"));
        await site.SubmitAsync("org1", id);
        using var owner = await site.LogInAsync("org1");
        using var county = await site.LogInAsync("county-haizhou");
        var address = $"/applications/{id}/files/{file.Id}";

        using var own = await owner.Client.GetAsync(new Uri(address, UriKind.Relative));
        var waiting = await county.GetAsync(address, HttpStatusCode.UnprocessableEntity);
        var listed = await county.GetAsync($"/applications/{id}/view");
        Assert.True(await site.ScanAsync());
        using var scanned = await county.Client.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal("default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'", own.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(["该文件正在检查病毒，检查通过后才能打开，请稍后再试。"], waiting.Errors);
        Assert.Contains("正在检查病毒", listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(listed.All("a[href]"), a => a.GetAttribute("href")!.EndsWith(address, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, scanned.StatusCode);
    }

    [Fact]
    public async Task An_infected_file_is_open_to_nobody_is_listed_with_the_reason_and_keeps_the_case_from_being_submitted()
    {
        var id = await site.FilledAsync("org2");
        await EmptyQueueAsync();
        byte[] infected = [.. "%PDF-1.7\n"u8, .. FakeClamd.Eicar];
        var file = await AttachAsync("org2", id, infected);
        using var owner = await site.LogInAsync("org2");

        Assert.True(await site.ScanAsync());
        var refused = await owner.GetAsync($"/applications/{id}/files/{file.Id}", HttpStatusCode.UnprocessableEntity);
        var section = await owner.GetAsync($"/applications/{id}/sections/{Section}");
        var problems = await Assert.ThrowsAsync<InvalidInputException>(() => site.SubmitAsync("org2", id));
        var again = await Assert.ThrowsAsync<InvalidInputException>(() => AttachAsync("org2", id, infected));
        var check = await owner.GetAsync($"/applications/{id}/check");
        var trail = await site.ReadAsync(db => db.AuditEntries.SingleAsync(e => e.ChainId == id && e.Action == "QuarantineFile"));

        Assert.Contains("Eicar-Test-Signature", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Contains("已隔离：Eicar-Test-Signature", section.Text, StringComparison.Ordinal);
        Assert.Contains("未通过病毒检查", Assert.Single(problems.Problems).Message, StringComparison.Ordinal);
        Assert.Contains("不能上传", again.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("还有 1 处需要处理", check.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("qms.pdf", trail.Summary + trail.PublicText, StringComparison.Ordinal);
        Assert.False(await site.InScopeAsync(s => Task.FromResult(s.GetRequiredService<IFileStore>().Exists(file.Sha256))));

        // Replaced, the case can be submitted.
        await site.DoAsync<DetachFile, Attachment>("org2", (o, a) => o.RunAsync(id, file.Id, a, default));
        Assert.NotNull(await site.SubmitAsync("org2", id));
    }

    [Fact]
    public async Task While_the_daemon_is_down_files_wait_and_the_health_check_says_so()
    {
        var id = await site.DraftAsync("org3");
        var file = await AttachAsync("org3", id, SampleFiles.Pdf("daemon down"));
        using var visitor = site.Visit();
        using var office = await site.LogInAsync("office-lyg");
        await site.Clamd.SwitchOffAsync();
        try
        {
            Assert.True(await site.ScanAsync());
            Assert.False(await site.ScanAsync());
            using var health = await visitor.Client.GetAsync(new Uri("/health/scanner", UriKind.Relative));
            var page = await office.GetAsync("/files");

            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            Assert.Equal("scanner does not answer, 1 files wait", await health.Content.ReadAsStringAsync());
            Assert.Contains("无法连接病毒检查服务", page.Text, StringComparison.Ordinal);
            Assert.Equal(ScanState.Pending, (await RecordAsync(file)).Scan);
        }
        finally
        {
            site.Clamd.SwitchOn();
        }

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await site.ScanAsync());
        using var healthy = await visitor.Client.GetAsync(new Uri("/health/scanner", UriKind.Relative));
        Assert.Equal(("on", HttpStatusCode.OK), (await healthy.Content.ReadAsStringAsync(), healthy.StatusCode));
        Assert.Equal(ScanState.Clean, (await RecordAsync(file)).Scan);
    }

    [Fact]
    public async Task Two_instances_scan_two_different_files()
    {
        var id = await site.DraftAsync("org4");
        await AttachAsync("org4", id, SampleFiles.Pdf("first of two"));
        await AttachAsync("org4", id, SampleFiles.Pdf("second of two"));
        var before = site.Clamd.Scans;
        site.Clamd.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var (one, two) = (site.ScanAsync(), site.ScanAsync());
            site.Clamd.Gate.SetResult();

            Assert.True(await one);
            Assert.True(await two);
        }
        finally
        {
            site.Clamd.Gate = null;
        }

        Assert.Equal(2, site.Clamd.Scans - before);
        Assert.False(await site.ScanAsync());
    }

    [Fact]
    public async Task The_office_sees_quarantined_files_of_its_cases_on_its_desk_and_other_roles_do_not_see_the_page()
    {
        var id = await site.FilledAsync("org5");
        var file = await AttachAsync("org5", id, [.. "%PDF-1.4\n"u8, .. FakeClamd.Eicar]);
        await site.SubmitAsync("org5", id);
        await EmptyQueueAsync();
        using var office = await site.LogInAsync("office-lyg");
        using var owner = await site.LogInAsync("org5");

        var files = await office.GetAsync("/files");
        var desk = await office.GetAsync("/");

        var row = Assert.Single(files.Table("待检查和已隔离的附件"), r => r[1].StartsWith(file.FileName, StringComparison.Ordinal));
        Assert.Contains("Eicar-Test-Signature", row[2], StringComparison.Ordinal);
        Assert.Contains("附件未通过病毒检查，需退回申报人更换", desk.Text, StringComparison.Ordinal);
        await owner.GetAsync("/files", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_waits_for_its_scan_or_is_quarantined_is_listed_in_the_printed_volume_and_not_bound()
    {
        var id = await site.FilledAsync("org7");
        await EmptyQueueAsync();
        await site.DoAsync<AttachFile, Attachment>("org7", (o, a) => o.RunAsync(id, Section, Question, new MemoryStream(SamplePdfs.Table(2)), "两页.pdf", a, default));
        await site.SubmitAsync("org7", id);
        using var county = await site.LogInAsync("county-haizhou");

        var waiting = await VolumeAsync(county, id);
        await EmptyQueueAsync();
        var clean = await VolumeAsync(county, id);
        await site.ReadAsync(async db =>
        {
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(SamplePdfs.Table(2)));
            (await db.Set<FileRecord>().SingleAsync(f => f.Sha256 == hash)).Quarantine("Later-Found", site.Clock.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        var quarantined = await VolumeAsync(county, id);

        Assert.Contains("正在检查病毒", waiting.All, StringComparison.Ordinal);
        Assert.DoesNotContain("正在检查病毒", clean.All, StringComparison.Ordinal);
        Assert.Contains("未通过病毒检查,已隔离", quarantined.All.Replace('，', ','), StringComparison.Ordinal);
        Assert.Equal(2, clean.Pages.Count(p => p.Contains("两页.pdf(1/2)", StringComparison.Ordinal) || p.Contains("两页.pdf(2/2)", StringComparison.Ordinal)));
        Assert.DoesNotContain(waiting.Pages.Concat(quarantined.Pages), p => p.Contains("两页.pdf(1/2)", StringComparison.Ordinal));
    }

    private static async Task<PdfReading> VolumeAsync(Visitor visitor, Guid id)
    {
        using var answer = await visitor.Client.GetAsync(new Uri($"/applications/{id}/book/evidence", UriKind.Relative));
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        return PdfReading.Of(await answer.Content.ReadAsByteArrayAsync());
    }

    private Task<Attachment> AttachAsync(string userName, Guid id, byte[] content) =>
        site.DoAsync<AttachFile, Attachment>(userName, (o, a) => o.RunAsync(id, Section, Question, new MemoryStream(content), "qms.pdf", a, default));

    private Task<FileRecord> RecordAsync(Attachment file) => site.ReadAsync(db => db.Set<FileRecord>().SingleAsync(f => f.Sha256 == file.Sha256));

    private async Task EmptyQueueAsync()
    {
        while (await site.ScanAsync())
        {
        }
    }
}

/// <summary>What holds on a site without a scanner.</summary>
public sealed class NoScannerTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task Without_a_scanner_files_are_marked_as_not_scanned_and_the_office_is_told()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org1");
        await site.SubmitAsync("org1", id);
        using var office = await site.LogInAsync("office-lyg");
        using var county = await site.LogInAsync("county-haizhou");
        using var health = await county.Client.GetAsync(new Uri("/health/scanner", UriKind.Relative));

        var page = await office.GetAsync("/files");
        var view = await county.GetAsync($"/applications/{id}/view");
        var ran = await site.InScopeAsync(services => services.GetRequiredService<ScanFiles>().RunAsync(default));

        Assert.False(ran);
        Assert.Equal("off", await health.Content.ReadAsStringAsync());
        Assert.Contains("病毒检查未启用。", page.Text, StringComparison.Ordinal);
        Assert.Contains("未作病毒检查", view.Text, StringComparison.Ordinal);
        using var file = await county.Client.GetAsync(new Uri(view.All(".qa-file-head a").First().GetAttribute("href")!, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    [Fact]
    public async Task Pages_are_counted_and_pictures_are_shown_where_files_are_listed()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org2");
        foreach (var (name, content) in new[] { ("a.pdf", SamplePdfs.Table(12)), ("b.pdf", SampleFiles.Pdf()), ("c.png", SampleFiles.Png) })
        {
            await site.DoAsync<AttachFile, Attachment>("org2", (o, a) => o.RunAsync(id, "quality", "qms-certificate", new MemoryStream(content), name, a, default));
        }

        using var owner = await site.LogInAsync("org2");
        var section = await owner.GetAsync($"/applications/{id}/sections/quality");

        Assert.Contains("12 页", section.Text, StringComparison.Ordinal);
        Assert.Contains("页数无法读取：文件可能已损坏", section.Text, StringComparison.Ordinal);
        var picture = Assert.Single(section.All(".qa-file-picture"));
        using var shown = await owner.Client.GetAsync(new Uri(picture.GetAttribute("src")!, UriKind.Relative));
        Assert.Equal("image/png", shown.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", shown.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal([12, null, 1], await site.ReadAsync(db => db.Attachments.Where(a => a.ApplicationId == id).OrderBy(a => a.FileName).Select(a => a.Pages).ToListAsync()));
    }
}
