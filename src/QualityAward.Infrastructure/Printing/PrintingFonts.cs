using System.Collections;
using System.Xml.Linq;

namespace QualityAward.Infrastructure.Printing;

/// <summary>
/// A font configuration for the printing browser (打印字体) that knows our folders only. So paper looks the same on every machine, the
/// TrueType fonts are embedded as such (Chromium draws the system's CFF collections as Type 3), and no font travels over a channel.
/// </summary>
internal sealed class PrintingFonts(IEnumerable<string> folders) : IDisposable
{
    private readonly List<string> _folders = folders.ToList();
    private string? _scratch;

    /// <summary>The environment to start the browser with.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment()
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        var present = _folders.FindAll(Directory.Exists);
        // Only Linux's Chromium reads fontconfig. Without our own fonts the machine's are better than none.
        if (OperatingSystem.IsLinux() && present.Count > 0)
        {
            environment["FONTCONFIG_FILE"] = Write(present);
        }

        return environment;
    }

    public void Dispose()
    {
        if (_scratch is not null && Directory.Exists(_scratch))
        {
            Directory.Delete(_scratch, recursive: true);
        }
    }

    private string Write(List<string> present)
    {
        _scratch ??= Directory.CreateTempSubdirectory("qualityaward-fonts-").FullName;
        var path = Path.Combine(_scratch, "fonts.conf");
        new XDocument(
            new XDocumentType("fontconfig", publicId: null, "fonts.dtd", internalSubset: null),
            new XElement(
                "fontconfig",
                present.Select(folder => new XElement("dir", folder)),
                new XElement("cachedir", Path.Combine(_scratch, "cache")),
                Generic("sans-serif", "Noto Sans SC"),
                Generic("serif", "Noto Serif SC"),
                Generic("monospace", "Noto Sans SC"))).Save(path);
        return path;
    }

    private static XElement Generic(string name, string family) =>
        new("alias", new XElement("family", name), new XElement("prefer", new XElement("family", family)));
}
