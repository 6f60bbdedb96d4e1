using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Benchmarks;

/// <summary>
/// A database of the measurement: a round that is open now, people and their filled-in drafts through the operations of the site, and as many
/// applications as asked for as copies of the first one, made by the database itself in seconds.
/// </summary>
internal sealed class BenchmarkData
{
    public const string Office = "office-lyg";

    private const string Key = "YmVuY2htYXJrLW9ubHkta2V5LW9mLTMyLWJ5dGVzLSE=";

    private BenchmarkData(string database, string connectionString, string files) => (Database, ConnectionString, Files) = (database, connectionString, files);

    public string Database { get; }

    public string ConnectionString { get; }

    public string Files { get; }

    /// <summary>
    /// The drafts that are read and saved, one for each connection, with the account that owns them. In the last one every text goes on until its limit: that is
    /// a book of sixty pages and more.
    /// </summary>
    public IReadOnlyList<(string UserName, Guid ApplicationId)> Drafts { get; private set; } = [];

    /// <summary>The section whose stored text comes nearest to 2 KB.</summary>
    public string SectionId { get; private set; } = "";

    public int SectionBytes { get; private set; }

    /// <summary>All sections of the form.</summary>
    public IReadOnlyList<string> Sections { get; private set; } = [];

    /// <summary>The settings of a server on this database.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Default"] = ConnectionString,
        ["PersonalData__CurrentKey"] = "benchmark",
        ["PersonalData__Keys__benchmark"] = Key,
        ["Audit__Key"] = Key,
        ["Files__Root"] = Files,
        ["DataProtection__Folder"] = Path.Combine(Files, "keys"),
    };

    public static async Task<BenchmarkData> CreateAsync(string admin, int applications, bool reuse)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"qa_bench_{applications}");
        await using (var source = NpgsqlDataSource.Create(admin))
        {
            if (reuse && await ExistsAsync(source, name))
            {
                return await FoundAsync(admin, name);
            }

            await ExecuteAsync(source, $"drop database if exists {name} with (force)");
            await ExecuteAsync(source, $"create database {name}");
        }

        var data = Of(admin, name);
        await data.FillAsync(applications);
        return data;
    }

    private static BenchmarkData Of(string admin, string name) =>
        new(name, new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString, Directory.CreateTempSubdirectory("qa-bench-").FullName);

    private static async Task<bool> ExistsAsync(NpgsqlDataSource source, string name)
    {
        await using var command = source.CreateCommand("select 1 from pg_database where datname = $1");
        command.Parameters.AddWithValue(name);
        return await command.ExecuteScalarAsync() is not null;
    }

    private static async Task<BenchmarkData> FoundAsync(string admin, string name)
    {
        var data = Of(admin, name);
        await using var source = NpgsqlDataSource.Create(data.ConnectionString);
        await using (var command = source.CreateCommand("select u.user_name, a.id from users u join applications a on a.owner_id = u.id where u.user_name like 'org%' order by u.created_at"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            var drafts = new List<(string, Guid)>();
            while (await reader.ReadAsync())
            {
                drafts.Add((reader.GetString(0), reader.GetGuid(1)));
            }

            data.Drafts = drafts;
        }

        await data.ChooseSectionAsync(source);
        return data;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }

    private async Task FillAsync(int applications)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = Path.Combine(Checkout.Root, "src", "QualityAward.Web") });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value)));
        builder.AddQualityAward();
        await using var site = builder.Build();
        await using (var scope = site.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<QualityAwardDbContext>().Database.MigrateAsync();
        }

        var given = new Given(site.Services);
        var office = await given.StaffAsync(Office, Role.Office, "lyg");
        var today = TimeProvider.System.Today();
        var round = await given.PublishedRoundAsync(office, "测速用年度评奖", opensOn: today.AddDays(-30), closesOn: today.AddDays(30));
        var channels = site.Services.GetRequiredService<AuthorityTree>().RecommendersFor("lyg").Select(a => a.Code).ToArray();
        var drafts = new List<(string, Guid)>();
        for (var i = 1; i <= Meter.Connections; i++)
        {
            var userName = string.Create(CultureInfo.InvariantCulture, $"org{i}");
            var actor = await given.OrganisationAsync(userName, i);
            drafts.Add((userName, await DraftAsync(given, site.Services, round, actor, userName, i, channels[0], isLong: i == Meter.Connections)));
        }

        Drafts = drafts;
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await ChooseSectionAsync(source);
        await BulkFill.RunAsync(source, drafts[0].Item2, applications - drafts.Count, channels, SectionId);
    }

    private static async Task<Guid> DraftAsync(Given given, IServiceProvider services, Guid roundId, Actor actor, string userName, int number, string channel, bool isLong)
    {
        var id = Guid.Empty;
        await given.DoAsync<StartApplication>(async o => id = (await o.RunAsync(roundId, Track.Organisation, channel, actor, default)).Id);
        await using var scope = services.CreateAsyncScope();
        var rules = await scope.ServiceProvider.GetRequiredService<RoundRulesReader>().GetAsync(roundId);
        var who = new DemoApplicant(
            userName, Track.Organisation, $"示例{number}号有限公司", DemoIdentifiers.CreditCode(91320700, number), "制造业", channel, new DateOnly(2008, 3, 1));
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, TimeProvider.System.Today());
        foreach (var section in rules.Track(Track.Organisation).Form.Sections)
        {
            var answers = DemoAnswers.Fill(section, who, context);
            await given.DoAsync<SaveSection>(o => o.RunAsync(id, section.Id, isLong ? Lengthened(section, answers, context) : answers, 0, actor, default));
        }

        return id;
    }

    /// <summary>The texts again and again, up to what the form allows.</summary>
    private static Answers Lengthened(FormSection section, Answers answers, FormContext context)
    {
        var longer = new AnswersBuilder(section, context, answers);
        foreach (var question in section.Questions)
        {
            var most = question is LongTextQuestion essay ? essay.Limit : (question as NarrativeQuestion)?.Limit;
            if (most is { } limit && answers.Text(question.Id) is { } text)
            {
                longer.Set(question.Id, string.Join('\n', Enumerable.Repeat(text, Math.Max(1, limit / Math.Max(1, WordCount.Count(text))))));
            }
        }

        return longer.Build();
    }

    private async Task ChooseSectionAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            "select section_id, octet_length(answers::text) from application_sections where application_id = $1 order by abs(octet_length(answers::text) - 2048)");
        command.Parameters.AddWithValue(Drafts[0].ApplicationId);
        await using var reader = await command.ExecuteReaderAsync();
        var sections = new List<(string Id, int Bytes)>();
        while (await reader.ReadAsync())
        {
            sections.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        (SectionId, SectionBytes) = sections[0];
        Sections = [.. sections.Select(s => s.Id)];
    }
}
