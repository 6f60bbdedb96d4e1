using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>One question of the form, or a new one (题目).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class QuestionModel(FormPageServices services) : FormPage(services)
{
    public const string New = "new";

    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string QuestionId { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    /// <summary>Type of a new question.</summary>
    [BindProperty(SupportsGet = true, Name = "type")]
    public string? Type { get; set; }

    /// <summary>Id of a new question, so that pressing twice adds it once.</summary>
    [BindProperty(Name = "newId")]
    public string? NewId { get; set; }

    [BindProperty]
    public QuestionInput Input { get; set; } = new();

    public FormSection Section { get; private set; } = null!;

    /// <summary>As it is; an empty one of the chosen type; null: no type chosen yet.</summary>
    public Question? Question { get; private set; }

    public bool IsNew => string.Equals(QuestionId, New, StringComparison.Ordinal);

    public IReadOnlyList<TheirValue> Theirs { get; private set; } = [];

    public IReadOnlyList<string> ReferredBy => IsNew ? [] : [.. FormReferences.Of(Pack, Which, Form)
        .Where(r => r.Part is null && string.Equals(r.Question, $"{SectionId}.{QuestionId}", StringComparison.Ordinal)).Select(r => r.By).Distinct(StringComparer.Ordinal)];

    public void OnGet()
    {
        if (Question is not null)
        {
            Input = QuestionFields.From(Question, Form, SectionId);
            Input.Seen = IsNew ? null : FormToken.Of(Question);
            NewId = Question.Id;
            QuestionFields.AddSpare(Input, Question);
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Question is null)
        {
            return NotFound();
        }

        try
        {
            var problems = new List<InputProblem>();
            var start = IsNew && Question is IdentifierQuestion identifier ? identifier with { Kind = Input.Kind } : Question;
            var question = QuestionFields.Apply(start, Input, Form, SectionId, problems);
            RefuseAny(problems);
            await SaveAsync(question, cancellationToken);
            TempData.Flash($"题目“{question.Label}”已保存。");
            return Redirect($"{RoundLinks.Form(Id, Which)}#q-{(string.IsNullOrEmpty(Input.MoveTo) ? SectionId : Input.MoveTo)}-{question.Id}");
        }
        catch (StaleVersionException)
        {
            await ReloadAsync(cancellationToken);
            if (Form.Section(SectionId)?.Question(QuestionId) is { } now)
            {
                Theirs = [.. Words(QuestionFields.From(now, Form, SectionId)).Zip(Words(Input)).Where(p => !string.Equals(p.First.Text, p.Second.Text, StringComparison.Ordinal)).Select(p => p.First)];
                Input.Seen = FormToken.Of(now);
                ModelState.Remove("Input.Seen");
            }

            throw;
        }
        finally
        {
            QuestionFields.AddSpare(Input, Question);
        }
    }

    protected override bool Find()
    {
        if (Form.Section(SectionId) is not { } section)
        {
            return false;
        }

        Section = section;
        Question = IsNew ? QuestionFields.Blank(Type) : section.Question(QuestionId);
        if (IsNew && Question is not null && NewId is not null && PackIds.IsNew(NewId))
        {
            Question = Question with { Id = NewId };
        }

        return IsNew || Question is not null;
    }

    private Task SaveAsync(Question question, CancellationToken cancellationToken) => EditAsync(
        IsNew ? null : Input.Seen ?? "", f => f.Section(SectionId)?.Question(QuestionId) is { } q ? FormToken.Of(q) : null,
        (d, r, at) =>
        {
            if (IsNew)
            {
                d.AddQuestion(SectionId, question, After, r, Actor, at);
                return;
            }

            d.ChangeQuestion(SectionId, question, r, Actor, at);
            if (!string.IsNullOrEmpty(Input.MoveTo))
            {
                d.MoveQuestionTo(SectionId, question.Id, Input.MoveTo, r, Actor, at);
            }
        },
        cancellationToken);

    /// <summary>What can differ between two people, in words.</summary>
    private static IEnumerable<TheirValue> Words(QuestionInput input) =>
    [
        new("题目名称", AnswerText.Line(input.Label)), new("填写提示", AnswerText.Lines(input.Hint)), new("分组标题", AnswerText.Line(input.Group)),
        new("选填", input.Optional ? "是" : "否"), new("不向评审专家显示", input.HiddenFromExperts ? "是" : "否"), new("个人信息", input.Personal ? "是" : "否"),
        new("字数限制", input.Limit?.ToString(CultureInfo.InvariantCulture) ?? ""), new("填写要点", AnswerText.Lines(input.Prompts)), new("计算公式", AnswerText.Line(input.Formula)), new("单位", AnswerText.Line(input.Unit)),
        new("选项或行", string.Join('、', input.Parts.Select(p => AnswerText.Line(p.Label)).Where(l => l.Length > 0))),
        new("列", string.Join('、', input.Columns.Select(c => AnswerText.Line(c.Label)).Where(l => l.Length > 0))),
    ];
}

/// <summary>Ids that the editor gave out itself (编号核对).</summary>
internal static class PackIds
{
    public static bool IsNew(string id) => id.Length == 12 && id.StartsWith("q-", StringComparison.Ordinal) && id[2..].All(char.IsAsciiHexDigitLower);
}
