using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Registers;

namespace QualityAward.Domain.Tests.Registers;

public sealed class RegisterProposalTests
{
    private static readonly DateTimeOffset Now = ChinaCalendar.StartOf(new DateOnly(2022, 6, 1));
    private static readonly Actor Author = new(Guid.NewGuid(), "甲", Role.Office, "city");
    private static readonly Actor Second = new(Guid.NewGuid(), "乙", Role.Office, "city");
    private static readonly RegisterDocument Scan = new("决定.pdf", new string('a', 64), 10, "application/pdf");

    [Fact]
    public void A_second_person_confirms()
    {
        var proposal = Proposed();

        proposal.Approve(Second, Now);

        Assert.Equal((ProposalState.Approved, "乙"), (proposal.State, proposal.DecidedBy));
        Assert.Equal(["ProposeRegisterEntry", "ApproveRegisterEntry"], proposal.Events.Select(e => e.Action));
        Assert.Equal("登记理由", proposal.Events[0].Reason);
    }

    [Fact]
    public void The_same_person_is_refused() => Refused("same-person", p => p.Approve(Author, Now));

    [Fact]
    public void The_same_person_does_not_reject_either() => Refused("same-person", p => p.Reject("不妥", Author, Now));

    [Fact]
    public void Another_authority_is_refused() => Refused("other-authority", p => p.Approve(Second with { AuthorityCode = "elsewhere" }, Now));

    [Fact]
    public void Whoever_only_supervises_confirms_nothing() => Refused("permission", p => p.Approve(Second with { Role = Role.Supervisor }, Now));

    [Fact]
    public void Nothing_is_decided_twice()
    {
        var proposal = Proposed();
        proposal.Reject("来源不清", Second, Now);

        Assert.Equal("来源不清", proposal.Remark);
        Assert.Equal("proposal-state", Assert.Throws<RefusedException>(() => proposal.Approve(Second, Now)).Code);
        Assert.Equal("proposal-state", Assert.Throws<RefusedException>(() => proposal.Cancel(Author, Now)).Code);
    }

    [Fact]
    public void An_import_is_handed_on_by_whoever_made_it() =>
        Assert.Equal("not-the-author", Assert.Throws<RefusedException>(() => Draft().Propose("登记理由", null, Second, Now)).Code);

    [Theory]
    [InlineData(" ", false)]
    [InlineData("x", true)]
    [InlineData("500", true)]
    [InlineData("501", false)]
    public void Rejecting_takes_a_reason_within_its_limit(string reason, bool taken)
    {
        var proposal = Proposed();
        var text = int.TryParse(reason, System.Globalization.CultureInfo.InvariantCulture, out var length) ? new string('字', length) : reason;

        var thrown = Record.Exception(() => proposal.Reject(text, Second, Now));

        Assert.Equal(taken ? null : "Reason", (thrown as InvalidInputException)?.Problems[0].Field);
        Assert.Equal(taken ? ProposalState.Rejected : ProposalState.Proposed, proposal.State);
    }

    [Fact]
    public void Only_its_author_takes_it_back() => Refused("not-the-author", p => p.Cancel(Second, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void A_reason_is_needed(string? reason) =>
        Assert.Equal("Input.Reason", Assert.Single(Assert.Throws<InvalidInputException>(() => Draft().Propose(reason, null, Author, Now)).Problems).Field);

    [Fact]
    public void Rows_with_problems_are_not_handed_on() =>
        Assert.Equal("rows-with-problems", Assert.Throws<RefusedException>(() => Draft(problems: 2).Propose("理由", null, Author, Now)).Code);

    [Fact]
    public void A_verification_needs_the_document()
    {
        var verification = Draft(kind: RegisterKind.Verification);

        Assert.Equal("Input.Document", Assert.Single(Assert.Throws<InvalidInputException>(() => verification.Propose("理由", null, Author, Now)).Problems).Field);
        verification.Propose("理由", Scan, Author, Now);
        Assert.Equal(ProposalState.Proposed, verification.State);
    }

    [Fact]
    public void A_name_is_kept_with_its_days_when_another_follows()
    {
        var party = Party.Organisation(Guid.NewGuid(), "甲公司", "91350100M000100Y43");

        party.Rename("乙公司", new DateOnly(2019, 3, 1), Guid.NewGuid());
        party.Rename("丙公司", new DateOnly(2021, 1, 1), Guid.NewGuid());

        Assert.Equal("丙公司", party.Name);
        Assert.Equal([("甲公司", (DateOnly?)null, new DateOnly(2019, 2, 28)), ("乙公司", new DateOnly(2019, 3, 1), new DateOnly(2020, 12, 31))], party.FormerNames.Select(n => (n.Name, n.From, n.Until)));
        Assert.Equal("rename-out-of-order", Assert.Throws<RefusedException>(() => party.Rename("丁公司", new DateOnly(2021, 1, 1), Guid.NewGuid())).Code);
        Assert.Equal("same-name", Assert.Throws<RefusedException>(() => party.Rename("丙公司", new DateOnly(2022, 1, 1), Guid.NewGuid())).Code);
    }

    [Fact]
    public void Imported_history_is_unverified_until_a_document_is_shown_and_is_verified_once()
    {
        var honour = HonourEntry.Imported(Guid.NewGuid(), new HonourRecord("样例公司", Track.Organisation, "sample", "样例奖", "award", "样例奖", 2019), "名单");
        Assert.True(honour.IsUnverified);

        honour.Verify(Guid.NewGuid(), new DateOnly(2019, 12, 1), "样政发〔2019〕1号", Now);

        Assert.False(honour.IsUnverified);
        Assert.Equal("already-verified", Assert.Throws<RefusedException>(() => honour.Verify(Guid.NewGuid(), new DateOnly(2019, 12, 1), "样政发〔2019〕1号", Now)).Code);
    }

    [Fact]
    public void An_entry_is_withdrawn_once_and_stays()
    {
        var holding = Holding.Enter(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 51m, new DateOnly(2020, 1, 1), null, "city", Guid.NewGuid());
        Assert.True(holding.HoldsOn(new DateOnly(2020, 1, 1)));
        Assert.False(holding.HoldsOn(new DateOnly(2019, 12, 31)));
        holding.End(new DateOnly(2021, 12, 31));
        Assert.True(holding.HoldsOn(new DateOnly(2021, 12, 31)));
        Assert.False(holding.HoldsOn(new DateOnly(2022, 1, 1)));

        holding.Withdraw("录入有误", Now);

        Assert.False(holding.HoldsOn(new DateOnly(2020, 1, 1)));
        Assert.Equal("already-withdrawn", Assert.Throws<RefusedException>(() => holding.Withdraw("又一次", Now)).Code);
    }

    private static RegisterProposal Draft(int problems = 0, RegisterKind kind = RegisterKind.Bar) =>
        RegisterProposal.Draft(Guid.NewGuid(), new ProposalContent(kind, "样例", 3, problems, new string('0', 64)), Author, Now);

    private static RegisterProposal Proposed()
    {
        var proposal = Draft();
        proposal.Propose("登记理由", Scan, Author, Now);
        return proposal;
    }

    private static void Refused(string code, Action<RegisterProposal> act)
    {
        var proposal = Proposed();
        Assert.Equal(code, Assert.Throws<RefusedException>(() => act(proposal)).Code);
        Assert.Equal(ProposalState.Proposed, proposal.State);
    }
}
