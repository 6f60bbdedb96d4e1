using System.Text.Json;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public class FormulaTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Vectors() => [.. JsonSerializer.Deserialize<List<JsonElement>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "formulas.json")))!.Select(v => v.GetRawText())];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Computes_like_the_browser(string json)
    {
        var vector = JsonSerializer.Deserialize<Vector>(json, Web)!;

        var value = Formula.Parse(vector.Formula).Evaluate(
            r => Number(vector.Cells?.GetValueOrDefault(r.Name)),
            r => [.. (vector.Columns?.GetValueOrDefault(r.Name) ?? []).Select(Number)]);

        Assert.Equal(vector.Result, value is { } number ? Formula.Text(number, vector.Decimals) : "");
    }

    [Theory]
    [InlineData("", "第 1 个字符处：应为数、{引用} 或括号")]
    [InlineData("{a", "第 2 个字符处：缺少 }")]
    [InlineData("{a} +", "第 6 个字符处：应为数、{引用} 或括号")]
    [InlineData("1 2", "第 3 个字符处：多余的内容")]
    [InlineData("sum(1)", "第 5 个字符处：应为 {")]
    [InlineData("({a}", "第 5 个字符处：应为 )")]
    [InlineData("{a@2019}", "第 2 个字符处：年度应为 previous、last 或 first")]
    [InlineData("System.IO", "第 10 个字符处：应为数、{引用} 或括号")]
    public void What_is_no_formula_is_told_with_its_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Formula.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_formula_is_written_again_with_other_names() =>
        Assert.Equal("((x:a + (3)) / sum(x:t))", Formula.Parse("({a} + {b}) / sum({t})").Render((r, _) => r.Name == "b" ? "(3)" : $"x:{r.Name}"));

    private static decimal? Number(string? text) => text is not null && AnswerText.TryNumber(text, out var number) ? number : null;

    private sealed record Vector(string Formula, Dictionary<string, string>? Cells, Dictionary<string, string[]>? Columns, int Decimals, string Result, string Why);
}
