using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;

namespace QualityAward.Domain.Tests.Recommendations;

public class OpinionRequestTests
{
    private static readonly CleanRecordCondition NoAccident = new() { Code = "accidents", Text = "无事故", Clause = SamplePack.Article, Years = 3, Departments = ["emergency"] };
    private static readonly RoundRules Rules = SamplePack.Rules(NoAccident);
    private static readonly DateOnly Today = ChinaCalendar.DateOf(SampleCase.Later);
    private static readonly DateOnly Due = Today.AddDays(7);
    private static readonly Authority Emergency = new("city-emergency", "市应急管理局", AuthorityKind.Department, "city", "", "") { OpinionKind = "emergency" };
    private static readonly Actor Department = new(Guid.NewGuid(), "市应急管理局", Role.Department, "city-emergency");
    private static readonly AskedAbout About = new("海州样例有限公司", null, "91320700MA1TEST00X", new DateOnly(2019, 4, 26), new DateOnly(2022, 4, 25));

    private readonly Application _application = SampleCase.Submitted(Rules);
    private readonly Recommendation _recommendation;

    public OpinionRequestTests() => _recommendation = Recommendation.Start(Guid.NewGuid(), _application);

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(7, 23 * 60 + 59, null)]
    [InlineData(8, 0, "opinion-late")]
    [InlineData(9, 0, "opinion-late")]
    public void An_answer_is_taken_until_the_last_minute_of_the_due_date(int days, int minutes, string? refused)
    {
        var request = Ask();

        var thrown = Record.Exception(() => Answer(request, Clear(), at: ChinaCalendar.StartOf(Today.AddDays(days)).AddMinutes(minutes)));

        Assert.Equal(refused, (thrown as RefusedException)?.Code);
        Assert.Equal(refused is null ? OpinionRequestState.Answered : OpinionRequestState.Overdue, request.StateOn(Today.AddDays(days)));
        if (thrown is RefusedException late)
        {
            Assert.Contains("答复期限已于2022年6月27日24:00届满", late.Message, StringComparison.Ordinal);
            Assert.Equal(SamplePack.CitedArticle, late.Clause);
        }
    }

    [Fact]
    public void A_department_that_was_not_asked_is_refused_and_told_no_name()
    {
        var request = Ask();

        var refused = Assert.Throws<RefusedException>(() => Answer(request, Clear(), Department with { AuthorityCode = "other-emergency" }));

        Assert.Equal("not-asked", refused.Code);
        Assert.DoesNotContain("海州", refused.Message, StringComparison.Ordinal);
        Assert.Equal("permission", Assert.Throws<RefusedException>(() => Answer(request, Clear(), SampleCase.County)).Code);
    }

    [Fact]
    public void After_the_recommendation_no_answer_is_taken()
    {
        var recommendation = SampleCase.Ready(_application, Rules);
        var request = recommendation.Ask(Guid.NewGuid(), "emergency", Emergency, About, new AskedUntil(Due), _application, Rules, SampleCase.County, SampleCase.Later);
        recommendation.Recommend("同意", [], SampleCase.Basis, 0, _application, Rules, SampleCase.County, SampleCase.Later);

        var refused = Assert.Throws<RefusedException>(() => request.Answer(Guid.NewGuid(), Clear(), recommendation, _application, Rules, Department, SampleCase.Later));

        Assert.Equal("opinion-closed", refused.Code);
    }

    [Fact]
    public void An_adverse_record_needs_what_severity_and_date()
    {
        var request = Ask();

        var invalid = Assert.Throws<InvalidInputException>(() => Answer(request, new OpinionContent("", OpinionFinding.Adverse, null, [], " ", Today, null)));

        Assert.Equal(["Input.Text", "Input.Severity", "Input.IncidentOn"], invalid.Problems.Select(p => p.Field));
    }

    [Theory]
    [InlineData("2019-04-25", "Input.IncidentOn")]
    [InlineData("2019-04-26", null)]
    [InlineData("2022-04-26", null)]
    [InlineData("2022-06-20", null)]
    [InlineData("2022-06-21", "Input.IncidentOn")]
    public void The_record_lies_in_the_period_or_after_it_but_not_in_the_future(string on, string? field)
    {
        var request = Ask();
        var content = new OpinionContent("", OpinionFinding.Adverse, Severity.Ordinary, ["accidents"], "一般事故", Today, null) { IncidentOn = DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture), DocumentNumber = " 海应急罚〔2021〕3号 " };

        var thrown = Record.Exception(() => Answer(request, content));

        Assert.Equal(field, (thrown as InvalidInputException)?.Problems.Single().Field);
    }

    [Fact]
    public void The_answer_becomes_an_opinion_of_the_asked_kind_with_all_that_was_said()
    {
        var request = Ask();

        var opinion = Answer(request, new OpinionContent("market", OpinionFinding.Adverse, Severity.Ordinary, ["accidents"], " 一般事故 ", Today, SampleCase.Scan) { IncidentOn = new DateOnly(2021, 3, 4), DocumentNumber = " 海应急罚〔2021〕3号 " });

        Assert.Equal(("emergency", "应急管理部门", "一般事故", "海应急罚〔2021〕3号"), (opinion.Kind, opinion.DepartmentName, opinion.Text, opinion.DocumentNumber));
        Assert.Equal((new DateOnly(2021, 3, 4), request.Id, opinion.Id), (opinion.IncidentOn, opinion.RequestId, request.OpinionId));
        Assert.Equal("应急管理部门答复意见：有不良记录", request.Events[^1].Summary);
        Assert.Null(request.Events[^1].PublicText);
    }

    [Fact]
    public void Within_its_time_a_department_may_correct_itself()
    {
        var request = Ask();
        Answer(request, Clear());

        var second = Answer(request, new OpinionContent("", OpinionFinding.CannotSay, null, [], "档案移交中", Today, null));

        Assert.Equal((OpinionFinding.CannotSay, second.Id), (request.Finding!.Value, request.OpinionId!.Value));
        Assert.Equal(("应急管理部门更正意见：无法核实", "无不良记录"), (request.Events[^1].Summary, request.Events[^1].OldValue));
    }

    [Theory]
    [InlineData(0, null, "Input.DueOn")]
    [InlineData(1, null, null)]
    [InlineData(7, 0, "Input.RemindOn")]
    [InlineData(7, 1, null)]
    [InlineData(7, 7, null)]
    [InlineData(7, 8, "Input.RemindOn")]
    public void Due_date_and_reminder_lie_ahead(int due, int? remind, string? field)
    {
        var thrown = Record.Exception(() => _recommendation.Ask(
            Guid.NewGuid(), "emergency", Emergency, About, new AskedUntil(Today.AddDays(due), remind is { } days ? Today.AddDays(days) : null), _application, Rules, SampleCase.County, SampleCase.Later));

        Assert.Equal(field, (thrown as InvalidInputException)?.Problems.Single().Field);
    }

    [Fact]
    public void Only_the_offices_own_departments_of_that_kind_are_asked()
    {
        Assert.Equal("wrong-department", Refusal(() => _recommendation.Ask(Guid.NewGuid(), "market", Emergency, About, new AskedUntil(Due), _application, Rules, SampleCase.County, SampleCase.Later)));
        Assert.Equal("no-such-opinion", Refusal(() => _recommendation.Ask(Guid.NewGuid(), "police", Emergency, About, new AskedUntil(Due), _application, Rules, SampleCase.County, SampleCase.Later)));
        Assert.Equal("other-authority", Refusal(() => _recommendation.Ask(Guid.NewGuid(), "emergency", Emergency, About, new AskedUntil(Due), _application, Rules, SampleCase.OtherCounty, SampleCase.Later)));
    }

    [Fact]
    public void More_time_lets_a_late_department_answer()
    {
        var request = Ask();
        var late = ChinaCalendar.StartOf(Due.AddDays(2));

        request.Extend(new AskedUntil(Due.AddDays(5)), SampleCase.County, late);
        Answer(request, Clear(), at: late);

        Assert.Equal(OpinionRequestState.Answered, request.StateOn(Due.AddDays(2)));
        Assert.Equal("opinion-answered", Refusal(() => request.Remind(SampleCase.County, late)));
        Assert.Equal("opinion-answered", Refusal(() => request.Extend(new AskedUntil(Due.AddDays(9)), SampleCase.County, late)));
    }

    [Fact]
    public void Time_is_only_ever_added_and_only_by_who_asked()
    {
        var request = Ask();

        Assert.Equal("Input.DueOn", Assert.Throws<InvalidInputException>(() => request.Extend(new AskedUntil(Due), SampleCase.County, SampleCase.Later)).Problems.Single().Field);
        Assert.Equal("other-authority", Refusal(() => request.Extend(new AskedUntil(Due.AddDays(1)), SampleCase.OtherCounty, SampleCase.Later)));
        Assert.Equal("other-authority", Refusal(() => request.Remind(SampleCase.OtherCounty, SampleCase.Later)));
        request.Remind(SampleCase.County, SampleCase.Later);
        Assert.Equal((1, SampleCase.Later), (request.Reminders, request.RemindedAt!.Value));
    }

    [Fact]
    public void A_period_that_runs_backwards_or_into_the_future_is_refused()
    {
        var backwards = Assert.Throws<InvalidInputException>(() => Ask(About with { From = About.Until.AddDays(1) }));
        var future = Assert.Throws<InvalidInputException>(() => Ask(About with { Until = Today.AddDays(1) }));

        Assert.Equal(("Input.From", "Input.Until"), (backwards.Problems.Single().Field, future.Problems.Single().Field));
    }

    private OpinionRequest Ask(AskedAbout? about = null) =>
        _recommendation.Ask(Guid.NewGuid(), "emergency", Emergency, about ?? About, new AskedUntil(Due), _application, Rules, SampleCase.County, SampleCase.Later);

    private DepartmentOpinion Answer(OpinionRequest request, OpinionContent content, Actor? actor = null, DateTimeOffset? at = null) =>
        request.Answer(Guid.NewGuid(), content, _recommendation, _application, Rules, actor ?? Department, at ?? SampleCase.Later);

    private static OpinionContent Clear() => new("", OpinionFinding.Clear, null, [], "", Today, null);

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;
}
