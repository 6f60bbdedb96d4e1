using QualityAward.Domain.Workflow;

namespace QualityAward.Web.Links;

/// <summary>Addresses of the review's pages (评审页面地址).</summary>
public static class ScoringLinks
{
    /// <summary>The word of a scored stage in addresses.</summary>
    public static string Slug(Stage stage) => stage switch
    {
        Stage.DocumentReview => "document-review",
        Stage.SiteVisit => "site-visit",
        Stage.Presentation => "presentation",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No scored stage."),
    };

    public static Stage? FromSlug(string? slug) => slug switch
    {
        "document-review" => Stage.DocumentReview,
        "site-visit" => Stage.SiteVisit,
        "presentation" => Stage.Presentation,
        _ => null,
    };

    public static string Declare(Guid applicationId) => $"/scoring/{applicationId}/declare";

    public static string Workspace(Guid applicationId, Stage stage) => $"/scoring/{applicationId}/{Slug(stage)}";

    public static string Material(Guid applicationId) => $"/scoring/{applicationId}/material";

    public static string Consensus(Guid applicationId, Stage stage) => $"/scoring/{applicationId}/{Slug(stage)}/consensus";

    /// <summary>A step that is confirmed first: submit, close, end or sign.</summary>
    public static string Act(Guid applicationId, Stage stage, string act) => $"/scoring/{applicationId}/{Slug(stage)}/{act}";

    public static string SiteVisit(Guid applicationId) => $"/site-visits/{applicationId}";

    public static string Presentation(Guid applicationId) => $"/presentations/{applicationId}";

    public static string Report(Guid applicationId) => $"/reports/{applicationId}";

    public static string Seats(Guid applicationId) => $"/experts/seats/{applicationId}";

    /// <summary>Where the leader records what happened in a stage beyond the marks; null: nothing is recorded there.</summary>
    public static string? Record(Guid applicationId, Stage stage) => stage switch
    {
        Stage.SiteVisit => SiteVisit(applicationId),
        Stage.Presentation => Presentation(applicationId),
        Stage.PanelReport => Report(applicationId),
        _ => null,
    };
}
