using System.Text.Json.Nodes;

namespace QualityAward.Domain.Forms;

/// <summary>What came of two texts of one section (合并结果).</summary>
/// <param name="Answers">The changes of both; where both changed the same field differently, that of the second saver.</param>
/// <param name="Conflicts">Questions where both changed the same field differently: a person must choose.</param>
public sealed record MergedAnswers(Answers Answers, IReadOnlySet<string> Conflicts);

/// <summary>
/// Puts two texts of a section together that began from the same one (三方合并), field by field: who changed a field alone wins, silently. A field is a
/// question, a reason for a blank, a cell of a table, an option of a multi-choice; rows of growing tables are matched by what stands in them.
/// </summary>
public static class AnswersMerge
{
    /// <param name="section">The section of the form.</param>
    /// <param name="basis">What both began from; null when it is not known any more: then whatever differs is a conflict.</param>
    /// <param name="mine">What is being saved.</param>
    /// <param name="theirs">What has been saved meanwhile.</param>
    public static MergedAnswers Of(FormSection section, Answers? basis, Answers mine, Answers theirs)
    {
        var conflicts = new HashSet<string>(StringComparer.Ordinal);
        var values = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in section.Questions.Select(q => q.Id).Concat(theirs.Values.Keys).Concat(theirs.BlankReasons.Keys).Distinct(StringComparer.Ordinal))
        {
            if (section.Question(id) is not { } question)
            {
                // Not a part of this form: neither of the two could change it.
                Keep(id, theirs.Values.GetValueOrDefault(id), theirs.BlankReason(id));
                continue;
            }

            var (value, clash) = Value(question, basis, mine, theirs);
            var (reason, reasonClash) = Text(basis is null ? null : basis.BlankReason(id) ?? "", mine.BlankReason(id) ?? "", theirs.BlankReason(id) ?? "");
            if (clash || reasonClash)
            {
                conflicts.Add(id);
            }

            Keep(id, value, reason);
        }

        // An answer to a warning belongs to a check, not to a field: the later one stands.
        var explanations = Three(basis?.Explanations, mine.Explanations, theirs.Explanations);
        return new MergedAnswers(new Answers(values, reasons, new HashSet<string>(StringComparer.Ordinal), explanations).Marked(section), conflicts);

        void Keep(string id, JsonNode? value, string? reason)
        {
            if (value is not null)
            {
                values[id] = value;
            }

            if (reason is { Length: > 0 })
            {
                reasons[id] = reason;
            }
        }
    }

    private static (JsonNode? Value, bool Clash) Value(Question question, Answers? basis, Answers mine, Answers theirs)
    {
        var (my, their) = (mine.Values.GetValueOrDefault(question.Id), theirs.Values.GetValueOrDefault(question.Id));
        if (JsonNode.DeepEquals(my, their))
        {
            return (their, false);
        }

        if (basis is null)
        {
            return (my, true);
        }

        var from = basis.Values.GetValueOrDefault(question.Id);
        if (JsonNode.DeepEquals(from, their))
        {
            return (my, false);
        }

        if (JsonNode.DeepEquals(from, my))
        {
            return (their, false);
        }

        return question switch
        {
            MultiChoiceQuestion => (Choices(basis.Choices(question.Id), mine.Choices(question.Id), theirs.Choices(question.Id)), false),
            FixedTableQuestion => FixedRows(basis.Rows(question.Id), mine.Rows(question.Id), theirs.Rows(question.Id)),
            GrowingTableQuestion table => GrowingRows.Merge(basis.Rows(question.Id), mine.Rows(question.Id), theirs.Rows(question.Id)) is var (rows, clash) && rows.Count <= table.MaxRows && !clash
                ? (Array(rows), false)
                : (my, true),
            _ => (my, true),
        };
    }

    /// <summary>Each option by itself: nobody can tick the same box differently.</summary>
    private static JsonArray? Choices(IReadOnlyList<string> basis, IReadOnlyList<string> mine, IReadOnlyList<string> theirs)
    {
        var chosen = theirs.Where(v => mine.Contains(v, StringComparer.Ordinal) || !basis.Contains(v, StringComparer.Ordinal))
            .Concat(mine.Where(v => !theirs.Contains(v, StringComparer.Ordinal) && !basis.Contains(v, StringComparer.Ordinal))).ToList();
        return chosen.Count == 0 ? null : new JsonArray([.. chosen.Select(v => (JsonNode)JsonValue.Create(v))]);
    }

    private static (JsonNode? Value, bool Clash) FixedRows(IReadOnlyList<IReadOnlyDictionary<string, string>> basis, IReadOnlyList<IReadOnlyDictionary<string, string>> mine, IReadOnlyList<IReadOnlyDictionary<string, string>> theirs)
    {
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = new List<IReadOnlyDictionary<string, string>>();
        var clash = false;
        foreach (var key in theirs.Concat(mine).Select(r => r.GetValueOrDefault(Answers.RowKey) ?? "").Distinct(StringComparer.Ordinal))
        {
            var (row, differs) = GrowingRows.Cells(Find(basis), Find(mine), Find(theirs));
            clash |= differs;
            if (!TableLayout.IsBlank(row))
            {
                row[Answers.RowKey] = key;
                rows.Add(row);
            }

            IReadOnlyDictionary<string, string> Find(IReadOnlyList<IReadOnlyDictionary<string, string>> all) =>
                all.FirstOrDefault(r => string.Equals(r.GetValueOrDefault(Answers.RowKey), key, StringComparison.Ordinal)) ?? none;
        }

        return (Array(rows), clash);
    }

    /// <param name="basis">Null: not known.</param>
    private static (string Text, bool Clash) Text(string? basis, string mine, string theirs) =>
        string.Equals(mine, theirs, StringComparison.Ordinal) || string.Equals(basis, mine, StringComparison.Ordinal) ? (theirs, false)
        : (mine, !string.Equals(basis, theirs, StringComparison.Ordinal));

    private static Dictionary<string, string> Three(IReadOnlyDictionary<string, string>? basis, IReadOnlyDictionary<string, string> mine, IReadOnlyDictionary<string, string> theirs)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in theirs.Keys.Concat(mine.Keys).Distinct(StringComparer.Ordinal))
        {
            var text = Text(basis?.GetValueOrDefault(key) ?? "", mine.GetValueOrDefault(key) ?? "", theirs.GetValueOrDefault(key) ?? "").Text;
            if (text.Length > 0)
            {
                merged[key] = text;
            }
        }

        return merged;
    }

    private static JsonArray? Array(IReadOnlyList<IReadOnlyDictionary<string, string>> rows) =>
        rows.Count == 0 ? null : new JsonArray([.. rows.Select(r => new JsonObject(r.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)JsonValue.Create(c.Value)))))]);
}

/// <summary>
/// Merges rows that have no number of their own (可增行表格合并). Rows that are the same in all three texts are the fixed points; between two of them
/// either one side changed something, or both did: then rows that are evidently the same row merge cell by cell, and added rows follow each other.
/// </summary>
internal static class GrowingRows
{
    public static (List<IReadOnlyDictionary<string, string>> Rows, bool Clash) Merge(
        IReadOnlyList<IReadOnlyDictionary<string, string>> basis, IReadOnlyList<IReadOnlyDictionary<string, string>> mine, IReadOnlyList<IReadOnlyDictionary<string, string>> theirs)
    {
        var (inMine, inTheirs) = (Matches(basis, mine), Matches(basis, theirs));
        var merged = new List<IReadOnlyDictionary<string, string>>();
        var (b, m, t) = (0, 0, 0);
        for (var anchor = 0; anchor <= basis.Count; anchor++)
        {
            var isEnd = anchor == basis.Count;
            if (!isEnd && (inMine[anchor] < 0 || inTheirs[anchor] < 0))
            {
                continue;
            }

            var (mineTo, theirsTo) = isEnd ? (mine.Count, theirs.Count) : (inMine[anchor], inTheirs[anchor]);
            if (Between([.. basis.Skip(b).Take(anchor - b)], [.. mine.Skip(m).Take(mineTo - m)], [.. theirs.Skip(t).Take(theirsTo - t)]) is not { } rows)
            {
                return (merged, true);
            }

            merged.AddRange(rows);
            if (!isEnd)
            {
                merged.Add(basis[anchor]);
            }

            (b, m, t) = (anchor + 1, mineTo + 1, theirsTo + 1);
        }

        return (merged, false);
    }

    /// <summary>Each cell by itself.</summary>
    public static (Dictionary<string, string> Row, bool Clash) Cells(IReadOnlyDictionary<string, string> basis, IReadOnlyDictionary<string, string> mine, IReadOnlyDictionary<string, string> theirs)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        var clash = false;
        foreach (var key in theirs.Keys.Concat(mine.Keys).Distinct(StringComparer.Ordinal))
        {
            var (from, my, their) = (Of(basis, key), Of(mine, key), Of(theirs, key));
            var isMine = !string.Equals(from, my, StringComparison.Ordinal);
            clash |= isMine && !string.Equals(from, their, StringComparison.Ordinal) && !string.Equals(my, their, StringComparison.Ordinal);
            if ((isMine ? my : their) is { Length: > 0 } cell)
            {
                row[key] = cell;
            }
        }

        return (row, clash);
    }

    /// <summary>What stands between two fixed points; null: a person must choose.</summary>
    private static List<IReadOnlyDictionary<string, string>>? Between(List<IReadOnlyDictionary<string, string>> basis, List<IReadOnlyDictionary<string, string>> mine, List<IReadOnlyDictionary<string, string>> theirs)
    {
        if (Same(basis, mine) || Same(mine, theirs))
        {
            return theirs;
        }

        if (Same(basis, theirs))
        {
            return mine;
        }

        if (mine.Count < basis.Count || theirs.Count < basis.Count)
        {
            return null;
        }

        var rows = new List<IReadOnlyDictionary<string, string>>();
        for (var i = 0; i < basis.Count; i++)
        {
            var (row, clash) = Cells(basis[i], mine[i], theirs[i]);
            if (clash || !IsSameRow(basis[i], mine[i]) || !IsSameRow(basis[i], theirs[i]))
            {
                return null;
            }

            rows.Add(row);
        }

        rows.AddRange(theirs.Skip(basis.Count));
        rows.AddRange(mine.Skip(basis.Count).Where(r => !theirs.Skip(basis.Count).Any(other => Same(r, other))));
        return rows;
    }

    /// <summary>A row that keeps at least one of its cells is still that row; one that was blank is whatever came into it.</summary>
    private static bool IsSameRow(IReadOnlyDictionary<string, string> basis, IReadOnlyDictionary<string, string> now) =>
        TableLayout.IsBlank(basis) || basis.Any(c => c.Value.Length > 0 && string.Equals(Of(now, c.Key), c.Value, StringComparison.Ordinal));

    /// <summary>For each row of the basis the row that is the same in the other text, in order (longest common run), or -1.</summary>
    private static int[] Matches(IReadOnlyList<IReadOnlyDictionary<string, string>> basis, IReadOnlyList<IReadOnlyDictionary<string, string>> other)
    {
        var lengths = new int[basis.Count + 1, other.Count + 1];
        for (var i = basis.Count - 1; i >= 0; i--)
        {
            for (var j = other.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = Same(basis[i], other[j]) ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var matches = new int[basis.Count];
        System.Array.Fill(matches, -1);
        for (var (i, j) = (0, 0); i < basis.Count && j < other.Count;)
        {
            if (Same(basis[i], other[j]))
            {
                matches[i++] = j++;
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return matches;
    }

    private static bool Same(List<IReadOnlyDictionary<string, string>> one, List<IReadOnlyDictionary<string, string>> other) => one.Count == other.Count && one.Zip(other).All(p => Same(p.First, p.Second));

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Keys.Concat(other.Keys).All(k => string.Equals(Of(one, k), Of(other, k), StringComparison.Ordinal));

    private static string Of(IReadOnlyDictionary<string, string> row, string key) => row.GetValueOrDefault(key) ?? "";
}
