#pragma warning disable CA1001 // xunit ends fixtures through IAsyncLifetime
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using QualityAward.Infrastructure.Persistence;
using Xunit;

namespace QualityAward.Testing;

/// <summary>
/// The real site on a database of its own, with a clock that tests set. Use it as a class fixture: one site per test class.
/// Derive from it and override <see cref="FillAsync"/> for a class that wants the same data in every run, made only once.
/// </summary>
public class Site : IAsyncLifetime
{
    /// <summary>The password of all accounts in tests and demo.</summary>
    public const string Password = "Award-2026!";

    private readonly string _files = Directory.CreateTempSubdirectory("qa-files-").FullName;
    private readonly string _keys = Directory.CreateTempSubdirectory("qa-keys-").FullName;
    private TestDatabase? _database;
    private Host? _host;

    public TestClock Clock { get; } = new();

    public string ConnectionString => Started(_database).ConnectionString;

    public IServiceProvider Services => Started(_host).Services;

    /// <summary>Where the site serves: https://localhost in memory, http://127.0.0.1:port for browsers.</summary>
    public Uri Address => Started(_host).ClientOptions.BaseAddress;

    /// <summary>Makes accounts, applicants and rounds through the operations.</summary>
    public Given Given => new(Services);

    /// <summary>The host's environment; Development has the demo's date besides.</summary>
    protected virtual string Environment => "Testing";

    /// <summary>Folder of the programme data; null: the checkout's.</summary>
    protected virtual string? ProgrammesRoot => null;

    /// <summary>True serves on a real port, for browsers.</summary>
    protected virtual bool Listens => false;

    /// <summary>A visitor without an account; every visitor has cookies of its own.</summary>
    public Visitor Visit(bool acceptsTerms = true)
    {
        var client = Started(_host).CreateDefaultClient(
            Address, new Microsoft.AspNetCore.Mvc.Testing.Handlers.RedirectHandler(), new Microsoft.AspNetCore.Mvc.Testing.Handlers.CookieContainerHandler());
        // Printing on a busy machine.
        client.Timeout = TimeSpan.FromMinutes(5);
        return new Visitor(client) { AcceptsTerms = acceptsTerms };
    }

    /// <summary>A visitor who has logged in through the login page.</summary>
    public async Task<Visitor> LogInAsync(string userName, string password = Password)
    {
        var visitor = Visit();
        await visitor.LogInAsync(userName, password);
        return visitor;
    }

    /// <summary>Runs operations or queries in a scope of their own, as a request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    public async Task InScopeAsync(Func<IServiceProvider, Task> act)
    {
        await using var scope = Services.CreateAsyncScope();
        await act(scope.ServiceProvider);
    }

    /// <summary>What is in the database now, past every cache: <c>await site.ReadAsync(db => db.Rounds.SingleAsync())</c>.</summary>
    public Task<T> ReadAsync<T>(Func<QualityAwardDbContext, Task<T>> read)
        => InScopeAsync(services => read(services.GetRequiredService<QualityAwardDbContext>()));

    public async Task InitializeAsync()
    {
        var fills = GetType().GetMethod(nameof(FillAsync), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .DeclaringType != typeof(Site);
        _database = fills
            ? await TestDatabase.CreateAsync(FillTemplateAsync, GetType().FullName + CodeVersion())
            : await TestDatabase.CreateAsync();
        _host = new Host(this, _database.ConnectionString, Listens ? 0 : null);
        _host.Start();
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_files, recursive: true);
        Directory.Delete(_keys, recursive: true);
    }

    /// <summary>Ends the server at once, as a power cut would; what the database and the browsers hold stays.</summary>
    protected ValueTask EndServerAsync() => Started(_host).DisposeAsync();

    /// <summary>Starts another server on the same database and, when it listens, at the same address.</summary>
    protected async Task StartServerAgainAsync()
    {
        var port = Listens ? Address.Port : (int?)null;
        for (var attempt = 1; ; attempt++)
        {
            _host = new Host(this, ConnectionString, port);
            try
            {
                _host.Start();
                return;
            }
            catch (IOException) when (attempt < 60)
            {
                // The port is not free yet, or lent to somebody's connection for a moment.
                await _host.DisposeAsync();
                await Task.Delay(TimeSpan.FromSeconds(0.5));
            }
        }
    }

    /// <summary>Fills the template of this kind of site once, through the operations; every class then gets a copy.</summary>
    protected virtual Task FillAsync(IServiceProvider services) => Task.CompletedTask;

    /// <summary>Replaces services, such as the mail sender.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    private static T Started<T>(T? part)
        where T : class
        => part ?? throw new InvalidOperationException("The site has not started: use it as a class fixture.");

    private async Task FillTemplateAsync(string connectionString)
    {
        await using var host = new Host(this, connectionString, port: null);
        host.Start();
        await using var scope = host.Services.CreateAsyncScope();
        await FillAsync(scope.ServiceProvider);
    }

    private string CodeVersion() => string.Concat(
        new[] { typeof(Program), typeof(QualityAwardDbContext), typeof(Domain.Actor), GetType() }
            .Select(type => type.Assembly.ManifestModule.ModuleVersionId));

    private sealed class Host : WebApplicationFactory<Program>
    {
        private readonly Site _site;
        private readonly string _connectionString;
        private readonly int? _port;

        /// <param name="port">null: in memory; 0: any free one.</param>
        public Host(Site site, string connectionString, int? port)
        {
            _site = site;
            _connectionString = connectionString;
            _port = port;
            // In memory the site is reached by https, so that cookies marked Secure come back.
            ClientOptions.BaseAddress = new Uri("https://localhost");
            if (port is { } number)
            {
                // Not UseKestrel(number): it writes the address while the program may already be binding (dotnet/aspnetcore#67714).
                UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, number));
            }
        }

        public void Start()
        {
            if (_port is not null)
            {
                StartServer();
            }
            else
            {
                _ = Server;
            }
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseContentRoot(Path.Combine(Checkout.Root, "src", "QualityAward.Web"));
            builder.UseEnvironment(_site.Environment);
            builder.UseSetting("ConnectionStrings:Default", _connectionString);
            builder.UseSetting("Files:Root", _site._files);
            if (_port is not null)
            {
                // A login outlives the server.
                builder.UseSetting("DataProtection:Folder", _site._keys);
            }

            if (_site.ProgrammesRoot is { } programmes)
            {
                builder.UseSetting("Programmes:Root", programmes);
            }

            foreach (var (key, value) in TestSettings.Values)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services =>
            {
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
                // What EF would only write into the log of the site: pages of a list without an order, and joins that multiply rows.
                services.ConfigureDbContext<QualityAwardDbContext>(o => o.ConfigureWarnings(w => w.Throw(
                    CoreEventId.RowLimitingOperationWithoutOrderByWarning, RelationalEventId.MultipleCollectionIncludeWarning)));
                services.RemoveAll<TimeProvider>();
                services.AddSingleton<TimeProvider>(_site.Clock);
                _site.Configure(services);
            });
        }
    }
}

/// <summary>A <see cref="Site"/> on a real port, for browser tests.</summary>
public class LiveSite : Site
{
    protected override bool Listens => true;

    /// <summary>Ends the server at once; browsers get no answer any more until <see cref="StartAgainAsync"/>.</summary>
    public async Task StopAsync() => await EndServerAsync();

    /// <summary>The server is back at its address, with every login that it gave.</summary>
    public Task StartAgainAsync() => StartServerAgainAsync();
}
