using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Accepts the terms of a round (签署须知). Accepting twice is once.</summary>
public sealed class AcceptTerms(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <param name="hash">Of the text that was on the page; another one has to be read first.</param>
    public async Task RunAsync(Guid roundId, string hash, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select 1 from rounds where id = {roundId} for update", cancellationToken);
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var terms = rules.Round.TermsOf(actor.Role, rules.Pack) ?? throw new RefusedException("no-terms", "本届评奖没有需要您签署的须知。");
        if (!string.Equals(terms.Hash(), hash, StringComparison.Ordinal))
        {
            throw new StaleVersionException("办公室刚刚修改了这份须知，请阅读新的内容后再签署。");
        }

        if (!await db.Set<TermsAcceptance>().AnyAsync(a => a.RoundId == roundId && a.UserId == actor.UserId && a.Sha256 == hash, cancellationToken))
        {
            var now = time.GetUtcNow();
            db.Add(TermsAcceptance.Of(Guid.CreateVersion7(now), rules.Round, terms, actor, now));
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Rewords the terms of a role (修改须知).</summary>
public sealed class ChangeTerms(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <param name="seen">Hash of the text that the person saw; null: none.</param>
    public async Task RunAsync(Guid roundId, RoundTerms terms, string? seen, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        if (!string.Equals(rules.Round.TermsOf(terms.Role, rules.Pack)?.Hash() ?? "", seen ?? "", StringComparison.Ordinal))
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了这份须知。您填写的内容仍在页面上，请核对后再保存。");
        }

        rules.Round.ChangeTerms(terms, rules.Pack, reason, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Changes the public texts of a round (修改公开文字).</summary>
public sealed class RewordRound(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, int seen, RoundWording wording, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        if (round.Version != seen)
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了本届设置。您填写的内容仍在页面上，请核对后再保存。");
        }

        round.Reword(wording, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
