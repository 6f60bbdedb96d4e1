using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;

namespace QualityAward.Web.Links;

/// <summary>Addresses of messages and of a round's notifications (通知页面地址).</summary>
public static class MessageLinks
{
    public const string Inbox = "/messages";

    public const string Settings = "/messages/settings";

    public static string Message(Guid id) => $"/messages/{id}";

    public static string Templates(Guid roundId) => $"/rounds/{roundId}/messages";

    public static string Template(Guid roundId, string eventCode) => $"/rounds/{roundId}/messages/templates/{eventCode}";

    public static string Held(Guid roundId) => $"/rounds/{roundId}/messages/held";

    public static string HeldOne(Guid roundId, Guid notificationId) => $"/rounds/{roundId}/messages/held/{notificationId}";

    public static string Log(Guid roundId, string? state = null) => $"/rounds/{roundId}/messages/log{(state is null ? "" : $"?state={state}")}";

    /// <summary>Where a message leads.</summary>
    public static string To(MessageLink link, Guid roundId, string programmeCode, Guid? application, Stage? stage, Guid? invitation = null) => (link, application) switch
    {
        (MessageLink.Application, { } id) => ApplicationLinks.Overview(id),
        (MessageLink.Application, null) => ApplicationLinks.List,
        (MessageLink.Recommendation, { } id) => RecommendationsLinks.Case(id),
        (MessageLink.Recommendation, null) => RecommendationsLinks.List,
        (MessageLink.Eligibility, { } id) => EligibilityLinks.Case(id),
        (MessageLink.Eligibility, null) => EligibilityLinks.List,
        (MessageLink.Declare, { } id) => ScoringLinks.Declare(id),
        (MessageLink.Scoring, { } id) when stage is Stage.DocumentReview or Stage.SiteVisit or Stage.Presentation => ScoringLinks.Workspace(id, stage.Value),
        (MessageLink.Declare or MessageLink.Scoring, _) => "/scoring",
        (MessageLink.Round, _) => RoundLinks.Detail(roundId),
        (MessageLink.Programme, _) => $"/programmes/{programmeCode}",
        (MessageLink.Terms, _) => RoundLinks.AcceptTerms(roundId, "/"),
        (MessageLink.Notices, _) => "/notices",
        (MessageLink.PublicNotices, _) => "/public-notices",
        (MessageLink.Deliberations, _) => "/deliberations",
        (MessageLink.Approval, _) => HonoursLinks.Manage(roundId),
        (MessageLink.Honours, _) => "/honours",
        (MessageLink.Department, _) => RecommendationsLinks.Asked,
        (MessageLink.Opinions, _) => RecommendationsLinks.Progress,
        (MessageLink.Invitation, _) => invitation is { } key ? ApplicationLinks.Invitation(key.ToString()) : "/",
        (MessageLink.Collaborators, { } id) => ApplicationLinks.Collaborators(id),
        (MessageLink.Collaborators, null) => ApplicationLinks.List,
        (MessageLink.Seats, { } id) => ScoringLinks.Seats(id),
        (MessageLink.Review, { } id) when stage is Stage.DocumentReview or Stage.SiteVisit or Stage.Presentation => ScoringLinks.Consensus(id, stage.Value),
        (MessageLink.Seats or MessageLink.Review, _) => "/scoring",
        (MessageLink.Registration, _) => RegisterLinks.Proposals,
    };
}
