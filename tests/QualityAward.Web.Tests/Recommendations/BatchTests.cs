using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>Signed recommendations ranked and handed in as one batch, which nobody changes afterwards.</summary>
public sealed class BatchTests(CaseSite site) : IClassFixture<CaseSite>
{
    [Fact]
    public async Task A_batch_is_ranked_handed_in_checked_and_final()
    {
        site.Clock.Set(2022, 6, 1);
        var (first, second) = (await SignedAsync("海州报送甲有限公司"), await SignedAsync("海州报送乙有限公司"));
        var open = await site.CaseAsync("海州未签有限公司");
        using var office = await site.LogInAsync("haizhou");
        var round = await site.ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());
        var page = await office.GetAsync($"/recommendations/hand-in/{round}");
        Assert.Contains("1 个（不在这一批）", page.Text, StringComparison.Ordinal);

        var tied = await page.Form("报送 2 件").Fill("海州报送甲有限公司的排序", "1").Fill("海州报送乙有限公司的排序", "1").SubmitAsync("报送 2 件", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("从第 1 位到第 2 位，不能重复或空缺", Assert.Single(tied.Errors), StringComparison.Ordinal);
        Assert.Equal("1", tied.Form("报送 2 件").Value("海州报送乙有限公司的排序"));
        page = await tied.Form("报送 2 件").Fill("海州报送甲有限公司的排序", "2").SubmitAsync("只保存排序");
        page = await page.Form("报送 2 件").SubmitAsync("报送 2 件");

        var batch = await site.ReadAsync(db => db.Set<RecommendationBatch>().SingleAsync());
        Assert.Equal([second, first], batch.Entries.Select(e => e.ApplicationId));
        Assert.Contains("清单、申报材料和签署件与报送时一致", page.Text, StringComparison.Ordinal);
        Assert.Contains(batch.Sha256, page.Text, StringComparison.Ordinal);
        var list = await office.Client.GetByteArrayAsync(new Uri($"/recommendations/batches/{batch.Id}?handler=List", UriKind.Relative));
        Assert.Equal(batch.Sha256, Convert.ToHexStringLower(SHA256.HashData(list)));
        using var receipt = await office.Client.GetAsync(new Uri($"/recommendations/batches/{batch.Id}?handler=Pdf", UriKind.Relative));
        Assert.Equal("application/pdf", receipt.Content.Headers.ContentType!.MediaType);
        var stages = await site.ReadAsync(db => db.Applications.Where(a => a.Id == first || a.Id == second || a.Id == open).ToDictionaryAsync(a => a.Id, a => a.Position.Stage));
        Assert.Equal((Stage.EligibilityReview, Stage.EligibilityReview, Stage.Recommendation), (stages[first], stages[second], stages[open]));
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == round && e.Action == "HandInRecommendations" && e.NewValue == batch.Sha256)));

        // The database itself refuses a change.
        await Assert.ThrowsAsync<PostgresException>(() => site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update recommendation_batches set sha256 = 'x'")));
        await Assert.ThrowsAsync<PostgresException>(() => site.ReadAsync(db => db.Database.ExecuteSqlAsync($"delete from recommendation_batches")));

        // Who may read it, and who not.
        using var higher = await site.LogInAsync("office");
        Assert.Contains(batch.Receipt, (await higher.GetAsync("/recommendations/batches")).Text, StringComparison.Ordinal);
        Assert.Contains(batch.Receipt, (await higher.GetAsync($"/recommendations/batches?round={round}&q={batch.Receipt[3..]}")).Text, StringComparison.Ordinal);
        Assert.Contains("没有符合条件的批次", (await higher.GetAsync($"/recommendations/batches?round={Guid.NewGuid()}")).Text, StringComparison.Ordinal);
        Assert.Contains("没有符合条件的批次", (await higher.GetAsync("/recommendations/batches?q=没有的单位")).Text, StringComparison.Ordinal);
        var review = await (await higher.GetAsync($"/recommendations/batches/{batch.Id}")).FollowAsync("海州报送甲有限公司");
        Assert.Equal($"/eligibility/{first}", review.Path);
        Assert.Equal($"/recommendations/{first}", (await (await office.GetAsync($"/recommendations/batches/{batch.Id}")).FollowAsync("海州报送甲有限公司")).Path);
        foreach (var stranger in new[] { "ganyu", "other-office" })
        {
            using var visitor = await site.LogInAsync(stranger);
            await visitor.GetAsync($"/recommendations/batches/{batch.Id}", HttpStatusCode.NotFound);
            await visitor.GetAsync($"/recommendations/batches/{batch.Id}?handler=List", HttpStatusCode.NotFound);
            Assert.DoesNotContain(batch.Receipt, (await visitor.GetAsync("/recommendations/batches")).Text, StringComparison.Ordinal);
        }

        foreach (var stranger in new[] { "applicant", "dept-emergency" })
        {
            using var visitor = await site.LogInAsync(stranger);
            await visitor.GetAsync($"/recommendations/batches/{batch.Id}", HttpStatusCode.Forbidden);
            await visitor.GetAsync($"/recommendations/hand-in/{round}", HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_quota_of_the_unit_is_shown_and_binds_when_recommending_and_the_sealed_list_is_checked()
    {
        site.Clock.Set(2022, 6, 1);
        var round = await site.ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update rounds set settings = jsonb_set(settings::jsonb, '{{unitQuotas}}', '[{{\"unit\":\"lyg-ganyu\",\"limit\":1}}]'::jsonb) where id = {round}"));
        var (one, two) = (await site.CaseAsync("赣榆名额甲有限公司", channel: "lyg-ganyu"), await site.CaseAsync("赣榆名额乙有限公司", channel: "lyg-ganyu"));
        using var office = await site.LogInAsync("ganyu");
        Assert.Contains("1 个中已推荐 0 个", (await office.GetAsync("/recommendations")).Text, StringComparison.Ordinal);

        await site.RecommendAsync(one, "ganyu");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.RecommendAsync(two, "ganyu"));
        Assert.Equal(("quota-exceeded", "2022年连云港市市长质量奖年度设置“推荐名额”"), (refused.Code, refused.Clause));
        Assert.Contains("本单位本届推荐名额为 1 个，已推荐 1 个，超过名额 1 个", refused.Message, StringComparison.Ordinal);
        var page = await (await office.GetAsync($"/recommendations/{two}")).Form("同意推荐").Fill("推荐意见", "同意").SubmitAsync("同意推荐", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("本单位本届推荐名额为 1 个", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == two && e.Action == "Refused:quota-exceeded")));
        Assert.Contains("名额已满", (await office.GetAsync("/recommendations")).Text, StringComparison.Ordinal);

        await site.EndorseAsync(one, "ganyu");
        var handIn = await office.GetAsync($"/recommendations/hand-in/{round}");
        Assert.Contains("1 个，报送这一批后还余 0 个", handIn.Text, StringComparison.Ordinal);
        handIn = await handIn.Form("报送 1 件").SubmitAsync("只保存排序");
        using var printed = await office.Client.GetAsync(new Uri($"/recommendations/hand-in/{round}?handler=List", UriKind.Relative));
        var list = await printed.Content.ReadAsByteArrayAsync();
        var wrong = await handIn.Form("报送 1 件").Fill("清单校验码", await RecommendationPageTests.CodeAsync(office, one, "endorsement")).Attach("盖章清单扫描件", "清单.pdf", "application/pdf", CaseSite.Pdf)
            .SubmitAsync("报送 1 件", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("不是这一批现有清单的校验码", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == round && e.Action == "Refused:paper-version")));
        // The text layer of the printed list holds its code: nothing need be typed.
        var batch = await handIn.Form("报送 1 件").Fill("清单校验码", "").Attach("盖章清单扫描件", "清单.pdf", "application/pdf", list).SubmitAsync("报送 1 件");
        Assert.Contains("盖章清单", batch.Text, StringComparison.Ordinal);
        Assert.Contains("清单、申报材料和签署件与报送时一致", batch.Text, StringComparison.Ordinal);
        using var sealedList = await office.Client.GetAsync(new Uri(batch.Path + "?handler=SealedList", UriKind.Relative));
        Assert.Equal(list, await sealedList.Content.ReadAsByteArrayAsync());
        using var stranger = await site.LogInAsync("donghai");
        await stranger.GetAsync(batch.Path + "?handler=SealedList", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_two_colleagues_who_recommend_for_the_last_place_at_the_same_moment_one_is_refused_and_keeps_what_was_typed()
    {
        site.Clock.Set(2022, 6, 1);
        var round = await site.ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update rounds set settings = jsonb_set(settings::jsonb, '{{unitQuotas}}', '[{{\"unit\":\"lyg-donghai\",\"limit\":1}}]'::jsonb) where id = {round}"));
        var (one, two) = (await site.CaseAsync("东海名额甲有限公司", channel: "lyg-donghai"), await site.CaseAsync("东海名额乙有限公司", channel: "lyg-donghai"));
        await site.MakeReadyAsync(one, "donghai");
        await site.MakeReadyAsync(two, "donghai");
        using var first = await site.LogInAsync("donghai");
        using var second = await site.LogInAsync("donghai2");
        var pages = new[] { await first.GetAsync($"/recommendations/{one}"), await second.GetAsync($"/recommendations/{two}") };

        // Both have counted, or wait to count, before either may write its trail.
        await using var gate = new NpgsqlConnection(site.ConnectionString);
        await gate.OpenAsync();
        foreach (var chain in new[] { one, two })
        {
            await ExecuteAsync(gate, $"select pg_advisory_lock(hashtextextended('{chain}', 0))");
        }

        var answers = new[] { RecommendAsync(pages[0], "甲的推荐意见"), RecommendAsync(pages[1], "乙的推荐意见") };
        while ((long)(await ExecuteAsync(gate, "select count(*) from pg_locks l join pg_database d on d.oid = l.database where locktype = 'advisory' and not granted and datname = current_database()"))! < answers.Length)
        {
            Assert.DoesNotContain(answers, answer => answer.IsCompleted);
            await Task.Delay(20);
        }

        await ExecuteAsync(gate, "select pg_advisory_unlock_all()");
        var both = await Task.WhenAll(answers);
        var late = both[0].Page.Status == HttpStatusCode.OK ? 1 : 0;
        var (taken, refused) = (both[1 - late], both[late]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity), (taken.Page.Status, refused.Page.Status));
        Assert.Contains("本单位本届推荐名额为 1 个，已推荐 1 个", Assert.Single(refused.Page.Errors), StringComparison.Ordinal);
        Assert.Contains("2022年连云港市市长质量奖年度设置“推荐名额”", refused.Page.Text, StringComparison.Ordinal);
        Assert.Equal(refused.Typed, refused.Page.Form("同意推荐").Value("推荐意见"));
        Assert.Equal([taken.Typed], await site.ReadAsync(db => db.Set<Recommendation>().Where(r => r.ChannelCode == "lyg-donghai" && r.RecommendedAt != null).Select(r => r.OpinionText).ToListAsync()));

        // Who comes late to the same case reads both texts.
        var again = await RecommendAsync(pages[1 - late], "晚到的推荐意见");
        Assert.Contains("推荐意见已经签署", Assert.Single(again.Page.Errors), StringComparison.Ordinal);
        Assert.Contains("您填写的推荐意见（未保存） 晚到的推荐意见", again.Page.Text, StringComparison.Ordinal);

        static async Task<Answer> RecommendAsync(Page page, string text) => new(text, await page.Form("同意推荐").Fill("推荐意见", text).SubmitAsync("同意推荐", expected: null));

        static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
    }

    private sealed record Answer(string Typed, Page Page);

    [Fact]
    public async Task Notes_and_returns_stay_where_they_belong()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("东海退回有限公司", channel: "lyg-donghai");
        using var office = await site.LogInAsync("donghai");
        var page = await office.GetAsync($"/recommendations/{id}");

        page = await page.Form("保存备注").Fill("备注", "秘密备注：电话核实过").SubmitAsync("保存备注");
        Assert.Contains("秘密备注：电话核实过", page.Text, StringComparison.Ordinal);
        var returning = await page.FollowAsync("退回申报人修改");
        var refused = await returning.Form("退回修改").SubmitAsync("退回修改", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请填写修改期限。", "请至少选择一个需要修改的部分，并写明意见。"], refused.Errors.Order(StringComparer.Ordinal));
        page = await refused.Form("退回修改").Set("Input.Sections", "basic").Set("Input.Remarks[basic]", "请核对成立日期").Fill("修改期限", "2022-06-10").SubmitAsync("退回修改");

        Assert.Contains("已退回申报人修改，期限", page.Text, StringComparison.Ordinal);
        Assert.Contains("等待申报人重新提交", (await office.GetAsync($"/recommendations/{id}/return")).Text, StringComparison.Ordinal);
        using var applicant = await site.LogInAsync("applicant");
        var seen = await applicant.GetAsync($"/applications/{id}");
        Assert.Contains("请核对成立日期", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("秘密备注", seen.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        using var other = await site.LogInAsync("haizhou");
        await other.GetAsync($"/recommendations/{id}/return", HttpStatusCode.NotFound);
        Assert.False(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && (e.Summary.Contains("秘密备注") || e.NewValue!.Contains("秘密备注")))));
    }

    private async Task<Guid> SignedAsync(string name)
    {
        var id = await site.CaseAsync(name);
        await site.RecommendAsync(id);
        await site.EndorseAsync(id);
        return id;
    }
}
