using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace QualityAward.Benchmarks;

/// <summary>
/// The least that a durable save can cost on this machine: Kestrel, one route, one prepared upsert with the version check, in a process of its own.
/// No account, no rights, no rules. The autosave is measured beside it.
/// </summary>
internal static class BareEndpoint
{
    private const string Upsert =
        """
        insert into bare_sections (application_id, section_id, answers, version, saved_at, saved_by) values ($1, $2, $3, 1, now(), 'bare')
        on conflict (application_id, section_id) do update set answers = excluded.answers, version = bare_sections.version + 1, saved_at = excluded.saved_at
        where bare_sections.version = $4
        returning version
        """;

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("ConnectionStrings__Default")
            ?? throw new InvalidOperationException("ConnectionStrings__Default is not set.")));
        var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.MapPost("/save/{id:guid}/{section}/{version:int}", async (Guid id, string section, int version, HttpRequest request, NpgsqlDataSource source) =>
        {
            using var reader = new StreamReader(request.Body);
            var answers = await reader.ReadToEndAsync();
            await using var command = source.CreateCommand(Upsert);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = section });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = answers, NpgsqlDbType = NpgsqlDbType.Jsonb });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
            return await command.ExecuteScalarAsync() is int saved ? Results.Json(new Saved(saved)) : Results.Conflict();
        });
        await app.RunAsync();
        return 0;
    }

    /// <summary>The same table as the sections of applications, empty, with the rows that the measurement will save.</summary>
    public static async Task PrepareAsync(NpgsqlDataSource source, string sectionId)
    {
        await using var command = source.CreateCommand(
            """
            drop table if exists bare_sections;
            create table bare_sections (like application_sections including all);
            alter table bare_sections alter column unconfirmed set default '[]';
            """);
        await command.ExecuteNonQueryAsync();
        await using var fill = source.CreateCommand("insert into bare_sections select * from application_sections where section_id = $1");
        fill.Parameters.AddWithValue(sectionId);
        await fill.ExecuteNonQueryAsync();
    }

    private sealed record Saved(int Version);
}
