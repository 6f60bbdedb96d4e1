using System.Security.Cryptography;
using QualityAward.Domain;
using QualityAward.Infrastructure.Files;

namespace QualityAward.Web.Tests.Files;

public sealed class DiskFileStoreTests : IDisposable
{
    private static readonly FileRule Anything = FileRule.AnyKind(1024 * 1024);

    private readonly string _root = Directory.CreateTempSubdirectory("qa-files-").FullName;
    private readonly DiskFileStore _store;

    public DiskFileStoreTests() => _store = new DiskFileStore(new FileStoreOptions { Root = _root });

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_file_is_kept_under_its_hash()
    {
        var content = SampleFiles.Pdf();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));

        var outcome = await Save(content, "自我评价报告.pdf");

        Assert.Equal(new StoredFile(hash, content.Length, "application/pdf"), outcome.File);
        Assert.Null(outcome.Message);
        Assert.True(_store.Exists(hash));
        Assert.True(File.Exists(Path.Combine(_root, hash[..2], hash[2..4], hash)));
        await using var stream = _store.OpenRead(hash);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task The_same_content_is_kept_once()
    {
        var first = await Save(SampleFiles.Pdf(), "a.pdf");
        var second = await Save(SampleFiles.Pdf(), "b.pdf");

        Assert.Equal(first.File, second.File);
        Assert.Single(Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Many_at_once_do_not_disturb_each_other()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Save(SampleFiles.Pdf($"{number % 4}"), "a.pdf")));

        Assert.All(outcomes, outcome => Assert.Equal(FileVerdict.Accepted, outcome.Verdict));
        Assert.Equal(4, Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_cut_off_file_in_the_store_is_replaced()
    {
        var file = (await Save(SampleFiles.Pdf(), "a.pdf")).File!;
        await File.WriteAllTextAsync(Path.Combine(_root, file.Sha256[..2], file.Sha256[2..4], file.Sha256), "%PDF");

        await Save(SampleFiles.Pdf(), "a.pdf");

        await using var stream = _store.OpenRead(file.Sha256);
        Assert.Equal(file.Length, stream.Length);
    }

    [Theory]
    [InlineData("evil.exe", FileVerdict.NameContradictsContent, "扩展名")]
    [InlineData("表.xlsx", FileVerdict.NameContradictsContent, "扩展名")]
    [InlineData("报告.PDF", FileVerdict.Accepted, null)]
    [InlineData("没有扩展名", FileVerdict.Accepted, null)]
    public async Task The_name_may_not_contradict_the_content(string name, FileVerdict expected, string? says)
    {
        var outcome = await Save(SampleFiles.Pdf(), name);

        Assert.Equal(expected, outcome.Verdict);
        Assert.Contains(says ?? "", outcome.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_with_another_picture_ending_is_fine() =>
        Assert.Equal("image/png", (await Save(SampleFiles.Png, "照片.jpg")).File?.ContentType);

    [Fact]
    public async Task A_zip_named_pdf_is_refused_and_leaves_nothing()
    {
        var outcome = await Save(SampleFiles.Zip(("a.txt", "a")), "证明.pdf");

        Assert.Equal(FileVerdict.UnknownContent, outcome.Verdict);
        Assert.Null(outcome.File);
        Assert.Contains("证明.pdf", outcome.Message, StringComparison.Ordinal);
        Assert.Equal("evidence", Assert.Single(Assert.Throws<InvalidInputException>(() => outcome.OrInvalid("evidence")).Problems).Field);
        Assert.Empty(Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Only_the_kinds_of_the_rule_are_taken()
    {
        var outcome = await Save(SampleFiles.Png, "a.png", new FileRule(1024, [FileKind.Pdf]));

        Assert.Equal(FileVerdict.KindNotAllowed, outcome.Verdict);
        Assert.Contains("请上传PDF", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_holds_while_streaming()
    {
        using var endless = new EndlessStream();

        var outcome = await _store.SaveAsync(endless, "a.pdf", FileRule.AnyKind(2 * 1024 * 1024), default);

        Assert.Equal(FileVerdict.TooLarge, outcome.Verdict);
        Assert.Contains("超过 2 MB", outcome.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Delivered, 2 * 1024 * 1024, 3 * 1024 * 1024);
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Exactly_the_limit_is_allowed()
    {
        var content = SampleFiles.Pdf();
        Assert.Equal(FileVerdict.Accepted, (await Save(content, "a.pdf", FileRule.AnyKind(content.Length))).Verdict);
        Assert.Equal(FileVerdict.TooLarge, (await Save(content, "a.pdf", FileRule.AnyKind(content.Length - 1))).Verdict);
    }

    [Fact]
    public async Task The_limit_of_the_house_goes_before_the_rule()
    {
        var store = new DiskFileStore(new FileStoreOptions { Root = _root, MaxBytes = 4 });
        var outcome = await store.SaveAsync(new MemoryStream(SampleFiles.Pdf()), "a.pdf", Anything, default);
        Assert.Equal(FileVerdict.TooLarge, outcome.Verdict);
    }

    [Fact]
    public async Task An_interrupted_upload_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _store.SaveAsync(new MemoryStream(SampleFiles.Pdf()), "a.pdf", Anything, new CancellationToken(canceled: true)));
        Assert.Empty(Incoming());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("../../../../../../../../../../../../../../../../../../../etc/passwd")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    public void Nothing_but_a_hash_becomes_a_path(string sha256)
    {
        Assert.Throws<ArgumentException>(() => _store.OpenRead(sha256));
        Assert.Throws<ArgumentException>(() => _store.Exists(sha256));
    }

    [Fact]
    public void Abandoned_uploads_are_removed()
    {
        var now = new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.FromHours(8));
        foreach (var (name, age) in new[] { ("old", 48), ("new", 1) })
        {
            var path = Path.Combine(_root, "incoming", name);
            File.WriteAllText(path, "");
            File.SetLastWriteTimeUtc(path, now.AddHours(-age).UtcDateTime);
        }

        Assert.Equal(1, _store.RemoveAbandonedUploads(now.AddDays(-1)));
        Assert.Equal("new", Path.GetFileName(Assert.Single(Incoming())));
    }

    [Fact]
    public void Without_a_root_there_is_no_store() =>
        Assert.Throws<InvalidOperationException>(() => new DiskFileStore(new FileStoreOptions()));

    private string[] Incoming() => Directory.GetFiles(Path.Combine(_root, "incoming"));

    private Task<FileOutcome> Save(byte[] content, string name, FileRule? rule = null) =>
        _store.SaveAsync(new MemoryStream(content), name, rule ?? Anything, default);

    private sealed class EndlessStream : MemoryStream
    {
        public long Delivered { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Delivered += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
