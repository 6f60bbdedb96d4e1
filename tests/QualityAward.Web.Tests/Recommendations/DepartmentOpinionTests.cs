using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain.Recommendations;
using QualityAward.Testing;
using QualityAward.Web.Pages.Recommendations;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>Departments asked in parallel: what they see, what they answer, and what is refused.</summary>
public sealed class DepartmentOpinionTests(CaseSite site) : IClassFixture<CaseSite>
{
    private const string EmergencyLabel = "应急管理部门（连云港市应急管理局），必须征求";

    [Fact]
    public async Task A_department_answers_on_line_and_the_office_sees_it()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州在线答复有限公司");
        var request = await AskAsync(id, "emergency");
        using var department = await site.LogInAsync("dept-emergency");

        var desk = await department.GetAsync("/");
        var list = await department.GetAsync("/opinions?q=在线答复");
        var page = await list.FollowAsync("海州在线答复有限公司");
        var missing = await page.Form("答复").Check("有不良记录").SubmitAsync("答复", HttpStatusCode.UnprocessableEntity);
        page = await missing.Form("答复").Fill("意见内容", "2021年发生一般事故一起").Fill("不良记录等级", "一般").Fill("发生日期", "2021-03-04").Fill("处罚决定书等文号", "海应急罚〔2021〕3号")
            .Attach("意见扫描件", "复函.pdf", "application/pdf", CaseSite.Pdf).SubmitAsync("答复");

        Assert.Contains("答复推荐单位的征求意见", desk.Text, StringComparison.Ordinal);
        Assert.Equal(["有不良记录时，请写明具体情况", "请选择不良记录的等级。", "请填写不良记录的发生日期。"], missing.Errors.Select(e => e.Contains("写明具体情况", StringComparison.Ordinal) ? "有不良记录时，请写明具体情况" : e));
        Assert.Contains("已答复", page.Text, StringComparison.Ordinal);
        using var own = await department.Client.GetAsync(new Uri($"/opinions/{request}/scan", UriKind.Relative));
        Assert.Equal(CaseSite.Pdf, await own.Content.ReadAsByteArrayAsync());
        using var office = await site.LogInAsync("haizhou");
        var seen = await office.GetAsync($"/recommendations/{id}");
        Assert.Contains("有不良记录（一般）", seen.Text, StringComparison.Ordinal);
        Assert.Contains("海应急罚〔2021〕3号", seen.Text, StringComparison.Ordinal);
        var opinion = await site.ReadAsync(db => db.Set<DepartmentOpinion>().SingleAsync(o => o.RequestId == request));
        using var scan = await office.Client.GetAsync(new Uri($"/recommendations/{id}/opinions/{opinion.Id}/scan", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, scan.StatusCode);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "AnswerDepartmentOpinion" && e.ActorName == "dept-emergency")));
    }

    [Fact]
    public async Task Six_departments_times_forty_applicants_with_one_silent()
    {
        site.Clock.Set(2022, 6, 1);
        var ids = new List<Guid>();
        for (var i = 1; i <= 40; i++)
        {
            ids.Add(await site.CaseAsync($"东海批量{i:00}号有限公司", channel: "lyg-donghai"));
        }

        using var office = await site.LogInAsync("donghai");
        var ask = (await office.GetAsync("/recommendations/ask")).Form("发出征求意见").Remove("Input.Kinds").Fill("答复期限", "2022-06-10").Fill("提醒日期", "2022-06-08");
        foreach (var id in ids)
        {
            ask.Set("Input.Ids", id.ToString());
        }

        foreach (var kind in new[] { "market", "emergency", "environment", "health", "labour", "industry" })
        {
            ask.Set("Input.Kinds", kind);
        }

        var sent = await ask.SubmitAsync("发出征求意见");
        Assert.Contains("已就 40 个申报人向 6 个部门发出 240 件征求意见", sent.Text, StringComparison.Ordinal);

        foreach (var name in new[] { "dept-market", "dept-donghai", "dept-environment", "dept-health", "dept-industry" })
        {
            using var department = await site.LogInAsync(name);
            var form = (await department.GetAsync("/opinions/answer")).Form("答复所选申报人").Check("无不良记录").Fill("意见日期", "2022-06-01");
            foreach (var id in await site.ReadAsync(db => db.Set<OpinionRequest>().Where(r => ids.Contains(r.ApplicationId) && r.AnsweredAt == null && r.DepartmentCode == db.Users.Single(u => u.UserName == name).AuthorityCode).Select(r => r.Id).ToListAsync()))
            {
                form.Set("Input.Ids", id.ToString());
            }

            Assert.Contains("已答复 40 件：无不良记录。", (await form.SubmitAsync("答复所选申报人")).Text, StringComparison.Ordinal);
        }

        site.Clock.Set(2022, 6, 11, 0, 0);
        using var counter = new CommandCounter(site);
        var overview = await office.GetAsync("/recommendations/opinions");
        Assert.InRange(counter.Count, 3, 10);
        var silent = overview.All("tbody tr").Single(r => r.TextContent.Contains("人社部门", StringComparison.Ordinal) && r.QuerySelectorAll("td").Length == 5 && r.QuerySelector("input") is null);
        Assert.Equal(["40", "0", "0", "40", "0"], silent.QuerySelectorAll("td").Select(c => c.TextContent.Trim()));
        Assert.Contains("催办逾期未答复的部门意见", (await office.GetAsync("/")).Text, StringComparison.Ordinal);
        counter.Reset();
        var overdue = await office.GetAsync("/recommendations/opinions?state=Overdue");
        Assert.InRange(counter.Count, 3, 10);
        Assert.Equal(25, overdue.All("input[name='Input.Ids']").Count());
        var due = await site.ReadAsync(db => OpinionsDue.Of(db).Where(o => ids.Contains(o.ApplicationId)).ToListAsync());
        Assert.Equal((40, "lyg-labour", new DateOnly(2022, 6, 10), new DateOnly(2022, 6, 8)), (due.Count, due.Select(d => d.DepartmentCode).Distinct().Single(), due[0].DueOn, due[0].RemindOn!.Value));

        // The silent department comes too late; only more time lets it answer.
        using var labour = await site.LogInAsync("dept-labour");
        Assert.DoesNotContain("东海批量01号有限公司", (await labour.GetAsync("/opinions/answer")).Text, StringComparison.Ordinal);
        var first = due[0].RequestId;
        Assert.Contains("答复期限已过", (await labour.GetAsync($"/opinions/{first}")).Text, StringComparison.Ordinal);
        var extend = overdue.Form("延长期限").Fill("新的答复期限", "2022-06-20").Set("Input.Ids", first.ToString());
        await extend.SubmitAsync("延长期限");
        var answered = await (await labour.GetAsync($"/opinions/{first}")).Form("答复").Check("无不良记录").Fill("意见日期", "2022-06-11").SubmitAsync("答复");
        Assert.Contains("已答复", answered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_after_the_deadline_is_refused_with_the_reason_and_recorded()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州迟到有限公司");
        var request = await AskAsync(id, "emergency");
        using var department = await site.LogInAsync("dept-emergency");
        var page = await department.GetAsync($"/opinions/{request}");
        var many = await department.GetAsync("/opinions/answer");
        site.Clock.Set(2022, 6, 11, 0, 0);

        var late = await page.Form("答复").Check("无法核实").Fill("意见内容", "卷宗已移交").SubmitAsync("答复", HttpStatusCode.UnprocessableEntity);
        var lateMany = await many.Form("答复所选申报人").Check("无不良记录").Set("Input.Ids", request.ToString()).SubmitAsync("答复所选申报人", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("答复期限已于2022年6月10日24:00届满，不能再答复", Assert.Single(late.Errors), StringComparison.Ordinal);
        Assert.Contains("附件3", late.Text, StringComparison.Ordinal);
        Assert.Contains("答复期限已于2022年6月10日24:00届满，不能再答复", Assert.Single(lateMany.Errors), StringComparison.Ordinal);
        Assert.False(await site.ReadAsync(db => db.Set<DepartmentOpinion>().AnyAsync(o => o.RequestId == request)));
        Assert.True(await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "Refused:opinion-late" && e.ActorName == "dept-emergency")) >= 2);
    }

    [Fact]
    public async Task A_department_reaching_for_another_countys_case_is_refused_and_recorded_and_learns_nothing()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("东海他县有限公司", channel: "lyg-donghai");
        var request = await AskAsync(id, "emergency", "donghai");
        var own = await AskAsync(await site.CaseAsync("海州本县有限公司"), "emergency");
        using var city = await site.LogInAsync("dept-emergency");

        await city.GetAsync($"/opinions/{request}", HttpStatusCode.NotFound);
        await city.GetAsync($"/opinions/{request}/scan", HttpStatusCode.NotFound);
        var form = (await city.GetAsync("/opinions/answer")).Form("答复所选申报人").Check("无不良记录").Set("Input.Ids", own.ToString()).Set("Input.Ids", request.ToString());
        var refused = await form.SubmitAsync("答复所选申报人", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("推荐单位没有就该申报人向本部门征求意见", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("东海他县", refused.Text, StringComparison.Ordinal);
        Assert.False(await site.ReadAsync(db => db.Set<DepartmentOpinion>().AnyAsync(o => o.RequestId == own || o.RequestId == request)));
        Assert.Equal(3, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "Refused:not-asked" && e.ActorName == "dept-emergency")));
        using var county = await site.LogInAsync("dept-donghai");
        Assert.Contains("东海他县有限公司", (await county.GetAsync("/opinions?q=他县")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("海州本县有限公司", (await county.GetAsync("/opinions?state=All")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_sees_nothing_of_the_application()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州泄漏检查有限公司", founded: "2007-11-13");
        var request = await AskAsync(id, "market");
        await AskAsync(id, "emergency");
        using var office = await site.LogInAsync("haizhou");
        var opinions = await office.GetAsync($"/recommendations/{id}/opinions");
        await opinions.Form("登记意见").Fill("部门", "应急管理部门").Check("无法核实").Fill("意见内容", "秘密：另一部门的意见").Fill("意见日期", "2022-06-01").SubmitAsync("登记意见");
        var receipt = await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.ReceiptNumber!).SingleAsync());
        using var department = await site.LogInAsync("dept-market");

        foreach (var address in new[] { "/", "/opinions", "/opinions?state=All", "/opinions/answer", $"/opinions/{request}" })
        {
            var page = await department.GetAsync(address);
            Assert.All(new[] { "2007-11-13", "2007年11月13日", "秘密：另一部门的意见", receipt, id.ToString() }, secret => Assert.DoesNotContain(secret, page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal));
        }

        Assert.Contains("2019年4月26日 至 2022年4月25日", (await department.GetAsync($"/opinions/{request}")).Text, StringComparison.Ordinal);
        Assert.Contains("2019年4月26日至2022年4月25日", (await department.GetAsync("/opinions?q=泄漏检查")).Text, StringComparison.Ordinal);
        Assert.Contains("2019年4月26日至2022年4月25日", (await department.GetAsync("/opinions/answer")).Text, StringComparison.Ordinal);
        foreach (var address in new[] { "/recommendations", $"/recommendations/{id}", $"/recommendations/{id}/opinions", "/recommendations/ask", "/recommendations/opinions", $"/recommendations/{id}/papers/certificate", "/eligibility" })
        {
            await department.GetAsync(address, HttpStatusCode.Forbidden);
        }

        using var ganyu = await site.LogInAsync("ganyu");
        Assert.DoesNotContain("海州泄漏检查有限公司", (await ganyu.GetAsync("/recommendations/opinions")).Text, StringComparison.Ordinal);
        foreach (var other in new[] { "applicant", "office", "haizhou", "supervisor" })
        {
            using var visitor = await site.LogInAsync(other);
            await visitor.GetAsync("/opinions", HttpStatusCode.Forbidden);
            await visitor.GetAsync($"/opinions/{request}", HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Asking_with_nothing_ticked_keeps_the_text_and_says_what_is_missing()
    {
        site.Clock.Set(2022, 6, 1);
        await site.CaseAsync("海州未选有限公司");
        using var office = await site.LogInAsync("haizhou");

        var page = await (await office.GetAsync("/recommendations/ask")).Form("发出征求意见").Fill("给部门的说明", "请核查").SubmitAsync("发出征求意见", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请至少选择一个申报人。", "请填写答复期限。"], page.Errors);
        Assert.Equal("请核查", page.Form("发出征求意见").Value("给部门的说明"));
        Assert.Equal("true", page.Form("发出征求意见").Value(EmergencyLabel));
    }

    [Fact]
    public async Task Another_offices_applicants_cannot_be_asked_about_and_nobody_is_asked_twice()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州重复征求有限公司");
        await AskAsync(id, "emergency");
        var foreign = await site.CaseAsync("东海不相干有限公司", channel: "lyg-donghai");
        using var office = await site.LogInAsync("haizhou");
        var page = await office.GetAsync($"/recommendations/ask?id={id}");

        var other = await page.Form("发出征求意见").Fill("答复期限", "2022-06-10").Set("Input.Ids", foreign.ToString()).SubmitAsync("发出征求意见", HttpStatusCode.UnprocessableEntity);
        var twice = await page.Form("发出征求意见").Fill("答复期限", "2022-06-10").Remove("Input.Ids").Set("Input.Ids", id.ToString()).Set("Input.Kinds", "emergency").SubmitAsync("发出征求意见", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("有不属于本单位的", Assert.Single(other.Errors), StringComparison.Ordinal);
        Assert.Contains("都已就所选申报人征求过意见", Assert.Single(twice.Errors), StringComparison.Ordinal);
        Assert.Equal(1, await site.ReadAsync(db => db.Set<OpinionRequest>().CountAsync(r => r.ApplicationId == id)));
    }

    /// <summary>Asks until 10 June; the id of the request.</summary>
    private async Task<Guid> AskAsync(Guid applicationId, string kind, string office = "haizhou")
    {
        var actor = await site.Given.ActorAsync(office);
        await site.Given.DoAsync<RequestDepartmentOpinions>(o => o.RunAsync([applicationId], [kind], new DateOnly(2019, 4, 26), new DateOnly(2022, 4, 25), new AskedUntil(new DateOnly(2022, 6, 10)), actor, default));
        return await site.ReadAsync(db => db.Set<OpinionRequest>().Where(r => r.ApplicationId == applicationId && r.Kind == kind).Select(r => r.Id).SingleAsync());
    }
}

/// <summary>Counts the statements that a site sends to its own database, as Npgsql traces them.</summary>
internal sealed class CommandCounter : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

    public CommandCounter(Site site)
    {
        var database = new NpgsqlConnectionStringBuilder(site.ConnectionString).Database;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(source.Name, "Npgsql", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(t => string.Equals(t.Value as string, database, StringComparison.Ordinal)))
                {
                    Interlocked.Increment(ref _count);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => Volatile.Read(ref _count);

    public void Reset() => Volatile.Write(ref _count, 0);

    public void Dispose() => _listener.Dispose();
}
