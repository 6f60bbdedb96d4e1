using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>
/// Who gets a message (收件人). The audience says who should hear of an event; who of them does is decided by the same rule as every page: a case that somebody may not
/// see is not written about to them. Accounts that are not in use get nothing.
/// </summary>
public sealed class Recipients(QualityAwardDbContext db, AuthorityTree authorities) : IOperation
{
    public async Task<IReadOnlyList<Guid>> OfAsync(MessageEvent given, MessageFacts facts, Guid? concernedAccount, string? concernedAuthority, CancellationToken cancellationToken)
    {
        var active = db.Users.AsNoTracking().Where(u => u.State == AccountState.Active);
        return facts.Case is { } about
            ? await OfCaseAsync(given.To, about, facts, active, concernedAccount, concernedAuthority, cancellationToken)
            : await OfRoundAsync(given.To, facts, active, concernedAccount, cancellationToken);
    }

    private async Task<IReadOnlyList<Guid>> OfCaseAsync(
        Audience audience, CaseFacts about, MessageFacts facts, IQueryable<AppUser> active, Guid? concernedAccount, string? concernedAuthority, CancellationToken cancellationToken)
    {
        var authority = facts.AuthorityCode;
        if (audience == Audience.ExpertToDeclare)
        {
            // Before signing an expert sees nothing of the case but whose it is, and that is all that the page for signing shows too.
            return await active.Where(u => u.Role == Role.Expert && (concernedAccount == null || u.Id == concernedAccount)
                    && db.Set<Seat>().Any(s => s.ApplicationId == about.Id && s.ExpertId == u.Id && s.State == SeatState.ToDeclare))
                .Select(u => u.Id).ToListAsync(cancellationToken);
        }

        if (audience == Audience.Invited)
        {
            // Whoever is invited sees of the case what the invitation shows, and no more until it is accepted.
            return await active.Where(u => u.Id == concernedAccount && db.Set<Collaborator>().Any(c => c.ApplicationId == about.Id && c.InviteeId == u.Id && c.State == CollaboratorState.Invited))
                .Select(u => u.Id).ToListAsync(cancellationToken);
        }

        if (audience == Audience.FormerRecommendingOffice)
        {
            // It was told that the application came in and must not look for it in vain; it is told of nothing but that.
            return about.Stage != Stage.Application
                ? []
                : await active.Where(u => u.Role == Role.RecommendingOffice && u.AuthorityCode == about.ChannelCode
                        && db.Set<Message>().Any(m => m.RecipientId == u.Id && db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.ApplicationId == about.Id)))
                    .Select(u => u.Id).ToListAsync(cancellationToken);
        }

        var candidates = audience switch
        {
            Audience.Applicant => active.Where(u => u.Role == Role.Applicant && db.Set<Collaborator>().Any(c => c.ApplicationId == about.Id && c.UserId == u.Id && c.State == CollaboratorState.Active)),
            Audience.Owner => active.Where(u => u.Role == Role.Applicant && db.Set<Collaborator>().Any(c => c.ApplicationId == about.Id && c.UserId == u.Id && c.State == CollaboratorState.Active && c.Right == CaseRight.Own)),
            Audience.RecommendingOffice => active.Where(u => u.Role == Role.RecommendingOffice && u.AuthorityCode == about.ChannelCode),
            Audience.Office => active.Where(u => u.Role == Role.Office && u.AuthorityCode == authority),
            Audience.Colleagues => active.Where(u => u.Role == Role.Office && u.AuthorityCode == authority && u.Id != concernedAccount),
            Audience.Supervisor => active.Where(u => u.Role == Role.Supervisor && u.AuthorityCode == authority),
            Audience.CommitteeMember => active.Where(u => u.Role == Role.CommitteeMember && u.AuthorityCode == authority),
            Audience.GovernmentApprover => active.Where(u => u.Role == Role.GovernmentApprover && u.AuthorityCode == authority),
            Audience.Expert => active.Where(u => u.Role == Role.Expert && db.Set<Seat>().Any(s => s.ApplicationId == about.Id && s.ExpertId == u.Id && s.State == SeatState.Cleared)),
            Audience.Department => active.Where(u => u.Role == Role.Department && u.AuthorityCode == concernedAuthority && concernedAuthority != null),
            Audience.Concerned => active.Where(u => u.Id == concernedAccount),
            Audience.ExpertToDeclare or Audience.Invited or Audience.FormerRecommendingOffice or Audience.Drafts or Audience.EarlierApplicants or Audience.TermsToSign => throw new InvalidOperationException($"{audience} is no audience of a case."),
        };
        var found = await candidates.Select(u => new { u.Id, u.DisplayName, u.Role, u.AuthorityCode }).ToListAsync(cancellationToken);
        if (audience == Audience.Department)
        {
            // A department is asked about a case that it sees nothing of but the request.
            return [.. found.Select(u => u.Id)];
        }

        // Everybody of an office sees the same; applicants and experts are asked about one by one, they are few.
        var allowed = new List<Guid>();
        foreach (var alike in found.GroupBy(u => (u.Role, u.AuthorityCode, Own: u.Role is Role.Applicant or Role.Expert ? u.Id : Guid.Empty)))
        {
            var first = alike.First();
            if (await db.VisibleApplications(new Actor(first.Id, first.DisplayName, first.Role, first.AuthorityCode)).AnyAsync(a => a.Id == about.Id, cancellationToken))
            {
                allowed.AddRange(alike.Select(u => u.Id));
            }
        }

        return allowed;
    }

    private async Task<IReadOnlyList<Guid>> OfRoundAsync(Audience audience, MessageFacts facts, IQueryable<AppUser> active, Guid? concernedAccount, CancellationToken cancellationToken)
    {
        var (round, authority, programme) = (facts.RoundId, facts.AuthorityCode, facts.Rules.Round.ProgrammeCode);
        if (audience == Audience.TermsToSign)
        {
            return await ToSignAsync(facts, active, cancellationToken);
        }

        var recommenders = authorities.RecommendersFor(authority).Select(a => a.Code).ToList();
        var who = audience switch
        {
            Audience.RecommendingOffice => active.Where(u => u.Role == Role.RecommendingOffice && recommenders.Contains(u.AuthorityCode!)),
            Audience.Office => active.Where(u => u.Role == Role.Office && u.AuthorityCode == authority),
            Audience.Colleagues => active.Where(u => u.Role == Role.Office && u.AuthorityCode == authority && u.Id != concernedAccount),
            Audience.Supervisor => active.Where(u => u.Role == Role.Supervisor && u.AuthorityCode == authority),
            Audience.CommitteeMember => active.Where(u => u.Role == Role.CommitteeMember && u.AuthorityCode == authority),
            Audience.GovernmentApprover => active.Where(u => u.Role == Role.GovernmentApprover && u.AuthorityCode == authority),
            Audience.Concerned => active.Where(u => u.Id == concernedAccount || u.PartyId == concernedAccount),
            Audience.Drafts => active.Where(u => u.Role == Role.Applicant && db.Applications.Any(a => a.RoundId == round && a.Position.Stage == Stage.Application && a.Position.Ending == null
                && db.Set<Collaborator>().Any(c => c.ApplicationId == a.Id && c.UserId == u.Id && c.State == CollaboratorState.Active && c.Right != CaseRight.View))),
            Audience.EarlierApplicants => active.Where(u => u.Role == Role.Applicant
                && db.Applications.Any(a => a.OwnerId == u.Id && a.RoundId != round && db.Rounds.Any(r => r.Id == a.RoundId && r.ProgrammeCode == programme && r.AuthorityCode == authority))),
            Audience.Applicant or Audience.Owner or Audience.Invited or Audience.FormerRecommendingOffice or Audience.Expert or Audience.ExpertToDeclare or Audience.Department or Audience.TermsToSign => throw new InvalidOperationException($"{audience} is no audience of a round."),
        };
        return await who.Select(u => u.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Who has accepted an older text of the round's terms and not the present one of the role.</summary>
    private async Task<IReadOnlyList<Guid>> ToSignAsync(MessageFacts facts, IQueryable<AppUser> active, CancellationToken cancellationToken)
    {
        var signed = await db.Set<TermsAcceptance>().Where(a => a.RoundId == facts.RoundId).Join(active, a => a.UserId, u => u.Id, (a, u) => new { u.Id, u.Role, a.Sha256 }).ToListAsync(cancellationToken);
        return
        [
            .. signed.GroupBy(s => (s.Id, s.Role))
                .Where(person => facts.Rules.Round.TermsOf(person.Key.Role, facts.Rules.Pack) is { } terms && person.All(s => !string.Equals(s.Sha256, terms.Hash(), StringComparison.Ordinal)))
                .Select(person => person.Key.Id),
        ];
    }
}
