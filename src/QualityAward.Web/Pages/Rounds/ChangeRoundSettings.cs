using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Saves the values that the rules leave open (修改年度设置). Incomplete is fine until the call is published.</summary>
public sealed class ChangeRoundSettings(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    /// <param name="expectedVersion">The version the person saw; null for jobs that hold nobody's typed text.</param>
    public async Task RunAsync(
        Guid roundId, int? expectedVersion, string name, DateOnly opensOn, DateOnly closesOn, string callText, RoundSettings settings, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        if (expectedVersion is { } seen && seen != round.Version)
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了本届设置。您填写的内容仍在页面上，请核对后再保存。");
        }

        round.ChangeSettings(
            name, opensOn, closesOn, callText, settings, JsonSerializer.Serialize(round.Settings, JsonColumn.Options), JsonSerializer.Serialize(settings, JsonColumn.Options), actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
