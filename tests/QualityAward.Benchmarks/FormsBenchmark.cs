using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Testing;

namespace QualityAward.Benchmarks;

/// <param name="Quick">Fewer and shorter runs: says whether something broke, not how fast it is.</param>
/// <param name="Only">Measures only what carries this word.</param>
/// <param name="Reuse">Takes the databases of the last run, when the schema has not changed since.</param>
internal sealed record FormsBenchmarkOptions(bool Quick, string? Only, bool Reuse)
{
    public static FormsBenchmarkOptions Read(IReadOnlyList<string> arguments)
    {
        var only = arguments.ToList().IndexOf("--only") is >= 0 and var at && at + 1 < arguments.Count ? arguments[at + 1] : null;
        return new FormsBenchmarkOptions(arguments.Contains("--quick", StringComparer.Ordinal), only, arguments.Contains("--reuse", StringComparer.Ordinal));
    }

    public bool Wants(string name) => Only is null || name.Contains(Only, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// What filling in a form costs the server (填报性能): section page, desk and autosave of the real site in a process of its own, on a PostgreSQL that keeps every
/// commit. Prints targets and measurements; never fails because of a number, since machines differ.
/// </summary>
internal static class FormsBenchmark
{
    private const int Few = 100;
    private const int Many = 10_000;

    public static async Task<int> RunAsync(FormsBenchmarkOptions options)
    {
        var admin = Environment.GetEnvironmentVariable("QA_TEST_DB") ?? throw new InvalidOperationException("QA_TEST_DB is not set: run ./dev bench forms.");
        await RequireDurableAsync(admin);
        var (runs, unloaded, loaded, warm) = options.Quick ? (2, 100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) : (7, 300, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
        var report = new Report();

        if (options.Wants("desk"))
        {
            await using var few = await ServedAsync(admin, Few, options.Reuse);
            await DeskAsync(few, string.Create(CultureInfo.InvariantCulture, $"{Few} applications"));
        }

        await using var many = await ServedAsync(admin, Many, options.Reuse);
        if (options.Wants("desk"))
        {
            await DeskAsync(many, string.Create(CultureInfo.InvariantCulture, $"{Many} applications"));
        }

        // What any page costs: one that answers two letters, and one of the plainest.
        if (options.Only == "floor")
        {
            await PageAsync(many, "floor: /health/live, logged in", many.People[0], _ => "/health/live", "ok", "", "");
            await PageAsync(many, "floor: page without data of its own", many.People[0], _ => "/account/password", "密码", "", "");
        }

        if (options.Wants("section"))
        {
            await PageAsync(many, $"section page ({many.Data.SectionId})", many.People[0], d => $"/applications/{d}/sections/{many.Data.SectionId}", "data-autosave", "≤ 1.3", "≤ 3");
        }

        // Every section of the form, when asked for: --only sections.
        if (options.Only == "sections")
        {
            foreach (var section in many.Data.Sections)
            {
                await PageAsync(many, $"  page of section {section}", many.People[0], d => $"/applications/{d}/sections/{section}", "data-autosave", "", "");
            }
        }

        if (options.Wants("autosave"))
        {
            await AutosaveAsync(many);
        }

        if (options.Wants("book"))
        {
            await BookAsync(many);
        }

        report.Print();
        return 0;

        // One document after another by one person: the printer is warm after the first, and the just-in-time compiler through with what binds the pages after some more.
        async Task BookAsync(Served served)
        {
            await Console.Error.WriteLineAsync("measuring the printed book …");
            var address = $"/applications/{served.Data.Drafts[^1].ApplicationId}/book";
            var times = new List<double>();
            var (pages, unmeasured) = (0, options.Quick ? 1 : 8);
            for (var i = 0; i < unmeasured + runs; i++)
            {
                var clock = Stopwatch.StartNew();
                var pdf = await served.People[^1].GetBytesAsync(address);
                if (i >= unmeasured)
                {
                    times.Add(clock.Elapsed.TotalSeconds);
                }

                pages = PdfPages.Count(new MemoryStream(pdf)).Pages ?? 0;
            }

            times.Sort();
            report.Note(string.Create(CultureInfo.InvariantCulture, $"printed book of {pages} pages: {times[times.Count / 2]:0.00} s (median of {times.Count}, best {times[0]:0.00} s; target ≤ 2 s for 60 pages)"));
        }

        async Task DeskAsync(Served served, string size)
        {
            using var office = await SignedIn.LogInAsync(served.Server.Address, BenchmarkData.Office);
            await PageAsync(served, $"desk of the office, {size}", office, _ => "/", "待办事项", "≤ 0.8", "");
            await PageAsync(served, $"desk of an applicant, {size}", served.People[0], _ => "/", "待办事项", "≤ 0.8", "");
        }

        async Task PageAsync(Served served, string name, SignedIn person, Func<Guid, string> path, string holds, string targetCpu, string targetP50)
        {
            var address = path(served.Data.Drafts[0].ApplicationId);
            var page = await person.GetAsync(address);
            if (page.Path != address || !page.Document.Source.Text.Contains(holds, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{address} is not the page to measure but {page.Path}.");
            }

            var meter = new Meter(served.Server, [.. Enumerable.Range(0, Meter.Connections).Select(_ => new PageVisit(person, address))], served.DatabaseTime);
            meter.WarmUp(warm);
            await Console.Error.WriteLineAsync($"measuring {name} …");
            var measured = Enumerable.Range(0, runs).Select(_ => meter.Run(unloaded, loaded)).ToList();
            report.Add(name, Measured.Best(measured), targetCpu, targetP50);
        }

        async Task AutosaveAsync(Served served)
        {
            await using var source = NpgsqlDataSource.Create(served.Data.ConnectionString);
            await BareEndpoint.PrepareAsync(source, served.Data.SectionId);
            await using var bare = await ServerProcess.StartAsync("bare", AppContext.BaseDirectory, [typeof(FormsBenchmark).Assembly.Location, "bare"], served.Data.Settings);
            var (typing, saving) = (new List<Visit>(), new List<Visit>());
            foreach (var ((_, id), person) in served.Data.Drafts.Zip(served.People))
            {
                var (address, fields) = AutosaveForm.Of(await person.GetAsync($"/applications/{id}/sections/{served.Data.SectionId}"));
                typing.Add(new AutosaveVisit(person, address, fields));
                await using var command = source.CreateCommand("select answers::text, version from bare_sections where application_id = $1 and section_id = $2");
                command.Parameters.AddWithValue(id);
                command.Parameters.AddWithValue(served.Data.SectionId);
                await using var reader = await command.ExecuteReaderAsync();
                await reader.ReadAsync();
                saving.Add(new BareVisit(id, served.Data.SectionId, Encoding.UTF8.GetBytes(reader.GetString(0)), reader.GetInt32(1)));
            }

            var (ours, least) = (new Meter(served.Server, typing, served.DatabaseTime), new Meter(bare, saving, served.DatabaseTime));
            least.WarmUp(warm);
            ours.WarmUp(warm);
            // In turns, so that both meet the same neighbours.
            var pairs = Enumerable.Range(0, runs).Select(_ => (Bare: least.Run(unloaded, loaded), Ours: ours.Run(unloaded, loaded))).ToList();
            report.Add($"bare upsert ({served.Data.SectionBytes} bytes stored)", Measured.Best([.. pairs.Select(p => p.Bare)]), "", "");
            report.Add($"autosave ({served.Data.SectionBytes} bytes stored)", Measured.Best([.. pairs.Select(p => p.Ours)]), "≤ 0.6", "");
            var shares = pairs.Select(p => p.Ours.PerSecond / p.Bare.PerSecond * 100).Order().ToList();
            report.Note(string.Create(CultureInfo.InvariantCulture, $"autosave against the bare upsert: {shares[shares.Count / 2]:0} % of its throughput (median of {shares.Count} pairs, {shares[0]:0}–{shares[^1]:0} %; target ≥ 45 %)"));
        }
    }

    private static async Task<Served> ServedAsync(string admin, int applications, bool reuse)
    {
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"preparing a database with {applications} applications …"));
        var data = await BenchmarkData.CreateAsync(admin, applications, reuse);
        var web = Path.Combine(Checkout.Root, "src", "QualityAward.Web");
        var server = await ServerProcess.StartAsync($"site-{applications}", web, [Path.Combine(web, "bin", "Release", "net10.0", "QualityAward.Web.dll")], data.Settings);
        var people = new List<SignedIn>();
        foreach (var (userName, _) in data.Drafts)
        {
            people.Add(await SignedIn.LogInAsync(server.Address, userName));
        }

        return new Served(data, server, people);
    }

    private static async Task RequireDurableAsync(string admin)
    {
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand("select current_setting('fsync') || current_setting('synchronous_commit')");
        if (await command.ExecuteScalarAsync() is not "onon")
        {
            throw new InvalidOperationException("This PostgreSQL does not keep every commit (fsync, synchronous_commit): run ./dev bench forms.");
        }
    }

    /// <summary>A database with its server and the people who are logged in there.</summary>
    private sealed record Served(BenchmarkData Data, ServerProcess Server, IReadOnlyList<SignedIn> People) : IAsyncDisposable
    {
        /// <summary>CPU time of the backends that serve this database.</summary>
        public TimeSpan DatabaseTime() => BackendTime.Of(Data.Database);

        public async ValueTask DisposeAsync()
        {
            foreach (var person in People)
            {
                person.Dispose();
            }

            await Server.DisposeAsync();
            Directory.Delete(Data.Files, recursive: true);
        }
    }

    /// <summary>The table at the end.</summary>
    private sealed class Report
    {
        private readonly List<string> _lines = [];

        public void Add(string name, Measured measured, string targetCpu, string targetP50)
        {
            var line = Text(name, Number(measured.CpuMilliseconds) + Target(targetCpu), Number(measured.P50Milliseconds) + Target(targetP50), Number(measured.DatabaseMilliseconds), Number(measured.PerSecond, "0"));
            Console.Error.WriteLine(line);
            _lines.Add(line);
        }

        public void Note(string text) => _lines.Add(text);

        public void Print()
        {
            Console.WriteLine();
            Console.WriteLine(Text("", "CPU ms", "p50 ms", "DB CPU ms", "req/s"));
            _lines.ForEach(Console.WriteLine);
        }

        private static string Target(string target) => target.Length == 0 ? "" : $" ({target})";

        private static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

        private static string Text(string name, string cpu, string p50, string database, string perSecond) => $"{name,-48} {cpu,14} {p50,14} {database,10} {perSecond,8}";
    }
}
