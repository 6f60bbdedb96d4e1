using System.Reflection;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>
/// The SQL that EF Core cannot express (triggers, checks), one embedded file each in <c>Persistence/Sql</c>.
/// <c>./dev migration --reset</c> lets the regenerated <c>Initial</c> run all of them, in the order of their names.
/// </summary>
public static class SqlScripts
{
    private const string Prefix = "QualityAward.Infrastructure.Persistence.Sql.";
    private static readonly Assembly Assembly = typeof(SqlScripts).Assembly;

    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"There is no Persistence/Sql/{name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
