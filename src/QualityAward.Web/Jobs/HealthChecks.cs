using Microsoft.EntityFrameworkCore;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;

namespace QualityAward.Web.Jobs;

/// <summary>Answers to machines that ask whether the site can serve (健康检查).</summary>
public static class HealthChecks
{
    /// <summary>200 when the database answers and has every migration; in Development also only once the demo is loaded.</summary>
    public static async Task<IResult> ReadyAsync(QualityAwardDbContext db, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        var ready = await db.Database.CanConnectAsync(cancellationToken)
            && !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()
            && (!environment.IsDevelopment() || await db.Set<DemoDate>().AnyAsync(cancellationToken));
        return ready ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
