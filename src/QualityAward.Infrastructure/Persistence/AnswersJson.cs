using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Integrity;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>
/// Writes answers as JSON with the values of personal questions encrypted, and reads them back in plain text: the domain never sees a cipher text,
/// the database never sees an ID number.
/// </summary>
public static class AnswersJson
{
    public static ValueConverter<Answers, string> Converter(PersonalDataCipher cipher) =>
        new(a => Write(a, cipher).ToJsonString(Answers.CanonicalOptions), s => Deferred(s, cipher));

    public static ValueConverter<FrozenContent, string> ContentConverter(PersonalDataCipher cipher) => new(c => WriteContent(c, cipher), s => ReadContent(s, cipher));

    public static JsonObject Write(Answers answers, PersonalDataCipher cipher)
    {
        var values = new JsonObject();
        var personal = new JsonObject();
        foreach (var (id, value) in answers.Values)
        {
            if (answers.Personal.Contains(id))
            {
                personal[id] = cipher.Encrypt(value.ToJsonString(Answers.CanonicalOptions));
            }
            else
            {
                values[id] = value.DeepClone();
            }
        }

        var reasons = Texts(answers.BlankReasons);
        var written = new JsonObject { ["values"] = values, ["personal"] = personal, ["reasons"] = reasons };
        if (answers.Explanations.Count > 0)
        {
            written["explanations"] = Texts(answers.Explanations);
        }

        return written;
    }

    public static Answers Read(JsonObject json, PersonalDataCipher cipher)
    {
        var values = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        var personal = new HashSet<string>(StringComparer.Ordinal);
        var stored = json["values"]!.AsObject();
        var all = stored.ToList();
        // Cleared, so that the nodes belong to nobody and need no copies.
        stored.Clear();
        foreach (var (id, value) in all)
        {
            if (value is not null)
            {
                values[id] = value;
            }
        }

        foreach (var (id, value) in json["personal"]!.AsObject())
        {
            values[id] = JsonNode.Parse(cipher.Decrypt(value!.GetValue<string>()))!;
            personal.Add(id);
        }

        return new Answers(values, Texts(json["reasons"]), personal, Texts(json["explanations"]));
    }

    private static Answers Deferred(string text, PersonalDataCipher cipher) => Answers.Deferred(() => Read(JsonNode.Parse(text)!.AsObject(), cipher));

    private static JsonObject Texts(IReadOnlyDictionary<string, string> texts) => new(texts.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)r.Value)));

    private static Dictionary<string, string> Texts(JsonNode? json) =>
        json is JsonObject texts ? texts.ToDictionary(r => r.Key, r => r.Value?.GetValue<string>() ?? "", StringComparer.Ordinal) : new(StringComparer.Ordinal);

    private static string WriteContent(FrozenContent content, PersonalDataCipher cipher)
    {
        var sections = new JsonObject(content.Sections.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)Write(s.Value, cipher))));
        var files = System.Text.Json.JsonSerializer.SerializeToNode(content.Files, JsonColumn.Options);
        var json = new JsonObject { ["sections"] = sections, ["files"] = files };
        if (content.CriteriaVariant is { } variant)
        {
            json["criteriaVariant"] = variant;
        }

        return json.ToJsonString(Answers.CanonicalOptions);
    }

    private static FrozenContent ReadContent(string text, PersonalDataCipher cipher)
    {
        var json = JsonNode.Parse(text)!.AsObject();
        return new FrozenContent(
            json["sections"]!.AsObject().ToDictionary(s => s.Key, s => Read(s.Value!.AsObject(), cipher), StringComparer.Ordinal),
            System.Text.Json.JsonSerializer.Deserialize<List<FrozenFile>>(json["files"], JsonColumn.Options) ?? [])
        {
            CriteriaVariant = json["criteriaVariant"]?.GetValue<string>(),
        };
    }
}
