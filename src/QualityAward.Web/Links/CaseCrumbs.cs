using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Workflow;

namespace QualityAward.Web.Links;

/// <summary>The way back (当前位置) from a page of a case that several roles read: to where this reader handles it.</summary>
public static class CaseCrumbs
{
    public static (string Text, string Href)[] Of(Actor actor, Application application) => actor.Role switch
    {
        Role.Applicant => [("我的申报", ApplicationLinks.List), ("申报概况", ApplicationLinks.Overview(application.Id))],
        Role.RecommendingOffice => [("推荐办理", RecommendationsLinks.List), (application.ApplicantName, RecommendationsLinks.Case(application.Id))],
        // Before the recommendation is handed in, the office has no page of the case.
        Role.Office when application.Position.Stage != Stage.Recommendation => [("资格审查", EligibilityLinks.List), (application.ApplicantName, EligibilityLinks.Case(application.Id))],
        Role.Expert => [("专家评审", "/scoring")],
        Role.CommitteeMember => [("审议表决", "/deliberations")],
        Role.GovernmentApprover => [("批准表彰", "/honours/manage")],
        _ => [("监督管理", "/supervision")],
    };
}
