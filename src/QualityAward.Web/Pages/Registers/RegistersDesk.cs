using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Registers;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Registers;

/// <summary>The office's desk: entries that a colleague proposed and that wait for a second person.</summary>
public sealed class RegistersDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.ManageRegisters))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.Set<RegisterProposal>().Where(p => p.AuthorityCode == actor.AuthorityCode && p.State == ProposalState.Proposed && p.ProposedById != actor.UserId).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("复核登记簿的登记", $"{RegisterLinks.Proposals}?state={ProposalState.Proposed}", Count: row.GetInt32(0))));
    }
}
