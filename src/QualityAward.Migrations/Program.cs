// Developer tool: ./dev migration NAME, or --reset to make the single Initial anew.
// It does what `dotnet ef migrations add` does, without the design package's dependencies (docs/testing.md says why).
#pragma warning disable EF1001 // the services that `dotnet ef` uses; EF Core is pinned
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Audit;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;

const string RootNamespace = "QualityAward.Infrastructure";
const string SubNamespace = "Persistence.Migrations";

if (args is not [var wanted] || wanted.Length == 0)
{
    Console.Error.WriteLine("Usage: ./dev migration NAME | --reset");
    return 2;
}

var infrastructure = FindInfrastructure(Directory.GetCurrentDirectory());
var migrationsFolder = Path.Combine(infrastructure, "Persistence", "Migrations");
var reset = string.Equals(wanted, "--reset", StringComparison.Ordinal);
var name = reset ? "Initial" : wanted;

if (!reset && (!char.IsAsciiLetterUpper(name[0]) || !name.All(char.IsAsciiLetterOrDigit)))
{
    Console.Error.WriteLine($"A migration's name is a class name such as AddRoundSettings, not '{name}'.");
    return 2;
}

if (reset && Directory.Exists(migrationsFolder) && Directory.EnumerateFiles(migrationsFolder).Any())
{
    // The old snapshot is compiled into the assembly that we compare with: delete, then run again from a fresh build.
    Directory.Delete(migrationsFolder, recursive: true);
    Console.WriteLine("Deleted the migrations.");
    return 3;
}

// Nothing connects and nothing is encrypted: the provider only has to know its types.
var options = new DbContextOptionsBuilder<QualityAwardDbContext>().UseNpgsql("Host=nowhere").Options;
var key = new byte[32];
var cipher = new PersonalDataCipher(new PersonalDataOptions { CurrentKey = "none", Keys = { ["none"] = Convert.ToBase64String(key) } });
await using var db = new QualityAwardDbContext(options, cipher, new AuditSealer(key), MessageCatalogue.None);
var assembly = typeof(QualityAwardDbContext).Assembly;
await using var services = new DesignTimeServicesBuilder(assembly, assembly, new OperationReporter(new OperationReportHandler()), []).Build(db)
    as ServiceProvider ?? throw new InvalidOperationException("EF Core's design-time services have changed their type.");
await using var scope = services.CreateAsyncScope();
var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();

if (!reset && !db.Database.HasPendingModelChanges())
{
    Console.WriteLine("The model has not changed since the last migration; this one will be empty, for SQL by hand.");
}

var migration = scaffolder.ScaffoldMigration(name, RootNamespace, SubNamespace, "C#");
var files = scaffolder.Save(infrastructure, migration, migrationsFolder, dryRun: false);
if (reset)
{
    RunScripts(files.MigrationFile!);
}

foreach (var file in new[] { files.MigrationFile, files.MetadataFile, files.SnapshotFile })
{
    Console.WriteLine(Path.GetRelativePath(Directory.GetCurrentDirectory(), file!));
}

return 0;

static string FindInfrastructure(string start)
{
    for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
    {
        var candidate = Path.Combine(folder.FullName, "src", "QualityAward.Infrastructure");
        if (Directory.Exists(candidate))
        {
            return candidate;
        }
    }

    throw new DirectoryNotFoundException("Run this inside the checkout.");
}

// Appends one migrationBuilder.Sql for every embedded script to the end of Up().
static void RunScripts(string file)
{
    if (SqlScripts.Names.Count == 0)
    {
        return;
    }

    var text = File.ReadAllText(file);
    var down = text.IndexOf("protected override void Down(", StringComparison.Ordinal);
    var end = down < 0 ? -1 : text.LastIndexOf('}', down);
    if (end < 0)
    {
        throw new InvalidOperationException($"{file}: the end of Up() was not found.");
    }

    var lines = new StringBuilder();
    foreach (var script in SqlScripts.Names)
    {
        lines.Append("    migrationBuilder.Sql(SqlScripts.Read(\"").Append(script).Append("\"));\n        ");
    }

    // The migrations' namespace lies inside QualityAward.Infrastructure.Persistence, so SqlScripts needs no using.
    File.WriteAllText(file, text.Insert(end, lines.ToString()));
}
