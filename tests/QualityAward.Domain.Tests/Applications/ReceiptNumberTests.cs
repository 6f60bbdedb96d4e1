using QualityAward.Domain.Applications;

namespace QualityAward.Domain.Tests.Applications;

public sealed class ReceiptNumberTests
{
    [Theory]
    [InlineData(1, 1, "LYGZLJ-2022-0001")]
    [InlineData(1, 12345, "LYGZLJ-2022-12345")]
    [InlineData(2, 7, "LYGZLJ-2022-2-0007")]
    public void A_second_round_of_a_year_cannot_give_the_numbers_of_the_first(int round, int sequence, string number) =>
        Assert.Equal(number, ReceiptNumber.Of("LYGZLJ", 2022, round, sequence));
}
