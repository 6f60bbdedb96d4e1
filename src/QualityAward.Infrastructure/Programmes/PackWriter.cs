using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QualityAward.Domain.Programmes;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>Writes a pack as the files of its folder (奖项包导出): what <see cref="PackReader"/> reads back as the same pack.</summary>
public static class PackWriter
{
    private static readonly JsonSerializerOptions Indented = new(PackJson.Options) { WriteIndented = true };

    /// <summary>Text by path below the programmes' root.</summary>
    public static IReadOnlyDictionary<string, string> Files(ProgrammePack pack)
    {
        // Whatever a pack holds goes where the reader looks for it; what is not named here stands in programme.jsonc.
        var programme = JsonSerializer.SerializeToNode(pack, PackJson.Options)!.AsObject();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var stages = new JsonObject();
        var conditions = new JsonObject();
        var tracks = new JsonArray();
        foreach (var track in Take(programme, "tracks").AsArray().Select(t => t!.AsObject()).ToList())
        {
            var slug = track["track"]!.GetValue<string>();
            stages[slug] = Take(track, "stages");
            conditions[slug] = Take(track, "conditions");
            files[$"forms/{slug}.jsonc"] = Text(Take(track, "form"), "申报表");
            files[$"scoring/{slug}.jsonc"] = Text(Take(track, "criteria"), "评价准则");
            tracks.Add(track.DeepClone());
        }

        var recommendation = programme["recommendation"]!.AsObject();
        files["forms/pre-review.jsonc"] = Text(Take(recommendation, "preReviewForm"), "预审表");
        foreach (var own in Take(recommendation, "trackPreReviewForms").AsArray().Select(f => f!.AsObject()).ToList())
        {
            files[$"forms/pre-review-{own["track"]!.GetValue<string>()}.jsonc"] = Text(Take(own, "form"), "预审表");
        }

        if (recommendation["summaryTable"] is { } summary)
        {
            files["forms/summary.jsonc"] = Text(summary.DeepClone(), "申报汇总表");
        }

        recommendation.Remove("summaryTable");
        var terms = Take(programme, "terms");
        if (terms.AsArray().Count > 0)
        {
            files["terms.jsonc"] = Text(new JsonObject { ["terms"] = terms }, "须知与承诺");
        }

        programme["tracks"] = tracks;
        files["stages.jsonc"] = Text(stages, "评奖环节");
        files["eligibility.jsonc"] = Text(conditions, "申报条件");
        files["programme.jsonc"] = Text(programme, "奖项");
        return files.ToDictionary(f => $"{pack.Code}/{f.Key}", f => f.Value, StringComparer.Ordinal);
    }

    /// <summary>The same as a ZIP file.</summary>
    public static byte[] Zip(ProgrammePack pack)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in Files(pack).OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static JsonNode Take(JsonObject from, string member)
    {
        var value = from[member]!;
        from.Remove(member);
        return value;
    }

    private static string Text(JsonNode json, string what) => $"// {what}，由系统导出。\n{json.ToJsonString(Indented)}\n";
}
