namespace QualityAward.Domain.Access;

/// <summary>The one role of an account (角色), from the list of who takes part in a quality award.</summary>
public enum Role
{
    /// <summary>申报组织、申报个人.</summary>
    Applicant,

    /// <summary>县区质量发展委员会办公室、市级部门.</summary>
    RecommendingOffice,

    /// <summary>征求意见的部门: 市场监管、应急、生态环境、卫健、人社、工信、统计.</summary>
    Department,

    /// <summary>市质量发展委员会办公室.</summary>
    Office,

    /// <summary>评审专家; being the leader of a panel (组长) is a fact of the panel, not of the account.</summary>
    Expert,

    /// <summary>质量发展委员会委员.</summary>
    CommitteeMember,

    /// <summary>政府批准人.</summary>
    GovernmentApprover,

    /// <summary>纪检监督, read-only.</summary>
    Supervisor,

    /// <summary>系统管理员: accounts.</summary>
    SystemAdministrator,

    /// <summary>安全管理员: roles and locks.</summary>
    SecurityAdministrator,

    /// <summary>审计管理员: the audit trail.</summary>
    AuditAdministrator,

    /// <summary>社会公众: never an account; stands in the trail for whoever files an objection without signing in.</summary>
    Public,
}

/// <summary>Roles in Chinese, as shown on screen.</summary>
public static class RoleNames
{
    public static string Of(Role role) => role switch
    {
        Role.Applicant => "申报人",
        Role.RecommendingOffice => "推荐单位",
        Role.Department => "征求意见部门",
        Role.Office => "质量发展委员会办公室",
        Role.Expert => "评审专家",
        Role.CommitteeMember => "质量发展委员会委员",
        Role.GovernmentApprover => "政府批准人",
        Role.Supervisor => "纪检监督",
        Role.SystemAdministrator => "系统管理员",
        Role.SecurityAdministrator => "安全管理员",
        Role.AuditAdministrator => "审计管理员",
        Role.Public => "社会公众",
    };
}
