using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Applications;

public sealed class CollaboratorTests
{
    private static readonly Actor Owner = SampleCase.Owner;
    private static readonly Actor Helper = new(Guid.Parse("00000000-0000-0000-0000-0000000000b1"), "协作人", Role.Applicant);
    private static readonly Actor Stranger = new(Guid.Parse("00000000-0000-0000-0000-0000000000b2"), "他人", Role.Applicant);
    private static readonly DateTimeOffset Now = SamplePack.InWindow;
    private static readonly RoundRules Rules = SamplePack.Rules();

    private static readonly Dictionary<string, (CaseRight Needs, Action<Application, Actor> Do)> Acts = new(StringComparer.Ordinal)
    {
        ["save"] = (CaseRight.Edit, (a, who) => a.SaveSection("more", Answers.Empty, 0, Rules, who, Now)),
        ["attach"] = (CaseRight.Edit, (a, who) => a.RequireRoomForFile("basic", "copy", Rules, who, Now)),
        ["detach"] = (CaseRight.Edit, (a, who) => a.Detach(a.Attachments[0].Id, Rules, who, Now)),
        ["confirm what was kept aside"] = (CaseRight.Edit, (a, who) => a.ConfirmKept(who, Now)),
        ["submit"] = (CaseRight.Submit, (a, who) => a.Submit(Guid.NewGuid(), "SB-1", Nothing, [], Rules, who, Now)),
        ["withdraw"] = (CaseRight.Own, (a, who) => a.Withdraw("不再申报", who, Now)),
        ["invite"] = (CaseRight.Own, (a, who) => a.Invite(Guid.NewGuid(), "another", null, CaseRight.View, "hash", who, Now)),
        ["change right"] = (CaseRight.Own, (a, who) => a.ChangeRight(PersonOf(a).Id, CaseRight.View, who, Now)),
        ["revoke"] = (CaseRight.Own, (a, who) => a.RevokeCollaborator(PersonOf(a).Id, who, Now)),
        ["hand over"] = (CaseRight.Own, (a, who) => a.OfferHandover(PersonOf(a).Id, who, Now)),
    };

    private static FrozenContent Nothing => new(new Dictionary<string, Answers>(StringComparer.Ordinal), []);

    public static TheoryData<string, CaseRight> EveryActAndRight
    {
        get
        {
            var data = new TheoryData<string, CaseRight>();
            foreach (var act in Acts.Keys)
            {
                foreach (var right in Enum.GetValues<CaseRight>())
                {
                    data.Add(act, right);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryActAndRight))]
    public void Each_act_needs_its_right(string act, CaseRight right)
    {
        var application = Shared(right == CaseRight.Own ? CaseRight.Edit : right);
        var actor = right == CaseRight.Own ? Owner : Helper;
        var (needs, perform) = Acts[act];

        if (right >= needs)
        {
            perform(application, actor);
        }
        else
        {
            var code = needs switch { CaseRight.Own => "not-owner", CaseRight.Submit => "no-submit-right", _ => "no-edit-right" };
            Assert.Equal(code, Code(() => perform(application, actor)));
        }

        Assert.NotEqual("", Code(() => perform(Shared(CaseRight.Submit), Stranger)));
    }

    [Theory]
    [InlineData(CaseRight.Edit, "no-submit-right")]
    [InlineData(CaseRight.Submit, "")]
    public void Taking_a_submission_back_needs_the_right_to_submit(CaseRight right, string code)
    {
        var application = Shared(right);
        application.Submit(Guid.NewGuid(), "SB-1", Nothing, [], Rules, Owner, Now);

        Assert.Equal(code, Code(() => application.Recall(Rules, actedOn: false, Helper, Now)));
        Assert.Equal(right == CaseRight.Submit, application.Submissions[0].RecalledAt is not null);
    }

    [Fact]
    public void A_right_taken_back_ends_at_once_and_can_be_given_again()
    {
        var application = Shared(CaseRight.Submit);

        application.RevokeCollaborator(PersonOf(application).Id, Owner, Now);

        Assert.Null(application.RightOf(Helper.UserId));
        Assert.Equal("no-edit-right", Code(() => application.SaveSection("more", Answers.Empty, 0, Rules, Helper, Now)));
        application.AcceptInvitation(Invite(application, CaseRight.View).Id, Helper, Now);
        Assert.Equal(CaseRight.View, application.RightOf(Helper.UserId));
    }

    [Fact]
    public void An_invitation_is_answered_once_and_not_after_its_time()
    {
        var application = Draft();
        var invitation = Invite(application, CaseRight.Edit);

        Assert.Equal("invitation-gone", Code(() => application.AcceptInvitation(invitation.Id, Helper, Now + Collaborator.Lasts)));
        application.AcceptInvitation(invitation.Id, Helper, Now + Collaborator.Lasts - TimeSpan.FromTicks(1));
        Assert.Equal("invitation-gone", Code(() => application.AcceptInvitation(invitation.Id, Stranger, Now)));
        Assert.Equal("invitation-gone", Code(() => application.DeclineInvitation(invitation.Id, Stranger, Now)));
        Assert.Equal("already-collaborator", Code(() => application.AcceptInvitation(Invite(application, CaseRight.Submit, "again").Id, Helper, Now)));
        Assert.Equal("permission", Code(() => application.AcceptInvitation(Invite(application, CaseRight.Submit, "third").Id, SamplePack.Office, Now)));
    }

    [Fact]
    public void What_is_wrong_with_an_invitation_is_said_at_its_field()
    {
        var application = Draft();
        Invite(application, CaseRight.Edit);

        Assert.Equal("Input.InvitedAs", Field(() => Invite(application, CaseRight.Edit, " ")));
        Assert.Equal("Input.InvitedAs", Field(() => Invite(application, CaseRight.Edit, "HELPER@example.com")));
        Assert.Equal("Input.InvitedAs", Field(() => application.Invite(Guid.NewGuid(), "me", Owner.UserId, CaseRight.Edit, "x", Owner, Now)));
        Assert.Equal("Input.Right", Field(() => Invite(application, CaseRight.Own, "other")));
        for (var i = 1; i < Application.MostCollaborators; i++)
        {
            Invite(application, CaseRight.View, "p" + i);
        }

        Assert.Equal("too-many-collaborators", Code(() => Invite(application, CaseRight.View, "one more")));
        application.Withdraw("不再申报", Owner, Now);
        Assert.Equal("case-ended", Code(() => Invite(application, CaseRight.View, "late")));
    }

    [Fact]
    public void Handing_over_takes_the_word_of_both()
    {
        var application = Shared(CaseRight.Edit);

        Assert.Equal("no-handover", Code(() => application.AcceptHandover(Helper, Now)));
        application.OfferHandover(PersonOf(application).Id, Owner, Now);
        Assert.Equal(CaseRight.Own, application.RightOf(Owner.UserId));
        Assert.Equal("no-handover", Code(() => application.AcceptHandover(Stranger, Now)));
        application.ClearEvents();
        application.AcceptHandover(Helper, Now);

        Assert.Equal((CaseRight.Own, CaseRight.Submit, Helper.UserId), (application.RightOf(Helper.UserId), application.RightOf(Owner.UserId), application.OwnerId));
        Assert.Equal("AcceptHandover", Assert.Single(application.Events).Action);
        Assert.Equal("owner-cannot-leave", Code(() => application.Leave(Helper, Now)));
        application.Leave(Owner, Now);
        Assert.Null(application.RightOf(Owner.UserId));
    }

    [Fact]
    public void A_handover_is_dropped_with_the_one_it_was_offered_to()
    {
        var application = Shared(CaseRight.Edit);
        application.OfferHandover(PersonOf(application).Id, Owner, Now);
        application.CancelHandover(Helper, Now);
        Assert.Null(application.HandoverTo);

        application.OfferHandover(PersonOf(application).Id, Owner, Now);
        application.Leave(Helper, Now);

        Assert.Equal("no-handover", Code(() => application.AcceptHandover(Helper, Now)));
        Assert.Equal("not-collaborator", Code(() => application.OfferHandover(Invite(application, CaseRight.View, "new").Id, Owner, Now)));
    }

    [Fact]
    public void The_trail_never_says_whom_an_invitation_was_for()
    {
        var application = Shared(CaseRight.Edit);

        Assert.DoesNotContain(application.Events, e => $"{e.Summary}{e.PublicText}{e.OldValue}{e.NewValue}{e.Reason}".Contains("helper@", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["StartApplication", "InviteCollaborator", "AcceptInvitation"], application.Events.Select(e => e.Action));
    }

    private static Application Draft()
    {
        var application = Application.Start(Guid.NewGuid(), Rules, Track.Organisation, Guid.NewGuid(), "海州样例有限公司", SampleCase.Channel, Owner, Now);
        application.Attach(new Attachment(Guid.NewGuid(), application.Id, "basic", "copy", "证书.pdf", new string('a', 64), 10, "application/pdf", Now), Rules, Owner, Now);
        return application;
    }

    private static Application Shared(CaseRight right)
    {
        var application = Draft();
        application.AcceptInvitation(Invite(application, right).Id, Helper, Now);
        Assert.Equal(Stage.Application, application.Position.Stage);
        return application;
    }

    private static Collaborator Invite(Application application, CaseRight right, string invitedAs = "helper@example.com") =>
        application.Invite(Guid.NewGuid(), invitedAs, null, right, Guid.NewGuid().ToString(), Owner, Now);

    private static Collaborator PersonOf(Application application) => application.Collaborators.First(c => c.Right != CaseRight.Own && c.State == CollaboratorState.Active);

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

    private static string Field(Action act) => Assert.Throws<InvalidInputException>(act).Problems.Select(p => p.Field).Single();
}
