using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Tests.Parties;

public sealed class CreditCodeTests
{
    [Theory]
    // The example of the standard, then codes that companies publish on their own web pages.
    [InlineData("91350100M000100Y43")]
    [InlineData("91110000710926094P")]
    [InlineData("9144030071526726XG")]
    [InlineData("914403001922038216")]
    [InlineData("91330100799655058B")]
    [InlineData("91110000100017643K")]
    // As typed: blanks, lower case, full width, dashes.
    [InlineData(" 9144 0300 7152 6726 xg ")]
    [InlineData("９１１１００００７１０９２６０９４Ｐ")]
    [InlineData("91350100-M000100Y4-3")]
    public void Fine(string code) => Assert.Null(CreditCode.Problem(code));

    [Theory]
    [InlineData("", "请填写")]
    [InlineData("   ", "请填写")]
    [InlineData("9111000071092609", "现在是 16 位")]
    [InlineData("91110000710926094PP", "现在是 19 位")]
    [InlineData("9111000071O926094P", "“O”")]
    [InlineData("9111000071中926094P", "“中”")]
    [InlineData("91A10000710926094P", "行政区划")]
    [InlineData("91110000710926094Q", "校验码")]
    [InlineData("91110000710926049P", "校验码")]
    public void Refused(string code, string says) => Assert.Contains(says, CreditCode.Problem(code), StringComparison.Ordinal);

    [Fact]
    public void Every_single_wrong_character_is_noticed()
    {
        const string code = "91350100M000100Y43";
        for (var place = 0; place < code.Length; place++)
        {
            foreach (var other in "0123456789ABCDEFGHJKLMNPQRTUWXY".Where(character => character != code[place]))
            {
                Assert.NotNull(CreditCode.Problem(code[..place] + other + code[(place + 1)..]));
            }
        }
    }

    [Fact]
    public void Normalised_form_is_what_is_compared() =>
        Assert.Equal("9144030071526726XG", CreditCode.Normalise("　９１４４０３００ 7152-6726xg\u200B"));
}
