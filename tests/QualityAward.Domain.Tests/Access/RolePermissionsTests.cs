using QualityAward.Domain.Access;

namespace QualityAward.Domain.Tests.Access;

public sealed class RolePermissionsTests
{
    private static readonly Role[] Administrators = [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];
    private static readonly Permission[] Administration = [Permission.OwnAccount, Permission.ManageUsers, Permission.GrantRoles, Permission.ReadAudit];

    [Fact]
    public void Nobody_both_makes_accounts_and_grants_roles() =>
        Assert.DoesNotContain(Enum.GetValues<Role>(), r => RolePermissions.Allows(r, Permission.ManageUsers) && RolePermissions.Allows(r, Permission.GrantRoles));

    [Fact]
    public void Nobody_who_makes_accounts_or_grants_roles_reads_the_trail() =>
        Assert.DoesNotContain(Enum.GetValues<Role>(), r => RolePermissions.Allows(r, Permission.ReadAudit) && (RolePermissions.Allows(r, Permission.ManageUsers) || RolePermissions.Allows(r, Permission.GrantRoles)));

    [Fact]
    public void The_three_administrators_share_nothing_but_the_own_account_and_have_no_business_of_the_award()
    {
        var all = Administrators.SelectMany(RolePermissions.Of).ToList();

        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, p => Assert.Contains(p, Administration));
        Assert.All(Administrators, r => Assert.NotEmpty(RolePermissions.Of(r)));
    }

    [Fact]
    public void Who_decides_administers_nothing()
    {
        foreach (var role in Enum.GetValues<Role>().Except(Administrators))
        {
            Assert.False(RolePermissions.Allows(role, Permission.ManageUsers) || RolePermissions.Allows(role, Permission.GrantRoles), $"{role}");
        }
    }

    [Fact]
    public void The_supervisor_only_reads() =>
        Assert.Equal([Permission.Supervise, Permission.ReadAudit], RolePermissions.Of(Role.Supervisor));

    [Fact]
    public void Every_role_has_a_set_every_permission_a_role_and_the_public_has_nothing()
    {
        var granted = Enum.GetValues<Role>().SelectMany(RolePermissions.Of).Append(Permission.OwnAccount).ToHashSet();

        Assert.All(Enum.GetValues<Permission>(), p => Assert.Contains(p, granted));
        Assert.DoesNotContain(Enum.GetValues<Permission>(), p => RolePermissions.Allows(Role.Public, p));
        Assert.All(Enum.GetValues<Role>().Where(r => r != Role.Public), r => Assert.True(RolePermissions.Allows(r, Permission.OwnAccount)));
    }

    [Fact]
    public void An_actor_is_refused_what_the_role_does_not_allow_and_what_is_another_authoritys()
    {
        var office = new Actor(Guid.NewGuid(), "办公室", Role.Office, "lyg");
        office.Require(Permission.ManageRounds);
        office.RequireAuthority("lyg");

        Assert.Equal("permission", Assert.Throws<RefusedException>(() => office.Require(Permission.Score)).Code);
        Assert.Equal("other-authority", Assert.Throws<RefusedException>(() => office.RequireAuthority("lyg-etdz")).Code);
        Assert.Equal("other-authority", Assert.Throws<RefusedException>(() => Actor.Public.RequireAuthority("lyg")).Code);
    }
}
