namespace QualityAward.Domain.Access;

/// <summary>What a page or operation needs (权限). A role's set is in <see cref="RolePermissions"/>; nothing is allowed that does not stand there.</summary>
public enum Permission
{
    /// <summary>Any signed-in account: own desk, own password.</summary>
    OwnAccount,
    Apply,

    /// <summary>Types in what an applicant handed in on paper (代录).</summary>
    EnterOnBehalf,
    Recommend,
    GiveDepartmentOpinion,
    ManageRounds,
    ReviewEligibility,
    ManageExperts,
    Score,
    ManageReview,
    ManageShortlist,
    Deliberate,
    ManageDeliberation,
    ManageNotices,
    ManageHonours,
    ManageSupervision,

    /// <summary>Proposes entries of the registers and confirms those that a colleague proposed.</summary>
    ManageRegisters,

    /// <summary>Sees the list at the approval step, read-only: the office records the decision with number and scan.</summary>
    ViewApproval,

    /// <summary>Sees cases of the authority without changing them.</summary>
    Supervise,
    ReadAudit,
    ManageUsers,
    GrantRoles,
}

/// <summary>Which role may do what (角色权限表): deny by default, three administrators kept apart (三员分立).</summary>
public static class RolePermissions
{
    public static bool Allows(Role role, Permission permission) => (permission == Permission.OwnAccount && role != Role.Public) || Of(role).Contains(permission);

    public static IReadOnlySet<Permission> Of(Role role) => Sets[role];

    private static readonly Dictionary<Role, IReadOnlySet<Permission>> Sets = new()
    {
        [Role.Applicant] = new HashSet<Permission> { Permission.Apply },
        [Role.RecommendingOffice] = new HashSet<Permission> { Permission.Recommend },
        [Role.Department] = new HashSet<Permission> { Permission.GiveDepartmentOpinion },
        [Role.Office] = new HashSet<Permission>
        {
            Permission.ManageRounds, Permission.EnterOnBehalf, Permission.ReviewEligibility, Permission.ManageExperts, Permission.ManageReview, Permission.ManageShortlist,
            Permission.ManageDeliberation, Permission.ManageNotices, Permission.ManageHonours, Permission.ManageSupervision, Permission.ManageRegisters,
        },
        [Role.Expert] = new HashSet<Permission> { Permission.Score },
        [Role.CommitteeMember] = new HashSet<Permission> { Permission.Deliberate },
        [Role.GovernmentApprover] = new HashSet<Permission> { Permission.ViewApproval },
        [Role.Supervisor] = new HashSet<Permission> { Permission.Supervise, Permission.ReadAudit },
        [Role.SystemAdministrator] = new HashSet<Permission> { Permission.ManageUsers },
        [Role.SecurityAdministrator] = new HashSet<Permission> { Permission.GrantRoles },
        [Role.AuditAdministrator] = new HashSet<Permission> { Permission.ReadAudit },
        [Role.Public] = new HashSet<Permission>(),
    };
}
