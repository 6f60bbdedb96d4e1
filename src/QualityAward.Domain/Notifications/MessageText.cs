using System.Text;
using System.Text.RegularExpressions;

namespace QualityAward.Domain.Notifications;

/// <summary>A field that a template may name in braces (模板字段).</summary>
/// <param name="Name">As written between the braces.</param>
/// <param name="Hint">What stands for it.</param>
/// <param name="Sample">Shown in previews where the round itself has nothing.</param>
/// <param name="IsPersonal">True: never in a title, which mail programs show to whoever looks on.</param>
public sealed record MessageField(string Name, string Hint, string Sample, bool IsPersonal = false);

/// <summary>
/// The text of a message (通知文字): <c>{字段}</c> is replaced; a line of the body that names a field without a value is left out, so that one template serves with and
/// without a due date.
/// </summary>
public static partial class MessageText
{
    public const int TitleLimit = 60;
    public const int BodyLimit = 1000;

    public const string Award = "奖项";
    public const string Round = "评奖名称";
    public const string Year = "年度";
    public const string Applicant = "申报对象";
    public const string Receipt = "申报编号";
    public const string Stage = "当前环节";
    public const string Due = "截止日期";
    public const string DaysLeft = "剩余天数";
    public const string DaysOver = "逾期天数";
    public const string Closes = "申报截止日期";
    public const string Office = "主办单位";
    public const string Channel = "推荐单位";
    public const string Count = "件数";
    public const string Entry = "登记事项";

    /// <summary>Everything that a template may name. No answer, number of a person, score or reason is among them: those are read after logging in.</summary>
    public static IReadOnlyList<MessageField> Fields { get; } =
    [
        new(Award, "奖项名称", "市长质量奖"), new(Round, "本届评奖的名称", "本届评奖"), new(Year, "评奖年度", "2022"),
        new(Applicant, "申报组织或个人的名称，不能用于标题", "示例有限公司", IsPersonal: true), new(Receipt, "回执上的申报编号", "2022-0001"), new(Stage, "申报所处的环节", "资格审查"),
        new(Due, "须在哪一天之前办理", "2022年6月20日"), new(DaysLeft, "到截止日期还有几天", "3"), new(DaysOver, "超过截止日期几天", "1"), new(Closes, "本届申报截止日期", "2022年6月26日"),
        new(Office, "主办单位的办公室", "质量发展委员会办公室"), new(Channel, "办理本申报的推荐单位", "示例区质量发展委员会办公室"), new(Count, "合并通知的件数", "2"),
        new(Entry, "登记簿登记的种类", "不良记录"),
    ];

    /// <summary>What is wrong with a template, at the form's fields.</summary>
    public static IReadOnlyList<InputProblem> Problems(MessageWording wording, string titleField, string bodyField)
    {
        var problems = Plain(wording, titleField, bodyField).ToList();
        Named(wording.Title, "标题", titleField);
        Named(wording.Body, "正文", bodyField);
        foreach (var name in Names(wording.Title).Where(n => Fields.Any(f => f.IsPersonal && string.Equals(f.Name, n, StringComparison.Ordinal))))
        {
            problems.Add(new InputProblem(titleField, $"标题不能使用字段“{name}”：邮件标题不写姓名和单位名称，请改写在正文中。"));
        }

        return problems;

        void Named(string text, string what, string field)
        {
            foreach (var name in Names(text).Where(n => Fields.All(f => !string.Equals(f.Name, n, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal))
            {
                problems.Add(new InputProblem(field, $"{what}中的“{{{name}}}”不是可用的字段，请从下列字段中选用：{string.Join('、', Fields.Select(f => f.Name))}。"));
            }

            if (Field().Replace(text, "").AsSpan().IndexOfAny('{', '}') >= 0)
            {
                problems.Add(new InputProblem(field, $"{what}中的大括号没有成对，字段须写成“{{{Due}}}”的样子。"));
            }
        }
    }

    /// <summary>What is wrong with a text that goes out as it is.</summary>
    public static IReadOnlyList<InputProblem> Plain(MessageWording wording, string titleField, string bodyField)
    {
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(wording.Title))
        {
            problems.Add(new InputProblem(titleField, "请填写标题。"));
        }
        else if (wording.Title.Length > TitleLimit || wording.Title.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            problems.Add(new InputProblem(titleField, $"标题写在一行之内，不超过 {TitleLimit} 字。"));
        }

        if (string.IsNullOrWhiteSpace(wording.Body))
        {
            problems.Add(new InputProblem(bodyField, "请填写正文。"));
        }
        else if (wording.Body.Length > BodyLimit)
        {
            problems.Add(new InputProblem(bodyField, $"正文不超过 {BodyLimit} 字，现在是 {wording.Body.Length} 字。"));
        }

        foreach (var (text, what, field) in new[] { (wording.Title, "标题", titleField), (wording.Body, "正文", bodyField) })
        {
            if (IdentityNumber().IsMatch(text))
            {
                problems.Add(new InputProblem(field, $"{what}中有证件号码。通知不能写入证件号码，请删除。"));
            }
        }

        return problems;
    }

    /// <summary>The text with its fields filled in.</summary>
    public static MessageWording Fill(MessageWording wording, IReadOnlyDictionary<string, string?> values)
    {
        var body = new StringBuilder();
        foreach (var line in wording.Body.Split('\n'))
        {
            if (Names(line).All(n => !string.IsNullOrEmpty(values.GetValueOrDefault(n))))
            {
                body.Append(Filled(line)).Append('\n');
            }
        }

        var title = Filled(wording.Title);
        return new MessageWording(title.Length > 200 ? title[..200] : title, body.ToString().TrimEnd());

        string Filled(string text) => Field().Replace(text, m => values.GetValueOrDefault(m.Groups["name"].Value)?.ReplaceLineEndings(" ") ?? "");
    }

    /// <summary>A value for every field, for previews; what the round knows goes first.</summary>
    public static IReadOnlyDictionary<string, string?> Samples(IReadOnlyDictionary<string, string?> known) =>
        Fields.ToDictionary(f => f.Name, string? (f) => known.GetValueOrDefault(f.Name) ?? f.Sample, StringComparer.Ordinal);

    private static IEnumerable<string> Names(string text) => Field().Matches(text).Select(m => m.Groups["name"].Value);

    [GeneratedRegex(@"\{(?<name>[^{}\r\n]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex(@"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdentityNumber();
}
