using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Testing;
using QualityAward.Web.Pages.Eligibility;
using QualityAward.Web.Pages.Honours;
using QualityAward.Web.Pages.PublicNotices;

namespace QualityAward.Web.Tests.Decisions;

/// <summary>A finding of the re-check that nobody has decided keeps notice and approval from going on.</summary>
public sealed class RecheckBeforeDecisionTests(DecisionSite site) : IClassFixture<DecisionSite>
{
    [Fact]
    public async Task Notice_and_approval_wait_for_the_decision_and_a_dropped_case_leaves_the_notice()
    {
        await site.AgreeAsync();
        site.Clock.Set(2022, 9, 1);
        var office = await site.ActorAsync("office");
        await FindAsync(1);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.RunAsync<PublishNotice>(o => o.RunAsync(DecisionSite.RoundId, office, CancellationToken.None)));
        Assert.Equal(("recheck-open", "《办法》第八条"), (refused.Code, refused.Clause));
        Assert.Contains($"不能发布公示：{DecisionSite.Names[0]}（近3年无较大事故）", refused.Message, StringComparison.Ordinal);
        await DecideAsync(RecheckAct.Keep, "已核实，非本组织责任");
        await site.RunAsync<PublishNotice>(o => o.RunAsync(DecisionSite.RoundId, office, CancellationToken.None));

        // During the notice the case is struck out where the public reads it, and nobody moves up.
        await FindAsync(2);
        await DecideAsync(RecheckAct.Drop, "公示期间查实");
        var notice = await site.ReadAsync(db => db.Set<Notice>().AsNoTracking().SingleAsync(n => n.RoundId == DecisionSite.RoundId));
        Assert.Equal([NoticeEntryStatus.Listed, NoticeEntryStatus.StruckOut], notice.Entries.Select(e => e.Status));
        Assert.Equal(Ending.StruckOut, await site.ReadAsync(db => db.Applications.Where(a => a.Id == DecisionSite.Case(2)).Select(a => a.Position.Ending).SingleAsync()));

        site.Clock.Set(2022, 9, 9);
        await site.RunAsync<EndNotice>(o => o.RunAsync(notice.Id, office, CancellationToken.None));
        await FindAsync(1);
        var approval = new ApprovalRecord("连政发〔2022〕9号", new DateOnly(2022, 9, 9), new Dictionary<Guid, string>());
        var waiting = await Assert.ThrowsAsync<RefusedException>(() => ApproveAsync());
        Assert.Equal("recheck-open", waiting.Code);
        await DecideAsync(RecheckAct.Keep, "已核实，非本组织责任");
        await ApproveAsync();
        Assert.Equal(Stage.Proclamation, await site.ReadAsync(db => db.Applications.Where(a => a.Id == DecisionSite.Case(1)).Select(a => a.Position.Stage).SingleAsync()));

        Task ApproveAsync() => site.RunAsync<RecordApproval>(o => o.RunAsync(DecisionSite.RoundId, approval, "批文.pdf", new MemoryStream(DecisionSite.Pdf), office, CancellationToken.None));
        Task DecideAsync(RecheckAct act, string reason) => site.RunAsync<DecideRecheck>(async o => await o.RunAsync(await OpenAsync(), act, reason, office, CancellationToken.None));
        Task<Guid> OpenAsync() => site.ReadAsync(db => db.Set<RecheckFinding>().Where(f => f.Decision == null).Select(f => f.Id).SingleAsync());
    }

    /// <summary>The cases here have no answers to be tested on: what a re-check would have found is put there.</summary>
    private Task FindAsync(int number) => site.RunAsync<QualityAwardDbContext>(db => db.Database.ExecuteSqlAsync(
        $"""
        update recheck_findings set closed_at = now();
        insert into recheck_findings (id, version, application_id, round_id, authority_code, condition_code, text, clause, before, before_facts, now, facts, found_at)
        values ({Guid.NewGuid()}, 1, {DecisionSite.Case(number)}, {DecisionSite.RoundId}, 'lyg', 'accidents', '近3年无较大事故', '《办法》第八条', 'Met', '无', 'NeedsEvidence', '登记簿：事故', now())
        """));
}
