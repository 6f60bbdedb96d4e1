using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Audit;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Access;

/// <summary>
/// Which cases an actor may see at all (可见范围), decided in the query: every list, count, search, export and file goes through here. Deny by default.
/// </summary>
public static class VisibleCases
{
    public static IQueryable<Application> VisibleApplications(this QualityAwardDbContext db, Actor actor) => actor.Role switch
    {
        // The owner and whoever accepted an invitation; a right that is taken back ends it at once.
        Role.Applicant => db.Applications.Where(a => db.Set<Collaborator>().Any(c => c.ApplicationId == a.Id && c.UserId == actor.UserId && c.State == CollaboratorState.Active)),
        // Whoever recommends sees what was handed in to it, never a draft.
        Role.RecommendingOffice => db.Applications.Where(a => a.ChannelCode == actor.AuthorityCode && a.ReceiptNumber != null && a.Position.Stage != Stage.Application),
        Role.Office or Role.Supervisor => db.Applications.Where(a => a.AuthorityCode == actor.AuthorityCode && a.ReceiptNumber != null && a.Position.Stage != Stage.Application),
        // An expert sees the cases of an own seat after signing "no conflict"; a recusal or a replacement ends it at once.
        Role.Expert => db.Applications.Where(a => LaterStages.FromDocumentReview.Contains(a.Position.Stage)
            && db.Set<Seat>().Any(s => s.ApplicationId == a.Id && s.ExpertId == actor.UserId && s.State == SeatState.Cleared)),
        Role.CommitteeMember => db.Applications.Where(a => a.AuthorityCode == actor.AuthorityCode && LaterStages.FromDeliberation.Contains(a.Position.Stage)),
        Role.GovernmentApprover => db.Applications.Where(a => a.AuthorityCode == actor.AuthorityCode && LaterStages.FromApproval.Contains(a.Position.Stage)),
        Role.Department or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator or Role.Public => db.Applications.Where(_ => false),
    };

    /// <summary>
    /// The cases that the actor works on as an applicant does: the applicant's own, and for an office what it types in on an applicant's behalf.
    /// Nobody else fills in applications.
    /// </summary>
    public static IQueryable<Application> OwnApplications(this QualityAwardDbContext db, Actor actor) => actor.Role switch
    {
        Role.Applicant => db.VisibleApplications(actor),
        Role.Office => db.Applications.Where(a => a.AuthorityCode == actor.AuthorityCode
            && db.Set<Collaborator>().Any(c => c.ApplicationId == a.Id && c.UserId == actor.UserId && c.State == CollaboratorState.Active)),
        Role.RecommendingOffice or Role.Department or Role.Expert or Role.CommitteeMember or Role.GovernmentApprover or Role.Supervisor
            or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator or Role.Public => db.Applications.Where(_ => false),
    };

    /// <summary>Those that the actor may fill in (可填写的申报): whoever may only read has nothing to do there.</summary>
    public static IQueryable<Application> WritableApplications(this QualityAwardDbContext db, Actor actor) => db.OwnApplications(actor)
        .Where(a => db.Set<Collaborator>().Any(c => c.ApplicationId == a.Id && c.UserId == actor.UserId && c.State == CollaboratorState.Active && c.Right != CaseRight.View));

    /// <summary>The audit administrator reads everything; a supervisor the cases and rounds of the own authority and what its staff did.</summary>
    public static IQueryable<AuditEntry> VisibleAuditEntries(this QualityAwardDbContext db, Actor actor) => actor.Role switch
    {
        Role.AuditAdministrator => db.AuditEntries,
        Role.Supervisor => db.AuditEntries.Where(e =>
            e.AuthorityCode == actor.AuthorityCode
            || db.Applications.Any(a => a.Id == e.ChainId && a.AuthorityCode == actor.AuthorityCode)
            || db.Rounds.Any(r => r.Id == e.ChainId && r.AuthorityCode == actor.AuthorityCode)),
        Role.Applicant or Role.RecommendingOffice or Role.Department or Role.Office or Role.Expert or Role.CommitteeMember or Role.GovernmentApprover
            or Role.SystemAdministrator or Role.SecurityAdministrator or Role.Public => db.AuditEntries.Where(_ => false),
    };

    /// <summary>
    /// Requests for a department's opinion: the department that was asked sees its own, and only what stands in the request; everybody else those of the cases
    /// that they may see.
    /// </summary>
    public static IQueryable<OpinionRequest> VisibleOpinionRequests(this QualityAwardDbContext db, Actor actor) => actor.Role switch
    {
        Role.Department => db.Set<OpinionRequest>().Where(r => r.DepartmentCode == actor.AuthorityCode),
        Role.RecommendingOffice or Role.Office or Role.Supervisor => db.Set<OpinionRequest>().Where(r => db.VisibleApplications(actor).Any(a => a.Id == r.ApplicationId)),
        Role.Applicant or Role.Expert or Role.CommitteeMember or Role.GovernmentApprover or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator or Role.Public =>
            db.Set<OpinionRequest>().Where(_ => false),
    };

    /// <summary>
    /// Statements of referees: offices and the supervisor those of the cases that they may see, experts and the applicant's own people where the referee was told so. Who is asked and
    /// has not answered is the applicant's own page alone.
    /// </summary>
    public static IQueryable<RefereeRequest> VisibleStatements(this QualityAwardDbContext db, Actor actor)
    {
        var answered = db.Set<RefereeRequest>().Where(r => r.State == RefereeState.Answered && db.VisibleApplications(actor).Any(a => a.Id == r.ApplicationId));
        return actor.Role switch
        {
            Role.RecommendingOffice or Role.Office or Role.Supervisor => answered,
            Role.Expert => answered.Where(r => r.ReviewersMayRead),
            Role.Applicant => answered.Where(r => r.ApplicantMayRead),
            Role.Department or Role.CommitteeMember or Role.GovernmentApprover or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator or Role.Public => answered.Where(_ => false),
        };
    }

    /// <summary>Batches: the unit's own, and all that came to the office; the supervisor reads those of the own authority.</summary>
    public static IQueryable<RecommendationBatch> VisibleBatches(this QualityAwardDbContext db, Actor actor) => actor.Role switch
    {
        Role.RecommendingOffice => db.Set<RecommendationBatch>().Where(b => b.ChannelCode == actor.AuthorityCode),
        Role.Office or Role.Supervisor => db.Set<RecommendationBatch>().Where(b => b.AuthorityCode == actor.AuthorityCode),
        Role.Applicant or Role.Department or Role.Expert or Role.CommitteeMember or Role.GovernmentApprover or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator or Role.Public =>
            db.Set<RecommendationBatch>().Where(_ => false),
    };

    public static IQueryable<Round> VisibleRounds(this QualityAwardDbContext db, Actor? actor) => actor?.Role switch
    {
        Role.Office or Role.Supervisor => db.Rounds.Where(r => r.State != RoundState.Preparing || r.AuthorityCode == actor.AuthorityCode),
        _ => db.Rounds.Where(r => r.State != RoundState.Preparing),
    };
}

/// <summary>Stages as lists: they are text in the database, so "from this stage on" is a set, not a comparison.</summary>
internal static class LaterStages
{
    public static readonly Stage[] FromDocumentReview = From(Stage.DocumentReview);
    public static readonly Stage[] FromDeliberation = From(Stage.Deliberation);
    public static readonly Stage[] FromApproval = From(Stage.Approval);

    private static Stage[] From(Stage first) => [.. Enum.GetValues<Stage>().Where(s => s >= first)];
}
