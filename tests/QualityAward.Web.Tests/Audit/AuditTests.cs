using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Audit;
using QualityAward.Testing;
using QualityAward.Web.Pages.Audit;
using QualityAward.Web.Pages.Rounds;

namespace QualityAward.Web.Tests.Audit;

public sealed class AuditTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task Every_chain_is_whole_after_the_operations_that_made_the_accounts_and_the_round()
    {
        // Chains of other tests are broken on purpose.
        var ids = await site.ReadAsync(db => db.Users.Select(u => u.Id).Concat(db.Rounds.Where(r => r.Name == StaffedSite.RoundName).Select(r => r.Id)).ToListAsync());
        var chains = (await ChainsAsync()).Where(c => ids.Contains(c[0].ChainId)).ToList();

        Assert.True(chains.Count > 10);
        Assert.All(chains, c => Assert.Null(Check(c).BrokenAt));
        Assert.Contains(chains, c => c.Count >= 3);
    }

    [Theory]
    [InlineData("update audit_entries set summary = '什么也没有发生' where chain_id = $1 and sequence = 2", 2)]
    [InlineData("update audit_entries set reason = '后来补的理由' where chain_id = $1 and sequence = 3", 3)]
    [InlineData("update audit_entries set at = at + interval '1 second' where chain_id = $1 and sequence = 1", 1)]
    [InlineData("update audit_entries set actor_name = '他人' where chain_id = $1 and sequence = 2", 2)]
    [InlineData("delete from audit_entries where chain_id = $1 and sequence = 2", 2)]
    [InlineData("delete from audit_entries where chain_id = $1 and sequence = 1", 1)]
    public async Task A_row_changed_behind_the_programs_back_is_reported_with_its_sequence(string sql, int brokenAt)
    {
        var id = await site.Given.PublishedRoundAsync(await site.Given.ActorAsync("office-lyg"), $"被篡改的一届 {Guid.NewGuid():N}");
        using var administrator = await site.LogInAsync("admin-audit");
        Assert.Contains("这件事共 3 条记录，逐条校验一致", (await administrator.GetAsync($"/audit?chain={id}")).Text, StringComparison.Ordinal);

        await TamperAsync(sql, id);

        var page = await administrator.GetAsync($"/audit?chain={id}");
        Assert.Contains($"第 {brokenAt} 条记录与校验值不符", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_forged_with_a_plain_hash_does_not_fit_the_key()
    {
        var id = await site.Given.PreparingRoundAsync(await site.Given.ActorAsync("office-lyg"), "伪造记录的一届");
        var entry = (await ChainsAsync()).Single(c => c[0].ChainId == id)[0];
        var forger = new AuditSealer(new byte[32]);

        Assert.False(forger.IsIntact(entry));
        Assert.True(site.Services.GetRequiredService<AuditSealer>().IsIntact(entry));
    }

    [Theory]
    [InlineData("update audit_entries set summary = 'x'")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("truncate audit_entries cascade")]
    public async Task The_database_itself_refuses_to_change_the_trail(string sql)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_writers_of_one_chain_number_their_entries_one_after_the_other()
    {
        var actor = await site.Given.ActorAsync("expert1");
        var before = await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == actor.UserId));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var visitor = await site.LogInAsync("expert1");
        }));

        var chain = (await ChainsAsync()).Single(c => c[0].ChainId == actor.UserId);
        Assert.Equal(before + 8, chain.Count);
        Assert.Null(Check(chain).BrokenAt);
    }

    [Fact]
    public async Task An_operation_that_fails_leaves_neither_its_change_nor_its_entry()
    {
        var office = await site.Given.ActorAsync("office-lyg");
        var id = await site.Given.PreparingRoundAsync(office, "没有发布成的一届");

        await Assert.ThrowsAsync<Domain.InvalidInputException>(() => site.Given.DoAsync<PublishCall>(o => o.RunAsync(id, office, default)));

        Assert.Equal(["OpenRound"], await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id).Select(e => e.Action).ToListAsync()));
    }

    [Fact]
    public async Task The_supervisor_reads_the_own_authority_and_nothing_of_another()
    {
        await site.Given.StaffAsync("supervisor-etdz", Role.Supervisor, "lyg-etdz");
        var round = await site.ReadAsync(db => db.Rounds.Where(r => r.Name == StaffedSite.RoundName).Select(r => r.Id).SingleAsync());
        using var own = await site.LogInAsync("supervisor-lyg");
        using var other = await site.LogInAsync("supervisor-etdz");

        var seen = await own.GetAsync($"/audit?chain={round}");
        var hidden = await other.GetAsync($"/audit?chain={round}");
        var all = await other.GetAsync("/audit");

        Assert.Contains($"发布申报通告：{StaffedSite.RoundName}", seen.Text, StringComparison.Ordinal);
        Assert.Contains("逐条校验一致", seen.Text, StringComparison.Ordinal);
        Assert.Contains("没有符合条件的记录", hidden.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(StaffedSite.RoundName, all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("office-lyg", all.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_supervisor_sees_what_the_own_authoritys_staff_did()
    {
        using var office = await site.LogInAsync("office-lyg");
        using var supervisor = await site.LogInAsync("supervisor-lyg");

        var page = await supervisor.GetAsync("/audit?q=office-lyg");

        Assert.Contains("登录", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_administrator_finds_by_text_day_and_refusal()
    {
        using var office = await site.LogInAsync("office-lyg");
        var round = await site.ReadAsync(db => db.Rounds.Where(r => r.Name == StaffedSite.RoundName).Select(r => r.Id).SingleAsync());
        var version = await site.ReadAsync(db => db.Rounds.Where(r => r.Id == round).Select(r => r.Version).SingleAsync());
        await (await office.GetAsync("/")).Form("大字版").Set("version", $"{version}").SubmitToAsync($"/rounds/{round}?handler=Publish", HttpStatusCode.UnprocessableEntity);
        using var administrator = await site.LogInAsync("admin-audit");

        var refused = await administrator.GetAsync("/audit?refusedOnly=true");
        var day = await administrator.GetAsync("/audit?from=2022-06-01&to=2022-06-01");
        var before = await administrator.GetAsync("/audit?to=2022-05-31");

        Assert.Contains("申报通告已发布，年度设置不能再修改", refused.Text, StringComparison.Ordinal);
        Assert.All(refused.All("tbody tr"), row => Assert.Contains("操作被拒绝", row.TextContent, StringComparison.Ordinal));
        Assert.Equal(25, day.All("tbody tr").Count());
        Assert.Contains("没有符合条件的记录", before.Text, StringComparison.Ordinal);
        await administrator.GetAsync("/audit?to=9999-12-31");
        await administrator.GetAsync("/audit?from=nonsense&p=-3");
    }

    private ChainCheck Check(List<AuditEntry> chain) => ChainCheck.Of(chain, site.Services.GetRequiredService<AuditSealer>());

    private async Task<List<List<AuditEntry>>> ChainsAsync()
    {
        var all = await site.ReadAsync(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync());
        return [.. all.GroupBy(e => e.ChainId).Select(g => g.ToList())];
    }

    /// <summary>Changes the table as somebody with all rights to the database could.</summary>
    private async Task TamperAsync(string sql, Guid chain)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.OpenAsync();
        await using var off = new NpgsqlCommand("alter table audit_entries disable trigger user", connection);
        await off.ExecuteNonQueryAsync();
        await using (var change = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = chain } } })
        {
            Assert.Equal(1, await change.ExecuteNonQueryAsync());
        }

        await using var on = new NpgsqlCommand("alter table audit_entries enable trigger user", connection);
        await on.ExecuteNonQueryAsync();
    }
}
