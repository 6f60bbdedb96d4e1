using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Publishes the call (发布申报通告); everything that is missing is reported at once. Edited forms are pinned with it as their first version.</summary>
public sealed class PublishCall(QualityAwardDbContext db, RoundRulesReader reader, FormDrafts forms, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select 1 from rounds where id = {roundId} for update", cancellationToken);
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var drafts = await forms.AllAsync(roundId, cancellationToken);
        var pack = FormDrafts.With(rules.Pack, drafts);
        var now = time.GetUtcNow();
        var changes = drafts.SelectMany(d => FormChanges.Between(rules.Pack.FormOf(d.Which), d.Form)).Select(c => c.Text).ToList();
        if (changes.Count > 0)
        {
            PublishForm.RequireSound(pack);
            var snapshot = PackSnapshot.Of(pack);
            await db.PinAsync(snapshot, pack.Code, cancellationToken);
            rules.Round.AdoptForms(snapshot.Sha256, changes, actor, now);
        }

        db.RemoveRange(drafts);
        rules.Round.PublishCall(pack, actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
