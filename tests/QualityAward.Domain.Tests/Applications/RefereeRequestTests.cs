using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;

namespace QualityAward.Domain.Tests.Applications;

public sealed class RefereeRequestTests
{
    private static readonly Actor Owner = SampleCase.Owner;
    private static readonly DateTimeOffset Now = SamplePack.InWindow.AddHours(9);
    private static readonly RefereeRules Asked = new() { AtLeast = 1, AtMost = 2, Title = "对申报组织的评价", Limit = 10, Days = 7, ReviewersMayRead = true, Clause = SamplePack.Article };
    private static readonly RoundRules Rules = With(Asked);
    private static readonly RefereePerson Person = new(" 推荐甲 ", "某协会", "Jia@Example.com");

    [Fact]
    public void Whoever_is_asked_has_a_link_until_the_end_of_the_last_day_and_the_trail_says_nothing_of_the_person()
    {
        var request = Ask(Draft());

        Assert.Equal(("推荐甲", "某协会", "Jia@example.com", RefereeState.Asked), (request.Name, request.Unit, request.Email, request.State));
        Assert.Equal(ChinaCalendar.EndOf(new DateOnly(2022, 6, 17)), request.ExpiresAt);
        Assert.Equal((false, true), (request.ApplicantMayRead, request.ReviewersMayRead));
        var happened = Assert.Single(request.Events);
        Assert.Equal(("AskReferee", request.ApplicationId), (happened.Action, happened.ChainId));
        Assert.DoesNotContain("推荐甲", happened.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("xample", happened.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_ends_with_the_window_at_the_latest() =>
        Assert.Equal(ChinaCalendar.EndOf(SamplePack.ClosesOn), RefereeRequest.Ask(Guid.NewGuid(), Draft(), [], Person, With(Asked with { Days = 60 }), Owner, Now).ExpiresAt);

    [Fact]
    public void A_statement_is_taken_until_the_last_moment_and_not_at_the_end()
    {
        var draft = Draft();
        var (request, late) = (Ask(draft), Ask(draft));

        request.Answer("质量\r\n好 ", true, draft, Asked, request.ExpiresAt.AddTicks(-1));
        var refused = Assert.Throws<RefusedException>(() => late.Answer("质量好", true, draft, Asked, late.ExpiresAt));

        Assert.Equal((RefereeState.Answered, "质量\n好", RefereeRequest.HashOf("质量\n好")), (request.State, request.Statement, request.Sha256));
        Assert.Equal("link-gone", refused.Code);
        Assert.Equal(Role.Public, request.Events[^1].Actor.Role);
        Assert.DoesNotContain("质量", request.Events[^1].ToString(), StringComparison.Ordinal);
        Assert.Equal(("已发出", "已失效", "已填写", "已收回"), (
            RefereeRequest.NameOf(RefereeState.Asked, late.ExpiresAt, late.ExpiresAt.AddTicks(-1)), RefereeRequest.NameOf(RefereeState.Asked, late.ExpiresAt, late.ExpiresAt),
            RefereeRequest.NameOf(RefereeState.Answered, late.ExpiresAt, late.ExpiresAt), RefereeRequest.NameOf(RefereeState.TakenBack, late.ExpiresAt, Now)));
    }

    [Theory]
    [InlineData("一二三四五六七八九十", true, null)]
    [InlineData("一二三四五六七八九十一", true, "意见不超过 10 字，现有 11 字，请删减 1 字。")]
    [InlineData(" \r\n", true, "请填写意见。")]
    [InlineData("好", false, "请阅读并勾选声明后再提交。")]
    [InlineData("", false, "请填写意见。|请阅读并勾选声明后再提交。")]
    public void A_statement_has_words_within_the_limit_and_a_declaration(string text, bool declared, string? problems)
    {
        var draft = Draft();
        var request = Ask(draft);

        var thrown = Record.Exception(() => request.Answer(text, declared, draft, Asked, Now));

        Assert.Equal(problems, thrown is null ? null : string.Join('|', Assert.IsType<InvalidInputException>(thrown).Problems.Select(p => p.Message)));
        Assert.Equal(problems is null ? RefereeState.Answered : RefereeState.Asked, request.State);
    }

    [Fact]
    public void A_statement_is_taken_once_and_not_after_it_was_taken_back_or_the_application_was_handed_in()
    {
        var draft = Draft();
        var (answered, taken, late) = (Ask(draft), Ask(draft), Ask(draft));
        answered.Answer("好", true, draft, Asked, Now);
        taken.TakeBack(draft, Rules, Owner, Now);
        draft.Submit(Guid.NewGuid(), "SB-1", new FrozenContent(new Dictionary<string, Answers>(StringComparer.Ordinal), []), [], Rules, Owner, Now);

        Assert.All(new[] { answered, taken, late }, r => Assert.Equal("link-gone", Assert.Throws<RefusedException>(() => r.Answer("另", true, draft, Asked, Now)).Code));
        Assert.Equal("好", answered.Statement);
    }

    [Theory]
    // Asked on Friday 10 June for seven days: the link ends on Friday the 17th.
    [InlineData(3, "2022-06-13", false)]
    [InlineData(3, "2022-06-14", true)]
    [InlineData(3, "2022-06-17", true)]
    [InlineData(3, "2022-06-18", false)]
    // Five days before is Sunday the 12th: the working day before is that of the invitation, and nobody is reminded on a day off.
    [InlineData(5, "2022-06-10", false)]
    [InlineData(5, "2022-06-11", false)]
    [InlineData(5, "2022-06-12", false)]
    [InlineData(5, "2022-06-13", true)]
    [InlineData(0, "2022-06-17", false)]
    public void Who_has_not_answered_is_reminded_on_the_forms_day_or_the_working_day_before(int days, string today, bool reminded)
    {
        var request = Ask(Draft());
        var at = ChinaCalendar.StartOf(DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).AddHours(9);

        Assert.Equal(reminded, request.Remind(Asked with { RemindDays = days }, WorkingCalendar.Weekends, at));
        Assert.Equal(reminded ? at : null, request.RemindedAt);
        Assert.Equal(reminded ? 2 : 1, request.Events.Count);
    }

    [Fact]
    public void A_holiday_brings_the_reminder_forward()
    {
        var calendar = new WorkingCalendar(new HashSet<DateOnly> { new(2022, 6, 14) }, new HashSet<DateOnly>());

        Assert.True(Ask(Draft()).Remind(Asked with { RemindDays = 3 }, calendar, Now.AddDays(3)));
    }

    [Fact]
    public void A_reminder_goes_out_once_for_each_invitation_and_not_to_who_has_answered_or_need_not()
    {
        var draft = Draft();
        var (request, answered, taken) = (Ask(draft), Answered(draft), Ask(draft));
        taken.TakeBack(draft, Rules, Owner, Now);
        var (asked, last) = (Asked with { RemindDays = 3 }, Now.AddDays(7));

        Assert.True(request.Remind(asked, WorkingCalendar.Weekends, last));
        Assert.False(request.Remind(asked, WorkingCalendar.Weekends, last));
        Assert.False(answered.Remind(asked, WorkingCalendar.Weekends, last));
        Assert.False(taken.Remind(asked, WorkingCalendar.Weekends, last));
        request.AskAgain(draft, [], Rules, Owner, last);
        Assert.Null(request.RemindedAt);
        Assert.False(request.Remind(asked, WorkingCalendar.Weekends, last));
        Assert.True(request.Remind(asked, WorkingCalendar.Weekends, last.AddDays(4)));
    }

    [Fact]
    public void Places_are_taken_by_open_and_answered_requests_only()
    {
        var draft = Draft();
        var (one, two) = (Ask(draft), RefereeRequest.Ask(Guid.NewGuid(), draft, [], Person with { Email = "yi@example.com" }, Rules, Owner, Now));
        var third = Person with { Email = "bing@example.com" };

        var full = Assert.Throws<RefusedException>(() => RefereeRequest.Ask(Guid.NewGuid(), draft, [one, two], third, Rules, Owner, Now));
        two.TakeBack(draft, Rules, Owner, Now);
        var next = RefereeRequest.Ask(Guid.NewGuid(), draft, [one, two], third, Rules, Owner, Now);
        var again = Assert.Throws<RefusedException>(() => two.AskAgain(draft, [one, next], Rules, Owner, Now));
        var gone = one.ExpiresAt;
        var fourth = RefereeRequest.Ask(Guid.NewGuid(), draft, [one, two, next], third with { Email = "ding@example.com" }, Rules, Owner, gone);
        var room = Assert.Throws<RefusedException>(() => one.AskAgain(draft, [next, fourth, Answered(draft)], Rules, Owner, gone));

        Assert.Equal(("referees-full", SamplePack.CitedArticle), (full.Code, full.Clause));
        Assert.Equal("referee-settled", again.Code);
        Assert.Equal("referees-full", room.Code);
        one.AskAgain(draft, [next], Rules, Owner, gone);
        Assert.True(one.IsOpen(gone));
    }

    [Fact]
    public void Nobody_is_asked_twice_and_the_person_is_named_whole()
    {
        var draft = Draft();
        var one = Ask(draft);

        var twice = Assert.Throws<InvalidInputException>(() => RefereeRequest.Ask(Guid.NewGuid(), draft, [one], Person with { Email = "JIA@example.com" }, Rules, Owner, Now));
        var blank = Assert.Throws<InvalidInputException>(() => RefereeRequest.Ask(Guid.NewGuid(), draft, [], new RefereePerson(null, " ", "no address"), Rules, Owner, Now));

        Assert.Equal("Input.Email", Assert.Single(twice.Problems).Field);
        Assert.Equal(["Input.Name", "Input.Unit", "Input.Email"], blank.Problems.Select(p => p.Field));
    }

    [Fact]
    public void Only_who_may_edit_the_draft_within_its_window_asks_and_only_where_the_form_does()
    {
        var draft = Draft();
        var stranger = new Actor(Guid.NewGuid(), "他人", Role.Applicant);

        Assert.Equal("no-edit-right", Code(() => RefereeRequest.Ask(Guid.NewGuid(), draft, [], Person, Rules, stranger, Now)));
        Assert.Equal("no-edit-right", Code(() => Ask(draft).TakeBack(draft, Rules, stranger, Now)));
        Assert.Equal("no-referees", Code(() => RefereeRequest.Ask(Guid.NewGuid(), draft, [], Person, SamplePack.Rules(), Owner, Now)));
        Assert.NotNull(Code(() => RefereeRequest.Ask(Guid.NewGuid(), draft, [], Person, Rules, Owner, ChinaCalendar.EndOf(SamplePack.ClosesOn))));
        Assert.NotNull(Code(() => RefereeRequest.Ask(Guid.NewGuid(), SampleCase.Submitted(Rules), [], Person, Rules, Owner, Now)));
    }

    [Fact]
    public void Too_few_statements_are_named_with_the_clause()
    {
        Assert.Null(RefereeRequest.Shortage(Asked, 1, Rules));
        Assert.Equal($"推荐人意见：至少 1 位推荐人填写后才能提交，现有 0 位已填写（依据：{SamplePack.CitedArticle}）", RefereeRequest.Shortage(Asked, 0, Rules));
    }

    [Fact]
    public void The_hash_of_a_submission_covers_the_statements()
    {
        var content = new FrozenContent(new Dictionary<string, Answers>(StringComparer.Ordinal), []);

        Assert.NotEqual(SubmissionHash.Of(content), SubmissionHash.Of(content with { Referees = [new FrozenReferee(Guid.NewGuid(), RefereeRequest.HashOf("好"))] }));
    }

    private static RoundRules With(RefereeRules asked)
    {
        var rules = SamplePack.Rules();
        return new RoundRules(rules.Round, rules.Pack with { Tracks = [rules.Pack.Tracks[0] with { Form = rules.Pack.Tracks[0].Form with { Referees = asked } }] });
    }

    private static string? Code(Action act) => Assert.Throws<RefusedException>(act).Code;

    private static Application Draft() => Application.Start(Guid.NewGuid(), Rules, Track.Organisation, Guid.NewGuid(), "海州样例有限公司", SampleCase.Channel, Owner, SamplePack.InWindow);

    private static RefereeRequest Ask(Application draft) => RefereeRequest.Ask(Guid.NewGuid(), draft, [], Person, Rules, Owner, Now);

    private static RefereeRequest Answered(Application draft)
    {
        var request = Ask(draft);
        request.Answer("好", true, draft, Asked, Now);
        return request;
    }
}
