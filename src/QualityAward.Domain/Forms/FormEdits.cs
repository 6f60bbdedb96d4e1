namespace QualityAward.Domain.Forms;

/// <summary>Edits of a form, each giving a new form (表单编辑). What may not be done is refused by who calls them.</summary>
public static class FormEdits
{
    public static FormDefinition WithSection(this FormDefinition form, FormSection section) =>
        form with { Sections = [.. form.Sections.Select(s => string.Equals(s.Id, section.Id, StringComparison.Ordinal) ? section : s)] };

    /// <summary>Puts a new section behind another; null: at the end.</summary>
    public static FormDefinition AddSection(this FormDefinition form, FormSection section, string? after) => form with { Sections = Inserted(form.Sections, section, s => s.Id, after) };

    public static FormDefinition RemoveSection(this FormDefinition form, string id) =>
        form with { Sections = [.. form.Sections.Where(s => !string.Equals(s.Id, id, StringComparison.Ordinal))] };

    public static FormDefinition MoveSection(this FormDefinition form, string id, int by) => form with { Sections = Moved(form.Sections, s => s.Id, id, by) };

    public static FormSection WithQuestion(this FormSection section, Question question) =>
        section with { Questions = [.. section.Questions.Select(q => string.Equals(q.Id, question.Id, StringComparison.Ordinal) ? question : q)] };

    /// <summary>Puts a new question behind another; null: at the end.</summary>
    public static FormSection AddQuestion(this FormSection section, Question question, string? after) => section with { Questions = Inserted(section.Questions, question, q => q.Id, after) };

    public static FormSection RemoveQuestion(this FormSection section, string id) =>
        section with { Questions = [.. section.Questions.Where(q => !string.Equals(q.Id, id, StringComparison.Ordinal))] };

    public static FormSection MoveQuestion(this FormSection section, string id, int by) => section with { Questions = Moved(section.Questions, q => q.Id, id, by) };

    private static IReadOnlyList<T> Inserted<T>(IReadOnlyList<T> all, T added, Func<T, string> id, string? after)
    {
        var list = all.ToList();
        var at = after is null ? -1 : list.FindIndex(x => string.Equals(id(x), after, StringComparison.Ordinal));
        list.Insert(at < 0 ? list.Count : at + 1, added);
        return list;
    }

    private static IReadOnlyList<T> Moved<T>(IReadOnlyList<T> all, Func<T, string> id, string moved, int by)
    {
        var list = all.ToList();
        var at = list.FindIndex(x => string.Equals(id(x), moved, StringComparison.Ordinal));
        var to = Math.Clamp(at + by, 0, list.Count - 1);
        if (at >= 0 && to != at)
        {
            var piece = list[at];
            list.RemoveAt(at);
            list.Insert(to, piece);
        }

        return list;
    }
}
