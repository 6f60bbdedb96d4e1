using QualityAward.Web;
using QualityAward.Web.Commands;
using Serilog;

var command = args is [var first, ..] && !first.StartsWith('-') ? first : null;
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Logging.AddSerilog(new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture).CreateLogger(), dispose: true);
builder.AddQualityAward();

var app = builder.Build();
if (command is not null)
{
    return await CommandLine.RunAsync(command, app.Services);
}

await CommandLine.TakeUpDemoDateAsync(app.Services);
app.UseQualityAward();
await app.RunAsync();
return 0;

/// <summary>Named for the tests' host.</summary>
public partial class Program;
