using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Workflow;

public sealed class MovesTests
{
    private static readonly DateTimeOffset Now = new(2022, 6, 10, 9, 0, 0, ChinaCalendar.Offset);

    private static readonly Dictionary<Stage, Role> WhoEnds = new()
    {
        [Stage.Application] = Role.Applicant,
        [Stage.Recommendation] = Role.RecommendingOffice,
        [Stage.EligibilityReview] = Role.Office,
        [Stage.DocumentReview] = Role.Office,
        [Stage.SiteVisit] = Role.Expert,
        [Stage.Presentation] = Role.Expert,
        [Stage.PanelReport] = Role.Expert,
        [Stage.Synthesis] = Role.Office,
        [Stage.Deliberation] = Role.Office,
        [Stage.PublicNotice] = Role.Office,
        [Stage.Approval] = Role.Office,
        [Stage.Proclamation] = Role.Office,
        [Stage.Honour] = Role.Office,
    };

    private static readonly Dictionary<Ending, (Role By, Stage First, Stage Last)> WhoStops = new()
    {
        [Ending.Withdrawn] = (Role.Applicant, Stage.Application, Stage.Deliberation),
        [Ending.NotRecommended] = (Role.RecommendingOffice, Stage.Recommendation, Stage.Recommendation),
        [Ending.NotAccepted] = (Role.Office, Stage.EligibilityReview, Stage.EligibilityReview),
        [Ending.Disqualified] = (Role.Office, Stage.Recommendation, Stage.Approval),
        [Ending.NotShortlisted] = (Role.Office, Stage.DocumentReview, Stage.Synthesis),
        [Ending.NotAgreed] = (Role.Office, Stage.Deliberation, Stage.Deliberation),
        [Ending.StruckOut] = (Role.Office, Stage.PublicNotice, Stage.PublicNotice),
        [Ending.NotApproved] = (Role.Office, Stage.Approval, Stage.Approval),
    };

    public static TheoryData<Stage, Role> EveryStageAndRole => Pairs(WhoEnds.Keys);

    public static TheoryData<Ending, Role> EveryEndingAndRole => Pairs(Enum.GetValues<Ending>());

    public static TheoryData<Ending, Stage> EveryEndingAndStage
    {
        get
        {
            var data = new TheoryData<Ending, Stage>();
            foreach (var ending in Enum.GetValues<Ending>())
            {
                foreach (var stage in Enum.GetValues<Stage>().Where(s => s != Stage.Announcement))
                {
                    data.Add(ending, stage);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryStageAndRole))]
    public void Each_stage_is_ended_by_its_one_role_and_by_nobody_else(Stage stage, Role role)
    {
        var position = At(stage);

        if (WhoEnds[stage] == role)
        {
            Moves.Advance(position, All(), stage, By(role), Now);
            Assert.Equal((stage + 1, Now), (position.Stage, position.Since));
        }
        else
        {
            Assert.Equal("permission", Refusal(() => Moves.Advance(position, All(), stage, By(role), Now)));
            Assert.Equal(stage, position.Stage);
        }
    }

    [Fact]
    public void A_case_is_moved_on_only_from_the_stage_where_it_stands()
    {
        foreach (var stands in WhoEnds.Keys)
        {
            foreach (var (other, role) in WhoEnds.Where(w => w.Key != stands))
            {
                var position = At(stands);
                Assert.Equal("wrong-stage", Refusal(() => Moves.Advance(position, All(), other, By(role), Now)));
                Assert.Equal(stands, position.Stage);
            }
        }
    }

    [Fact]
    public void The_refusal_names_the_stage_where_the_case_stands()
    {
        var position = At(Stage.PanelReport);

        var refused = Assert.Throws<RefusedException>(() => Moves.Advance(position, All(), Stage.Recommendation, By(Role.RecommendingOffice), Now));

        Assert.Equal("该申报目前处于“专家组评审报告”环节，不能“推荐”。", refused.Message);
    }

    [Fact]
    public void Each_track_goes_its_own_way()
    {
        var organisation = All().Where(s => s.Stage != Stage.Presentation).ToList();
        var person = All().Where(s => s.Stage != Stage.SiteVisit).ToList();

        Assert.Equal(Stage.SiteVisit, Moves.Next(organisation, Stage.DocumentReview));
        Assert.Equal(Stage.PanelReport, Moves.Next(organisation, Stage.SiteVisit));
        Assert.Equal(Stage.Presentation, Moves.Next(person, Stage.DocumentReview));
        Assert.Throws<InvalidOperationException>(() => Moves.Next(person, Stage.SiteVisit));
        Assert.Throws<InvalidOperationException>(() => Moves.Next(person, Stage.Supervision));
    }

    [Fact]
    public void An_ended_case_neither_moves_nor_ends_again()
    {
        foreach (var (stage, role) in WhoEnds.Where(w => w.Key is >= Stage.Recommendation and <= Stage.Approval))
        {
            var position = At(stage);
            Moves.End(position, Ending.Disqualified, By(Role.Office), Now);
            Assert.Equal("wrong-stage", Refusal(() => Moves.Advance(position, All(), stage, By(role), Now)));
            foreach (var (ending, (by, _, _)) in WhoStops)
            {
                Assert.Equal("wrong-stage", Refusal(() => Moves.End(position, ending, By(by), Now)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryEndingAndRole))]
    public void Each_ending_is_declared_by_its_one_role(Ending ending, Role role)
    {
        var (by, first, _) = WhoStops[ending];
        var position = At(first);

        if (by == role)
        {
            Moves.End(position, ending, By(role), Now);
            Assert.Equal((ending, false, first), (position.Ending!.Value, position.IsOpen, position.Stage));
        }
        else
        {
            Assert.Equal("permission", Refusal(() => Moves.End(position, ending, By(role), Now)));
            Assert.True(position.IsOpen);
        }
    }

    [Theory]
    [MemberData(nameof(EveryEndingAndStage))]
    public void Each_ending_comes_only_in_its_stages_and_a_withdrawal_until_the_notice(Ending ending, Stage stage)
    {
        var (by, first, last) = WhoStops[ending];
        var position = At(stage);

        if (stage >= first && stage <= last)
        {
            Moves.End(position, ending, By(by), Now);
            Assert.Equal(ending, position.Ending);
        }
        else
        {
            Assert.Equal("wrong-stage", Refusal(() => Moves.End(position, ending, By(by), Now)));
            Assert.Null(position.Ending);
        }
    }

    [Fact]
    public void A_submission_is_recalled_by_the_applicant_and_only_before_it_is_recommended()
    {
        var position = At(Stage.Recommendation);
        Assert.Equal("permission", Refusal(() => Moves.Recall(position, By(Role.RecommendingOffice), Now)));

        Moves.Recall(position, By(Role.Applicant), Now);

        Assert.Equal((Stage.Application, Now), (position.Stage, position.Since));
        Assert.Equal("wrong-stage", Refusal(() => Moves.Recall(position, By(Role.Applicant), Now)));
        Assert.Equal("wrong-stage", Refusal(() => Moves.Recall(At(Stage.EligibilityReview), By(Role.Applicant), Now)));
    }

    [Fact]
    public void Every_stage_and_ending_has_a_Chinese_name_of_its_own()
    {
        Assert.Equal(Enum.GetValues<Stage>().Length, Enum.GetValues<Stage>().Select(StageNames.Of).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Enum.GetValues<Ending>().Length, Enum.GetValues<Ending>().Select(StageNames.Of).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>A case led to this stage by the moves themselves; nothing else can.</summary>
    private static CasePosition At(Stage stage)
    {
        var position = new CasePosition();
        for (var at = Stage.Application; at < stage; at++)
        {
            Moves.Advance(position, All(), at, By(WhoEnds[at]), Now.AddDays(-1));
        }

        return position;
    }

    private static Actor By(Role role) => new(Guid.NewGuid(), "某人", role, "lyg");

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;

    /// <summary>Every stage in the backbone's order, so that the next one is the next value.</summary>
    private static IReadOnlyList<StageDefinition> All() => [.. Enum.GetValues<Stage>().Select(s => new StageDefinition { Stage = s, Name = StageNames.Of(s), What = "" })];

    private static TheoryData<T, Role> Pairs<T>(IEnumerable<T> values)
    {
        var data = new TheoryData<T, Role>();
        foreach (var value in values)
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                data.Add(value, role);
            }
        }

        return data;
    }
}
