using Microsoft.EntityFrameworkCore;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;
using QualityAward.Web.Pages.Files;

namespace QualityAward.Web.Jobs;

/// <summary>Answers to machines that ask whether the site can serve (健康检查).</summary>
public static class HealthChecks
{
    /// <summary>
    /// 200 while the scanner for malware answers or none is configured, else 503 with how many files wait. Apart from readiness: the site goes on
    /// serving, the files wait.
    /// </summary>
    public static async Task<IResult> ScannerAsync(FileSafety safety, CancellationToken cancellationToken)
    {
        var (isOn, problem, pending) = await safety.HealthAsync(cancellationToken);
        return (isOn, problem) switch
        {
            (false, _) => Results.Text("off"),
            (true, null) => Results.Text("on"),
            _ => Results.Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"scanner does not answer, {pending} files wait"), statusCode: StatusCodes.Status503ServiceUnavailable),
        };
    }

    /// <summary>200 when the database answers and has every migration; in Development also only once the demo is loaded.</summary>
    public static async Task<IResult> ReadyAsync(QualityAwardDbContext db, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        var ready = await db.Database.CanConnectAsync(cancellationToken)
            && !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()
            && (!environment.IsDevelopment() || await db.Set<DemoDate>().AnyAsync(cancellationToken));
        return ready ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
