using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Eligibility;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>Publishes the public notice of a round's agreed cases (发布公示).</summary>
public sealed class PublishNotice(QualityAwardDbContext db, RoundRulesReader reader, RecheckEligibility recheck, AuthorityTree authorities, WorkingCalendar calendar, TimeProvider time) : IOperation
{
    public async Task<Notice> RunAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        if (await db.Set<Notice>().AnyAsync(n => n.RoundId == roundId, cancellationToken))
        {
            throw new RefusedException("notice-published", "本届公示已经发布。");
        }

        await recheck.RequireDecidedAsync(rules, Stage.PublicNotice, "发布公示", actor, cancellationToken);
        var now = time.GetUtcNow();
        var cases = await db.Applications.Where(a => a.RoundId == roundId && a.Position.Ending == null && a.Position.Stage == Stage.PublicNotice).ToListAsync(cancellationToken);
        var channels = cases.ToDictionary(c => c.Id, c => c.ChannelCode);
        var notice = Notice.Publish(Guid.CreateVersion7(now), await EntriesAsync(rules, channels, cancellationToken), cases, rules, calendar, actor, now);
        db.Add(notice);
        await db.SaveChangesAsync(cancellationToken);
        return notice;
    }

    /// <summary>What would be published now, for the preview.</summary>
    public async Task<IReadOnlyList<NoticeEntry>> PreviewAsync(RoundRules rules, CancellationToken cancellationToken) => await EntriesAsync(
        rules,
        await db.Applications.AsNoTracking().Where(a => a.RoundId == rules.RoundId && a.Position.Ending == null && a.Position.Stage == Stage.PublicNotice)
            .ToDictionaryAsync(a => a.Id, a => a.ChannelCode, cancellationToken),
        cancellationToken);

    private async Task<IReadOnlyList<NoticeEntry>> EntriesAsync(RoundRules rules, Dictionary<Guid, string> channels, CancellationToken cancellationToken)
    {
        var meeting = await db.Set<Meeting>().AsNoTracking().SingleOrDefaultAsync(m => m.RoundId == rules.RoundId, cancellationToken);
        var order = rules.Pack.Tiers.Select((t, i) => (t.Code, i)).ToDictionary(t => t.Code, t => t.i, StringComparer.Ordinal);
        return
        [
            .. (meeting?.Cases ?? []).Where(c => c.Outcome == Outcome.Agreed && channels.ContainsKey(c.ApplicationId))
                .OrderBy(c => order[c.Tier]).ThenBy(c => c.Track)
                .Select(c => new NoticeEntry(c.ApplicationId, c.ApplicantName, c.Track, c.Tier, c.TierName, authorities.Find(channels[c.ApplicationId])?.Name ?? "")),
        ];
    }
}
