using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages;

/// <summary>What everybody finds on the home page (首页公开内容): current rounds and newest notices; the roll of honour where nobody is at work.</summary>
public sealed class HomeDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        // Who works for the authority of an award is concerned with its own rounds.
        var rounds = actor is { Role: Role.Office or Role.CommitteeMember or Role.GovernmentApprover or Role.Supervisor, AuthorityCode: { } own } ? db.Rounds.Where(r => r.AuthorityCode == own) : db.Rounds;
        yield return new DeskQuery(
            rounds.Where(r => r.State == RoundState.Published).OrderByDescending(r => r.Year).ThenByDescending(r => r.ClosesOn)
                .Select(r => new { r.Id, r.ProgrammeCode, r.Name, r.Year, r.OpensOn, r.ClosesOn }).Take(50),
            static (row, desk) => desk.Rounds.Add(new CurrentRound(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetFieldValue<DateOnly>(4), row.GetFieldValue<DateOnly>(5))));
        yield return new DeskQuery(
            db.Set<Notice>().OrderByDescending(n => n.PublishedAt).Select(n => new { n.Id, n.Title, n.PublishedAt, n.LastDay }).Take(5),
            static (row, desk) => desk.Notices.Add(new NewestNotice(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateOnly>(3))));
        if (actor.Role is not (Role.Public or Role.Applicant))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.Set<HonourEntry>().Where(h => h.Status == HonourStatus.InForce && h.WithdrawnAt == null && (h.ImportSource == null || h.VerifiedAt != null)).OrderByDescending(h => h.AwardYear).ThenBy(h => h.HolderName)
                .Select(h => new { h.HolderName, h.ProgrammeName, h.TierName, h.AwardYear }).Take(8),
            static (row, desk) => desk.Honours.Add(new RecentHonour(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3))));
        if (RolePermissions.Allows(actor.Role, Permission.Apply))
        {
            yield return new DeskQuery(
                db.Users.Where(u => u.Id == actor.UserId).Join(db.Parties, u => u.PartyId, p => p.Id, (_, p) => p.Kind),
                static (row, desk) => desk.Kind = Enum.Parse<Track>(row.GetString(0)));
        }
    }
}
