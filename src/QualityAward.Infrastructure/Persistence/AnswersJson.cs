using System.Buffers;
using System.Text;
using System.Text.Json;
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
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = Answers.CanonicalOptions.Encoder };

    public static ValueConverter<Answers, string> Converter(PersonalDataCipher cipher) =>
        new(a => Encoding.UTF8.GetString(Bytes(a, cipher)), s => Deferred(s, cipher));

    public static ValueConverter<FrozenContent, string> ContentConverter(PersonalDataCipher cipher) => new(c => WriteContent(c, cipher), s => ReadContent(s, cipher));

    /// <summary>The stored form in UTF-8.</summary>
    public static byte[] Bytes(Answers answers, PersonalDataCipher cipher)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, answers, cipher);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, Answers answers, PersonalDataCipher cipher)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("values");
        foreach (var (id, value) in answers.Values)
        {
            if (!answers.Personal.Contains(id))
            {
                writer.WritePropertyName(id);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.WriteStartObject("personal");
        foreach (var id in answers.Personal)
        {
            if (answers.Values.TryGetValue(id, out var value))
            {
                writer.WriteString(id, cipher.Encrypt(value.ToJsonString(Answers.CanonicalOptions)));
            }
        }

        writer.WriteEndObject();
        Write(writer, "reasons", answers.BlankReasons);
        if (answers.Explanations.Count > 0)
        {
            Write(writer, "explanations", answers.Explanations);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> texts)
    {
        writer.WriteStartObject(name);
        foreach (var (id, text) in texts)
        {
            writer.WriteString(id, text);
        }

        writer.WriteEndObject();
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

    // A method, not a part of the converter: EF Core would put its reader in the place of the text, and it would be asked when it is long gone.
    private static Answers Deferred(string stored, PersonalDataCipher cipher) => Answers.Deferred(() => Read(JsonNode.Parse(stored)!.AsObject(), cipher));

    /// <summary>What is stored, in UTF-8; it is read when somebody looks at it.</summary>
    internal static Answers Deferred(byte[] stored, PersonalDataCipher cipher) => Answers.Deferred(() => Read(JsonNode.Parse(stored)!.AsObject(), cipher));

    private static Dictionary<string, string> Texts(JsonNode? json) =>
        json is JsonObject texts ? texts.ToDictionary(r => r.Key, r => r.Value?.GetValue<string>() ?? "", StringComparer.Ordinal) : new(StringComparer.Ordinal);

    private static string WriteContent(FrozenContent content, PersonalDataCipher cipher)
    {
        var buffer = new ArrayBufferWriter<byte>(65536);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("sections");
            foreach (var (id, answers) in content.Sections)
            {
                writer.WritePropertyName(id);
                Write(writer, answers, cipher);
            }

            writer.WriteEndObject();
            writer.WritePropertyName("files");
            JsonSerializer.Serialize(writer, content.Files, JsonColumn.Options);
            if (content.CriteriaVariant is { } variant)
            {
                writer.WriteString("criteriaVariant", variant);
            }

            if (content.Referees.Count > 0)
            {
                writer.WritePropertyName("referees");
                JsonSerializer.Serialize(writer, content.Referees, JsonColumn.Options);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static FrozenContent ReadContent(string text, PersonalDataCipher cipher)
    {
        var json = JsonNode.Parse(text)!.AsObject();
        return new FrozenContent(
            json["sections"]!.AsObject().ToDictionary(s => s.Key, s => Read(s.Value!.AsObject(), cipher), StringComparer.Ordinal),
            JsonSerializer.Deserialize<List<FrozenFile>>(json["files"], JsonColumn.Options) ?? [])
        {
            CriteriaVariant = json["criteriaVariant"]?.GetValue<string>(),
            Referees = json["referees"] is { } referees ? JsonSerializer.Deserialize<List<FrozenReferee>>(referees, JsonColumn.Options) ?? [] : [],
        };
    }
}
