using System.Text.Json;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public class WordCountTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static TheoryData<string, int, string> Vectors()
    {
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "wordcount.json"));
        var vectors = JsonSerializer.Deserialize<List<Vector>>(json, Web)!;
        var data = new TheoryData<string, int, string>();

        foreach (var vector in vectors)
        {
            data.Add(vector.Text, vector.Count, vector.Why);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Counts_like_the_browser(string text, int count, string why)
    {
        var counted = WordCount.Count(text);

        Assert.True(count == counted, $"{why}: expected {count}, counted {counted}");
    }

    private sealed record Vector(string Text, int Count, string Why);
}
