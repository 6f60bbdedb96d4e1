using System.Text.Json;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Forms;

/// <summary>What happened to a piece of a form (改动类别).</summary>
public enum FormChangeKind
{
    /// <summary>新增.</summary>
    Added,

    /// <summary>删除.</summary>
    Removed,

    /// <summary>移动、调整顺序.</summary>
    Moved,

    /// <summary>修改.</summary>
    Changed,
}

/// <summary>One difference between two versions of a form, in words (表单改动).</summary>
/// <param name="SectionId">Where it stands in the newer form, else in the older one; null: the form as a whole.</param>
/// <param name="QuestionId">The question; null: the section itself.</param>
/// <param name="Text">One Chinese sentence without a full stop.</param>
public sealed record FormChange(FormChangeKind Kind, string? SectionId, string? QuestionId, string Text);

/// <summary>Where the questions of one form stand in another (题目对应): by section and id, else by an id that is found only once in each.</summary>
public static class QuestionPlaces
{
    /// <summary>Place in the newer form by place in the older one; removed questions are missing.</summary>
    public static IReadOnlyDictionary<(string Section, string Question), (string Section, string Question)> Between(FormDefinition before, FormDefinition after)
    {
        var places = new Dictionary<(string, string), (string, string)>();
        foreach (var section in before.Sections)
        {
            foreach (var question in section.Questions)
            {
                if (after.Section(section.Id)?.Question(question.Id) is { } same)
                {
                    if (same.GetType() == question.GetType())
                    {
                        places[(section.Id, question.Id)] = (section.Id, question.Id);
                    }

                    continue;
                }

                var there = after.Sections.Where(s => s.Question(question.Id) is not null).ToList();
                var here = before.Sections.Count(s => s.Question(question.Id) is not null);
                if (here == 1 && there is [var only] && only.Question(question.Id)!.GetType() == question.GetType())
                {
                    places[(section.Id, question.Id)] = (only.Id, question.Id);
                }
            }
        }

        return places;
    }
}

/// <summary>Says in words what changed between two versions of a form (表单版本比较), for the office, the trail and the applicant.</summary>
public static class FormChanges
{
    public static IReadOnlyList<FormChange> Between(FormDefinition before, FormDefinition after)
    {
        var changes = new List<FormChange>();
        var places = QuestionPlaces.Between(before, after);
        if (!string.Equals(before.Title, after.Title, StringComparison.Ordinal))
        {
            changes.Add(new FormChange(FormChangeKind.Changed, null, null, $"表名“{before.Title}”改为“{after.Title}”"));
        }

        if (!before.Instructions.SequenceEqual(after.Instructions, StringComparer.Ordinal))
        {
            changes.Add(new FormChange(FormChangeKind.Changed, null, null, "修改了填表说明"));
        }

        if (before.Referees != after.Referees)
        {
            changes.Add(before.Referees is null ? new FormChange(FormChangeKind.Added, null, null, "增加了推荐人意见")
                : after.Referees is null ? new FormChange(FormChangeKind.Removed, null, null, "取消了推荐人意见")
                : new FormChange(FormChangeKind.Changed, null, null, "修改了推荐人意见的要求"));
        }

        foreach (var gone in before.Sections.Where(s => after.Section(s.Id) is null))
        {
            changes.Add(new FormChange(FormChangeKind.Removed, gone.Id, null, $"删除了部分“{gone.Heading}”"));
        }

        foreach (var section in after.Sections)
        {
            if (before.Section(section.Id) is { } old)
            {
                Section(before, after, old, section, changes);
            }
            else
            {
                changes.Add(new FormChange(FormChangeKind.Added, section.Id, null, $"新增部分“{section.Heading}”"));
            }

            Questions(before, after, section, places, changes);
        }

        foreach (var old in before.Sections)
        {
            changes.AddRange(old.Questions.Where(q => !places.ContainsKey((old.Id, q.Id)))
                .Select(q => new FormChange(FormChangeKind.Removed, old.Id, q.Id, $"“{old.Heading}”中删除了“{q.Label}”")));
        }

        if (Reordered(before.Sections.Select(s => s.Id), after.Sections.Select(s => s.Id)))
        {
            changes.Add(new FormChange(FormChangeKind.Moved, null, null, "调整了各部分的顺序"));
        }

        return changes;
    }

    private static void Section(FormDefinition before, FormDefinition after, FormSection old, FormSection now, List<FormChange> changes)
    {
        void Add(string text) => changes.Add(new FormChange(FormChangeKind.Changed, now.Id, null, text));
        if (!string.Equals(old.Heading, now.Heading, StringComparison.Ordinal))
        {
            Add($"部分“{old.Heading}”改为“{now.Heading}”");
        }

        if (!old.Instructions.SequenceEqual(now.Instructions, StringComparer.Ordinal))
        {
            Add($"“{now.Heading}”修改了说明");
        }

        if (old.TotalLimit != now.TotalLimit)
        {
            Add($"“{now.Heading}”的总字数{Limit(old.TotalLimit)}改为{Limit(now.TotalLimit)}");
        }

        if (!Same(old.When, now.When))
        {
            Add($"“{now.Heading}”的填写条件{When(before, old.When, old.Id)}改为{When(after, now.When, now.Id)}");
        }
    }

    private static void Questions(
        FormDefinition before, FormDefinition after, FormSection section,
        IReadOnlyDictionary<(string Section, string Question), (string Section, string Question)> places, List<FormChange> changes)
    {
        var origins = places.Where(p => string.Equals(p.Value.Section, section.Id, StringComparison.Ordinal)).ToDictionary(p => p.Value.Question, p => p.Key, StringComparer.Ordinal);
        foreach (var question in section.Questions)
        {
            if (!origins.TryGetValue(question.Id, out var origin))
            {
                if (before.Section(section.Id) is not null)
                {
                    changes.Add(new FormChange(FormChangeKind.Added, section.Id, question.Id, $"“{section.Heading}”中新增“{question.Label}”{(question.Optional ? "（选填）" : "")}"));
                }

                continue;
            }

            var old = before.Section(origin.Section)!;
            if (!string.Equals(origin.Section, section.Id, StringComparison.Ordinal))
            {
                changes.Add(new FormChange(FormChangeKind.Moved, section.Id, question.Id, $"“{question.Label}”从“{old.Heading}”移到“{section.Heading}”"));
            }

            var was = old.Question(origin.Question)!;
            var words = Words(before, origin.Section, was, after, section.Id, question);
            if (words.Count > 0)
            {
                changes.Add(new FormChange(FormChangeKind.Changed, section.Id, question.Id, $"“{section.Heading}”的“{was.Label}”：{string.Join('，', words)}"));
            }
        }

        if (before.Section(section.Id) is { } same && Reordered(same.Questions.Select(q => q.Id), section.Questions.Select(q => q.Id)))
        {
            changes.Add(new FormChange(FormChangeKind.Moved, section.Id, null, $"“{section.Heading}”调整了题目的顺序"));
        }
    }

    /// <summary>What changed at one question.</summary>
    private static List<string> Words(FormDefinition before, string oldSection, Question old, FormDefinition after, string newSection, Question now)
    {
        var words = new List<string>();
        Text("名称", old.Label, now.Label);
        Text("填写提示", old.Hint, now.Hint);
        Lines("填写示例", [old.Example ?? ""], [now.Example ?? ""]);
        Lines("依据条款", [old.Basis ?? ""], [now.Basis ?? ""]);
        Text("分组标题", old.Group, now.Group);
        Flag(old.Optional, now.Optional, "改为选填", "改为必填");
        Flag(old.HiddenFromExperts, now.HiddenFromExperts, "改为不向专家显示", "改为向专家显示");
        Flag(old.Personal, now.Personal, "按个人信息保护", "不再按个人信息保护");
        if (!Same(old.When, now.When))
        {
            words.Add($"填写条件{When(before, old.When, oldSection)}改为{When(after, now.When, newSection)}");
        }

        var found = words.Count;
        switch (old, now)
        {
            case (TextQuestion a, TextQuestion b):
                Number("字数限制", a.Limit, b.Limit);
                break;
            case (LongTextQuestion a, LongTextQuestion b):
                Number("字数限制", a.Limit, b.Limit);
                Lines("填写要点", a.Prompts, b.Prompts);
                break;
            case (NarrativeQuestion a, NarrativeQuestion b):
                Number("字数限制", a.Limit, b.Limit);
                Lines("填写要点", a.Prompts, b.Prompts);
                break;
            case (NumberQuestion a, NumberQuestion b):
                Text("单位", a.Unit, b.Unit);
                Number("小数位数", a.Decimals, b.Decimals);
                Number("最小值", a.Min, b.Min);
                Number("最大值", a.Max, b.Max);
                break;
            case (ChoiceQuestion a, ChoiceQuestion b):
                Options(a.Options, b.Options);
                break;
            case (MultiChoiceQuestion a, MultiChoiceQuestion b):
                Options(a.Options, b.Options);
                break;
            case (YesNoQuestion a, YesNoQuestion b):
                Text("“是”的用词", a.Yes, b.Yes);
                Text("“否”的用词", a.No, b.No);
                Flag(a.MustBeYes, b.MustBeYes, "必须选“是”", "不再必须选“是”");
                break;
            case (FixedTableQuestion a, FixedTableQuestion b):
                Parts("行", a.Rows, b.Rows, r => r.Id, r => r.Label);
                Parts("列", a.Columns, b.Columns, c => c.Id, Heading);
                break;
            case (GrowingTableQuestion a, GrowingTableQuestion b):
                Parts("列", a.Columns, b.Columns, c => c.Id, Heading);
                Number("最少行数", a.MinRows, b.MinRows);
                Number("最多行数", a.MaxRows, b.MaxRows);
                break;
            case (FileQuestion a, FileQuestion b):
                Number("文件数", a.MaxFiles, b.MaxFiles);
                Number("单个文件大小（MB）", a.MaxMegabytes, b.MaxMegabytes);
                break;
            case (PhotoQuestion a, PhotoQuestion b):
                Number("最少张数", a.MinFiles, b.MinFiles);
                Number("最多张数", a.MaxFiles, b.MaxFiles);
                Number("单个文件大小（MB）", a.MaxMegabytes, b.MaxMegabytes);
                break;
        }

        if (words.Count == found && !string.Equals(Bare(old), Bare(now), StringComparison.Ordinal))
        {
            words.Add("修改了填写要求");
        }

        return words;

        void Text(string what, string? one, string? other)
        {
            if (!string.Equals(one ?? "", other ?? "", StringComparison.Ordinal))
            {
                words.Add(one is null ? $"{what}设为“{other}”" : other is null ? $"删除{what}“{one}”" : $"{what}“{one}”改为“{other}”");
            }
        }

        void Flag(bool one, bool other, string on, string off)
        {
            if (one != other)
            {
                words.Add(other ? on : off);
            }
        }

        void Number(string what, decimal? one, decimal? other)
        {
            if (one != other)
            {
                words.Add($"{what}由{Figure(one)}改为{Figure(other)}");
            }
        }

        void Lines(string what, IReadOnlyList<string> one, IReadOnlyList<string> other)
        {
            if (!one.SequenceEqual(other, StringComparer.Ordinal))
            {
                words.Add($"修改了{what}");
            }
        }

        void Options(IReadOnlyList<Option> one, IReadOnlyList<Option> other) => Parts("选项", one, other, o => o.Value, o => o.Label);

        void Parts<T>(string what, IReadOnlyList<T> one, IReadOnlyList<T> other, Func<T, string> id, Func<T, string> label)
        {
            words.AddRange(other.Where(o => !one.Any(x => string.Equals(id(x), id(o), StringComparison.Ordinal))).Select(o => $"新增{what}“{label(o)}”"));
            words.AddRange(one.Where(o => !other.Any(x => string.Equals(id(x), id(o), StringComparison.Ordinal))).Select(o => $"删除{what}“{label(o)}”"));
            words.AddRange(one.Join(other, id, id, (x, y) => (Old: label(x), New: label(y)), StringComparer.Ordinal)
                .Where(p => !string.Equals(p.Old, p.New, StringComparison.Ordinal)).Select(p => $"{what}“{p.Old}”改为“{p.New}”"));
            if (Reordered(one.Select(id), other.Select(id)))
            {
                words.Add($"调整了{what}的顺序");
            }
        }
    }

    private static string Heading(Column column) => column.Label.Length > 0 ? column.Label : column.Id;

    /// <summary>A question without what <see cref="Words"/> has compared by itself.</summary>
    private static string Bare(Question question) => JsonSerializer.Serialize(
        question with { Label = "", Hint = null, Group = null, Optional = false, HiddenFromExperts = false, Personal = false, When = null }, PackJson.Options);

    private static bool Same(AskedWhen? one, AskedWhen? other) =>
        string.Equals(JsonSerializer.Serialize(one, PackJson.Options), JsonSerializer.Serialize(other, PackJson.Options), StringComparison.Ordinal);

    private static string When(FormDefinition form, AskedWhen? when, string section) => when is null ? "“都填写”" : $"“{when.Words(form, section).TrimEnd('。')}”";

    private static string Limit(int? limit) => limit is { } most ? $"不超过 {most} 字" : "不限";

    private static string Figure(decimal? number) => number is { } known ? known.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) : "不限";

    private static bool Reordered(IEnumerable<string> before, IEnumerable<string> after)
    {
        var (one, other) = (before.ToList(), after.ToList());
        return !one.Where(other.Contains).SequenceEqual(other.Where(one.Contains), StringComparer.Ordinal);
    }
}
