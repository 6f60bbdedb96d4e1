using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Supervision;
using QualityAward.Web.Pages.Registers;

namespace QualityAward.Web.Tests.Registers;

/// <summary>Refusals of the registers' operations that the pages keep people from: entries that are not theirs to withdraw, and proposals that time or a hand has overtaken.</summary>
public sealed class RegisterGuardTests(RegisterSite site) : IClassFixture<RegisterSite>
{
    [Fact]
    public async Task What_a_decision_made_and_what_is_withdrawn_already_is_not_withdrawn()
    {
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(61, "示例护栏一公司", "2021-12-01"));
        var party = await site.PartyAsync(RegisterSite.CodeOf(61));
        var (bar, incident) = await site.ReadAsync(async db =>
        {
            // As a proclamation does it, without anybody's proposal.
            var imposed = Bar.Impose(Guid.NewGuid(), party, "lianyungang-mayor", new BarRule { Ground = BarGround.Winner, Years = 5, Clause = new Clause("rules", "第十六条") }, new DateOnly(2021, 10, 20), "第十六条", authorityCode: "lyg");
            db.Add(imposed);
            var entry = await db.Set<Incident>().SingleAsync(i => i.PartyId == party);
            entry.Withdraw("登记有误", DateTimeOffset.UtcNow);
            await db.SaveChangesAsync();
            return (imposed.Id, entry.Id);
        });

        Assert.Equal("own-decision", await RefusedAsync(RegisterKind.Bar, bar));
        Assert.Equal("already-withdrawn", await RefusedAsync(RegisterKind.Incident, incident));
        Assert.Equal("no-such-entry", await RefusedAsync(RegisterKind.Incident, Guid.NewGuid()));

        async Task<string> RefusedAsync(RegisterKind kind, Guid id)
        {
            var office = await site.Given.ActorAsync("office-lyg");
            return (await Assert.ThrowsAsync<RefusedException>(() => site.Given.DoAsync<ProposeWithdrawal>(o => o.RunAsync(kind, id, "登记有误", null, office, default)))).Code;
        }
    }

    [Fact]
    public async Task A_proposal_whose_rows_were_changed_or_that_the_register_has_overtaken_is_not_confirmed()
    {
        var tampered = await site.ProposeAsync(RegisterKind.Incident, RegisterSite.Incident(62, "示例护栏二公司", "2021-12-02"));
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"delete from register_rows where proposal_id = {tampered}"));
        var (first, second) = (
            await site.ProposeAsync(RegisterKind.Incident, RegisterSite.Incident(63, "示例护栏三公司", "2021-12-03")), await site.ProposeAsync(RegisterKind.Incident, RegisterSite.Incident(63, "示例护栏三公司", "2021-12-03")));
        await ApproveAsync(first);

        Assert.Equal("rows-changed", (await Assert.ThrowsAsync<RefusedException>(() => ApproveAsync(tampered))).Code);
        var overtaken = await Assert.ThrowsAsync<RefusedException>(() => ApproveAsync(second));
        Assert.Equal("register-changed", overtaken.Code);
        Assert.Contains("提交之后登记簿有变化，1 行不能登记：第 1 行，", overtaken.Message, StringComparison.Ordinal);
        var party = await site.PartyAsync(RegisterSite.CodeOf(63));
        Assert.Equal(1, await site.ReadAsync(db => db.Set<Incident>().CountAsync(i => i.PartyId == party)));
        Assert.Equal([ProposalState.Proposed, ProposalState.Proposed], await site.ReadAsync(db => db.Set<RegisterProposal>().Where(p => p.Id == tampered || p.Id == second).Select(p => p.State).ToListAsync()));

        async Task ApproveAsync(Guid id)
        {
            var other = await site.Given.ActorAsync("office-lyg-2");
            await site.Given.DoAsync<DecideProposal>(o => o.ApproveAsync(id, 0, other, default));
        }
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused_before_the_sheet_is_read()
    {
        var office = await site.Given.ActorAsync("office-lyg");

        Assert.Equal("not-importable", (await Assert.ThrowsAsync<RefusedException>(() => site.Given.DoAsync<ReadImport>(o => o.RunAsync(RegisterKind.Withdrawal, Stream.Null, "表.csv", office, default)))).Code);
    }
}
