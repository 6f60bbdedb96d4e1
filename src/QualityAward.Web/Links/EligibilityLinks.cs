using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Links;

/// <summary>Addresses of the office's eligibility pages (资格审查地址).</summary>
public static class EligibilityLinks
{
    public const string List = "/eligibility";

    public static string Case(Guid applicationId) => $"/eligibility/{applicationId}";

    public static string Correction(Guid applicationId) => $"/eligibility/{applicationId}/correction";

    /// <summary>The public self-check, without login.</summary>
    public static string SelfCheck(string programmeCode, Track track) => $"/programmes/{programmeCode}/eligibility/{TrackNames.Slug(track)}";

    /// <summary>The printed notice that an application is not accepted (不予受理通知书).</summary>
    public static string RejectionNotice(Guid applicationId) => $"/eligibility/{applicationId}/notice";

    public static string Reject(Guid applicationId) => $"/eligibility/{applicationId}/reject";
}
