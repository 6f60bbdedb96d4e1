namespace QualityAward.Domain.Registers;

/// <summary>What is entered in a register (登记事项).</summary>
public enum RegisterKind
{
    /// <summary>主体.</summary>
    Party,

    /// <summary>更名.</summary>
    Rename,

    /// <summary>控股关系.</summary>
    Holding,

    /// <summary>组织负责人.</summary>
    Headship,

    /// <summary>荣誉.</summary>
    Honour,

    /// <summary>历史荣誉核实.</summary>
    Verification,

    /// <summary>限制申报.</summary>
    Bar,

    /// <summary>不良记录.</summary>
    Incident,

    /// <summary>撤回登记.</summary>
    Withdrawal,
}

/// <summary>Kinds of entries in Chinese and in addresses.</summary>
public static class RegisterKinds
{
    /// <summary>Kinds that a spreadsheet may hold.</summary>
    public static IReadOnlyList<RegisterKind> Importable { get; } =
        [RegisterKind.Party, RegisterKind.Rename, RegisterKind.Holding, RegisterKind.Headship, RegisterKind.Honour, RegisterKind.Bar, RegisterKind.Incident];

    /// <summary>Kinds whose entries can be withdrawn; parties stay, their applications hang on them.</summary>
    public static IReadOnlyList<RegisterKind> Withdrawable { get; } = [RegisterKind.Holding, RegisterKind.Headship, RegisterKind.Honour, RegisterKind.Bar, RegisterKind.Incident];

    public static string NameOf(RegisterKind kind) => kind switch
    {
        RegisterKind.Party => "主体",
        RegisterKind.Rename => "更名",
        RegisterKind.Holding => "控股关系",
        RegisterKind.Headship => "组织负责人",
        RegisterKind.Honour => "荣誉",
        RegisterKind.Verification => "历史荣誉核实",
        RegisterKind.Bar => "限制申报",
        RegisterKind.Incident => "不良记录",
        RegisterKind.Withdrawal => "撤回登记",
    };

    public static string Slug(RegisterKind kind) => kind switch
    {
        RegisterKind.Party => "party",
        RegisterKind.Rename => "rename",
        RegisterKind.Holding => "holding",
        RegisterKind.Headship => "headship",
        RegisterKind.Honour => "honour",
        RegisterKind.Verification => "verification",
        RegisterKind.Bar => "bar",
        RegisterKind.Incident => "incident",
        RegisterKind.Withdrawal => "withdrawal",
    };

    public static RegisterKind? FromSlug(string? slug) => Enum.GetValues<RegisterKind>().Where(k => string.Equals(Slug(k), slug, StringComparison.Ordinal)).Select(k => (RegisterKind?)k).FirstOrDefault();
}

/// <summary>Where a proposal stands (登记状态).</summary>
public enum ProposalState
{
    /// <summary>待提交: an import that has been read and looked at by nobody but its author.</summary>
    Draft,

    /// <summary>待复核.</summary>
    Proposed,

    /// <summary>已登记.</summary>
    Approved,

    /// <summary>复核未通过.</summary>
    Rejected,

    /// <summary>已撤销.</summary>
    Cancelled,
}

/// <summary>States of proposals in Chinese.</summary>
public static class ProposalStates
{
    public static string NameOf(ProposalState state) => state switch
    {
        ProposalState.Draft => "待提交",
        ProposalState.Proposed => "待复核",
        ProposalState.Approved => "已登记",
        ProposalState.Rejected => "复核未通过",
        ProposalState.Cancelled => "已撤销",
    };
}
