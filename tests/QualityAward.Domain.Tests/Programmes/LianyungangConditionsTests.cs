using System.Text.Json.Nodes;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The real pack read by the evaluator: what its form declares is what its conditions see.</summary>
public sealed class LianyungangConditionsTests
{
    private static readonly ProgrammePack Pack = PackReader.Read(ProgrammeFolder.Real, "lianyungang-mayor");
    private static readonly DateOnly ClosesOn = new(2022, 6, 26);

    [Fact]
    public void A_record_of_this_year_counts_against_a_clean_record()
    {
        var verdict = Declared(current: "yes");

        Assert.Equal(VerdictOutcome.NotMet, verdict.Outcome);
        Assert.Contains("2022 年申明有“属于组织自身责任而引起的质量异议、索赔和退货”记录", verdict.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public void This_year_left_blank_is_no_clean_declaration()
    {
        var verdict = Declared(current: "");

        Assert.Contains("“属于组织自身责任而引起的质量异议、索赔和退货”的逐年申明未填全", verdict.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clean_declaration_up_to_submission_is_said_so()
    {
        var verdict = Declared(current: "no");

        Assert.Contains("申报人逐年申明无此类记录", verdict.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_condition_of_both_tracks_can_be_tested_against_an_empty_form()
    {
        var rules = Rules();

        Assert.All(Pack.Tracks, t => Assert.Equal(t.Conditions.Select(c => c.Code), ConditionEvaluator.Evaluate(rules, t.Track, Facts([])).Select(v => v.ConditionCode)));
    }

    private static Verdict Declared(string current)
    {
        var row = new JsonObject { [Answers.RowKey] = "claims", ["year@2019"] = "no", ["year@2020"] = "no", ["year@2021"] = "no", ["current"] = current };
        var answers = new Answers(
            new Dictionary<string, JsonNode>(StringComparer.Ordinal) { ["declarations"] = new JsonArray(row) }, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        return ConditionEvaluator.Evaluate(Rules(), Track.Organisation, Facts(new Dictionary<string, Answers>(StringComparer.Ordinal) { ["incidents"] = answers }))
            .Single(v => string.Equals(v.ConditionCode, "org-no-claims", StringComparison.Ordinal));
    }

    private static RoundRules Rules()
    {
        var opened = ChinaCalendar.StartOf(new DateOnly(2022, 4, 26));
        var office = new Actor(Guid.Parse("00000000-0000-0000-0000-00000000000f"), "办公室", Role.Office, Pack.Owner);
        return new RoundRules(Round.Open(Guid.NewGuid(), Pack, PackSnapshot.Of(Pack).Sha256, 2022, "2022年连云港市市长质量奖", new DateOnly(2022, 4, 26), ClosesOn, office, opened), Pack);
    }

    private static ConditionFacts Facts(Dictionary<string, Answers> sections) =>
        new(sections, new Dictionary<string, int>(StringComparer.Ordinal), new RegisterFacts([], [], []), ClosesOn, ClosesOn, []);
}
