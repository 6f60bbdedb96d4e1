using System.Text.Json;
using System.Text.Json.Nodes;

namespace QualityAward.Domain.Forms;

/// <summary>
/// The answers of one section (部分答案), by question id. A text, number, date or choice is a string as typed; a multi-choice an array of strings;
/// a table an array of rows, each an object of strings by column id (per-year columns as <c>column@year</c>, fixed rows carry <c>$row</c>). Files are no answers.
/// </summary>
public sealed class Answers
{
    public static readonly Answers Empty = new(new Dictionary<string, JsonNode>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    private readonly Func<Answers>? _read;
    private Parts? _parts;

    public Answers(IReadOnlyDictionary<string, JsonNode> values, IReadOnlyDictionary<string, string> blankReasons, IReadOnlySet<string> personal, IReadOnlyDictionary<string, string>? explanations = null) =>
        _parts = new Parts(values, blankReasons, personal, explanations ?? new Dictionary<string, string>(StringComparer.Ordinal));

    private Answers(Func<Answers> read) => _read = read;

    /// <summary>Answers that are read when somebody looks at them: a case comes with all its sections, and a page mostly shows one.</summary>
    public static Answers Deferred(Func<Answers> read) => new(read);

    /// <summary>The same answers with the personal ones marked as the section's definition says, whoever put them together.</summary>
    public Answers Marked(FormSection section) => new(Values, BlankReasons, section.PersonalQuestions().Where(Values.ContainsKey).ToHashSet(StringComparer.Ordinal), Explanations);

    /// <summary>
    /// The same answers, with the stored number wherever its masked form came back unchanged: who edits the rest of a section does not see ID numbers whole,
    /// and does not lose them.
    /// </summary>
    public Answers Unmasked(FormSection section, Answers stored)
    {
        var kept = section.Questions.Where(q => q.IsSecret() && stored.Text(q.Id) is { } number && string.Equals(Text(q.Id), Parties.ResidentId.Mask(number), StringComparison.Ordinal)).Select(q => q.Id).ToHashSet(StringComparer.Ordinal);
        return kept.Count == 0
            ? this
            : new Answers(Values.ToDictionary(v => v.Key, v => kept.Contains(v.Key) ? stored.Values[v.Key] : v.Value, StringComparer.Ordinal), BlankReasons, Personal, Explanations);
    }

    /// <summary>Only what belongs to some questions: their values and the reasons of their blanks. Explanations of warnings stay.</summary>
    public Answers Only(IReadOnlySet<string> questionIds) => new(
        Values.Where(v => questionIds.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
        BlankReasons.Where(v => questionIds.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
        Personal.Where(questionIds.Contains).ToHashSet(StringComparer.Ordinal),
        Explanations);

    /// <summary>These answers, with those of some questions (and the reasons of their blanks) from other ones: the choice of a person between two texts.</summary>
    public Answers Taking(IReadOnlySet<string> questionIds, Answers from)
    {
        var values = Values.Where(v => !questionIds.Contains(v.Key)).Concat(from.Values.Where(v => questionIds.Contains(v.Key))).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        var reasons = BlankReasons.Where(v => !questionIds.Contains(v.Key)).Concat(from.BlankReasons.Where(v => questionIds.Contains(v.Key))).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        return new Answers(values, reasons, Personal.Union(from.Personal, StringComparer.Ordinal).Where(values.ContainsKey).ToHashSet(StringComparer.Ordinal), Explanations);
    }

    /// <summary>True when a question has the same answer and reason in both.</summary>
    public bool SameAs(Answers other, string questionId) =>
        JsonNode.DeepEquals(Values.GetValueOrDefault(questionId), other.Values.GetValueOrDefault(questionId))
        && string.Equals(BlankReason(questionId), other.BlankReason(questionId), StringComparison.Ordinal);

    public IReadOnlyDictionary<string, JsonNode> Values => Known.Values;

    /// <summary>Why a question was left blank [填表说明 2: 未填项要说明原因], by question id.</summary>
    public IReadOnlyDictionary<string, string> BlankReasons => Known.BlankReasons;

    /// <summary>What the applicant answered to warnings (疑点说明), by <see cref="FormWarning.Key"/>; a warning that is answered does not keep the form from being submitted.</summary>
    public IReadOnlyDictionary<string, string> Explanations => Known.Explanations;

    /// <summary>Ids of questions whose values are encrypted at rest.</summary>
    public IReadOnlySet<string> Personal => Known.Personal;

    private Parts Known => _parts ??= _read!().Known;

    /// <summary>The text of a single-valued answer; null when blank.</summary>
    public string? Text(string questionId) =>
        Values.TryGetValue(questionId, out var node) && node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text
            ? text
            : null;

    public DateOnly? Date(string questionId) => DateOnly.TryParseExact(Text(questionId), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date) ? date : null;

    public decimal? Number(string questionId) => decimal.TryParse(Text(questionId), System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    public IReadOnlyList<string> Choices(string questionId) =>
        Values.TryGetValue(questionId, out var node) && node is JsonArray array ? [.. array.OfType<JsonValue>().Select(v => v.GetValue<string>())] : [];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string questionId) => Known.Table(questionId).Rows;

    /// <summary>The rows of a fixed table by the key of their row; rows that were never saved are missing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> RowsByKey(string questionId) => Known.Table(questionId).ByKey;

    public string? BlankReason(string questionId) => BlankReasons.GetValueOrDefault(questionId) is { Length: > 0 } reason ? reason : null;

    public string? Explanation(string key) => Explanations.GetValueOrDefault(key) is { Length: > 0 } text ? text : null;

    /// <summary>The explanation of a warning with the numbers that it has now.</summary>
    public string? Explanation(FormWarning warning) => Explanation(warning.Key);

    /// <summary>What was explained when the same check found other numbers.</summary>
    public IReadOnlyList<string> EarlierExplanations(FormWarning warning) =>
        [.. Explanations.Where(e => e.Key.StartsWith(warning.CheckId + ".", StringComparison.Ordinal) && !string.Equals(e.Key, warning.Key, StringComparison.Ordinal)).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Row key of fixed rows.</summary>
    public const string RowKey = "$row";

    /// <summary>Key of a per-year column's cell.</summary>
    public static string YearKey(string columnId, int year) => $"{columnId}@{year}";

    public bool SameAs(Answers other) => string.Equals(Canonical(), other.Canonical(), StringComparison.Ordinal);

    /// <summary>Canonical JSON (sorted keys, no spaces) of values and reasons in plain text; what a submission's hash is taken over.</summary>
    public string Canonical()
    {
        var root = new JsonObject();
        var values = new JsonObject();
        foreach (var (key, value) in Values.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            values[key] = Sorted(value);
        }

        var reasons = new JsonObject();
        foreach (var (key, value) in BlankReasons.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            reasons[key] = value;
        }

        if (Explanations.Count > 0)
        {
            root["explanations"] = new JsonObject(Explanations.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));
        }

        root["reasons"] = reasons;
        root["values"] = values;
        return root.ToJsonString(CanonicalOptions);
    }

    /// <summary>Options of canonical JSON: Chinese text stays readable.</summary>
    public static readonly JsonSerializerOptions CanonicalOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        null => null,
        _ => node.DeepClone(),
    };

    private sealed record TableRows(IReadOnlyList<IReadOnlyDictionary<string, string>> Rows, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ByKey)
    {
        public static readonly TableRows None = Of([]);

        public static TableRows Of(JsonArray array)
        {
            var rows = new List<IReadOnlyDictionary<string, string>>(array.Count);
            var byKey = new Dictionary<string, IReadOnlyDictionary<string, string>>(array.Count, StringComparer.Ordinal);
            foreach (var cells in array.OfType<JsonObject>())
            {
                var row = cells.ToDictionary(p => p.Key, p => p.Value?.GetValue<string>() ?? "", StringComparer.Ordinal);
                rows.Add(row);
                if (row.TryGetValue(RowKey, out var key))
                {
                    byKey.TryAdd(key, row);
                }
            }

            return new TableRows(rows, byKey);
        }
    }

    private sealed class Parts(
        IReadOnlyDictionary<string, JsonNode> values, IReadOnlyDictionary<string, string> blankReasons, IReadOnlySet<string> personal, IReadOnlyDictionary<string, string> explanations)
    {
        // Tables are looked at again and again while a page is made, cell by cell and check by check.
        private readonly Lock _lock = new();
        private readonly Dictionary<string, TableRows> _tables = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, JsonNode> Values { get; } = values;

        public IReadOnlyDictionary<string, string> BlankReasons { get; } = blankReasons;

        public IReadOnlySet<string> Personal { get; } = personal;

        public IReadOnlyDictionary<string, string> Explanations { get; } = explanations;

        public TableRows Table(string questionId)
        {
            if (!Values.TryGetValue(questionId, out var node) || node is not JsonArray array)
            {
                return TableRows.None;
            }

            lock (_lock)
            {
                return _tables.TryGetValue(questionId, out var known) ? known : _tables[questionId] = TableRows.Of(array);
            }
        }
    }
}
