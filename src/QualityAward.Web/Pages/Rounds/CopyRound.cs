using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>What a copy takes over, and what of the settings does not fit the pack any more (复制内容).</summary>
/// <param name="Settings">With the dates moved.</param>
/// <param name="Dropped">In words.</param>
public sealed record CopiedSettings(RoundSettings Settings, IReadOnlyList<string> Dropped);

/// <summary>Opens a round from an earlier one (复制上届): settings, texts, terms and points; dates as the office confirmed them.</summary>
public sealed class CopyRound(QualityAwardDbContext db, RoundRulesReader reader, ProgrammeCatalogue catalogue, TimeProvider time) : IOperation
{
    /// <param name="keepsPack">True: rules and forms of the earlier round, with what was edited in it; false: the programme's as installed now.</param>
    public async Task<Round> RunAsync(
        Guid fromId, bool keepsPack, int year, string name, DateOnly opensOn, DateOnly closesOn, DateOnly? certificateEnd, Actor actor, CancellationToken cancellationToken)
    {
        var from = await reader.GetAsync(fromId, cancellationToken);
        from.Round.RequireOffice(actor);
        var pack = keepsPack ? from.Pack : catalogue.Require(from.Round.ProgrammeCode);
        var snapshot = PackSnapshot.Of(pack);
        var now = time.GetUtcNow();
        var round = Round.Open(Guid.CreateVersion7(now), pack, snapshot.Sha256, year, name, opensOn, closesOn, actor, now);
        await db.PinAsync(snapshot, pack.Code, cancellationToken);
        var (settings, _) = Fitting(from.Round.Settings, pack);
        settings = settings with { CertificateWindowEnd = certificateEnd is { } end ? Setting<DateOnly>.Of(end) : default };
        round.ChangeSettings(name, opensOn, closesOn, from.Round.CallText, settings, oldText: null, $"复制自{from.Round.Name}", actor, now);
        round.Reword(from.Round.Wording, actor, now);
        foreach (var terms in from.Round.OwnTerms)
        {
            round.ChangeTerms(terms, pack, reason: null, actor, now);
        }

        db.Rounds.Add(round);
        // The words that the office found last year, in their newest version.
        foreach (var template in await db.Set<MessageTemplate>().AsNoTracking()
            .Where(t => t.RoundId == fromId && !db.Set<MessageTemplate>().Any(n => n.RoundId == fromId && n.EventCode == t.EventCode && n.Number > t.Number)).ToListAsync(cancellationToken))
        {
            db.Add(template.CopyTo(Guid.CreateVersion7(now), round, actor, now));
        }

        await db.SaveChangesAsync(cancellationToken);
        return round;
    }

    /// <summary>The settings that a pack has a place for: tracks, tiers, stages and items may have changed since.</summary>
    public static CopiedSettings Fitting(RoundSettings settings, ProgrammePack pack)
    {
        var dropped = new List<string>();
        var fitting = settings with
        {
            PanelSizes = Those(settings.PanelSizes, p => pack.TrackOf(p.Track) is not null, "专家组人数"),
            StageWeights = Those(settings.StageWeights, w => pack.TrackOf(w.Track) is { } track && RoundChecklist.ScoredStages(track).Contains(w.Stage), "环节权重"),
            MinimumScores = Those(settings.MinimumScores, m => pack.TrackOf(m.Track) is not null && pack.TiersByCode.ContainsKey(m.Tier), "最低分"),
            Quotas = Those(settings.Quotas, q => pack.TiersByCode.TryGetValue(q.Tier, out var tier) && !(q.Limit > tier.Limit), "名额"),
            ItemPoints = Points(),
        };
        return new CopiedSettings(fitting, dropped);

        Setting<IReadOnlyList<T>> Those<T>(Setting<IReadOnlyList<T>> values, Func<T, bool> fits, string what)
        {
            var kept = values.Or([]).Where(fits).ToList();
            if (kept.Count < values.Or([]).Count)
            {
                dropped.Add(what);
            }

            return kept.Count > 0 ? Setting<IReadOnlyList<T>>.Of(kept) : default;
        }

        Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>> Points()
        {
            var all = settings.ItemPoints.Or(new Dictionary<Track, IReadOnlyDictionary<string, decimal>>());
            var kept = all.Where(p => pack.TrackOf(p.Key) is { Criteria.HasPoints: false } track && track.Criteria.Items.All(i => p.Value.ContainsKey(i.Code)) && p.Value.Count == track.Criteria.Items.Count())
                .ToDictionary(p => p.Key, p => p.Value);
            if (kept.Count < all.Count)
            {
                dropped.Add("评价准则分值");
            }

            return kept.Count > 0 ? Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>.Of(kept) : default;
        }
    }
}

/// <summary>Keeps a pack's snapshot where rounds can pin it (固定奖项包).</summary>
internal static class PinnedPacksExtensions
{
    public static async Task PinAsync(this QualityAwardDbContext db, PackSnapshot snapshot, string code, CancellationToken cancellationToken)
    {
        if (!await db.PinnedPacks.AnyAsync(p => p.Sha256 == snapshot.Sha256, cancellationToken) && db.PinnedPacks.Local.All(p => !string.Equals(p.Sha256, snapshot.Sha256, StringComparison.Ordinal)))
        {
            db.PinnedPacks.Add(new PinnedPack { Sha256 = snapshot.Sha256, ProgrammeCode = code, Json = snapshot.Json });
        }
    }
}
