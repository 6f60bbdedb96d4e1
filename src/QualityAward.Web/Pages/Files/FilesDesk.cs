using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Files;

/// <summary>Quarantined files in submitted cases (附件待办), for the office that can return them for correction.</summary>
public sealed class FilesDesk(FileSafety safety) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (RolePermissions.Allows(actor.Role, Permission.ReviewEligibility))
        {
            yield return new DeskQuery(
                safety.Quarantined(actor).Counted(),
                static (row, desk) => desk.Items.Add(new DeskItem("附件未通过病毒检查，需退回申报人更换", FileLinks.Safety, Count: row.GetInt32(0))));
        }
    }
}
