using System.Text.Json.Nodes;

namespace QualityAward.Domain.Forms;

/// <summary>A draft carried over to a newer form (草稿转换结果): what stays where, and what found no place and is kept aside.</summary>
/// <param name="Sections">Answers by section of the newer form; sections without answers are missing.</param>
/// <param name="Aside">Answers that have no place any more, by section of the older form, as they were.</param>
/// <param name="Moved">Questions that stand in another section now: old place, new place. Their files go along.</param>
public sealed record CarriedDraft(
    IReadOnlyDictionary<string, Answers> Sections,
    IReadOnlyDictionary<string, Answers> Aside,
    IReadOnlyList<((string Section, string Question) From, (string Section, string Question) To)> Moved);

/// <summary>
/// Carries a draft over to a newer version of its form (草稿转换). Every answer goes with its question; whatever a removed question, option, row or
/// column held is kept aside whole. Nothing is lost and nothing is changed in itself.
/// </summary>
public static class DraftCarryOver
{
    public static CarriedDraft Carry(FormDefinition before, FormDefinition after, Func<string, Answers> answersOf)
    {
        var places = QuestionPlaces.Between(before, after);
        var carried = new Dictionary<string, Parts>(StringComparer.Ordinal);
        var aside = new Dictionary<string, Parts>(StringComparer.Ordinal);
        foreach (var section in before.Sections)
        {
            var stored = answersOf(section.Id);
            foreach (var id in stored.Values.Keys.Concat(stored.BlankReasons.Keys).Distinct(StringComparer.Ordinal))
            {
                var question = section.Question(id);
                if (question is null || !places.TryGetValue((section.Id, id), out var place))
                {
                    Of(aside, section.Id).Add(id, stored.Values.GetValueOrDefault(id), stored.BlankReason(id));
                    continue;
                }

                var value = stored.Values.GetValueOrDefault(id);
                var fitting = value is null ? null : Fitting(question, after.Section(place.Section)!.Question(place.Question)!, value);
                Of(carried, place.Section).Add(place.Question, fitting, stored.BlankReason(id));
                if (value is not null && !JsonNode.DeepEquals(value, fitting))
                {
                    Of(aside, section.Id).Add(id, value, reason: null);
                }
            }

            if (stored.Explanations.Count > 0)
            {
                // Explanations belong to checks, not to questions; those of checks that are gone are never asked for again.
                Of(after.Section(section.Id) is null ? aside : carried, section.Id).Explain(stored.Explanations);
            }
        }

        return new CarriedDraft(
            carried.ToDictionary(p => p.Key, p => p.Value.Build().Marked(after.Section(p.Key)!), StringComparer.Ordinal),
            aside.ToDictionary(p => p.Key, p => p.Value.Build().Marked(before.Section(p.Key)!), StringComparer.Ordinal),
            [.. places.Where(p => p.Key != p.Value).Select(p => (p.Key, p.Value))]);
    }

    /// <summary>As much of the value as the newer question has room for; null: nothing of it.</summary>
    private static JsonNode? Fitting(Question before, Question after, JsonNode value) => after switch
    {
        ChoiceQuestion choice => value is JsonValue && Offers(choice.Options, value.GetValue<string>()) ? value : null,
        MultiChoiceQuestion choice when value is JsonArray chosen =>
            Filled(new JsonArray([.. chosen.OfType<JsonValue>().Where(v => Offers(choice.Options, v.GetValue<string>())).Select(v => v.DeepClone())])),
        FixedTableQuestion table when before is FixedTableQuestion && value is JsonArray rows =>
            Filled(new JsonArray([.. rows.OfType<JsonObject>().Where(r => table.RowPerYear || table.Rows.Any(row => string.Equals(row.Id, r[Answers.RowKey]?.GetValue<string>(), StringComparison.Ordinal)))
                .Select(r => (JsonNode?)Cells(r, table.Columns))])),
        GrowingTableQuestion table when value is JsonArray rows => Filled(new JsonArray([.. rows.OfType<JsonObject>().Select(r => (JsonNode?)Cells(r, table.Columns))])),
        _ => value,
    };

    private static bool Offers(IReadOnlyList<Option> options, string value) => value.Length == 0 || options.Any(o => string.Equals(o.Value, value, StringComparison.Ordinal));

    private static JsonArray? Filled(JsonArray array) => array.Count > 0 ? array : null;

    private static JsonObject Cells(JsonObject row, IReadOnlyList<Column> columns) => new(row
        .Where(c => c.Key.StartsWith('$') || columns.Any(column => string.Equals(column.Id, c.Key.Split('@')[0], StringComparison.Ordinal)))
        .Select(c => KeyValuePair.Create(c.Key, c.Value?.DeepClone())));

    private static Parts Of(Dictionary<string, Parts> all, string section) => all.TryGetValue(section, out var parts) ? parts : all[section] = new Parts();

    private sealed class Parts
    {
        private readonly Dictionary<string, JsonNode> _values = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);
        private Dictionary<string, string> _explanations = new(StringComparer.Ordinal);

        public void Add(string id, JsonNode? value, string? reason)
        {
            if (value is not null)
            {
                _values[id] = value;
            }

            if (reason is not null)
            {
                _reasons[id] = reason;
            }
        }

        public void Explain(IReadOnlyDictionary<string, string> explanations) => _explanations = new Dictionary<string, string>(explanations, StringComparer.Ordinal);

        public Answers Build() => new(_values, _reasons, new HashSet<string>(StringComparer.Ordinal), _explanations);
    }
}
