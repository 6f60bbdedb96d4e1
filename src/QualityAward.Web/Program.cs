using QualityAward.Web;
using QualityAward.Web.Commands;
using Serilog;

var command = args is [var first, ..] && !first.StartsWith('-') ? first : null;
if (command is "programme" && !ProgrammeCommand.NeedsRounds(args[1..]))
{
    // Before the program is put together: a broken pack would stop it.
    return await ProgrammeCommand.RunAsync(args[1..], Path.Combine(AppContext.BaseDirectory, "Programmes"), Console.Out);
}

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Logging.AddSerilog(new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture).CreateLogger(), dispose: true);
builder.AddQualityAward();

var app = builder.Build();
if (command is not null)
{
    return await CommandLine.RunAsync(command, args[1..], app.Services);
}

await CommandLine.TakeUpDemoDateAsync(app.Services);
app.UseQualityAward();
await app.RunAsync();
return 0;

/// <summary>Named for the tests' host.</summary>
public partial class Program;
