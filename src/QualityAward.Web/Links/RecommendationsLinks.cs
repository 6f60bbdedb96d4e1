using QualityAward.Domain.Recommendations;

namespace QualityAward.Web.Links;

/// <summary>Addresses of the recommending office's pages (审核推荐地址).</summary>
public static class RecommendationsLinks
{
    public const string List = "/recommendations";

    public static string Case(Guid applicationId) => $"/recommendations/{applicationId}";

    public static string Opinions(Guid applicationId) => $"/recommendations/{applicationId}/opinions";

    public static string Endorsement(Guid applicationId) => $"/recommendations/{applicationId}/endorsement";

    public static string Decline(Guid applicationId) => $"/recommendations/{applicationId}/decline";

    public static string Scan(Guid applicationId, ScanKind kind) => $"/recommendations/{applicationId}/scans/{kind}";

    /// <summary>A form of the recommending office, to print, seal and scan.</summary>
    public static string Paper(Guid applicationId, string paper) => $"/recommendations/{applicationId}/papers/{paper}";

    public static string PaperPdf(Guid applicationId, string paper) => $"/recommendations/{applicationId}/papers/{paper}?handler=Pdf";

    /// <summary>What a code on a paper stands for; the QR code's target.</summary>
    public static string PaperCode(string code) => $"/recommendations/papers/{code}";

    /// <summary>Ranks what is signed and hands it in.</summary>
    public static string HandIn(Guid roundId) => $"/recommendations/hand-in/{roundId}";

    /// <summary>All batches that the reader may see.</summary>
    public const string Batches = "/recommendations/batches";

    public static string Batch(Guid batchId) => $"/recommendations/batches/{batchId}";

    public static string Return(Guid applicationId) => $"/recommendations/{applicationId}/return";

    /// <summary>The list of the recommended of a round.</summary>
    public static string Summary(Guid roundId) => $"/recommendations/summary/{roundId}";

    /// <summary>Asks departments about many applicants at once.</summary>
    public const string Ask = "/recommendations/ask";

    /// <summary>All requests of the office, by department and date.</summary>
    public const string Progress = "/recommendations/opinions";

    /// <summary>A department's list of what it is asked.</summary>
    public const string Asked = "/opinions";

    /// <summary>A department answers for many applicants at once.</summary>
    public const string AnswerMany = "/opinions/answer";

    public static string Request(Guid requestId) => $"/opinions/{requestId}";

    public static string RequestScan(Guid requestId) => $"/opinions/{requestId}/scan";

    public static string OpinionScan(Guid applicationId, Guid opinionId) => $"/recommendations/{applicationId}/opinions/{opinionId}/scan";
}
