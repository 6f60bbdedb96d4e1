using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Tests.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Scoring;

public sealed class CaseScoringTests
{
    private static readonly ProgrammePack Pack = ProgrammeCatalogue.Load(ProgrammeFolder.Real).Require("lianyungang-mayor");
    private static readonly Actor Office = new(Guid.NewGuid(), "办公室", Role.Office, Pack.Owner);

    [Fact]
    public void The_stages_are_weighted_and_the_tie_break_group_is_weighted_alike()
    {
        var rules = Rules();
        var criteria = rules.Criteria(Track.Organisation);

        var score = CaseScoring.Of(Guid.NewGuid(), Track.Organisation, null, rules, [All(criteria, Stage.DocumentReview, 50), All(criteria, Stage.SiteVisit, 60)]);

        Assert.Equal([500m, 600m], score.Stages.Select(s => s.Points!.Value));
        Assert.Equal(500m * 0.4m + 600m * 0.6m, score.Total);
        Assert.Equal(400m * 0.5m * 0.4m + 400m * 0.6m * 0.6m, score.TieBreakPoints);
        Assert.All(score.Stages, s => Assert.Contains("1 位专家", s.How, StringComparison.Ordinal));
    }

    [Fact]
    public void An_open_stage_leaves_the_total_open()
    {
        var rules = Rules();
        var open = CaseScoring.Of(Guid.NewGuid(), Track.Organisation, null, rules, [All(rules.Criteria(Track.Organisation), Stage.DocumentReview, 50) with { IsClosed = false }]);
        Assert.Null(open.Total);
        Assert.Null(open.TieBreakPoints);
        Assert.Equal(["评审进行中", "尚未评审"], open.Stages.Select(s => s.How));
    }

    [Fact]
    public void Only_void_sheets_leave_no_result()
    {
        var rules = Rules();
        var score = CaseScoring.Of(Guid.NewGuid(), Track.Organisation, null, rules, [new StageMarks(Stage.DocumentReview, true, [], []), new StageMarks(Stage.SiteVisit, true, [], [])]);
        Assert.Null(score.Total);
        Assert.Equal("没有有效评分", score.Stages[0].How);
    }

    [Theory]
    [InlineData(4, "panel-size")]
    [InlineData(6, "panel-size")]
    public void A_panel_has_the_size_of_the_rounds_setting(int members, string code)
    {
        var ids = Enumerable.Range(0, members).Select(_ => Guid.NewGuid()).ToList();
        Assert.Equal(code, Samples.Refusal(() => Panel.Form(Guid.NewGuid(), Rules(), Track.Organisation, "第一组", ids, ids[0], Office, Samples.Now)));
    }

    [Fact]
    public void A_panel_has_one_leader_out_of_its_members()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        Assert.Equal("panel-leader", Samples.Refusal(() => Panel.Form(Guid.NewGuid(), Rules(), Track.Organisation, "第一组", ids, Guid.NewGuid(), Office, Samples.Now)));
        var panel = Panel.Form(Guid.NewGuid(), Rules(), Track.Organisation, " 第一组 ", ids, ids[2], Office, Samples.Now);
        Assert.Equal("第一组", panel.Name);
        Assert.Equal(ids[2], Assert.Single(panel.Members, m => m.IsLeader).ExpertId);
        Assert.Equal("panel-track", Samples.Refusal(() => Assignment.Of(Guid.NewGuid(), panel, Guid.NewGuid(), Track.Individual, Office, Samples.Now)));
    }

    [Fact]
    public void Another_office_and_an_unset_size_are_refused_and_an_even_size_is_warned_of()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        Assert.Equal("other-authority", Samples.Refusal(() => Panel.Form(Guid.NewGuid(), Rules(), Track.Organisation, "第一组", ids, ids[0], Samples.Office, Samples.Now)));
        Assert.Equal("setting-not-set", Samples.Refusal(() => Rules().PanelSize(Track.Individual)));
        Assert.NotNull(Panel.Warning(4));
        Assert.Null(Panel.Warning(5));
    }

    private static StageMarks All(CriteriaSet criteria, Stage stage, decimal percent) => new(stage, true, [Samples.AllAt(criteria, percent)], []);

    private static RoundRules Rules()
    {
        var round = Round.Open(Guid.NewGuid(), Pack, "hash", 2022, "2022年试评", new DateOnly(2022, 5, 1), new DateOnly(2022, 6, 26), Office, Samples.Now);
        round.ChangeSettings(round.Name, round.OpensOn, round.ClosesOn, "通告", new RoundSettings
        {
            PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([new TrackNumber(Track.Organisation, 5)]),
            Aggregation = Setting<Aggregation>.Of(Aggregation.TrimmedMean),
            DiscussSpread = Setting<decimal>.Of(20),
            StageWeights = Setting<IReadOnlyList<StageWeight>>.Of(
                [new StageWeight(Track.Organisation, Stage.DocumentReview, 40), new StageWeight(Track.Organisation, Stage.SiteVisit, 60), new StageWeight(Track.Individual, Stage.DocumentReview, 100)]),
        }, "{}", "{}", Office, Samples.Now);
        return new RoundRules(round, Pack);
    }
}
