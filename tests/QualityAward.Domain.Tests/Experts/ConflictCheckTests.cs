using QualityAward.Domain.Experts;
using QualityAward.Domain.Tests.Scoring;

namespace QualityAward.Domain.Tests.Experts;

public sealed class ConflictCheckTests
{
    private static readonly ApplicantInterests Applicant = new(
        ["海州试制有限公司"], ["91350100M000100Y43"], ["王某某", "江海质量咨询中心（有限合伙）"], [("竞争对手", "某竞品集团"), ("供应商", "某钢铁公司"), ("顾客", "某造船厂")]);

    [Theory]
    [InlineData("李某", "海州试制 有限公司", null, "名称相同")]
    [InlineData("李某", "别的名称", "91350100M000100Y43", "信用代码相同")]
    [InlineData("王某某", "某大学", null, "同名的专家")]
    [InlineData("李某", "江海质量咨询中心(有限合伙)", null, "列有您的工作单位")]
    [InlineData("李某", "某竞品集团", null, "列为竞争对手")]
    [InlineData("李某", "某钢铁公司", null, "列为供应商")]
    [InlineData("李某", "某造船厂", null, "列为顾客")]
    public void Each_kind_of_tie_is_found(string name, string employer, string? code, string said) =>
        Assert.Contains(said, Assert.Single(ConflictCheck.Hits(Expert(name, employer, code), Applicant)), StringComparison.Ordinal);

    [Fact]
    public void Without_a_tie_nothing_is_found() => Assert.Empty(ConflictCheck.Hits(Expert("赵某", "某大学", null), Applicant));

    [Fact]
    public void Every_problem_of_a_registration_is_told_at_once()
    {
        var invalid = Assert.Throws<InvalidInputException>(() => Domain.Experts.Expert.Register(Guid.NewGuid(), "赵某", " ", "91350100M000100Y40", "", [], Samples.Office, Samples.Now));
        Assert.Equal(["Input.EmployerName", "Input.Title", "Input.Specialities", "Input.EmployerCreditCode"], invalid.Problems.Select(p => p.Field));
    }

    private static Expert Expert(string name, string employer, string? code) =>
        Domain.Experts.Expert.Register(Guid.NewGuid(), name, employer, code, "教授", ["质量管理"], Samples.Office, Samples.Now);
}
