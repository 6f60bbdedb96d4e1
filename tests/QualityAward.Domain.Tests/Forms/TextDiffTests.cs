using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("同", "同", "同")]
    [InlineData("", "新", "+新")]
    [InlineData("旧", "", "-旧")]
    [InlineData("销售额120万元", "销售额135万元", "销售额|-120|+135|万元")]
    [InlineData("质量管理体系", "卓越质量管理", "+卓越|质量管理|-体系")]
    [InlineData("一段\n二段", "一段\n新段\n二段", "一段\n|+新段\n|二段")]
    [InlineData("ISO 9001 认证", "ISO 14001 认证", "ISO |-9001|+14001| 认证")]
    [InlineData("𠀀好", "𠀁好", "-𠀀|+𠀁|好")]
    public void Changes_are_marked_word_by_word(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join('|', TextDiff.Words(before, after).Select(p => p.Kind switch { DiffKind.Removed => "-", DiffKind.Added => "+", _ => "" } + p.Text)));

    [Fact]
    public void Long_texts_are_compared_by_paragraph_and_nothing_is_lost()
    {
        var before = string.Join('\n', Enumerable.Range(0, 400).Select(i => $"第{i}段：" + new string('质', 40)));
        var after = before.Replace("第7段", "第七段", StringComparison.Ordinal).Replace("第390段：", "第390段（新）：", StringComparison.Ordinal);

        var parts = TextDiff.Words(before, after);

        Assert.Equal(before, string.Concat(parts.Where(p => p.Kind != DiffKind.Added).Select(p => p.Text)));
        Assert.Equal(after, string.Concat(parts.Where(p => p.Kind != DiffKind.Removed).Select(p => p.Text)));
        Assert.True(parts.Where(p => p.Kind == DiffKind.Added).Sum(p => p.Text.Length) < 20);
    }
}
