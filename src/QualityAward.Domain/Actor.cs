using QualityAward.Domain.Access;

namespace QualityAward.Domain;

/// <summary>Who acts, as which role, for which authority and from where (操作人). Every verb takes one; the audit trail keeps it.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Name">Display name, not the person's ID number or phone.</param>
/// <param name="Role">The one role of the account.</param>
/// <param name="AuthorityCode">The office, county or department the account belongs to; null for applicants and the public.</param>
/// <param name="Address">The network address the request came from; null for jobs.</param>
public sealed record Actor(Guid UserId, string Name, Role Role, string? AuthorityCode = null, string? Address = null)
{
    /// <summary>Somebody who has not signed in (社会公众); neither name nor network address is kept, so that the trail does not give an objector away.</summary>
    public static readonly Actor Public = new(Guid.Empty, RoleNames.Of(Role.Public), Role.Public);

    /// <summary>The program itself, in jobs that nobody asked for (系统自动办理).</summary>
    public static readonly Actor System = new(Guid.Empty, "系统", Role.SystemAdministrator);

    /// <summary>Refuses unless the actor has this permission; pages check it too, jobs and the demo go through here.</summary>
    public void Require(Permission permission)
    {
        if (!RolePermissions.Allows(Role, permission))
        {
            throw new RefusedException("permission", $"您的角色（{RoleNames.Of(Role)}）无权办理此事项。");
        }
    }

    /// <summary>Refuses unless the actor belongs to this authority.</summary>
    public void RequireAuthority(string authorityCode)
    {
        if (!string.Equals(AuthorityCode, authorityCode, StringComparison.Ordinal))
        {
            throw new RefusedException("other-authority", "该事项不属于您所在的机关，不能办理。");
        }
    }
}
