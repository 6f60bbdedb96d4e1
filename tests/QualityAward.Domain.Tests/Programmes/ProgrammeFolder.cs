namespace QualityAward.Domain.Tests.Programmes;

/// <summary>A copy of the real programme data that a test may break; removed afterwards.</summary>
internal sealed class ProgrammeFolder : IDisposable
{
    public ProgrammeFolder()
    {
        foreach (var file in Directory.EnumerateFiles(Real, "*.jsonc", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Root, Path.GetRelativePath(Real, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The data beside the program, as it is shipped.</summary>
    public static string Real => Path.Combine(AppContext.BaseDirectory, "Programmes");

    public string Root { get; } = Directory.CreateTempSubdirectory("programmes").FullName;

    /// <summary>The county award of the documentation, put beside the others.</summary>
    public void AddExample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "QualityAward.sln")))
        {
            folder = folder.Parent!;
        }

        var example = Path.Combine(folder.FullName, "docs", "examples");
        foreach (var file in Directory.EnumerateFiles(example, "*.jsonc", SearchOption.AllDirectories))
        {
            Write(Path.GetRelativePath(example, file), File.ReadAllText(file));
        }
    }

    /// <summary>Replaces the first place where the text stands, which must be there; returns its line.</summary>
    public int Change(string file, string old, string with)
    {
        var path = Path.Combine(Root, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} does not contain {old}");
        File.WriteAllText(path, text[..at] + with + text[(at + old.Length)..]);
        return text.AsSpan(0, at).Count('\n') + 1;
    }

    /// <summary>Writes a file of a programme that is not there yet.</summary>
    public void Write(string file, string text)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
