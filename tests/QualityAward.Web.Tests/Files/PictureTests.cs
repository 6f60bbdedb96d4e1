using System.Buffers.Binary;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Files;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Applications;

namespace QualityAward.Web.Tests.Files;

/// <summary>The size of a picture is read from its header, and nothing else is.</summary>
public sealed class PictureSizeTests
{
    private static readonly Dictionary<string, (byte[] Content, FileFormat Format, PictureSize? Size)> Pictures = new(StringComparer.Ordinal)
    {
        ["png"] = (SampleFiles.Picture(320, 240), FileKinds.Png, new PictureSize(320, 240)),
        ["png of the largest size"] = (SampleFiles.Picture(int.MaxValue, 1), FileKinds.Png, new PictureSize(int.MaxValue, 1)),
        ["png of no width"] = (SampleFiles.Picture(0, 1), FileKinds.Png, null),
        ["png cut off"] = (SampleFiles.Picture(320, 240)[..20], FileKinds.Png, null),
        ["jpeg"] = ([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC2, 0, 17, 8, 0, 100, 0, 200, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1], FileKinds.Jpeg, new PictureSize(200, 100)),
        ["jpeg in a coding that no PDF knows"] = ([0xFF, 0xD8, 0xFF, 0xC9, 0, 17, 12, 0, 100, 0, 200, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1], FileKinds.Jpeg, new PictureSize(200, 100)),
        ["jpeg without a frame"] = ([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xD9], FileKinds.Jpeg, null),
        ["gif"] = ([.. "GIF89a"u8, 0x40, 1, 0xF0, 0, .. new byte[20]], FileKinds.Gif, new PictureSize(320, 240)),
        ["bmp from top to bottom"] = (Bitmap(40, 320, -240), FileKinds.Bmp, new PictureSize(320, 240)),
        ["bmp of old"] = (Bitmap(12, 320 | (240 << 16), 0), FileKinds.Bmp, new PictureSize(320, 240)),
        ["webp with a canvas"] = (WebP("VP8X", 10, 0, 0, 0, 0, 0, 0, 0, 0x3F, 1, 0, 0xEF, 0, 0), FileKinds.WebP, new PictureSize(320, 240)),
        ["webp without loss"] = (WebP("VP8L", 0, 0, 0, 0, 0x2F, 0x3F, 0xC1, 0x3B, 0, 0, 0, 0), FileKinds.WebP, new PictureSize(320, 240)),
        ["webp with loss"] = (WebP("VP8 ", 0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0x40, 1, 0xF0, 0), FileKinds.WebP, new PictureSize(320, 240)),
        ["webp of another kind"] = (WebP("JUNK", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), FileKinds.WebP, null),
    };

    public static TheoryData<string> Names => [.. Pictures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_read_or_it_is_none(string what)
    {
        var (content, format, size) = Pictures[what];

        Assert.Equal(size, PictureSize.Read(new MemoryStream(content), format));
    }

    [Fact]
    public void Damaged_headers_never_throw()
    {
        var random = new Random(6016);
        for (var round = 0; round < 4000; round++)
        {
            var (content, format, _) = Pictures.Values.ElementAt(round % Pictures.Count);
            var damaged = (byte[])content.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            var size = PictureSize.Read(new MemoryStream(damaged, 0, random.Next(1, damaged.Length + 1)), format);

            Assert.True(size is null or { Width: > 0, Height: > 0 });
        }
    }

    private static byte[] Bitmap(uint header, int width, int height)
    {
        var file = new byte[64];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(14), header);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        return file;
    }

    private static byte[] WebP(string kind, params byte[] data) => [.. "RIFF"u8, 50, 0, 0, 0, .. "WEBP"u8, .. System.Text.Encoding.ASCII.GetBytes(kind), .. data, .. new byte[12]];
}

/// <summary>Small pictures are made by the printing browser, after the scan, and go out under the rights of the file itself.</summary>
public sealed class ThumbnailTests(ScannedSite site) : IClassFixture<ScannedSite>
{
    [Fact]
    public async Task A_picture_gets_a_small_one_after_its_scan_and_nobody_sees_it_who_may_not_see_the_file()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org6");
        while (await site.ScanAsync() || await MakeAsync())
        {
        }

        using var large = DemoFiles.Picture(7);
        var file = await AttachAsync(id, large.ToArray(), "现场.png");
        var broken = await AttachAsync(id, SampleFiles.Picture(3, 3)[..40], "坏图.png");
        using var owner = await site.LogInAsync("org6");
        using var other = await site.LogInAsync("org7");
        await owner.GetAsync($"/applications/{id}");
        var address = $"/applications/{id}/files/{file.Id}?handler=Thumbnail";

        var beforeScan = await MakeAsync();
        using var none = await owner.Client.GetAsync(new Uri(address, UriKind.Relative));
        while (await site.ScanAsync())
        {
        }

        Assert.True(await MakeAsync());
        Assert.True(await MakeAsync());
        Assert.False(await MakeAsync());
        var section = await owner.GetAsync($"/applications/{id}/sections/quality");
        using var small = await owner.Client.GetAsync(new Uri(address, UriKind.Relative));
        var content = await small.Content.ReadAsByteArrayAsync();

        Assert.False(beforeScan);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg", "nosniff"), (small.StatusCode, small.Content.Headers.ContentType?.MediaType, small.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(new PictureSize(320, 240), PictureSize.Read(new MemoryStream(content), FileKinds.Jpeg));
        Assert.Contains(section.All(".qa-file-picture"), p => p.GetAttribute("src")!.EndsWith(address, StringComparison.Ordinal));
        Assert.Equal((ThumbnailState.Made, ThumbnailState.Failed), (await StateAsync(file), await StateAsync(broken)));
        await other.GetAsync(address, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_quarantined_has_no_small_picture_either()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org8");
        using var picture = DemoFiles.Picture(11);
        var file = await AttachAsync(id, picture.ToArray(), "现场.png", "org8");
        while (await site.ScanAsync() || await MakeAsync())
        {
        }

        await site.ReadAsync(async db =>
        {
            var record = await db.Set<FileRecord>().SingleAsync(f => f.Sha256 == file.Sha256);
            record.Quarantine("Later-Found", site.Clock.GetUtcNow());
            return await db.SaveChangesAsync();
        });
        await site.InScopeAsync(s => { s.GetRequiredService<IFileStore>().Quarantine(file.Sha256); return Task.CompletedTask; });
        using var owner = await site.LogInAsync("org8");
        await owner.GetAsync($"/applications/{id}");

        var refused = await owner.GetAsync($"/applications/{id}/files/{file.Id}?handler=Thumbnail", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("Later-Found", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Null(await site.InScopeAsync(s => Task.FromResult(s.GetRequiredService<IFileStore>().OpenThumbnail(file.Sha256))));
    }

    private Task<bool> MakeAsync() => site.InScopeAsync(services => services.GetRequiredService<MakeThumbnails>().RunAsync(default));

    private Task<Attachment> AttachAsync(Guid id, byte[] content, string name, string userName = "org6") =>
        site.DoAsync<AttachFile, Attachment>(userName, (o, a) => o.RunAsync(id, "quality", "qms-certificate", new MemoryStream(content), name, a, default));

    private Task<ThumbnailState> StateAsync(Attachment file) => site.ReadAsync(db => db.Set<FileRecord>().Where(f => f.Sha256 == file.Sha256).Select(f => f.Thumbnail).SingleAsync());
}
