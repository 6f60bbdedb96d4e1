using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Saves the values that the rules leave open (修改年度设置). Incomplete is fine until the call is published.</summary>
public sealed class ChangeRoundSettings(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    /// <param name="expectedVersion">The version the person saw; null for jobs that hold nobody's typed text.</param>
    public async Task RunAsync(
        Guid roundId, int? expectedVersion, string name, DateOnly opensOn, DateOnly closesOn, string callText, RoundSettings settings, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var round = rules.Round;
        if (expectedVersion is { } seen && seen != round.Version)
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了本届设置。您填写的内容仍在页面上，请核对后再保存。");
        }

        var units = RoundSettingsForm.UnitsOf(rules.Pack, authorities);
        var (before, after) = RoundTrail.Difference(
            RoundTrail.Values(round.Name, round.OpensOn, round.ClosesOn, round.CallText, round.Settings, rules.Pack, units),
            RoundTrail.Values(name, opensOn, closesOn, callText, settings, rules.Pack, units));
        round.ChangeSettings(name, opensOn, closesOn, callText, settings, before, after, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
