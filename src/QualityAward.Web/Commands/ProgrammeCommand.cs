using System.Text.Json;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Web.Commands;

/// <summary>
/// 奖项数据命令: <c>programme check [folder]</c> says everything that is wrong with packs, <c>programme diff A B</c> what changes from one to the other. A and B
/// are a programme's folder, a pack's canonical JSON (<c>.json</c>), or <c>round:ID</c> for the pack that a round has pinned.
/// </summary>
public static class ProgrammeCommand
{
    private const string RoundPrefix = "round:";

    /// <summary>True when the database is needed.</summary>
    public static bool NeedsRounds(IReadOnlyList<string> args) => args.Any(a => a.StartsWith(RoundPrefix, StringComparison.Ordinal));

    /// <param name="args">What follows <c>programme</c>.</param>
    /// <param name="root">Folder of the programme data that is checked without a folder.</param>
    /// <param name="output">Where the findings go.</param>
    /// <param name="pinned">Reads a round's pack; null: there is no database.</param>
    /// <returns>0: nothing wrong; 1: faults were found; 2: it could not be done.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, string root, TextWriter output, Func<Guid, Task<ProgrammePack?>>? pinned = null)
    {
        switch (args)
        {
            case ["check"]:
                return await CheckAsync(root, output);
            case ["check", var folder]:
                return await CheckAsync(folder, output);
            case ["diff", var before, var after]:
                return await DiffAsync(before, after, output, pinned);
            default:
                await output.WriteLineAsync("用法：programme check [文件夹]；programme diff 甲 乙（奖项文件夹、.json 或 round:编号）。");
                return 2;
        }
    }

    private static async Task<int> CheckAsync(string folder, TextWriter output)
    {
        var full = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        IReadOnlyList<string> codes;
        if (File.Exists(Path.Combine(full, "programme.jsonc")))
        {
            codes = [Path.GetFileName(full)];
            full = Path.GetDirectoryName(full)!;
        }
        else if (File.Exists(Path.Combine(full, AuthorityReader.FileName)))
        {
            codes = ProgrammeCatalogue.CodesIn(full);
        }
        else
        {
            await output.WriteLineAsync($"“{folder}”不是奖项数据：既没有 programme.jsonc，也没有 {AuthorityReader.FileName}。");
            return 2;
        }

        var faults = ProgrammeCatalogue.Check(full, codes);
        foreach (var fault in faults)
        {
            await output.WriteLineAsync(fault.Message);
        }

        await output.WriteLineAsync(faults.Count == 0 ? $"已检查 {string.Join('、', codes)}，没有问题。" : $"已检查 {string.Join('、', codes)}，共 {faults.Count} 处问题。");
        return faults.Count == 0 ? 0 : 1;
    }

    private static async Task<int> DiffAsync(string before, string after, TextWriter output, Func<Guid, Task<ProgrammePack?>>? pinned)
    {
        try
        {
            var changes = PackDiff.Of(await ReadAsync(before, pinned), await ReadAsync(after, pinned));
            foreach (var change in changes)
            {
                await output.WriteLineAsync(change.ToString());
            }

            await output.WriteLineAsync(changes.Count == 0 ? "没有变化。" : $"共 {changes.Count} 处变化。");
            return 0;
        }
        catch (PackException fault)
        {
            await output.WriteLineAsync(fault.Message);
            return 2;
        }
    }

    private static async Task<ProgrammePack> ReadAsync(string what, Func<Guid, Task<ProgrammePack?>>? pinned)
    {
        if (what.StartsWith(RoundPrefix, StringComparison.Ordinal))
        {
            return Guid.TryParse(what[RoundPrefix.Length..], out var id) && pinned is not null && await pinned(id) is { } pack ? pack : throw new PackException(what, line: null, "没有这一届评奖。");
        }

        if (what.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(what))
        {
            try
            {
                return PackJson.Deserialize(await File.ReadAllTextAsync(what));
            }
            catch (JsonException fault)
            {
                throw new PackException(Path.GetFileName(what), (int?)(fault.LineNumber + 1), $"无法读取：{fault.Message}", fault);
            }
        }

        var full = Path.GetFullPath(what).TrimEnd(Path.DirectorySeparatorChar);
        return Directory.Exists(full) ? PackReader.Read(Path.GetDirectoryName(full)!, Path.GetFileName(full)) : throw new PackException(what, line: null, "文件夹不存在。");
    }
}
