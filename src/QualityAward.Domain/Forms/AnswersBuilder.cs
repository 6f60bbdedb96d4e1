using System.Text.Json.Nodes;

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
        var value = Question(questionId).Clean(typed);
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
        if (Question(questionId) is not TableQuestion table)
        {
            throw new ArgumentException($"{questionId} is no table.", nameof(questionId));
        }

        Put(questionId, table.CleanRows(rows, context));
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

    /// <summary>Answers a warning of the form's checks, by <see cref="FormWarning.Key"/>.</summary>
    public AnswersBuilder Explain(string key, string? explanation)
    {
        var text = AnswerText.Lines(explanation);
        if (text.Length == 0)
        {
            _explanations.Remove(key);
        }
        else
        {
            _explanations[key] = text;
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
}
