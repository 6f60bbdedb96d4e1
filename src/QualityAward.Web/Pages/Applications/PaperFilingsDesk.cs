using System.Linq.Expressions;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Applications that came in on paper by where they stand (代录申报队列): list and desk count alike.</summary>
internal static class PaperFilingQueue
{
    public static IQueryable<FiledCase> Of(QualityAwardDbContext db) => db.Set<PaperFiling>().Join(db.Applications, p => p.ApplicationId, a => a.Id, (p, a) => new FiledCase { Filing = p, Case = a });

    /// <summary>As <see cref="PaperFiling.State"/>, of cases that go on.</summary>
    public static IQueryable<FiledCase> In(this IQueryable<FiledCase> cases, PaperFilingState state) => cases.Where(x => x.Case.Position.Ending == null).Where(Is(state));

    private static Expression<Func<FiledCase, bool>> Is(PaperFilingState state) => state switch
    {
        PaperFilingState.Entering => x => x.Case.SubmittedAt == null,
        PaperFilingState.AwaitsApplicant => x => x.Case.SubmittedAt != null && x.Filing.ConfirmedAt == null && x.Filing.DifferenceAt == null,
        PaperFilingState.Confirmed => x => x.Case.SubmittedAt != null && x.Filing.ConfirmedAt != null,
        PaperFilingState.Disputed => x => x.Case.SubmittedAt != null && x.Filing.ConfirmedAt == null && x.Filing.DifferenceAt != null,
    };
}

/// <summary>A paper with its application before projection.</summary>
internal sealed class FiledCase
{
    public required PaperFiling Filing { get; init; }

    public required Application Case { get; init; }
}

/// <summary>
/// What waits because an application came in on paper (代录待办): for the office what it has not handed in yet, what the applicant has not answered and what the applicant
/// disputes; for the applicant what is to be compared with the paper.
/// </summary>
public sealed class PaperFilingsDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (RolePermissions.Allows(actor.Role, Permission.EnterOnBehalf))
        {
            var mine = PaperFilingQueue.Of(db).Where(x => x.Filing.AuthorityCode == actor.AuthorityCode);
            yield return new DeskQuery(
                mine.In(PaperFilingState.Disputed).Counted(),
                static (row, desk) => desk.Items.Add(new DeskItem("申报人指出代录内容与纸质原件不符，请核对更正", ApplicationLinks.PaperFilingsIn(PaperFilingState.Disputed), Count: row.GetInt32(0))));
            yield return new DeskQuery(
                mine.In(PaperFilingState.Entering).Counted(),
                static (row, desk) => desk.Items.Add(new DeskItem("继续录入并提交纸质申报", ApplicationLinks.PaperFilingsIn(PaperFilingState.Entering), Count: row.GetInt32(0))));
            yield return new DeskQuery(
                mine.In(PaperFilingState.AwaitsApplicant).Counted(),
                static (row, desk) => desk.Items.Add(new DeskItem("代录的申报待申报人确认", ApplicationLinks.PaperFilingsIn(PaperFilingState.AwaitsApplicant), Count: row.GetInt32(0))));
        }

        if (RolePermissions.Allows(actor.Role, Permission.Apply))
        {
            yield return new DeskQuery(
                PaperFilingQueue.Of(db).Where(x => x.Case.OwnerId == actor.UserId).In(PaperFilingState.AwaitsApplicant).Select(x => new { x.Case.Id, x.Case.ReceiptNumber }),
                static (row, desk) => desk.Items.Add(new DeskItem($"核对并确认办公室代录的申报：{row.GetString(1)}", ApplicationLinks.Paper(row.GetGuid(0)))));
        }
    }
}
