using System.Globalization;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Eligibility;

/// <summary>How long the sealed certificate and the departments' opinions still speak when an accepted case is looked at again.</summary>
public sealed class ClearanceTests
{
    private static readonly ProgrammePack Pack = PackReader.Read(ProgrammeFolder.Real, "lianyungang-mayor");
    private static readonly DateTimeOffset Now = ChinaCalendar.StartOf(new DateOnly(2022, 10, 26)).AddHours(10);

    [Theory]
    [InlineData("2022-04-25", 6, "2022-10-24", true)]
    [InlineData("2022-04-25", 6, "2022-10-25", true)]
    [InlineData("2022-04-25", 6, "2022-10-26", false)]
    [InlineData("2022-04-25", 5, "2022-09-26", false)]
    // Months end where they end: the last day of February, in a leap year the 29th.
    [InlineData("2022-08-31", 6, "2023-02-28", true)]
    [InlineData("2022-08-31", 6, "2023-03-01", false)]
    [InlineData("2023-08-31", 6, "2024-02-29", true)]
    [InlineData("2023-08-31", 6, "2024-03-01", false)]
    public void A_certificate_is_good_through_the_last_day_of_the_months_that_the_round_sets(string until, int months, string on, bool good)
    {
        var clearances = Of(months, Day(until), [], on);

        var verdict = Assert.Single(clearances.Verdicts);
        Assert.Equal((Clearances.Certificate, good ? VerdictOutcome.Met : VerdictOutcome.NeedsEvidence), (verdict.ConditionCode, verdict.Outcome));
        Assert.Equal(
            $"证明期间至 {until}；示例年度设置“复核时证明、意见的有效期”为 {months} 个月，{Day(until).AddMonths(months).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} 起须重新核实", verdict.Facts);
        Assert.Equal("《连云港市市长质量奖申报组织无不良记录证明》在复核时仍有效", verdict.Text);
        Assert.EndsWith("附件2", verdict.Clause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2022-12-10", "")]
    [InlineData("2022-12-11", "市场监管部门意见至 2022-06-10")]
    [InlineData("2022-12-12", "市场监管部门意见至 2022-06-10；卫健部门意见至 2022-06-11")]
    public void Each_department_is_looked_at_by_its_own_day_and_the_old_ones_are_named(string on, string old)
    {
        // Statistics is asked for the recommendation; no condition rests on it.
        var opinions = new[] { Opinion("health", "卫健部门", "2022-06-11"), Opinion("market", "市场监管部门", "2022-06-10"), Opinion("statistics", "统计部门", "2020-01-01") };

        var verdict = Assert.Single(Of(6, null, opinions, on).Verdicts);

        Assert.Equal((Clearances.Opinions, old.Length == 0 ? VerdictOutcome.Met : VerdictOutcome.NeedsEvidence), (verdict.ConditionCode, verdict.Outcome));
        if (old.Length > 0)
        {
            Assert.StartsWith(old + "；示例年度设置", verdict.Facts, StringComparison.Ordinal);
        }

        Assert.EndsWith("附件2", verdict.Clause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_round_that_does_not_say_and_a_case_without_clearances_find_nothing()
    {
        Assert.Null(Clearances.Of(Rules(default), Track.Organisation, new DateOnly(2000, 1, 1), [], new DateOnly(2022, 10, 26)));
        Assert.Empty(Of(6, null, [], "2030-01-01").Verdicts);
    }

    [Fact]
    public void An_old_clearance_is_found_once_waits_for_the_office_and_comes_again_when_the_offices_word_is_old()
    {
        var (application, review) = SecondPersonTests.Accepted();
        Assert.Empty(Recheck("2022-10-25", []));

        var finding = Assert.Single(Recheck("2022-10-26", []));
        Assert.Equal((Clearances.Certificate, VerdictOutcome.Met, VerdictOutcome.NeedsEvidence, true), (finding.ConditionCode, finding.Before, finding.Now, finding.IsOpen));
        Assert.Empty(Recheck("2022-10-27", [finding]));

        finding.Keep("已向六部门重新核实，无不良记录", application, SamplePack.Office, Now);
        Assert.False(finding.IsOpen);
        Assert.Empty(Recheck("2023-04-26", [finding]));
        var again = Assert.Single(Recheck("2023-04-27", [finding]));
        Assert.Equal((true, true), (finding.ClosedAt is not null, again.IsOpen));

        // The round's number was corrected: what was found goes away.
        Assert.Empty(review.Recheck([], application, [again], SamplePack.Office, Now, Of(24, new DateOnly(2022, 4, 25), [], "2023-04-27")));
        Assert.NotNull(again.ClosedAt);

        IReadOnlyList<RecheckFinding> Recheck(string on, IReadOnlyList<RecheckFinding> known) =>
            review.Recheck([], application, known, SamplePack.Office, Now, Of(6, new DateOnly(2022, 4, 25), [], on));
    }

    private static ClearanceFact Opinion(string kind, string name, string until) => new(kind, name, Day(until));

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    private static Clearances Of(int months, DateOnly? certificateUntil, IReadOnlyList<ClearanceFact> opinions, string on) =>
        Clearances.Of(Rules(Setting<int>.Of(months)), Track.Organisation, certificateUntil, opinions, Day(on))!;

    private static RoundRules Rules(Setting<int> months)
    {
        var office = SamplePack.Office with { AuthorityCode = Pack.Owner };
        var round = Round.Open(Guid.NewGuid(), Pack, PackSnapshot.Of(Pack).Sha256, 2022, "示例", new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26), office, Now.AddMonths(-6));
        round.ChangeSettings(round.Name, round.OpensOn, round.ClosesOn, "", new RoundSettings { ClearanceMonths = months }, "", "", office, Now.AddMonths(-6));
        return new RoundRules(round, Pack);
    }
}
