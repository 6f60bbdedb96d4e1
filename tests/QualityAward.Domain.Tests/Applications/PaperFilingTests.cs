using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;

namespace QualityAward.Domain.Tests.Applications;

/// <summary>What came in on paper: who types it in, whose word counts, and for which version.</summary>
public sealed class PaperFilingTests
{
    private const string Reason = "没有上网条件";
    private static readonly RoundRules Rules = SamplePack.Rules();
    private static readonly Actor Office = SamplePack.Office;
    private static readonly Actor Applicant = SampleCase.Owner;
    private static readonly Actor Stranger = new(Guid.Parse("00000000-0000-0000-0000-0000000000b2"), "他人", Role.Applicant);
    private static readonly DateTimeOffset Now = SamplePack.InWindow;
    private static readonly DateOnly Today = ChinaCalendar.DateOf(Now);
    private static readonly PaperScan Scan = new("原件.pdf", new string('a', 64), 1024, "application/pdf");

    [Fact]
    public void The_office_begins_it_and_the_trail_says_why_and_from_which_paper()
    {
        var application = Started(null);

        var filing = PaperFiling.Enter(Guid.NewGuid(), application, $" {Reason} ", Today, Scan, Rules, Office, Now);

        Assert.Equal((Office.UserId, Reason, Office.Name, PaperFilingState.Entering), (application.OwnerId, filing.Reason, filing.EnteredBy, filing.State(isSubmitted: false)));
        var entry = Assert.Single(filing.Events);
        Assert.Equal(("EnterOnBehalf", Reason, Scan.Sha256), (entry.Action, entry.Reason, entry.NewValue));
        Assert.DoesNotContain("原件.pdf", entry.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void An_applicant_with_an_account_owns_it_and_the_office_may_hand_it_in()
    {
        var application = Started(Applicant);

        Assert.Equal(Applicant.UserId, application.OwnerId);
        Assert.Equal((CaseRight.Own, CaseRight.Submit), (application.RightOf(Applicant.UserId), application.RightOf(Office.UserId)));
    }

    [Theory]
    [InlineData(Role.Applicant)]
    [InlineData(Role.RecommendingOffice)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Expert)]
    public void Nobody_else_begins_it(Role role)
    {
        var actor = new Actor(Guid.NewGuid(), "他人", role, SamplePack.Office.AuthorityCode);

        Assert.Equal("permission", Code(() => Application.StartOnBehalf(Guid.NewGuid(), Guid.NewGuid(), Rules, Track.Organisation, Guid.NewGuid(), "某公司", SampleCase.Channel, null, actor, Now)));
        Assert.Equal("permission", Code(() => PaperFiling.Enter(Guid.NewGuid(), Started(null), Reason, Today, Scan, Rules, actor, Now)));
    }

    [Fact]
    public void Another_authoritys_office_is_refused_and_so_is_a_closed_window()
    {
        Assert.NotEqual("", Code(() => Application.StartOnBehalf(Guid.NewGuid(), Guid.NewGuid(), Rules, Track.Organisation, Guid.NewGuid(), "某公司", SampleCase.Channel, null, SampleCase.OtherOffice, Now)));
        Assert.Equal("window-closed", Code(() => Application.StartOnBehalf(
            Guid.NewGuid(), Guid.NewGuid(), Rules, Track.Organisation, Guid.NewGuid(), "某公司", SampleCase.Channel, null, Office, ChinaCalendar.EndOf(SamplePack.ClosesOn))));
    }

    [Fact]
    public void Reason_and_day_are_asked_for_and_the_day_lies_in_the_window()
    {
        string[] Fields(string? reason, DateOnly day, DateTimeOffset at) => [.. PaperFiling.Problems(reason, day, Rules.Round, null, at).Select(p => p.Field)];
        var lastMoment = ChinaCalendar.EndOf(SamplePack.ClosesOn).AddTicks(-1);

        Assert.Equal([], Fields(Reason, Today, Now));
        Assert.Equal(["Input.Reason"], Fields(" ", Today, Now));
        Assert.Equal([], Fields(new string('字', PaperFiling.TextLimit), Today, Now));
        Assert.Equal(["Input.Reason"], Fields(new string('字', PaperFiling.TextLimit + 1), Today, Now));
        Assert.Equal(["Input.ReceivedOn"], Fields(Reason, Today.AddDays(1), Now));
        Assert.Equal([], Fields(Reason, Rules.Round.OpensOn, Now));
        Assert.Equal(["Input.ReceivedOn"], Fields(Reason, Rules.Round.OpensOn.AddDays(-1), Now));
        Assert.Equal([], Fields(Reason, SamplePack.ClosesOn, lastMoment));
        Assert.Equal(["Input.ReceivedOn"], Fields(Reason, SamplePack.ClosesOn.AddDays(1), lastMoment.AddDays(3)));
    }

    [Fact]
    public void The_applicants_word_counts_for_one_version_and_is_asked_for_again_with_the_next()
    {
        var (application, filing) = Filed();
        var first = Submit(application);
        filing.AskApplicant(first, Office, Now);
        Assert.Equal(PaperFilingState.AwaitsApplicant, filing.State(isSubmitted: true));

        filing.Dispute("职工总数应为 120", application, first, Applicant, Now);
        Assert.Equal((PaperFilingState.Disputed, 1), (filing.State(isSubmitted: true), filing.SeenSubmission));

        filing.AskApplicant(first, Office, Now);
        Assert.Equal((PaperFilingState.AwaitsApplicant, null), (filing.State(isSubmitted: true), filing.Difference));

        filing.Confirm(application, first, Applicant, Now);
        Assert.Equal((PaperFilingState.Confirmed, Applicant.Name), (filing.State(isSubmitted: true), filing.ConfirmedBy));
        Assert.Equal("paper-confirmed", Code(() => filing.Confirm(application, first, Applicant, Now)));
        Assert.Equal(["EnterOnBehalf", "AskToConfirmPaper", "DisputePaperFiling", "AskToConfirmPaper", "ConfirmPaperFiling"], filing.Events.Select(e => e.Action));
    }

    [Fact]
    public void Only_the_owner_answers_and_only_the_office_asks()
    {
        var (application, filing) = Filed();
        var submission = Submit(application);

        Assert.NotEqual("", Code(() => filing.Confirm(application, submission, Stranger, Now)));
        Assert.Equal("permission", Code(() => filing.Confirm(application, submission, Office, Now)));
        Assert.NotEqual("", Code(() => filing.Dispute("不符", application, submission, Stranger, Now)));
        Assert.Equal("permission", Code(() => filing.AskApplicant(submission, Applicant, Now)));
        Assert.NotEqual("", Code(() => filing.AskApplicant(submission, SampleCase.OtherOffice, Now)));
        Assert.Equal(PaperFilingState.AwaitsApplicant, filing.State(isSubmitted: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void A_difference_is_named(string? difference)
    {
        var (application, filing) = Filed();
        var submission = Submit(application);

        Assert.Equal("Input.Difference", Assert.Throws<InvalidInputException>(() => filing.Dispute(difference, application, submission, Applicant, Now)).Problems.Single().Field);
        Assert.Throws<InvalidInputException>(() => filing.Dispute(new string('字', PaperFiling.TextLimit + 1), application, submission, Applicant, Now));
    }

    [Fact]
    public void A_case_that_ended_is_not_answered_any_more()
    {
        var (application, filing) = Filed();
        var submission = Submit(application);
        application.Withdraw("不再申报", Applicant, Now);

        Assert.Equal("case-ended", Code(() => filing.Confirm(application, submission, Applicant, Now)));
        Assert.Equal("case-ended", Code(() => filing.Dispute("不符", application, submission, Applicant, Now)));
    }

    [Fact]
    public void It_is_handed_to_the_applicant_once_and_the_office_may_still_hand_it_in()
    {
        var application = Started(null);

        application.HandToApplicant(Guid.NewGuid(), Applicant, Office, Now);

        Assert.Equal((Applicant.UserId, CaseRight.Own, CaseRight.Submit), (application.OwnerId, application.RightOf(Applicant.UserId), application.RightOf(Office.UserId)));
        Assert.Equal("HandToApplicant", application.Events[^1].Action);
        Assert.Equal("not-owner", Code(() => application.HandToApplicant(Guid.NewGuid(), Stranger, Office, Now)));
        Assert.Equal("permission", Code(() => Started(null).HandToApplicant(Guid.NewGuid(), Applicant, Applicant, Now)));
        Assert.Equal("permission", Code(() => Started(null).HandToApplicant(Guid.NewGuid(), SampleCase.County, Office, Now)));
    }

    private static (Application Application, PaperFiling Filing) Filed()
    {
        var application = Started(Applicant);
        return (application, PaperFiling.Enter(Guid.NewGuid(), application, Reason, Today, Scan, Rules, Office, Now));
    }

    private static Application Started(Actor? owner) =>
        Application.StartOnBehalf(Guid.NewGuid(), Guid.NewGuid(), Rules, Track.Organisation, Guid.NewGuid(), "海岛公司", SampleCase.Channel, owner, Office, Now);

    private static Submission Submit(Application application) =>
        application.Submit(Guid.NewGuid(), "SB-1", new FrozenContent(new Dictionary<string, Answers>(StringComparer.Ordinal), []), [], Rules, Office, Now);

    private static string Code(Action act)
    {
        try
        {
            act();
            return "";
        }
        catch (RefusedException refused)
        {
            return refused.Code;
        }
    }
}
