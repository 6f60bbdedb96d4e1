using System.Globalization;

namespace QualityAward.Benchmarks;

/// <summary>CPU time of PostgreSQL's backends of one database, from /proc; zero where there is none.</summary>
internal static class BackendTime
{
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(string database)
    {
        if (!Directory.Exists("/proc"))
        {
            return TimeSpan.Zero;
        }

        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])))
        {
            try
            {
                // A backend names itself "postgres: user database address state".
                if (File.ReadAllText(Path.Combine(folder, "cmdline")) is var line && line.StartsWith("postgres: ", StringComparison.Ordinal) && line.Contains($" {database} ", StringComparison.Ordinal))
                {
                    // Behind the name in brackets, which may hold blanks, user and system time are the 12th and 13th.
                    var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                    var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                    ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
            catch (UnauthorizedAccessException)
            {
                // Somebody else's process.
            }
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }
}
