using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Links;

/// <summary>Addresses of the applications' pages (申报页面地址).</summary>
public static class ApplicationLinks
{
    public const string List = "/applications";

    public static string Start(Guid roundId, Track track) => $"/applications/start/{roundId}?track={TrackNames.Slug(track)}";

    public static string Overview(Guid id) => $"/applications/{id}";

    public static string Section(Guid id, string sectionId) => $"/applications/{id}/sections/{sectionId}";

    /// <summary>Where the script saves a section: with the form that the page was made from, and all by which the usual save finds its rules.</summary>
    public static string Autosave(Application application, string sectionId) =>
        $"{Section(application.Id, sectionId)}?handler=Autosave&form={application.PackHash}&round={application.RoundId}&track={TrackNames.Slug(application.Track)}";

    /// <summary>Reads <see cref="Autosave"/> back from a request; null: it is another one, or its address says too little.</summary>
    public static AutosaveTarget? AutosaveOf(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method) || !request.Path.StartsWithSegments("/applications", StringComparison.OrdinalIgnoreCase, out var rest) || rest.Value is not { Length: > SectionAt } path
            || !Guid.TryParse(path.AsSpan(1, GuidLength), out var application) || !path.AsSpan(1 + GuidLength, Sections.Length).Equals(Sections, StringComparison.OrdinalIgnoreCase)
            || path[SectionAt..] is not { } section || section.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var query = request.Query;
        return string.Equals(query["handler"], "Autosave", StringComparison.OrdinalIgnoreCase) && Guid.TryParse(query["round"], out var round) && TrackNames.FromSlug(query["track"]) is { } track
            ? new AutosaveTarget(application, section, round, query["form"].ToString(), track)
            : null;
    }

    private const string Sections = "/sections/";

    private const int GuidLength = 36;

    private const int SectionAt = 1 + GuidLength + 10;

    /// <summary>Where rows of a growing table are imported.</summary>
    public static string ImportRows(Guid id, string sectionId, string questionId) => $"/applications/{id}/sections/{sectionId}/import/{questionId}";

    /// <summary>The section with everything that is still missing shown at its fields.</summary>
    public static string Missing(Guid id, string sectionId) => $"/applications/{id}/sections/{sectionId}?missing=1";

    /// <summary>Who else edits the section, as JSON.</summary>
    public static string Presence(Guid id, string sectionId) => $"/applications/{id}/sections/{sectionId}/presence";

    public static string History(Guid id, string sectionId) => $"/applications/{id}/sections/{sectionId}/history";

    /// <summary>An earlier text of a section beside the present one.</summary>
    public static string History(Guid id, string sectionId, int version) => $"/applications/{id}/sections/{sectionId}/history?version={version}";

    /// <summary>Two submissions side by side.</summary>
    public static string Compare(Guid id) => $"/applications/{id}/compare";

    /// <summary>Takes over an earlier application.</summary>
    public static string Copy(Guid id) => $"/applications/{id}/copy";

    public static string Collaborators(Guid id) => $"/applications/{id}/collaborators";

    /// <summary>Who is asked for a statement.</summary>
    public static string Referees(Guid id) => $"/applications/{id}/referees";

    /// <summary>Where a referee answers, by the secret that only the mail holds.</summary>
    public static string Referee(string secret) => $"/referees/{secret}";

    /// <summary>By the code of its link, or by its id for the account that it names.</summary>
    public static string Invitation(string key) => $"/invitations/{key}";

    public static string File(Guid id, Guid attachmentId) => $"/applications/{id}/files/{attachmentId}";

    /// <summary>What the upload fields' script talks to.</summary>
    public static string Uploads(Guid id) => $"/applications/{id}/uploads";

    public static string Evidence(Guid id) => $"/applications/{id}/evidence";

    /// <summary>One file on the page that says what the files prove.</summary>
    public static string EvidenceOf(Guid id, Guid fileId) => $"/applications/{id}/evidence?file={fileId}#add";

    /// <summary>The whole case as JSON.</summary>
    public static string Data(Guid id) => $"/applications/{id}/data";

    public static string Check(Guid id) => $"/applications/{id}/check";

    public static string Submit(Guid id) => $"/applications/{id}/submit";

    public static string Receipt(Guid id) => $"/applications/{id}/receipt";

    public static string Recall(Guid id) => $"/applications/{id}/recall";

    public static string Withdraw(Guid id) => $"/applications/{id}/withdraw";

    /// <summary>What the office has typed in for applicants.</summary>
    public const string PaperFilings = "/applications/paper";

    public static string PaperFilingsIn(PaperFilingState state) => $"{PaperFilings}?state={state}";

    public const string NewPaperFiling = "/applications/paper/new";

    /// <summary>What came in on paper, and the applicant's word on it.</summary>
    public static string Paper(Guid id) => $"/applications/{id}/paper";

    public static string PaperScan(Guid id) => $"/applications/{id}/paper?handler=Scan";

    public static string View(Guid id) => $"/applications/{id}/view";

    /// <summary>The bound application as PDF.</summary>
    public static string Book(Guid id) => $"/applications/{id}/book";

    /// <summary>The bound evidence as PDF.</summary>
    public static string BookEvidence(Guid id) => $"/applications/{id}/book/evidence";

    public static string BlankFormPdf(string programmeCode, Track track) => $"/programmes/{programmeCode}/forms/{TrackNames.Slug(track)}/pdf";

    public static string BlankForm(string programmeCode, Track track) => $"/programmes/{programmeCode}/forms/{TrackNames.Slug(track)}";

    /// <summary>A newer version of the form, and what it left aside.</summary>
    public static string Upgrade(Guid id) => $"/applications/{id}/upgrade";
}

/// <summary>What an autosave is about, as its address says it (自动保存的对象); nothing of it is trusted.</summary>
public sealed record AutosaveTarget(Guid ApplicationId, string SectionId, Guid RoundId, string PackHash, Track Track);
