using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Registers;

/// <summary>
/// What an actor may see of the registers (登记簿可见范围), decided in the query like the cases: every list, page, count and export starts here. Deny by default.
/// An office sees what its own authority keeps and whoever applied to it; a recommending office the parties of the cases that it handles and what bars them
/// there; an applicant the own party.
/// </summary>
public sealed class RegisterView(QualityAwardDbContext db, ProgrammeCatalogue catalogue) : IOperation
{
    public IQueryable<Party> Parties(Actor actor)
    {
        var own = OwnProgrammes(actor);
        return actor.Role switch
        {
            Role.Office or Role.Supervisor => db.Parties.Where(p =>
                p.EnteredBy == actor.AuthorityCode
                || db.VisibleApplications(actor).Any(a => a.PartyId == p.Id)
                || db.Set<HonourEntry>().Any(h => h.PartyId == p.Id && own.Contains(h.ProgrammeCode))
                || db.Set<Bar>().Any(b => b.PartyId == p.Id && b.AuthorityCode == actor.AuthorityCode)
                || db.Set<Incident>().Any(i => i.PartyId == p.Id && i.AuthorityCode == actor.AuthorityCode)
                || db.Set<Holding>().Any(h => (h.HolderId == p.Id || h.HeldId == p.Id) && h.AuthorityCode == actor.AuthorityCode)
                || db.Set<Headship>().Any(h => (h.OrganisationId == p.Id || h.PersonId == p.Id) && h.AuthorityCode == actor.AuthorityCode)),
            Role.RecommendingOffice => db.Parties.Where(p => db.VisibleApplications(actor).Any(a => a.PartyId == p.Id)),
            Role.Applicant => db.Parties.Where(p => db.Set<AppUser>().Any(u => u.Id == actor.UserId && u.PartyId == p.Id)),
            Role.Department or Role.Expert or Role.CommitteeMember or Role.GovernmentApprover or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator
                or Role.Public => db.Parties.Where(_ => false),
        };
    }

    public IQueryable<Bar> Bars(Actor actor) => actor.Role switch
    {
        Role.Office or Role.Supervisor => db.Set<Bar>().Where(b => b.AuthorityCode == actor.AuthorityCode),
        // What keeps an applicant from a round of the authority that it applies to, not what others hold against it.
        Role.RecommendingOffice => db.Set<Bar>().Where(b => b.WithdrawnAt == null && db.VisibleApplications(actor).Any(a => a.PartyId == b.PartyId && a.AuthorityCode == b.AuthorityCode)),
        Role.Applicant => db.Set<Bar>().Where(b => b.WithdrawnAt == null && db.Set<AppUser>().Any(u => u.Id == actor.UserId && u.PartyId == b.PartyId)),
        Role.Department or Role.Expert or Role.CommitteeMember or Role.GovernmentApprover or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator
            or Role.Public => db.Set<Bar>().Where(_ => false),
    };

    public IQueryable<Incident> Incidents(Actor actor) => actor.Role switch
    {
        Role.Office or Role.Supervisor => db.Set<Incident>().Where(i => i.AuthorityCode == actor.AuthorityCode),
        Role.Applicant => db.Set<Incident>().Where(i => i.WithdrawnAt == null && db.Set<AppUser>().Any(u => u.Id == actor.UserId && u.PartyId == i.PartyId)),
        // A recommending office asks the departments; the register is the office's.
        Role.RecommendingOffice or Role.Department or Role.Expert or Role.CommitteeMember or Role.GovernmentApprover or Role.SystemAdministrator or Role.SecurityAdministrator
            or Role.AuditAdministrator or Role.Public => db.Set<Incident>().Where(_ => false),
    };

    public IQueryable<Holding> Holdings(Actor actor) => actor.Role is Role.Office or Role.Supervisor ? db.Set<Holding>().Where(h => h.AuthorityCode == actor.AuthorityCode) : db.Set<Holding>().Where(_ => false);

    public IQueryable<Headship> Headships(Actor actor) => actor.Role is Role.Office or Role.Supervisor ? db.Set<Headship>().Where(h => h.AuthorityCode == actor.AuthorityCode) : db.Set<Headship>().Where(_ => false);

    /// <summary>The honours that the authority keeps; the titles themselves are public.</summary>
    public IQueryable<HonourEntry> OwnHonours(Actor actor)
    {
        var own = OwnProgrammes(actor);
        return db.Set<HonourEntry>().Where(h => own.Contains(h.ProgrammeCode));
    }

    public IQueryable<RegisterProposal> Proposals(Actor actor) => actor.Role switch
    {
        Role.Office => db.Set<RegisterProposal>().Where(p => p.AuthorityCode == actor.AuthorityCode && (p.State != ProposalState.Draft || p.ProposedById == actor.UserId)),
        Role.Supervisor => db.Set<RegisterProposal>().Where(p => p.AuthorityCode == actor.AuthorityCode && p.State != ProposalState.Draft),
        _ => db.Set<RegisterProposal>().Where(_ => false),
    };

    public RegisterContext ContextOf(Actor actor, DateOnly today) => new(catalogue.All, actor.AuthorityCode ?? "", today);

    public static bool MayManage(Actor actor) => RolePermissions.Allows(actor.Role, Permission.ManageRegisters);

    public static bool IsKeeper(Actor actor) => actor.Role is Role.Office or Role.Supervisor;

    private List<string> OwnProgrammes(Actor actor) => [.. catalogue.All.Where(p => string.Equals(p.Owner, actor.AuthorityCode, StringComparison.Ordinal)).Select(p => p.Code)];
}
