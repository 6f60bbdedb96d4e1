using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The real pack against the documents. Numbers stand here a second time on purpose: a slip in the pack fails.</summary>
public sealed class LianyungangPackTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);
    private static readonly ProgrammePack Pack = Catalogue.Require("lianyungang-mayor");
    private static readonly TrackDefinition Organisation = Pack.RequireTrack(Track.Organisation);
    private static readonly TrackDefinition Individual = Pack.RequireTrack(Track.Individual);

    [Fact]
    public void Criteria_of_organisations_are_the_23_items_of_the_2012_edition()
    {
        Assert.Equal((23, 1000m, 1000m), (Organisation.Criteria.Items.Count(), Organisation.Criteria.Total, Organisation.Criteria.Items.Sum(i => i.Points)));
        Assert.Equal(
            [("4.1", 110m), ("4.2", 90), ("4.3", 90), ("4.4", 130), ("4.5", 100), ("4.6", 80), ("4.7", 400)], Organisation.Criteria.Groups.Select(g => (g.Code, g.Points!.Value)));
        Assert.All(Organisation.Criteria.Items, i => Assert.Equal(i.Code.StartsWith("4.7.", StringComparison.Ordinal), i.Kind == CriteriaItemKind.Result));
    }

    [Fact]
    public void Criteria_of_individuals_are_7_aspects_16_items_and_39_questions_without_points()
    {
        Assert.Equal((7, 16, 39), (Individual.Criteria.Groups.Count, Individual.Criteria.Items.Count(), Individual.Criteria.Items.Sum(i => i.Questions.Count)));
        Assert.False(Individual.Criteria.HasPoints);
        Assert.Equal((ScoringMode.Points, 0.5m), (Individual.Criteria.Mode, Individual.Criteria.Step));
        Assert.Equal("个人获得的荣誉，在企业、行业、社会的影响力和认可度，履行社会责任的结果等方面。", Individual.Criteria.Item("7.4")!.Questions[0].Text);
    }

    [Fact]
    public void Quotas_prizes_bars_and_notice_are_those_of_the_rules()
    {
        Assert.Equal([("award", 3, null), ("nomination", 5, 3)], Pack.Tiers.Select(t => (t.Code, t.Limit!.Value, t.Target)));
        Assert.All(Pack.Tiers, t => Assert.Equal((Track.Individual, 1), t.InPrinciple.Select(p => (p.Track, p.Limit)).Single()));
        Assert.Equal(
            [("award", Track.Organisation, 500000m), ("award", Track.Individual, 100000), ("nomination", Track.Organisation, 150000), ("nomination", Track.Individual, 50000)],
            Pack.Prizes.Select(p => (p.Tier, p.Track, p.Yuan)));
        Assert.Equal(
            [(BarGround.FalseMaterial, 3), (BarGround.FraudRevoked, 5), (BarGround.AccidentRevoked, 5), (BarGround.Winner, 5)], Pack.Bars.Select(b => (b.Ground, b.Years)));
        Assert.Equal(["award"], Pack.Bars[^1].Tiers);
        Assert.Equal(7, Pack.Notice.MinimumDays);
        Assert.Equal("《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第十条第（五）项", Pack.Cite(Pack.Notice.Clause));
    }

    [Fact]
    public void Organisations_are_visited_and_individuals_present()
    {
        Assert.Equal(Enum.GetValues<Stage>().Where(s => s != Stage.Presentation), Organisation.Stages.Select(s => s.Stage));
        Assert.Equal(Enum.GetValues<Stage>().Where(s => s != Stage.SiteVisit), Individual.Stages.Select(s => s.Stage));
        Assert.All(Organisation.Stages.Concat(Individual.Stages), s => Assert.NotNull(s.Clause));
    }

    [Fact]
    public void Failed_sampling_stands_twice_with_two_and_three_years()
    {
        var sampling = Organisation.Conditions.OfType<CleanRecordCondition>().Where(c => c.Code.Contains("failed-sampling", StringComparison.Ordinal));

        Assert.Equal([("rules", 2), ("notice", 3)], sampling.Select(c => (c.Clause.Source, c.Years)));
    }

    [Fact]
    public void Years_that_conditions_ask_for_are_those_of_the_documents()
    {
        Assert.Equal(
            [("org-operating-3y", 3), ("org-notice-operating-3y", 3), ("org-notice-quality-system-3y", 3), ("org-notice-excellence-3y", 3)],
            Organisation.Conditions.OfType<MinimumYearsCondition>().Select(c => (c.Code, c.Years)));
        Assert.Equal(
            [("ind-quality-work-10y", 10), ("ind-notice-quality-work-10y", 10)], Individual.Conditions.OfType<PeriodYearsCondition>().Select(c => (c.Code, c.Years)));
    }

    [Fact]
    public void Both_tracks_ask_the_three_registers()
    {
        RegistryCheck[] three = [RegistryCheck.NotBarred, RegistryCheck.NotRecentWinner, RegistryCheck.OneApplication];
        Assert.Equal(three, Organisation.Conditions.OfType<RegistryCondition>().Select(c => c.Check));
        Assert.Equal(three, Individual.Conditions.OfType<RegistryCondition>().Select(c => c.Check));
    }

    [Fact]
    public void Narratives_are_expanded_to_one_question_per_item()
    {
        Assert.Equal(Organisation.Criteria.Items.Select(i => i.Code), Narratives(Organisation).Select(n => n.Item));
        Assert.Equal(Individual.Criteria.Items.Select(i => i.Code), Narratives(Individual).Select(n => n.Item));
        var first = Assert.IsType<NarrativeQuestion>(Individual.Form.Find("self-assessment.item-1-1"));
        Assert.Equal(("1.1 卓越意识", "1 意识与素质", 3), (first.Label, first.Group, first.Prompts.Count));
        Assert.Equal(5000, Individual.Form.Section("self-assessment")!.TotalLimit);
    }

    [Fact]
    public void The_organisation_form_keeps_the_official_parts_without_a_ninth()
    {
        Assert.Equal(["一", "二", "三", "四", "五", "六", "七", "八", "十"], Organisation.Form.Sections.Select(s => s.Number).OfType<string>());
        Assert.Equal(18, ((FixedTableQuestion)Organisation.Form.Find("economy.indicators")!).Rows.Count);
        Assert.Equal(3000, ((LongTextQuestion)Organisation.Form.Find("overview.text")!).Limit);
        Assert.Equal(25, ((TextQuestion)Organisation.Form.Find("methods.model-name")!).Limit);
        Assert.Equal(30, ((GrowingTableQuestion)Organisation.Form.Find("market.customers")!).MaxRows);
    }

    [Fact]
    public void Contacts_of_suppliers_and_customers_are_hidden_from_experts()
    {
        var tables = new[] { "market.suppliers", "market.customers" }.Select(r => (GrowingTableQuestion)Organisation.Form.Find(r)!);

        Assert.All(tables, t => Assert.Equal(["contact", "phone", "address"], t.Columns.Where(c => c.HiddenFromExperts).Select(c => c.Id)));
    }

    [Fact]
    public void The_six_seals_and_the_departments_of_the_pre_review_form_are_all_asked()
    {
        Assert.Equal(
            ["emergency", "environment", "statistics", "market", "health", "labour", "industry", "development", "housing", "tax", "customs"], Pack.Recommendation.Opinions.Select(o => o.Kind));
        Assert.Equal(["market", "emergency", "environment", "health", "labour", "industry"], Pack.Recommendation.CleanRecordCertificate!.Seals);
    }

    [Fact]
    public void Counties_zones_and_recommending_departments_lie_below_the_city()
    {
        var authorities = Catalogue.Authorities;

        Assert.True(authorities.IsWithin("lyg-haizhou", "lyg"));
        Assert.True(authorities.IsWithin("lyg-haizhou", "jiangsu"));
        Assert.False(authorities.IsWithin("lyg", "lyg-haizhou"));
        Assert.False(authorities.IsWithin("wh-wuchang", "lyg"));
        Assert.Contains("lyg-industry", authorities.RecommendersFor(Pack.Owner).Select(a => a.Code));
        Assert.Equal(9, authorities.RecommendersFor(Pack.Owner).Count(a => a.Kind != AuthorityKind.Department));
        // The region that an applicant names is the authority that recommends.
        Assert.Equal(
            authorities.RecommendersFor(Pack.Owner).Where(a => a.Kind != AuthorityKind.Department).Select(a => (a.Code, a.Name)),
            ((ChoiceQuestion)Organisation.Form.Find("basic.region")!).Options.Select(o => (o.Value, o.Label)));
    }

    [Fact]
    public void A_snapshot_opens_to_the_same_pack_and_keeps_its_hash()
    {
        var snapshot = Catalogue.SnapshotOf(Pack.Code);

        var again = PackSnapshot.Of(snapshot.Open());

        Assert.Equal(snapshot, again);
        Assert.Matches("^[0-9a-f]{64}$", snapshot.Sha256);
    }

    [Fact]
    public void A_snapshot_that_was_changed_does_not_open()
    {
        var snapshot = Catalogue.SnapshotOf(Pack.Code);
        var changed = snapshot with { Json = snapshot.Json.Replace("500000", "600000", StringComparison.Ordinal) };

        Assert.Throws<InvalidOperationException>(changed.Open);
    }

    private static IEnumerable<NarrativeQuestion> Narratives(TrackDefinition track) => track.Form.Sections.SelectMany(s => s.Questions).OfType<NarrativeQuestion>();
}
