using System.Globalization;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands;

namespace QualityAward.Web.Tests.Programmes;

public sealed class ProgrammeCommandTests : IDisposable
{
    private static readonly string Real = Path.Combine(Checkout.Root, "src", "Programmes");

    private readonly string _root = Directory.CreateTempSubdirectory("qa-programmes-").FullName;

    public ProgrammeCommandTests()
    {
        foreach (var file in Directory.EnumerateFiles(Real, "*.jsonc", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_root, Path.GetRelativePath(Real, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [Fact]
    public async Task The_shipped_programmes_are_without_fault()
    {
        var (code, lines) = await RunAsync("check");

        Assert.Equal((0, "已检查 jiangsu-governor、lianyungang-mayor、lianyungang-zone、wuhan-mayor，没有问题。"), (code, Assert.Single(lines)));
    }

    [Fact]
    public async Task Every_fault_is_listed_with_file_and_line_and_the_exit_code_is_1()
    {
        Change("wuhan-mayor/programme.jsonc", "\"owner\": \"wh\"", "\"owner\": \"nowhere\"");
        Change("lianyungang-mayor/programme.jsonc", "\"yuan\": 500000", "\"yuan\": 0");
        Change("lianyungang-mayor/forms/individual.jsonc", "\"label\": \"组织类型\"", "\"lable\": \"组织类型\"");

        var (all, lines) = await RunAsync("check", _root);
        var (one, oneLines) = await RunAsync("check", Path.Combine(_root, "jiangsu-governor") + "/");

        Assert.Equal((1, 0), (all, one));
        Assert.Contains(lines, l => l.StartsWith("lianyungang-mayor/forms/individual.jsonc 第 ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("wuhan-mayor/programme.jsonc 第 ", StringComparison.Ordinal) && l.EndsWith("主办机关“nowhere”不在机关数据中。", StringComparison.Ordinal));
        // An unknown owner leaves its channels without anybody, too.
        Assert.Equal("已检查 jiangsu-governor、lianyungang-mayor、lianyungang-zone、wuhan-mayor，共 3 处问题。", lines[^1]);
        Assert.Equal(["已检查 jiangsu-governor，没有问题。"], oneLines);
    }

    [Fact]
    public async Task A_folder_that_lies_elsewhere_is_checked_as_if_it_lay_beside_the_others()
    {
        Assert.Equal((0, "已检查 donghai-county，没有问题。"), await OneLineAsync("check", Path.Combine(Checkout.Root, "docs", "examples", "donghai-county")));

        async Task<(int, string)> OneLineAsync(params string[] args)
        {
            var (code, lines) = await RunAsync(args);
            return (code, Assert.Single(lines));
        }
    }

    [Fact]
    public async Task Two_folders_are_compared_in_words()
    {
        Change("lianyungang-mayor/programme.jsonc", "\"limit\": 3,", "\"limit\": 5,");

        var (code, lines) = await RunAsync("diff", Path.Combine(Real, "lianyungang-mayor"), Path.Combine(_root, "lianyungang-mayor"));
        var (same, none) = await RunAsync("diff", Path.Combine(Real, "wuhan-mayor"), Path.Combine(_root, "wuhan-mayor"));

        Assert.Equal((0, 0), (code, same));
        Assert.Equal(["等次“连云港市市长质量奖”：名额上限由 3 改为 5", "共 1 处变化。"], lines);
        Assert.Equal(["没有变化。"], none);
    }

    [Fact]
    public async Task A_packs_canonical_file_is_compared_too()
    {
        var file = Path.Combine(_root, "pinned.json");
        await File.WriteAllTextAsync(file, PackJson.Serialize(PackReader.Read(Real, "wuhan-mayor")));

        Assert.Equal(["没有变化。"], (await RunAsync("diff", file, Path.Combine(Real, "wuhan-mayor"))).Lines);
        await File.WriteAllTextAsync(file, "{ \"code\": 1 }");
        Assert.Equal(2, (await RunAsync("diff", file, Path.Combine(Real, "wuhan-mayor"))).Code);
    }

    [Fact]
    public async Task What_cannot_be_done_says_why()
    {
        Assert.Equal(2, (await RunAsync("check", Path.Combine(_root, "shared"))).Code);
        Assert.Equal(2, (await RunAsync("diff", _root + "/nothing", _root + "/wuhan-mayor")).Code);
        Assert.Equal(2, (await RunAsync("diff", $"round:{Guid.NewGuid()}", _root + "/wuhan-mayor")).Code);
        Assert.Equal(2, (await RunAsync("paint")).Code);
        await File.WriteAllTextAsync(Path.Combine(_root, "wuhan-mayor", "stages.jsonc"), "{");
        var (broken, lines) = await RunAsync("diff", Path.Combine(Real, "wuhan-mayor"), Path.Combine(_root, "wuhan-mayor"));
        Assert.Equal(2, broken);
        Assert.StartsWith("wuhan-mayor/stages.jsonc 第 1 行：无法读取：", Assert.Single(lines), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static async Task<(int Code, string[] Lines)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await ProgrammeCommand.RunAsync(args, Real, output);
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private void Change(string file, string old, string with)
    {
        var path = Path.Combine(_root, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, old);
        File.WriteAllText(path, text[..at] + with + text[(at + old.Length)..]);
    }
}
