using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Tests.Parties;

public sealed class ResidentIdTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    // The example of the standard; the others are computed, nobody's numbers.
    [InlineData("11010519491231002X")]
    [InlineData("11010519491231002x")]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ")]
    [InlineData("110105 19491231 002X")]
    [InlineData("320700197903011232")]
    [InlineData("32070520000229004X")]
    [InlineData("810000199001010019")]
    [InlineData("932011198506070010")]
    public void Fine(string number) => Assert.Null(ResidentId.Problem(number, Today));

    [Theory]
    [InlineData("", "请填写")]
    [InlineData("110105491231002", "第一代")]
    [InlineData("11010519491231002", "现在是 17 位")]
    [InlineData("1101051949123100XX", "前 17 位")]
    [InlineData("11010519491231002A", "最后一位")]
    [InlineData("010105194912310020", "地区代码")]
    [InlineData("320700198002300018", "出生日期不存在")]
    [InlineData("320700190002290018", "出生日期不存在")]
    // The second example of the standard was born in 1880.
    [InlineData("440524188001010014", "出生日期不存在")]
    [InlineData("320700202606020018", "晚于今天")]
    [InlineData("110105194912310021", "校验码")]
    [InlineData("110105194912310200", "校验码")]
    public void Refused(string number, string says) =>
        Assert.Contains(says, ResidentId.Problem(number, Today), StringComparison.Ordinal);

    [Fact]
    public void Born_today_is_not_in_the_future() =>
        Assert.DoesNotContain("晚于今天", ResidentId.Problem("320700202606010010", Today) ?? "", StringComparison.Ordinal);

    [Fact]
    public void Messages_never_repeat_the_number()
    {
        foreach (var wrong in new[] { "110105194912310021", "320700202606020018", "44052418800101001" })
        {
            Assert.DoesNotContain(wrong[..8], ResidentId.Problem(wrong, Today), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("11010519491231002X", "**************002X")]
    [InlineData("320700197903011234", "**************1234")]
    [InlineData("1234", "******************")]
    [InlineData("", "******************")]
    public void Masked_form_keeps_the_last_four(string number, string masked) => Assert.Equal(masked, ResidentId.Mask(number));

    [Fact]
    public void Birth_date_is_read_from_the_number()
    {
        Assert.Equal(new DateOnly(1949, 12, 31), ResidentId.BirthDate("11010519491231002X"));
        Assert.Null(ResidentId.BirthDate("110105"));
    }
}
