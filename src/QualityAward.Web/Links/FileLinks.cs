namespace QualityAward.Web.Links;

/// <summary>Addresses of files of an application (附件地址).</summary>
public static class FileLinks
{
    /// <summary>How the scanner stands, and the files that wait or are quarantined.</summary>
    public const string Safety = "/files";

    /// <summary>A file of a submission; the page behind it checks who may see the case.</summary>
    public static string Submitted(Guid applicationId, Guid fileId) => $"/applications/{applicationId}/files/{fileId}";
}
