using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Where a case stands in words for the applicant (办理情况): the state, whose turn it is, what comes next and by when.</summary>
public sealed record CaseSituation(string State, Tone Tone, string Turn, string Next, DateTimeOffset? Deadline)
{
    private const string ApplicantsTurn = "轮到您";

    /// <summary>As it reads for somebody with this right: whoever may only read has no turn.</summary>
    public CaseSituation For(CaseRight? right) => right >= CaseRight.Edit || !string.Equals(Turn, ApplicantsTurn, StringComparison.Ordinal) ? this : this with { Turn = "申报负责人", Tone = Tone.Neutral };

    public static CaseSituation Of(Application application, RoundRules rules, AuthorityTree authorities, DateTimeOffset now)
    {
        var position = application.Position;
        if (position.Ending is { } ending)
        {
            return new CaseSituation(StageNames.Of(ending), Tone.Neutral, "已终止", ending == Ending.Withdrawn ? "本届如需再次申报，请在申报截止前重新开始。" : "本次申报到此结束。", null);
        }

        if (application.OpenCorrection is { } correction)
        {
            var due = ChinaCalendar.EndOf(correction.DueOn);
            return now < due
                ? new CaseSituation("待补正", Tone.Warning, ApplicantsTurn, "按补正意见修改退回的部分，然后提交补正材料。", due)
                : new CaseSituation("补正逾期", Tone.Danger, rules.Pack.OfficeName, "补正期限已过，请联系办公室。", null);
        }

        var window = application.WindowOf(rules.Round);
        var name = rules.Track(application.Track).Stages.FirstOrDefault(s => s.Stage == position.Stage)?.Name ?? StageNames.Of(position.Stage);
        var channel = authorities.Find(application.ChannelCode)?.OfficeName ?? "推荐单位";
        return position.Stage switch
        {
            Stage.Announcement or Stage.Application => window.IsOpen(now)
                ? new CaseSituation("填写中", Tone.Info, ApplicantsTurn, "填写各部分，核对后提交。", window.ClosesAt)
                : new CaseSituation("未提交", Tone.Neutral, "已截止", "申报时间已过，这份申报没有提交。", null),
            Stage.Recommendation => new CaseSituation(name, Tone.Info, channel, "推荐单位预审、征求部门意见后决定是否推荐。", null),
            Stage.EligibilityReview => new CaseSituation(name, Tone.Info, rules.Pack.OfficeName, "办公室审查申报资格，决定受理、退回补正或不予受理。", null),
            Stage.DocumentReview or Stage.SiteVisit or Stage.Presentation or Stage.PanelReport => new CaseSituation(name, Tone.Info, "专家组", "等待专家组评审，需要您参加的环节会另行通知。", null),
            Stage.Synthesis => new CaseSituation(name, Tone.Info, rules.Pack.OfficeName, "办公室综合评价，提出建议名单。", null),
            Stage.Deliberation => new CaseSituation(name, Tone.Info, rules.Pack.CommitteeName, "委员会审议建议名单。", null),
            Stage.PublicNotice => new CaseSituation(name, Tone.Gold, rules.Pack.OfficeName, "向社会公示，公示期内任何人可以实名提出异议。", null),
            Stage.Approval => new CaseSituation(name, Tone.Gold, rules.Pack.GovernmentName, "报请政府批准。", null),
            Stage.Proclamation => new CaseSituation(name, Tone.Gold, rules.Pack.OfficeName, "等待公布获奖名单。", null),
            Stage.Honour => new CaseSituation(name, Tone.Gold, rules.Pack.OfficeName, "颁发证书、奖牌和奖金。", null),
            Stage.Supervision => new CaseSituation("已获奖", Tone.Gold, "您", "按规定使用称号，并接受监督管理。", null),
        };
    }

    /// <summary>The track's stages as a picture, up to where the case stands.</summary>
    public static IReadOnlyList<StageStep> Steps(Application application, RoundRules rules)
    {
        var stages = rules.Track(application.Track).Stages.Where(s => s.Stage is not (Stage.Announcement or Stage.Supervision)).ToList();
        var at = stages.FindIndex(s => s.Stage == application.Position.Stage);
        return [.. stages.Select((s, i) => new StageStep(
            s.Name,
            i < at || at < 0 ? StepState.Done : i > at ? application.Position.IsOpen ? StepState.Todo : StepState.Skipped : application.Position.IsOpen ? StepState.Current : StepState.Skipped,
            i == at && application.Position.Ending is { } ending ? StageNames.Of(ending) : null))];
    }
}
