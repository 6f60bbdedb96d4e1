using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Workflow;

/// <summary>What a case does in the procedure (办理动作): who may do it and what it is called.</summary>
/// <param name="From">The stage that it ends.</param>
/// <param name="By">Roles that may do it.</param>
/// <param name="Name">The act in Chinese, for refusals and timelines.</param>
public sealed record Move(Stage From, IReadOnlySet<Role> By, string Name);

/// <summary>Where a case stands (办理状态): its stage and, when it goes no further, why. Changed only by <see cref="Moves"/>.</summary>
public sealed class CasePosition
{
    public Stage Stage { get; internal set; } = Stage.Application;

    /// <summary>Null while the case is under way or has won.</summary>
    public Ending? Ending { get; internal set; }

    /// <summary>When it came to this stage or ended.</summary>
    public DateTimeOffset Since { get; internal set; }

    public bool IsOpen => Ending is null;
}

/// <summary>The one place where a case changes its stage (环节流转).</summary>
public static class Moves
{
    private static readonly Dictionary<Stage, Move> Forward = new[]
    {
        new Move(Stage.Application, Set(Role.Applicant), "提交申报"),
        new Move(Stage.Recommendation, Set(Role.RecommendingOffice), "推荐"),
        new Move(Stage.EligibilityReview, Set(Role.Office), "受理"),
        new Move(Stage.DocumentReview, Set(Role.Office), "结束资料评审"),
        new Move(Stage.SiteVisit, Set(Role.Expert), "签署现场评审结果"),
        new Move(Stage.Presentation, Set(Role.Expert), "确认演讲陈述结果"),
        new Move(Stage.PanelReport, Set(Role.Expert), "提交专家组评审报告"),
        new Move(Stage.Synthesis, Set(Role.Office), "确认建议名单"),
        new Move(Stage.Deliberation, Set(Role.Office), "确认审议结果"),
        new Move(Stage.PublicNotice, Set(Role.Office), "公示期满"),
        new Move(Stage.Approval, Set(Role.Office), "登记政府批准"),
        new Move(Stage.Proclamation, Set(Role.Office), "公布"),
        new Move(Stage.Honour, Set(Role.Office), "表彰奖励"),
    }.ToDictionary(m => m.From);

    private static readonly Dictionary<Ending, (IReadOnlySet<Role> By, IReadOnlySet<Stage> From, string Name)> Ends = new()
    {
        // A withdrawal is possible until the public notice starts.
        [Ending.Withdrawn] = (Set(Role.Applicant), Between(Stage.Application, Stage.Deliberation), "撤回申报"),
        [Ending.NotRecommended] = (Set(Role.RecommendingOffice), Between(Stage.Recommendation, Stage.Recommendation), "不予推荐"),
        [Ending.NotAccepted] = (Set(Role.Office), Between(Stage.EligibilityReview, Stage.EligibilityReview), "不予受理"),
        [Ending.Disqualified] = (Set(Role.Office), Between(Stage.Recommendation, Stage.Approval), "取消申报资格"),
        [Ending.NotShortlisted] = (Set(Role.Office), Between(Stage.DocumentReview, Stage.Synthesis), "未列入建议名单"),
        [Ending.NotAgreed] = (Set(Role.Office), Between(Stage.Deliberation, Stage.Deliberation), "审议未通过"),
        [Ending.StruckOut] = (Set(Role.Office), Between(Stage.PublicNotice, Stage.PublicNotice), "取消获奖资格"),
        [Ending.NotApproved] = (Set(Role.Office), Between(Stage.Approval, Stage.Approval), "未获批准"),
    };

    /// <summary>Ends the stage <paramref name="from"/> and goes to the next one of the track's own order.</summary>
    public static void Advance(CasePosition position, IReadOnlyList<StageDefinition> stages, Stage from, Actor actor, DateTimeOffset now)
    {
        var move = Forward[from];
        RequireRole(actor, move.By, move.Name);
        RequireAt(position, from, move.Name);
        position.Stage = Next(stages, from);
        position.Since = now;
    }

    /// <summary>Takes a case back to the stage before, e.g. a submission recalled by the applicant.</summary>
    public static void Recall(CasePosition position, Actor actor, DateTimeOffset now)
    {
        RequireRole(actor, Set(Role.Applicant), "撤回修改");
        RequireAt(position, Stage.Recommendation, "撤回修改");
        position.Stage = Stage.Application;
        position.Since = now;
    }

    /// <summary>Ends the case for good.</summary>
    public static void End(CasePosition position, Ending ending, Actor actor, DateTimeOffset now)
    {
        var (by, from, name) = Ends[ending];
        RequireRole(actor, by, name);
        if (!position.IsOpen || !from.Contains(position.Stage))
        {
            throw Wrong(position, name);
        }

        position.Ending = ending;
        position.Since = now;
    }

    /// <summary>The stage after this one in the track's order; the office's reading of <c>stages.jsonc</c>, never a guess.</summary>
    public static Stage Next(IReadOnlyList<StageDefinition> stages, Stage from)
    {
        for (var i = 0; i < stages.Count - 1; i++)
        {
            if (stages[i].Stage == from)
            {
                return stages[i + 1].Stage;
            }
        }

        throw new InvalidOperationException($"Stage {from} has no successor in this programme.");
    }

    /// <summary>Refuses unless the case is open and at this stage.</summary>
    public static void RequireAt(CasePosition position, Stage stage, string act)
    {
        if (!position.IsOpen || position.Stage != stage)
        {
            throw Wrong(position, act);
        }
    }

    private static void RequireRole(Actor actor, IReadOnlySet<Role> roles, string act)
    {
        if (!roles.Contains(actor.Role))
        {
            throw new RefusedException("permission", $"“{act}”须由{string.Join("、", roles.Select(RoleNames.Of))}办理。");
        }
    }

    private static RefusedException Wrong(CasePosition position, string act) => new(
        "wrong-stage",
        position.Ending is { } ending
            ? $"该申报已终止（{StageNames.Of(ending)}），不能“{act}”。"
            : $"该申报目前处于“{StageNames.Of(position.Stage)}”环节，不能“{act}”。");

    private static HashSet<Role> Set(params Role[] roles) => [.. roles];

    private static HashSet<Stage> Between(Stage first, Stage last) => [.. Enum.GetValues<Stage>().Where(s => s >= first && s <= last)];
}

/// <summary>Stages and endings in Chinese (环节名称).</summary>
public static class StageNames
{
    public static string Of(Stage stage) => stage switch
    {
        Stage.Announcement => "公布年度评奖事项",
        Stage.Application => "申报",
        Stage.Recommendation => "审核推荐",
        Stage.EligibilityReview => "资格审查",
        Stage.DocumentReview => "资料审查",
        Stage.SiteVisit => "现场评审",
        Stage.Presentation => "演讲陈述",
        Stage.PanelReport => "专家组评审报告",
        Stage.Synthesis => "综合评价",
        Stage.Deliberation => "委员会审议",
        Stage.PublicNotice => "公示",
        Stage.Approval => "政府批准",
        Stage.Proclamation => "公布",
        Stage.Honour => "表彰奖励",
        Stage.Supervision => "监督管理",
    };

    public static string Of(Ending ending) => ending switch
    {
        Ending.Withdrawn => "已撤回",
        Ending.NotRecommended => "不予推荐",
        Ending.NotAccepted => "不予受理",
        Ending.Disqualified => "取消申报资格",
        Ending.NotShortlisted => "未列入建议名单",
        Ending.NotAgreed => "审议未通过",
        Ending.StruckOut => "公示未通过",
        Ending.NotApproved => "未获批准",
    };
}
