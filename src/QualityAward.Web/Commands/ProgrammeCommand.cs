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
                return await CheckAsync(root, root, output);
            case ["check", var folder]:
                return await CheckAsync(folder, root, output);
            case ["diff", var before, var after]:
                return await DiffAsync(before, after, root, output, pinned);
            default:
                await output.WriteLineAsync("用法：programme check [文件夹]；programme diff 甲 乙（奖项文件夹、.json 或 round:编号）。");
                return 2;
        }
    }

    private static async Task<int> CheckAsync(string folder, string root, TextWriter output)
    {
        var full = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        IReadOnlyList<string> codes;
        using var beside = BesideTheOthers.Of(full, root);
        if (File.Exists(Path.Combine(full, "programme.jsonc")))
        {
            codes = [Path.GetFileName(full)];
            full = beside.Root;
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

    private static async Task<int> DiffAsync(string before, string after, string root, TextWriter output, Func<Guid, Task<ProgrammePack?>>? pinned)
    {
        try
        {
            var changes = PackDiff.Of(await ReadAsync(before, root, pinned), await ReadAsync(after, root, pinned));
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

    private static async Task<ProgrammePack> ReadAsync(string what, string root, Func<Guid, Task<ProgrammePack?>>? pinned)
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
        if (!Directory.Exists(full))
        {
            throw new PackException(what, line: null, "文件夹不存在。");
        }

        using var beside = BesideTheOthers.Of(full, root);
        return PackReader.Read(beside.Root, Path.GetFileName(full));
    }

    /// <summary>A programme's folder beside the shared data: where it lies, or in a copy when it lies alone (奖项数据并置).</summary>
    private sealed class BesideTheOthers : IDisposable
    {
        private readonly bool _isCopy;

        private BesideTheOthers(string root, bool isCopy) => (Root, _isCopy) = (root, isCopy);

        public string Root { get; }

        public static BesideTheOthers Of(string folder, string shared)
        {
            var parent = Path.GetDirectoryName(folder)!;
            if (File.Exists(Path.Combine(parent, AuthorityReader.FileName)) || !File.Exists(Path.Combine(folder, "programme.jsonc")))
            {
                return new BesideTheOthers(parent, isCopy: false);
            }

            var copy = Directory.CreateTempSubdirectory("programmes-").FullName;
            foreach (var (from, to) in new[] { (shared, copy), (folder, Path.Combine(copy, Path.GetFileName(folder))) })
            {
                foreach (var file in Directory.EnumerateFiles(from, "*.jsonc", SearchOption.AllDirectories))
                {
                    var target = Path.Combine(to, Path.GetRelativePath(from, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    File.Copy(file, target, overwrite: true);
                }
            }

            return new BesideTheOthers(copy, isCopy: true);
        }

        public void Dispose()
        {
            if (_isCopy)
            {
                Directory.Delete(Root, recursive: true);
            }
        }
    }
}
