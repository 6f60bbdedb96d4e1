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

    public static string Preview(Guid id, RoundForm form) => $"/rounds/{id}/preview/{form.Slug}";

    public static string PreviewSection(Guid id, RoundForm form, string section) => $"{Preview(id, form)}/{section}";

    public static string PreviewScoring(Guid id, Track track) => $"/rounds/{id}/preview-scoring/{TrackNames.Slug(track)}";

    public static string Forms(Guid id) => $"/rounds/{id}/forms";

    public static string Form(Guid id, RoundForm form) => $"/rounds/{id}/forms/{form.Slug}";

    public static string FormHead(Guid id, RoundForm form) => $"{Form(id, form)}/head";

    public static string FormReferees(Guid id, RoundForm form) => $"{Form(id, form)}/referees";

    public static string FormChanges(Guid id, RoundForm form) => $"{Form(id, form)}/changes";

    public static string NewSection(Guid id, RoundForm form, string? after) => $"{Form(id, form)}/sections/new{(after is null ? "" : $"?after={after}")}";

    public static string Section(Guid id, RoundForm form, string section) => $"{Form(id, form)}/sections/{section}";

    public static string RemoveSection(Guid id, RoundForm form, string section) => $"{Section(id, form, section)}/remove";

    public static string NewQuestion(Guid id, RoundForm form, string section, string? after) => $"{Section(id, form, section)}/questions/new{(after is null ? "" : $"?after={after}")}";

    public static string Question(Guid id, RoundForm form, string section, string question) => $"{Section(id, form, section)}/questions/{question}";

    public static string RemoveQuestion(Guid id, RoundForm form, string section, string question) => $"{Question(id, form, section, question)}/remove";

    public static string Export(Guid id) => $"/rounds/{id}/export";
}
