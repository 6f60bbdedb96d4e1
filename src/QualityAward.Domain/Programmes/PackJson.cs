using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QualityAward.Domain.Programmes;

/// <summary>How packs are written and read (奖项包格式): strict, so that a misspelt name never passes as a default.</summary>
public static class PackJson
{
    public static JsonSerializerOptions Options { get; } = Build();

    /// <summary>Canonical text of a pack: the same pack always gives the same characters.</summary>
    public static string Serialize(ProgrammePack pack) => JsonSerializer.Serialize(pack, Options);

    public static ProgrammePack Deserialize(string json) =>
        JsonSerializer.Deserialize<ProgrammePack>(json, Options) ?? throw new JsonException("The pack is null.");

    private static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowOutOfOrderMetadataProperties = true,
            // Chinese stays readable; the text is never put into HTML unescaped.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
