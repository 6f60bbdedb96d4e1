using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>A condition as the office types it (填写条件的填写).</summary>
public sealed class WhenInput
{
    /// <summary>As <c>section.question</c>; empty: always asked.</summary>
    public string? Question { get; set; }

    public string? Operator { get; set; }

    /// <summary>Words of the answers, not stored values.</summary>
    public string? Values { get; set; }
}

/// <summary>The fields of a condition (填写条件): model of <c>_When</c>, and the way between words and stored values.</summary>
/// <param name="Form">The form as it is being edited.</param>
/// <param name="SectionId">Where the condition stands.</param>
/// <param name="QuestionId">The question whose condition it is; null: the section's.</param>
public sealed record WhenFields(FormDefinition Form, string SectionId, string? QuestionId, WhenInput Input)
{
    private static readonly IReadOnlyList<(AskedWhenOperator Operator, string Name)> Names =
    [
        (AskedWhenOperator.Is, "为以下答案"), (AskedWhenOperator.IsNot, "不是以下答案"), (AskedWhenOperator.Answered, "已填写"), (AskedWhenOperator.Blank, "未填写"),
        (AskedWhenOperator.AtLeast, "不小于"), (AskedWhenOperator.AtMost, "不大于"),
    ];

    public IEnumerable<SelectListItem> Operators => Names.Select(n => new SelectListItem(n.Name, n.Operator.ToString()));

    public IEnumerable<SelectListItem> Questions
    {
        get
        {
            foreach (var section in Form.Sections)
            {
                var group = new SelectListGroup { Name = section.Heading };
                foreach (var question in section.Questions.Where(q => q is not (FileQuestion or PhotoQuestion) && !(string.Equals(section.Id, SectionId, StringComparison.Ordinal) && (QuestionId is null || string.Equals(q.Id, QuestionId, StringComparison.Ordinal)))))
                {
                    yield return new SelectListItem(question.Label, $"{section.Id}.{question.Id}") { Group = group };
                }
            }
        }
    }

    public static WhenInput From(AskedWhen? when, FormDefinition form, string sectionId) => when is null
        ? new WhenInput()
        : new WhenInput { Question = when.Reference(sectionId), Operator = when.Operator.ToString(), Values = string.Join('、', when.Values.Select(v => Words(form.Find(when.Reference(sectionId)), v))) };

    /// <summary>The condition as typed; problems go to their fields.</summary>
    public static AskedWhen? Read(WhenInput input, FormDefinition form, string sectionId, List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(input.Question))
        {
            return null;
        }

        if (form.Find(input.Question) is not { } question)
        {
            problems.Add(new InputProblem("Input.When.Question", "请从列表中选择填写条件所取决于的题目。"));
            return null;
        }

        if (!Enum.TryParse<AskedWhenOperator>(input.Operator, out var asked) || !Enum.IsDefined(asked))
        {
            asked = AskedWhenOperator.Is;
        }

        var words = asked is AskedWhenOperator.Answered or AskedWhenOperator.Blank
            ? []
            : (input.Values ?? "").Split(['、', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var values = words.Select(w => Value(question, w)).ToList();
        foreach (var unknown in words.Where((_, i) => values[i] is null))
        {
            problems.Add(new InputProblem("Input.When.Values", $"“{question.Label}”没有选项“{unknown}”。"));
        }

        if (words.Length == 0 && asked is not (AskedWhenOperator.Answered or AskedWhenOperator.Blank))
        {
            problems.Add(new InputProblem("Input.When.Values", "请写明填写条件的答案。"));
        }

        if (asked is AskedWhenOperator.AtLeast or AskedWhenOperator.AtMost && words.Length > 0 && !(words.Length == 1 && AnswerText.TryNumber(words[0], out _)))
        {
            problems.Add(new InputProblem("Input.When.Values", "“不小于”“不大于”的答案须是一个数字。"));
        }

        var own = input.Question.StartsWith(sectionId + ".", StringComparison.Ordinal) ? input.Question[(sectionId.Length + 1)..] : input.Question;
        return new AskedWhen { Question = own, Operator = asked, Values = [.. values.OfType<string>()] };
    }

    private static IEnumerable<(string Value, string Label)>? Offered(Question? question) => question switch
    {
        ChoiceQuestion choice => choice.Options.Select(o => (o.Value, o.Label)),
        MultiChoiceQuestion choice => choice.Options.Select(o => (o.Value, o.Label)),
        YesNoQuestion yesNo => [(YesNoQuestion.YesValue, yesNo.Yes), (YesNoQuestion.NoValue, yesNo.No)],
        _ => null,
    };

    private static string Words(Question? question, string value) => Offered(question)?.FirstOrDefault(o => string.Equals(o.Value, value, StringComparison.Ordinal)).Label ?? value;

    private static string? Value(Question question, string words) => Offered(question) is { } offered
        ? offered.FirstOrDefault(o => string.Equals(o.Label, words, StringComparison.Ordinal)).Value
        : words;
}
