using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Testing;

/// <summary>
/// A database of one's own on the real PostgreSQL, cloned from a migrated template in some 50 ms. The template carries a hash of
/// all migrations (and of the code that filled it) in its name, so runs share it and never meet a stale one.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);
    private readonly string _name;

    private TestDatabase(string name)
    {
        _name = name;
        ConnectionString = ConnectionStringTo(name);
    }

    public string ConnectionString { get; }

    /// <summary>Connects to the maintenance database; `./dev test` sets it, `./dev db start` serves the fallback.</summary>
    private static string Admin { get; } = Environment.GetEnvironmentVariable("QA_TEST_DB") ?? TestSettings.DevelopmentDatabase("postgres");

    /// <param name="fill">Fills a template once after migration; null for an empty database.</param>
    /// <param name="fillKey">Names what <paramref name="fill"/> does and the version of the code that does it.</param>
    public static async Task<TestDatabase> CreateAsync(Func<string, Task>? fill = null, string fillKey = "")
    {
        var template = await TemplateAsync(fill, fillKey);
        var name = "qa_test_" + RandomNumberGenerator.GetHexString(12, lowercase: true);
        await using var admin = await OpenAdminAsync();
        await ExecuteAsync(admin, $"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(name);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await using var admin = await OpenAdminAsync();
        await ExecuteAsync(admin, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static Task<string> TemplateAsync(Func<string, Task>? fill, string fillKey)
        => Templates.GetOrAdd(fillKey, _ => new Lazy<Task<string>>(() => MakeTemplateAsync(fill, fillKey))).Value;

    private static async Task<string> MakeTemplateAsync(Func<string, Task>? fill, string fillKey)
    {
        var name = "qa_template_" + Hash(MigrationScript() + fillKey);
        // Test projects may run side by side: one makes the template, the others wait. A half-made one never gets the name.
        await using var admin = await OpenAdminAsync();
        await ExecuteAsync(admin, "SELECT pg_advisory_lock(5719580)");
        await using (var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", admin) { Parameters = { new() { Value = name } } })
        {
            if (await exists.ExecuteScalarAsync() is not null)
            {
                return name;
            }
        }

        var draft = name + "_draft";
        await ExecuteAsync(admin, $"DROP DATABASE IF EXISTS {draft} WITH (FORCE)");
        await ExecuteAsync(admin, $"CREATE DATABASE {draft}");
        var connectionString = ConnectionStringTo(draft);
        await using (var db = Context(connectionString))
        {
            await db.Database.MigrateAsync();
        }

        if (fill is not null)
        {
            await fill(connectionString);
        }

        // The site has a pool of its own, by its own connection string.
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(admin, $"ALTER DATABASE {draft} RENAME TO {name}");
        return name;
    }

    private static string MigrationScript()
    {
        using var db = Context(Admin);
        return db.GetService<IMigrator>().GenerateScript();
    }

    private static QualityAwardDbContext Context(string connectionString)
        => new(new DbContextOptionsBuilder<QualityAwardDbContext>().UseNpgsql(connectionString).Options, TestSettings.Cipher, TestSettings.Sealer, QualityAward.Domain.Notifications.MessageCatalogue.None);

    private static string ConnectionStringTo(string database)
        // Small pools: many hosts share one server.
        => new NpgsqlConnectionStringBuilder(Admin) { Database = database, MaxPoolSize = 20 }.ConnectionString;

    private static async Task<NpgsqlConnection> OpenAdminAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Admin) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync();
        }
        catch (NpgsqlException problem)
        {
            await connection.DisposeAsync();
            throw new InvalidOperationException("The tests need PostgreSQL: run ./dev test, or ./dev db start before testing from an IDE.", problem);
        }

        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
