using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Tests.Parties;

public sealed class ContactTests
{
    [Theory]
    [InlineData("222000", true)]
    [InlineData(" ２２２０００ ", true)]
    [InlineData("010000", true)]
    [InlineData("000000", false)]
    [InlineData("22200", false)]
    [InlineData("22200A", false)]
    [InlineData("", false)]
    public void Post_codes(string code, bool fine) => Assert.Equal(fine, PostCode.Problem(code) is null);

    [Theory]
    [InlineData("13800000000", "13800000000")]
    [InlineData("138 0000 0000", "13800000000")]
    [InlineData("+86 138-0000-0000", "13800000000")]
    [InlineData("008613800000000", "13800000000")]
    [InlineData("８６１９９００００００００", "19900000000")]
    public void Mobile_numbers(string typed, string stored)
    {
        Assert.Null(MobileNumber.Problem(typed));
        Assert.Equal(stored, MobileNumber.Normalise(typed));
    }

    [Theory]
    [InlineData("", "请填写")]
    [InlineData("1380000000", "现在是 10 位")]
    [InlineData("12800000000", "13 至 19")]
    [InlineData("23800000000", "13 至 19")]
    [InlineData("1380000000a", "只能是数字")]
    public void Mobile_numbers_refused(string typed, string says) =>
        Assert.Contains(says, MobileNumber.Problem(typed), StringComparison.Ordinal);

    [Theory]
    [InlineData("0518-85821234", "0518-85821234")]
    [InlineData("051885821234", "0518-85821234")]
    [InlineData("（0518）85821234", "0518-85821234")]
    [InlineData("0518—85821234", "0518-85821234")]
    [InlineData("0518 85821234 转 801", "0518-85821234-801")]
    [InlineData("025-83201234-8001", "025-83201234-8001")]
    [InlineData("010-66201234", "010-66201234")]
    [InlineData("+86-518-85821234", "0518-85821234")]
    [InlineData("0712-2821234", "0712-2821234")]
    public void Landline_numbers(string typed, string stored)
    {
        Assert.Null(LandlineNumber.Problem(typed));
        Assert.Equal(stored, LandlineNumber.Normalise(typed));
    }

    [Theory]
    [InlineData("", "请填写")]
    [InlineData("85821234", "加上区号")]
    [InlineData("13800000000", "加上区号")]
    [InlineData("010-6620123", "检查位数")]
    [InlineData("0518-858212345", "检查位数")]
    [InlineData("0518-05821234", "检查位数")]
    [InlineData("0518-85821234-1234567", "检查位数")]
    [InlineData("0518-8582l234", "只能由数字")]
    public void Landline_numbers_refused(string typed, string says) =>
        Assert.Contains(says, LandlineNumber.Problem(typed), StringComparison.Ordinal);

    [Theory]
    [InlineData("zhiliang@example.com", "zhiliang@example.com")]
    [InlineData(" Zhi.Liang+award@Example.COM.CN ", "Zhi.Liang+award@example.com.cn")]
    [InlineData("１２３４５＠qq．com", "12345@qq.com")]
    [InlineData("a@b。cn", "a@b.cn")]
    public void Email_addresses(string typed, string stored)
    {
        Assert.Null(EmailAddress.Problem(typed));
        Assert.Equal(stored, EmailAddress.Normalise(typed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("@example.com")]
    [InlineData("a@")]
    [InlineData("a@@example.com")]
    [InlineData("a@b.cn;c@d.cn")]
    [InlineData(".a@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData("质量@example.com")]
    [InlineData("a@localhost")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@-example.com")]
    [InlineData("a@example..com")]
    [InlineData("a@example.c")]
    public void Email_addresses_refused(string typed) => Assert.NotNull(EmailAddress.Problem(typed));

    [Fact]
    public void Long_addresses_are_refused()
    {
        Assert.NotNull(EmailAddress.Problem(new string('a', 65) + "@example.com"));
        Assert.NotNull(EmailAddress.Problem("a@" + new string('b', 64) + ".com"));
        Assert.NotNull(EmailAddress.Problem("a@" + string.Concat(Enumerable.Repeat("abcdefg.", 40)) + "com"));
    }
}
