using System.Text.Json;
using Npgsql;
using QualityAward.Infrastructure.Audit;
using QualityAward.Infrastructure.Integrity;

namespace QualityAward.Testing;

/// <summary>The settings of a site under test; the keys are worth nothing.</summary>
internal static class TestSettings
{
    private const string Key = "dGVzdHMtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE=";

    public static IReadOnlyDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PersonalData:CurrentKey"] = "tests",
        // Development adds a key of its own.
        ["PersonalData:LookupKey"] = "tests",
        ["PersonalData:Keys:tests"] = Key,
        ["Audit:Key"] = Key,
        // Tests take each step of a job themselves.
        ["Jobs:Enabled"] = "false",
        // Machines that run tests are busy.
        ["Printing:TimeoutSeconds"] = "240",
    };

    // EF Core keeps the first model of a process, and with it its cipher: so all sites of a run have the same keys.
    public static PersonalDataCipher Cipher { get; } = new(new PersonalDataOptions { CurrentKey = "tests", Keys = { ["tests"] = Key } });

    public static AuditSealer Sealer { get; } = new(Convert.FromBase64String(Key));

    /// <summary>What `./dev db start` serves on its default port, for tests started from an IDE.</summary>
    public static string DevelopmentDatabase(string database)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "src", "QualityAward.Web", "appsettings.Development.json")));
        var connectionString = settings.RootElement.GetProperty("ConnectionStrings").GetProperty("Default").GetString();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;
    }
}
