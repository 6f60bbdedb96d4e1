using System.Text.Json.Nodes;
using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Forms;

/// <summary>
/// Puts the answers of one section together (答案录入): by question id, cleaned and brought into the stored form, with the personal ones marked.
/// A name that the section does not have is a mistake of the caller.
/// </summary>
/// <param name="from">Answers to begin with; none: an empty section.</param>
public sealed class AnswersBuilder(FormSection section, FormContext context, Answers? from = null)
{
    private readonly Dictionary<string, JsonNode> _values = (from ?? Answers.Empty).Values.ToDictionary(v => v.Key, v => v.Value.DeepClone(), StringComparer.Ordinal);
    private readonly Dictionary<string, string> _reasons = (from ?? Answers.Empty).BlankReasons.ToDictionary(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _explanations = (from ?? Answers.Empty).Explanations.ToDictionary(StringComparer.Ordinal);

    /// <summary>Answers a question that holds one value; a blank removes it.</summary>
    public AnswersBuilder Set(string questionId, string? typed)
    {
        var value = Clean(Question(questionId), typed);
        if (value.Length == 0)
        {
            _values.Remove(questionId);
        }
        else
        {
            _values[questionId] = JsonValue.Create(value);
        }

        return this;
    }

    public AnswersBuilder Choose(string questionId, params IEnumerable<string> values)
    {
        var chosen = values.Select(AnswerText.Line).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (Question(questionId) is not MultiChoiceQuestion)
        {
            throw new ArgumentException($"{questionId} takes one value.", nameof(questionId));
        }

        Put(questionId, chosen.Count == 0 ? null : new JsonArray([.. chosen.Select(v => (JsonNode)JsonValue.Create(v))]));
        return this;
    }

    /// <summary>
    /// Fills a table: one dictionary a row, by cell key (<c>column</c> or <c>column@year</c>); rows of a fixed table carry <see cref="Answers.RowKey"/>
    /// or stand in the order of the form. Blank rows at the end of a growing table go, those between stay where they are.
    /// </summary>
    public AnswersBuilder Rows(string questionId, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        switch (Question(questionId))
        {
            case FixedTableQuestion table:
                var keys = TableLayout.Rows(table, context);
                var columns = TableLayout.Columns(table, context);
                var filled = rows
                    .Select((row, i) => (Key: row.GetValueOrDefault(Answers.RowKey) ?? (i < keys.Count ? keys[i].Key : null), Row: row))
                    .Where(r => r.Key is not null && keys.Any(k => string.Equals(k.Key, r.Key, StringComparison.Ordinal)) && !TableLayout.IsBlank(r.Row))
                    .Select(r => Row(columns, r.Row, r.Key));
                Put(questionId, Array(filled));
                break;
            case GrowingTableQuestion table:
                var last = rows.Count;
                while (last > 0 && TableLayout.IsBlank(rows[last - 1]))
                {
                    last--;
                }

                var growing = TableLayout.Columns(table, context);
                Put(questionId, Array(rows.Take(last).Select(r => Row(growing, r, null))));
                break;
            default:
                throw new ArgumentException($"{questionId} is no table.", nameof(questionId));
        }

        return this;
    }

    /// <summary>Explains a blank.</summary>
    public AnswersBuilder Reason(string questionId, string? reason)
    {
        var text = AnswerText.Lines(reason);
        if (text.Length == 0)
        {
            _reasons.Remove(Question(questionId).Id);
        }
        else
        {
            _reasons[Question(questionId).Id] = text;
        }

        return this;
    }

    /// <summary>Answers a warning of the form's checks.</summary>
    public AnswersBuilder Explain(string checkId, string? explanation)
    {
        var text = AnswerText.Lines(explanation);
        if (text.Length == 0)
        {
            _explanations.Remove(checkId);
        }
        else
        {
            _explanations[checkId] = text;
        }

        return this;
    }

    public Answers Build() => new Answers(_values, _reasons, new HashSet<string>(StringComparer.Ordinal), _explanations).Marked(section);

    private Question Question(string id) => section.Question(id) ?? throw new ArgumentException($"Section {section.Id} has no question {id}.", nameof(id));

    private void Put(string questionId, JsonArray? value)
    {
        if (value is null || value.Count == 0)
        {
            _values.Remove(questionId);
        }
        else
        {
            _values[questionId] = value;
        }
    }

    private static JsonArray Array(IEnumerable<JsonObject> rows) => new([.. rows]);

    private static JsonObject Row(IReadOnlyList<CellColumn> columns, IReadOnlyDictionary<string, string> typed, string? rowKey)
    {
        var row = new JsonObject();
        if (rowKey is not null)
        {
            row[Answers.RowKey] = rowKey;
        }

        foreach (var column in columns)
        {
            var value = Clean(column.Column, typed.GetValueOrDefault(column.Key));
            if (value.Length > 0)
            {
                row[column.Key] = value;
            }
        }

        return row;
    }

    private static string Clean(Question question, string? typed) => question switch
    {
        LongTextQuestion or NarrativeQuestion => AnswerText.Lines(typed),
        NumberQuestion => AnswerText.Number(typed),
        DateQuestion => AnswerText.Date(typed),
        YearMonthQuestion => AnswerText.YearMonth(typed),
        IdentifierQuestion identifier => Clean(identifier.Kind, AnswerText.Line(typed)),
        TextQuestion or ChoiceQuestion or YesNoQuestion => AnswerText.Line(typed),
        _ => throw new ArgumentException($"{question.Id} does not hold one value.", nameof(question)),
    };

    private static string Clean(IdentifierKind kind, string typed) => kind switch
    {
        IdentifierKind.CreditCode => CreditCode.Normalise(typed),
        IdentifierKind.ResidentId => ResidentId.Normalise(typed),
        IdentifierKind.PostCode => PostCode.Normalise(typed),
        IdentifierKind.Mobile => MobileNumber.Normalise(typed),
        IdentifierKind.Phone => Phone(typed),
        IdentifierKind.Email => EmailAddress.Normalise(typed),
    };

    private static string Clean(Column column, string? typed) => column.Kind switch
    {
        CellKind.Text or CellKind.YesNo => AnswerText.Line(typed),
        CellKind.Number => AnswerText.Number(typed),
        CellKind.Date => AnswerText.Date(typed),
        CellKind.YearMonth => AnswerText.YearMonth(typed),
        CellKind.Phone => Phone(AnswerText.Line(typed)),
    };

    /// <summary>Only a number that is right is rewritten; a wrong one stays as it was typed, so that the person recognises it.</summary>
    private static string Phone(string typed) =>
        typed.Length == 0 ? typed
        : MobileNumber.Problem(typed) is null ? MobileNumber.Normalise(typed)
        : LandlineNumber.Problem(typed) is null ? LandlineNumber.Normalise(typed)
        : typed;
}
