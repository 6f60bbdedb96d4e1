using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>Removes a part of the form (删除部分), after a question.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class RemoveModel(FormPageServices services) : FormPage(services)
{
    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    [BindProperty]
    public string? Seen { get; set; }

    public FormSection Section { get; private set; } = null!;

    public string Title => $"删除部分：{Section.Heading}";

    public Confirmation Confirmation => new(
        $"确定删除部分“{Section.Heading}”吗？",
        [$"其中 {Section.Questions.Count} 题一并删除。", "资格条件、评价准则或封面要用到其中题目的，不能删除。", .. RemovalWords.After(IsPreparing)],
        "删除这一部分",
        RoundLinks.Form(Id, Which))
    { Hidden = new Dictionary<string, string>(StringComparer.Ordinal) { ["Seen"] = Token(Section) } };

    public void OnGet()
    {
        // The page shows the confirmation only.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await EditAsync(Seen ?? "", f => f.Section(SectionId) is { } s ? Token(s) : null, (d, r, at) => d.RemoveSection(SectionId, r, Actor, at), cancellationToken);
        TempData.Flash($"已删除部分“{Section.Heading}”。");
        return Redirect(RoundLinks.Form(Id, Which));
    }

    protected override bool Find()
    {
        Section = Form.Section(SectionId)!;
        return Section is not null;
    }

    private static string Token(FormSection section) => FormToken.Of(section) + FormToken.Order(section.Questions.Select(q => q.Id));
}

/// <summary>What becomes of answers (删除后果).</summary>
public static class RemovalWords
{
    public static IEnumerable<string> After(bool preparing) => preparing ? [] : ["新版本发布后，正在填写的申报人在这里已填的内容会单独留存，由其确认后处理；已提交的申报不受影响。"];
}
