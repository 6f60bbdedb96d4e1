using QualityAward.Infrastructure.Files;

namespace QualityAward.Web.Tests.Files;

public sealed class ClamAvScannerTests
{
    private static MemoryStream Infected => new([.. "%PDF-1.7\n"u8, .. FakeClamd.Eicar]);

    [Fact]
    public async Task Clean_and_infected_contents_are_told_apart()
    {
        await using var clamd = new FakeClamd();
        var scanner = ScannerFor(clamd);

        Assert.Equal(new ScanOutcome(ScanVerdict.Clean), await scanner.ScanAsync(new MemoryStream(SampleFiles.Pdf()), default));
        Assert.Equal(new ScanOutcome(ScanVerdict.Infected, "Eicar-Test-Signature"), await scanner.ScanAsync(Infected, default));
        Assert.Null(await scanner.ProblemAsync(default));
    }

    [Fact]
    public async Task A_content_of_several_chunks_arrives_whole()
    {
        await using var clamd = new FakeClamd();

        var outcome = await ScannerFor(clamd).ScanAsync(new MemoryStream(new byte[1_000_001]), default);

        Assert.Equal(ScanVerdict.Clean, outcome.Verdict);
        Assert.Equal(1_000_001, clamd.LastLength);
    }

    [Fact]
    public async Task A_content_beyond_the_daemons_limit_has_no_verdict()
    {
        await using var clamd = new FakeClamd { Limit = 100_000 };

        var outcome = await ScannerFor(clamd).ScanAsync(new MemoryStream(new byte[30_000_000]), default);

        // What it says last may be lost when it hangs up in the middle.
        Assert.Equal(ScanVerdict.Failed, outcome.Verdict);
        Assert.Contains(outcome.Detail, new[] { "文件超过病毒检查服务的大小上限", "病毒检查服务没有应答", "无法连接病毒检查服务" });
    }

    [Theory]
    [InlineData("", "病毒检查服务没有应答")]
    [InlineData("stream: Can't open file ERROR", "病毒检查服务应答异常：Can't open file ERROR")]
    [InlineData("stream: ok", "病毒检查服务应答异常：ok")]
    public async Task Anything_but_a_verdict_is_none(string says, string detail)
    {
        await using var clamd = new FakeClamd { Says = says };

        Assert.Equal(new ScanOutcome(ScanVerdict.Failed, detail), await ScannerFor(clamd).ScanAsync(Infected, default));
    }

    [Fact]
    public async Task A_daemon_that_is_silent_or_off_is_a_problem_and_no_exception()
    {
        await using var clamd = new FakeClamd { IsSilent = true };
        var scanner = ScannerFor(clamd);

        Assert.Equal(new ScanOutcome(ScanVerdict.Failed, "病毒检查服务应答超时"), await scanner.ScanAsync(Infected, default));
        await clamd.SwitchOffAsync();
        Assert.Equal(new ScanOutcome(ScanVerdict.Failed, "无法连接病毒检查服务"), await scanner.ScanAsync(Infected, default));
        Assert.Equal("无法连接病毒检查服务", await scanner.ProblemAsync(default));
    }

    [Theory]
    [InlineData("127.0.0.1:3310")]
    [InlineData("http://127.0.0.1")]
    [InlineData("unix://")]
    public void An_address_that_is_none_stops_the_start(string address) =>
        Assert.Contains("Files:ClamAv:Address", Assert.Throws<InvalidOperationException>(() => new ClamAvScanner(new ClamAvOptions { Address = address })).Message, StringComparison.Ordinal);

    private static ClamAvScanner ScannerFor(FakeClamd clamd) => new(new ClamAvOptions { Address = clamd.Address, TimeoutSeconds = 1 });
}
