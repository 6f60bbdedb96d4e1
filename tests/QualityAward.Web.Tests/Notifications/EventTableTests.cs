using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Notifications;

/// <summary>
/// Every event of the life of an application against everybody who hears of it, and nobody else. The case of org1 goes through 海州区; org2 works on it, org3 is invited to,
/// judge1 has still to declare, judge2 has signed. A held message is for nobody yet.
/// </summary>
public sealed class EventTableTests(NotificationSite site) : IClassFixture<NotificationSite>
{
    private const string Applicants = "org1 org2";
    private const string County = "county-haizhou";
    private const string Office = "office-lyg";

    /// <summary>Not in the table: who hears depends on earlier rounds, signatures or proposals for the registers, which tests of their own make.</summary>
    private static readonly string[] Elsewhere = ["call-published-applicant", "terms-changed", "entry-proposed", "entry-decided"];

    /// <summary>Verb, where the case stands (null: about the round), how it ended, whom it names, who hears.</summary>
    private static readonly Row[] Table =
    [
        new("InviteCollaborator", Stage.Recommendation, $"invited: org3") { Account = "org3" },
        new("AcceptInvitation", Stage.Recommendation, "invitation-accepted: org1"),
        new("DeclineInvitation", Stage.Recommendation, "invitation-declined: org1"),
        new("LeaveApplication", Stage.Recommendation, "collaborator-left: org1"),
        new("ChangeCollaboratorRight", Stage.Recommendation, "right-changed: org2") { Account = "org2" },
        new("OfferHandover", Stage.Recommendation, "handover-offered: org2") { Account = "org2" },
        new("CancelHandover", Stage.Recommendation, "handover-cancelled: org1") { Account = "org1" },
        new("AcceptHandover", Stage.Recommendation, "handover-accepted: org2") { Account = "org2" },
        new("HandToApplicant", Stage.Recommendation, "handed-over: org1") { Account = "org1" },
        new("AnswerReferee", Stage.Application, $"referee-answered: {Applicants}"),
        new("EnterOnBehalf", Stage.Application, $"paper-entered: {Applicants}"),
        new("AskToConfirmPaper", Stage.Recommendation, $"paper-to-confirm: {Applicants}"),
        new("ConfirmPaperFiling", Stage.Recommendation, $"paper-confirmed: {Office}"),
        new("DisputePaperFiling", Stage.EligibilityReview, $"paper-disputed: {Office}"),
        new("SubmitApplication", Stage.Recommendation, $"submitted: {Applicants}; submitted-recommender: {County}"),
        new("RecallSubmission", Stage.Application, $"recalled: {County}"),
        new("WithdrawApplication", Stage.Recommendation, $"withdrawn: {Applicants}; withdrawn-recommender: {County}") { Ending = Ending.Withdrawn },
        new("WithdrawApplication", Stage.DocumentReview, $"withdrawn: {Applicants}; withdrawn-office: {Office}; withdrawn-recommender: {County}") { Ending = Ending.Withdrawn },
        new("QuarantineFile", Stage.Recommendation, $"file-quarantined: {Applicants}"),
        new("RequestDepartmentOpinion", Stage.Recommendation, "opinion-requested: dept-health") { Authority = "lyg-health" },
        new("RemindDepartment", Stage.Recommendation, "opinion-urged: dept-health") { Authority = "lyg-health" },
        new("ExtendOpinionRequest", Stage.Recommendation, "opinion-extended: dept-env") { Authority = "lyg-environment" },
        new("AnswerDepartmentOpinion", Stage.Recommendation, $"opinion-answered: {County}") { Authority = "lyg-haizhou" },
        new("RecommendApplication", Stage.Recommendation, $"pre-recommended: {Applicants}"),
        new("DeclineToRecommend", Stage.Recommendation, $"declined: {Applicants}") { Ending = Ending.NotRecommended },
        new("HandInRecommendations", Stage.EligibilityReview, $"recommended: {Applicants}"),
        new("ReturnForCorrection", Stage.Recommendation, $"returned-for-correction: {Applicants}"),
        new("ReturnForCorrection", Stage.EligibilityReview, $"returned-for-correction: {Applicants}; returned-for-correction-recommender: {County}"),
        new("CorrectApplication", Stage.Recommendation, $"corrected-recommender: {County}"),
        new("CorrectApplication", Stage.EligibilityReview, $"corrected: {Office}"),
        new("ProposeOverride", Stage.EligibilityReview, $"override-proposed: {Office}"),
        new("ApproveOverride", Stage.EligibilityReview, $"override-decided: {Office}") { Account = Office },
        new("DeclineOverride", Stage.EligibilityReview, ""),
        new("RecheckEligibility", Stage.DocumentReview, $"recheck-found: {Office}") { Authority = "lyg" },
        new("ProposeKeepAfterRecheck", Stage.DocumentReview, $"keep-proposed: {Office}"),
        new("AcceptApplication", Stage.DocumentReview, $"accepted: {Applicants}; accepted-recommender: {County}"),
        new("RejectApplication", Stage.EligibilityReview, $"rejected: {Applicants}; rejected-recommender: {County}") { Ending = Ending.NotAccepted },
        new("AssignPanel", Stage.DocumentReview, "assigned: judge1"),
        new("ReplaceExpert", Stage.DocumentReview, "assigned: judge1") { Account = "judge1" },
        new("ReplaceExpert", Stage.DocumentReview, "") { Account = "judge2" },
        new("DeclareInterest", Stage.DocumentReview, ""),
        new("DeclareInterest", Stage.DocumentReview, $"recused: {Office}") { Account = "judge1" },
        new("OpenReview", Stage.DocumentReview, "review-opened: judge2"),
        new("ReturnScoreSheet", Stage.DocumentReview, "sheet-returned: judge2") { Account = "judge2" },
        new("ReturnScoreSheet", Stage.DocumentReview, "") { Account = "judge3" },
        new("ConfirmShortlist", Stage.Deliberation, "shortlisted: -"),
        new("ConfirmShortlist", Stage.Synthesis, "not-shortlisted: -") { Ending = Ending.NotShortlisted },
        new("CloseBallot", Stage.PublicNotice, "agreed: -"),
        new("CloseBallot", Stage.Deliberation, "not-agreed: -") { Ending = Ending.NotAgreed },
        new("PublishNotice", Stage.PublicNotice, $"notice-published: {Applicants}; notice-published-recommender: {County}"),
        new("FileObjection", Stage.PublicNotice, $"objection-filed: {Applicants}"),
        new("DecideObjection", Stage.PublicNotice, $"objection-decided: {Applicants}"),
        new("StrikeOutIneligible", Stage.PublicNotice, $"struck-out: {Applicants}; struck-out-recommender: {County}") { Ending = Ending.StruckOut },
        new("EndNotice", Stage.Approval, $"notice-ended: {Applicants}"),
        new("RecordApproval", Stage.Proclamation, $"approved: {Applicants}"),
        new("RecordApproval", Stage.Approval, "not-approved: -") { Ending = Ending.NotApproved },
        new("Proclaim", Stage.Honour, $"proclaimed: {Applicants}; proclaimed-recommender: {County}"),
        new("RecordPrizePayment", Stage.Honour, $"prize-paid: {Applicants}"),
        new("PublishCall", null, "call-published: county-ganyu county-haizhou"),
        new("PublishForm", null, "form-published: org4"),
        new("GrantLateAccess", null, "late-access: org1") { Account = "org1", AsParty = true },
        new("RevokeLateAccess", null, "late-access-revoked: org1") { Account = "org1", AsParty = true },
        new("HandInRecommendations", null, $"recommended-office: {Office}"),
        new("ConveneMeeting", null, "meeting-convened: member-lyg"),
        new("OpenBallot", null, "ballot-opened: member-lyg"),
        new("PublishNotice", null, "notice-published-supervisor: supervisor-lyg watch-lyg"),
        new("FileObjection", null, $"objection-filed-office: {Office}; objection-filed-supervisor: supervisor-lyg watch-lyg"),
        new("DecideObjection", null, "objection-decided-supervisor: supervisor-lyg watch-lyg"),
        new("EndNotice", null, "notice-ended-government: gov-lyg"),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task An_event_reaches_exactly_whom_it_concerns(int index)
    {
        var row = Table[index];
        site.Clock.Set(2022, 6, 1, 9, 0);
        var chain = row.At is { } stage ? await CaseAsync(stage, row.Ending) : await site.RoundIdAsync();
        if (string.Equals(row.Action, "PublishForm", StringComparison.Ordinal))
        {
            // What other rows took back is a draft, too.
            await site.ReadAsync(db => db.Applications.Where(a => a.Position.Stage == Stage.Application).ExecuteUpdateAsync(s => s.SetProperty(a => a.Position.Ending, Ending.Withdrawn)));
            await site.DraftAsync("org4");
        }

        await site.SpreadAsync();
        var account = row.Account is { } name
            ? await site.ReadAsync(db => db.Users.Where(u => u.UserName == name).Select(u => row.AsParty ? u.PartyId : u.Id).SingleAsync())
            : null;

        // Later than what the case began with: the outbox goes by time.
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.HappensAsync(chain, row.Action, account: account, authority: row.Authority, dueOn: new DateOnly(2022, 6, 20));
        await site.SpreadAsync();

        var happening = await site.ReadAsync(db => db.Set<Happening>().Where(h => h.ChainId == chain && h.Action == row.Action).OrderByDescending(h => h.At).FirstOrDefaultAsync());
        Assert.NotNull(happening);
        Assert.True(happening.DoneAt is not null, happening.Problem);
        var heard = await site.ReadAsync(db => db.Set<Notification>().Where(n => n.HappeningId == happening.Id)
            .Select(n => new { n.EventCode, n.State, Who = db.Set<Message>().Where(m => m.NotificationId == n.Id).Join(db.Users, m => m.RecipientId, u => u.Id, (m, u) => u.UserName!).OrderBy(u => u).ToList() })
            .OrderBy(n => n.EventCode).ToListAsync());
        Assert.Equal(row.Heard, string.Join("; ", heard.Select(h => $"{h.EventCode}: {(h.State == NotificationState.Held ? "-" : string.Join(' ', h.Who))}")));
    }

    [Fact]
    public async Task The_table_has_every_event()
    {
        var events = await site.InScopeAsync(services => Task.FromResult(services.GetRequiredService<MessageCatalogue>().Events.Where(e => !e.IsReminder).Select(e => e.Code).ToList()));
        var told = Table.SelectMany(r => r.Heard.Split("; ", StringSplitOptions.RemoveEmptyEntries)).Select(h => h[..h.IndexOf(':', StringComparison.Ordinal)]).Concat(Elsewhere).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(events.Except(told, StringComparer.Ordinal));
        Assert.Empty(told.Except(events, StringComparer.Ordinal));
    }

    private async Task<Guid> CaseAsync(Stage stage, Ending? ending)
    {
        // A case that was taken back was handed in before.
        var id = await site.CaseAsync(stage == Stage.Application ? Stage.Recommendation : stage, "judge1", "judge2");
        await site.ReadAsync(async db =>
        {
            var application = await db.Applications.Include(a => a.Collaborators).SingleAsync(a => a.Id == id);
            var (owner, helper, invited) = (await NotificationSite.ActorAsync(db, "org1"), await NotificationSite.ActorAsync(db, "org2"), await NotificationSite.ActorAsync(db, "org3"));
            var now = site.Clock.GetUtcNow();
            db.Add(application.Invite(Guid.NewGuid(), "org2", helper.UserId, CaseRight.Edit, InviteCollaborator.HashOf(id + "2"), owner, now));
            db.Add(application.Invite(Guid.NewGuid(), "org3", invited.UserId, CaseRight.View, InviteCollaborator.HashOf(id + "3"), owner, now));
            application.AcceptInvitation(application.Collaborators.Single(c => c.InviteeId == helper.UserId).Id, helper, now);
            await db.SaveChangesAsync();
            await db.Set<Seat>().Where(s => s.ApplicationId == id && db.Users.Any(u => u.Id == s.ExpertId && u.UserName == "judge2")).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, SeatState.Cleared));
            return true;
        });
        await site.SpreadAsync();
        await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Position.Stage, stage).SetProperty(a => a.Position.Ending, ending)));
        return id;
    }

    private sealed record Row(string Action, Stage? At, string Heard)
    {
        public Ending? Ending { get; init; }

        public string? Account { get; init; }

        /// <summary>The event names the account's party.</summary>
        public bool AsParty { get; init; }

        public string? Authority { get; init; }
    }
}
