using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>
/// Gives a round's rules (本届规则): the round as it is now with the pack that it pinned. Packs never change under their hash, so each is read
/// from the database once per process.
/// </summary>
public sealed class RoundRulesReader(QualityAwardDbContext db, RoundRulesCache cache)
{
    private static readonly ConcurrentDictionary<string, ProgrammePack> Packs = new(StringComparer.Ordinal);

    /// <summary>The rules of a round, or null when there is no such round.</summary>
    public async Task<RoundRules?> FindAsync(Guid roundId, CancellationToken cancellationToken = default)
    {
        var round = await db.Rounds.SingleOrDefaultAsync(r => r.Id == roundId, cancellationToken);
        return round is null ? null : await OfAsync(round, cancellationToken);
    }

    /// <summary>The rules of a round that must exist.</summary>
    public async Task<RoundRules> GetAsync(Guid roundId, CancellationToken cancellationToken = default) =>
        await FindAsync(roundId, cancellationToken) ?? throw new InvalidOperationException($"Round {roundId} does not exist.");

    public async Task<RoundRules> OfAsync(Round round, CancellationToken cancellationToken = default) =>
        new(round, await PackAsync(round.PackHash, cancellationToken));

    /// <summary>The rules of a case, with the form that it is written on; the round's newest form may be another.</summary>
    public async Task<RoundRules> GetAsync(Application application, CancellationToken cancellationToken = default) =>
        await GetAsync(application.RoundId, application.PackHash, cancellationToken);

    /// <summary>The rules with the newest form of the case's track, which the case may not be written on yet.</summary>
    public async Task<RoundRules> NewestAsync(Application application, CancellationToken cancellationToken = default)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == application.RoundId, cancellationToken);
        return await OfAsync(round, round.FormHash(application.Track), cancellationToken);
    }

    /// <summary>The same for who has only the case's two values.</summary>
    public async Task<RoundRules> GetAsync(Guid roundId, string packHash, CancellationToken cancellationToken = default) =>
        await OfAsync(await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken), packHash, cancellationToken);

    /// <summary>
    /// The rules of a case for who only reads them: kept between requests as long as the round's version, which comes with the case, stays the same. The
    /// round belongs to everybody and is never changed; whoever changes one takes <see cref="GetAsync(Guid, CancellationToken)"/>.
    /// </summary>
    public async Task<RoundRules> ReadAsync(Application application, int roundVersion, CancellationToken cancellationToken = default)
    {
        var key = (application.RoundId, application.PackHash);
        if (cache.Rules.TryGetValue(key, out var known) && known.Round.Version == roundVersion)
        {
            return known;
        }

        var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.Id == application.RoundId, cancellationToken);
        return cache.Keep(await OfAsync(round, application.PackHash, cancellationToken), application.PackHash);
    }

    /// <summary>The same for who has not read the round's version with the case.</summary>
    public async Task<RoundRules> ReadAsync(Application application, CancellationToken cancellationToken = default) =>
        await ReadAsync(application, await db.Rounds.Where(r => r.Id == application.RoundId).Select(r => r.Version).SingleAsync(cancellationToken), cancellationToken);

    /// <summary>The round with one of the packs that it has pinned: an earlier version of its forms.</summary>
    public async Task<RoundRules> OfAsync(Round round, string packHash, CancellationToken cancellationToken = default) =>
        new(round, await PackAsync(packHash, cancellationToken));

    /// <summary>A pinned pack by its hash.</summary>
    public async Task<ProgrammePack> PackAsync(string hash, CancellationToken cancellationToken = default)
    {
        if (Packs.TryGetValue(hash, out var known))
        {
            return known;
        }

        var json = await db.Set<PinnedPack>().Where(p => p.Sha256 == hash).Select(p => p.Json).SingleAsync(cancellationToken);
        return Packs.GetOrAdd(hash, PackJson.Deserialize(json));
    }
}

/// <summary>The rules of rounds between requests (本届规则缓存), by round and pack; one for a site.</summary>
public sealed class RoundRulesCache
{
    internal ConcurrentDictionary<(Guid RoundId, string PackHash), RoundRules> Rules { get; } = new();

    // Of every form that was read: few, since the forms of an award share theirs.
    private readonly ConcurrentDictionary<string, bool> _sections = new(StringComparer.Ordinal);

    /// <summary>True when a form that was read since the start has such a section; another form may not.</summary>
    public bool HasSeenSection(string sectionId) => _sections.ContainsKey(sectionId);

    internal RoundRules Keep(RoundRules rules, string packHash)
    {
        foreach (var section in rules.Pack.Tracks.SelectMany(t => t.Form.Sections))
        {
            _sections[section.Id] = true;
        }

        return Rules[(rules.RoundId, packHash)] = rules;
    }

    /// <summary>What was read last; whoever uses it must make sure in the database that the round still has its version.</summary>
    public RoundRules? Last(Guid roundId, string packHash) => Rules.GetValueOrDefault((roundId, packHash));
}
