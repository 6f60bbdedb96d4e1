using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>Removes a question (删除题目), after a question; names who refers to it.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class RemoveQuestionModel(FormPageServices services) : FormPage(services)
{
    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string QuestionId { get; set; } = "";

    [BindProperty]
    public string? Seen { get; set; }

    public Question Question { get; private set; } = null!;

    public string Title => $"删除题目：{Question.Label}";

    public IReadOnlyList<string> ReferredBy => [.. FormReferences.Of(Pack, Which, Form)
        .Where(r => r.Part is null && string.Equals(r.Question, $"{SectionId}.{QuestionId}", StringComparison.Ordinal)).Select(r => r.By).Distinct(StringComparer.Ordinal)];

    public Confirmation Confirmation => new($"确定删除题目“{Question.Label}”吗？", [.. RemovalWords.After(IsPreparing)], "删除这一题", RoundLinks.Form(Id, Which))
    {
        Hidden = new Dictionary<string, string>(StringComparer.Ordinal) { ["Seen"] = FormToken.Of(Question) },
    };

    public void OnGet()
    {
        // The page shows the confirmation only.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await EditAsync(
            Seen ?? "", f => f.Section(SectionId)?.Question(QuestionId) is { } q ? FormToken.Of(q) : null, (d, r, at) => d.RemoveQuestion(SectionId, QuestionId, r, Actor, at), cancellationToken);
        TempData.Flash($"已删除题目“{Question.Label}”。");
        return Redirect($"{RoundLinks.Form(Id, Which)}#part-{SectionId}");
    }

    protected override bool Find()
    {
        Question = Form.Section(SectionId)?.Question(QuestionId)!;
        return Question is not null;
    }
}
