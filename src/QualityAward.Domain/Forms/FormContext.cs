namespace QualityAward.Domain.Forms;

/// <summary>What a form is filled in against (填报基准): the round's year and closing date, and the day in China on which it is checked.</summary>
public sealed record FormContext(int RoundYear, DateOnly ClosesOn, DateOnly Today)
{
    /// <summary>The years before the round's, oldest first: "近三年" of the 2022 round are 2019, 2020, 2021.</summary>
    public IReadOnlyList<int> Years(int count) => [.. Enumerable.Range(RoundYear - count, count)];

    /// <summary>True for one of <see cref="Years"/>.</summary>
    public bool IsAmong(int count, int year) => year >= RoundYear - count && year < RoundYear;
}

/// <summary>One thing wrong in a section (填写问题): the question, the name of its field (without the page's prefix), and what to do.</summary>
public sealed record AnswerProblem(string QuestionId, string FieldName, string Message);

/// <summary>Where a section stands (填写状态).</summary>
public enum SectionStatus
{
    /// <summary>未开始.</summary>
    NotStarted,

    /// <summary>填写中.</summary>
    InProgress,

    /// <summary>有问题.</summary>
    HasProblems,

    /// <summary>已完成.</summary>
    Complete,

    /// <summary>无需填写: no question of it is asked.</summary>
    NotAsked,
}

/// <summary>States of a section in Chinese.</summary>
public static class SectionStatusNames
{
    public static string Of(SectionStatus status) => status switch
    {
        SectionStatus.NotStarted => "未开始",
        SectionStatus.InProgress => "填写中",
        SectionStatus.HasProblems => "有问题",
        SectionStatus.Complete => "已完成",
        SectionStatus.NotAsked => "无需填写",
    };
}

/// <summary>Names of form fields (字段名), the same in the editor, in problems and in what is read back.</summary>
public static class FieldNames
{
    public static string Answer(string questionId) => questionId;

    public static string Cell(string questionId, int row, string cellKey) => $"{questionId}[{row}].{cellKey}";

    /// <summary>The box where a blank is explained.</summary>
    public static string Reason(string questionId) => $"reason.{questionId}";

    /// <summary>The box where a warning is answered.</summary>
    public static string Explanation(string key) => $"explain.{key}";

    /// <summary>The box that says that an earlier explanation holds for the numbers as they are now.</summary>
    public static string StillHolds(string key) => $"still.{key}";
}
