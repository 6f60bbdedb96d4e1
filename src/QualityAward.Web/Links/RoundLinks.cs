using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Links;

/// <summary>Addresses of a round's set-up (年度设置页面地址).</summary>
public static class RoundLinks
{
    public const string List = "/rounds";

    public static string Detail(Guid id) => $"/rounds/{id}";

    public static string Copy(Guid id) => $"/rounds/{id}/copy";

    public static string Wording(Guid id) => $"/rounds/{id}/wording";

    public static string Terms(Guid id) => $"/rounds/{id}/terms";

    public static string AcceptTerms(Guid id, string back) => $"/rounds/{id}/terms/accept?back={Uri.EscapeDataString(back)}";

    public static string LateAccess(Guid id) => $"/rounds/{id}/late-access";

    public static string RevokeLateAccess(Guid id, Guid access) => $"/rounds/{id}/late-access/{access}/revoke";

    public static string Rules(Guid id) => $"/rounds/{id}/rules";

    public static string Preview(Guid id, Track track) => $"/rounds/{id}/preview/{TrackNames.Slug(track)}";

    public static string PreviewSection(Guid id, Track track, string section) => $"{Preview(id, track)}/{section}";

    public static string PreviewScoring(Guid id, Track track) => $"/rounds/{id}/preview-scoring/{TrackNames.Slug(track)}";

    public static string Forms(Guid id) => $"/rounds/{id}/forms";

    public static string Form(Guid id, Track track) => $"/rounds/{id}/forms/{TrackNames.Slug(track)}";

    public static string FormHead(Guid id, Track track) => $"{Form(id, track)}/head";

    public static string FormChanges(Guid id, Track track) => $"{Form(id, track)}/changes";

    public static string NewSection(Guid id, Track track, string? after) => $"{Form(id, track)}/sections/new{(after is null ? "" : $"?after={after}")}";

    public static string Section(Guid id, Track track, string section) => $"{Form(id, track)}/sections/{section}";

    public static string RemoveSection(Guid id, Track track, string section) => $"{Section(id, track, section)}/remove";

    public static string NewQuestion(Guid id, Track track, string section, string? after) => $"{Section(id, track, section)}/questions/new{(after is null ? "" : $"?after={after}")}";

    public static string Question(Guid id, Track track, string section, string question) => $"{Section(id, track, section)}/questions/{question}";

    public static string RemoveQuestion(Guid id, Track track, string section, string question) => $"{Question(id, track, section, question)}/remove";

    public static string Export(Guid id) => $"/rounds/{id}/export";
}
