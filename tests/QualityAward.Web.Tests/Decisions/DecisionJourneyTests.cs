using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Honours;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Decisions;

/// <summary>From the ranking to the certificate through the pages, with one objection sustained on the way.</summary>
public sealed class DecisionJourneyTests(DecisionSite site) : IClassFixture<DecisionSite>
{
    private const string Objector = "王实名甲";
    private const string ObjectorNumber = "11010519491231002X";
    private const string ObjectorPhone = "13912345678";
    private const string Round = $"/shortlists/00000000-0000-7000-8000-000000000001";

    [Fact]
    public async Task A_round_goes_from_the_ranking_to_the_certificate()
    {
        using var office = await site.LogInAsync("office");
        await ShortlistAsync(office);
        await DeliberateAsync(office);
        var notice = await PublishAsync(office);
        await ObjectAsync(office, notice);
        await ApproveAsync(office, notice);
        await HonourAsync(office);
        await NobodyElseLearnsTheObjectorAsync(notice);
    }

    private async Task ShortlistAsync(Visitor office)
    {
        site.Clock.Set(2022, 8, 20);
        var list = await (await office.GetAsync("/shortlists")).FollowAsync(DecisionSite.RoundName);
        Assert.Equal(["示例精密制造有限公司", "示例化工新材料有限公司", "示例港口机械有限公司", "示例食品有限公司"], list.Table("组织申报按综合得分排名").Select(r => r[1]));
        Assert.Equal("800.00", list.Table("组织申报按综合得分排名")[0][2]);

        var form = list.Form("保存草案");
        foreach (var name in DecisionSite.Names.Take(4))
        {
            form.Fill($"{name}的拟定等次", "连云港市市长质量奖");
        }

        var refused = await form.Fill("综合评价报告", "综合评价意见").Fill("会同审议的部门", "市应急管理局").SubmitAsync("保存草案", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("最多 3 个，已列 4 个", refused.Text, StringComparison.Ordinal);
        Assert.Contains("第四条", refused.Text, StringComparison.Ordinal);
        Assert.Equal("综合评价意见", refused.Form("保存草案").Value("综合评价报告"));

        var saved = await refused.Form("保存草案").Fill("示例港口机械有限公司的拟定等次", "连云港市市长质量奖提名奖").Fill("示例食品有限公司的拟定等次", "不列入").SubmitAsync("保存草案");
        Assert.Contains("草案已保存", saved.Text, StringComparison.Ordinal);
        // A second tab with the old version loses, and keeps what was typed.
        var stale = await list.Form("保存草案").Fill("综合评价报告", "另一个窗口的意见").SubmitAsync("保存草案", HttpStatusCode.Conflict);
        Assert.Equal("另一个窗口的意见", stale.Form("保存草案").Value("综合评价报告"));

        var confirm = await office.GetAsync($"{Round}/confirm");
        await confirm.Form("确认建议名单").Fill("密码", "wrong-Password-1!").SubmitAsync("确认建议名单", HttpStatusCode.UnprocessableEntity);
        await confirm.Form("确认建议名单").Fill("密码", Site.Password).SubmitAsync("确认建议名单");
        Assert.Equal(Stage.Deliberation, (await CaseAsync(1)).Position.Stage);
        Assert.Equal(Ending.NotShortlisted, (await CaseAsync(4)).Position.Ending);
    }

    private async Task DeliberateAsync(Visitor office)
    {
        var convene = await office.GetAsync($"/deliberations/convene/{DecisionSite.RoundId}");
        var meeting = await convene.Form("召集会议").Fill("会议日期", "2022-08-30").Fill("会议地点", "第一会议室").Fill("主持人", "主任").SubmitAsync("召集会议");
        site.Clock.Set(2022, 8, 30, 10);
        var opened = await (await office.GetAsync(meeting.Path)).Form("登记签到，开始表决")
            .Fill("回避 1：委员", "member1的姓名").Fill("回避 1：申报", DecisionSite.Names[1]).Fill("回避 1：理由", "曾任该单位顾问").SubmitAsync("登记签到，开始表决");
        Assert.Contains("表决中", opened.Text, StringComparison.Ordinal);

        foreach (var name in new[] { "member1", "member2", "member3" })
        {
            using var member = await site.LogInAsync(name);
            var page = await member.GetAsync(meeting.Path);
            var ballot = page.Form("提交表决");
            foreach (var (id, company) in Enumerable.Range(1, 3).Select(i => (DecisionSite.Case(i), DecisionSite.Names[i - 1])))
            {
                if (name == "member1" && company == DecisionSite.Names[1])
                {
                    Assert.Contains("您已回避", page.Text, StringComparison.Ordinal);
                    await page.Form("提交表决").Set($"Input.Votes[{id}]", "Yes").SubmitAsync("提交表决", HttpStatusCode.UnprocessableEntity);
                    continue;
                }

                ballot.Set($"Input.Votes[{id}]", "Yes");
            }

            Assert.Contains("您的表决已记录", (await ballot.SubmitAsync("提交表决")).Text, StringComparison.Ordinal);
            await ballot.SubmitAsync("提交表决", HttpStatusCode.UnprocessableEntity);
        }

        var close = (await office.GetAsync(meeting.Path)).Form("结束表决，宣布结果").Fill("会议纪要", "会议审议了建议名单。");
        await close.SubmitAsync("结束表决，宣布结果", HttpStatusCode.UnprocessableEntity);
        var closed = await close.Check("我已核对，宣布结果后不能更改").SubmitAsync("结束表决，宣布结果");
        Assert.Equal("通过", closed.Table("审议事项和结果")[0][5]);
        Assert.Equal(Stage.PublicNotice, (await CaseAsync(2)).Position.Stage);
    }

    private async Task<Guid> PublishAsync(Visitor office)
    {
        site.Clock.Set(2022, 9, 1, 9, 30);
        var preview = await office.GetAsync($"/public-notices/publish/{DecisionSite.RoundId}");
        await preview.Form("发布公示").Fill("密码", Site.Password).SubmitAsync("发布公示");
        var notice = await site.ReadAsync(db => db.Set<Notice>().SingleAsync());
        Assert.Equal(new DateOnly(2022, 9, 8), notice.LastDay);
        using var anybody = site.Visit();
        var page = await (await anybody.GetAsync("/notices")).FollowAsync("关于2022年连云港市市长质量奖拟获奖名单的公示");
        Assert.Equal(3, page.Table("公示名单").Count);
        Assert.Equal("海州区", page.Table("公示名单")[0][3]);
        return notice.Id;
    }

    private async Task ObjectAsync(Visitor office, Guid notice)
    {
        site.Clock.Set(2022, 9, 2);
        using var anybody = site.Visit();
        var form = (await anybody.GetAsync($"/notices/{notice}")).Form("提交异议")
            .Fill("公示对象", $"{DecisionSite.Names[1]}（连云港市市长质量奖）").Check("个人").Fill("姓名或单位名称", Objector).Fill("公民身份号码或统一社会信用代码", "110105194912310021")
            .Fill("联系电话", ObjectorPhone).Fill("异议事项", "该公司去年发生较大质量事故未如实申报。");
        var wrong = await form.SubmitAsync("提交异议", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("该公司去年发生较大质量事故未如实申报。", wrong.Form("提交异议").Value("异议事项"));
        var filed = await wrong.Form("提交异议").Fill("公民身份号码或统一社会信用代码", ObjectorNumber).Attach("证明材料", "证据.pdf", "application/pdf", DecisionSite.Pdf).SubmitAsync("提交异议");
        Assert.Contains("已收到您的异议（第 1 号）", filed.Text, StringComparison.Ordinal);
        var anonymous = await (await anybody.GetAsync($"/notices/{notice}")).Form("提交异议")
            .Fill("公示对象", $"{DecisionSite.Names[0]}（连云港市市长质量奖）").Check("个人").Fill("异议事项", "听说不好").SubmitAsync("提交异议");
        Assert.Contains("按匿名异议登记，不予受理", anonymous.Text, StringComparison.Ordinal);

        var encrypted = await site.ReadAsync(db => db.Database.SqlQuery<string>($"select objector_name as \"Value\" from objections where number = 1").SingleAsync());
        Assert.StartsWith("v1:", encrypted, StringComparison.Ordinal);

        var early = await (await office.GetAsync($"/public-notices/{notice}")).Form("登记公示期满，报请批准").Check("我已核对，登记后不能撤销").SubmitAsync("登记公示期满，报请批准", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("还剩 7 天，不能提前结束", early.Text, StringComparison.Ordinal);
        Assert.Contains("第十条第（五）项", early.Text, StringComparison.Ordinal);

        var objection = await (await office.GetAsync($"/public-notices/{notice}")).FollowAsync("第 1 号");
        Assert.Contains(Objector, objection.Text, StringComparison.Ordinal);
        Assert.Contains("**************002X", objection.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ObjectorNumber, objection.Text, StringComparison.Ordinal);
        var decide = objection.Form("提交处理决定").Check("成立").Fill("核实情况和处理理由", "经核实存在未申报的质量事故").Check("我已核对，处理决定不能更改");
        var decided = await decide.SubmitAsync("提交处理决定");
        Assert.Contains("不递补", decided.Text, StringComparison.Ordinal);
        Assert.Equal(Ending.StruckOut, (await CaseAsync(2)).Position.Ending);
        Assert.Contains("取消获奖资格", (await anybody.GetAsync($"/notices/{notice}")).Table("公示名单")[1][4], StringComparison.Ordinal);
    }

    private async Task ApproveAsync(Visitor office, Guid notice)
    {
        site.Clock.Set(2022, 9, 9, 0, 1);
        var unsure = await (await office.GetAsync($"/public-notices/{notice}")).Form("登记公示期满，报请批准").SubmitAsync("登记公示期满，报请批准", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["登记后不能撤销，请核对后勾选确认。"], unsure.Errors);
        await unsure.Form("登记公示期满，报请批准").Check("我已核对，登记后不能撤销").SubmitAsync("登记公示期满，报请批准");
        Assert.Equal(Stage.Approval, (await CaseAsync(1)).Position.Stage);
        Assert.Equal(Ending.NotShortlisted, (await CaseAsync(4)).Position.Ending);

        using var government = await site.LogInAsync("government");
        var seen = await government.GetAsync($"/honours/manage/{DecisionSite.RoundId}");
        Assert.Equal([DecisionSite.Names[0], DecisionSite.Names[2]], seen.Table("报请批准的名单").Select(r => r[1]));
        Assert.DoesNotContain("登记批准", seen.Text, StringComparison.Ordinal);

        site.Clock.Set(2022, 9, 21);
        var form = (await office.GetAsync($"/honours/manage/{DecisionSite.RoundId}")).Form("登记批准")
            .Fill("批准文号", "连政发[2022]88号").Fill("批准日期", "2022-09-20").Attach("批准文件扫描件", "批复.pdf", "application/pdf", DecisionSite.Pdf).Check("我已核对，登记后不能更改");
        var wrong = await form.SubmitAsync("登记批准", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("六角括号", wrong.Text, StringComparison.Ordinal);
        await form.Fill("批准文号", "连政发〔2022〕88号").SubmitAsync("登记批准");

        var proclaim = await office.GetAsync($"/honours/manage/{DecisionSite.RoundId}/proclaim");
        var done = await proclaim.Form("公布获奖名单").Fill("密码", Site.Password).SubmitAsync("公布获奖名单");
        Assert.Equal(["LYGSZ-2022-001", "LYGSZ-2022-002"], await site.ReadAsync(db => db.Set<HonourEntry>().OrderBy(h => h.CertificateNumber).Select(h => h.CertificateNumber!).ToListAsync()));
        Assert.Single(await site.ReadAsync(db => db.Set<Bar>().ToListAsync()));
        Assert.Contains("500,000 元", done.Text, StringComparison.Ordinal);
    }

    private async Task HonourAsync(Visitor office)
    {
        var prize = await site.ReadAsync(db => db.Set<PrizeDue>().OrderByDescending(p => p.Amount).FirstAsync());
        site.Clock.Set(2022, 10, 10);
        var pay = await office.GetAsync($"/honours/manage/prizes/{prize.Id}");
        var unsure = await pay.Form("登记发放").Fill("发放日期", "2022-10-10").Fill("凭证号", "凭-001").SubmitAsync("登记发放", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["发放登记后不能更改，请核对后勾选确认。"], unsure.Errors);
        Assert.Equal("凭-001", unsure.Form("登记发放").Value("凭证号"));
        await pay.Form("登记发放").Check("我已核对，登记后不能更改").Fill("发放日期", "2022-10-11").Fill("凭证号", "凭-001").SubmitAsync("登记发放", HttpStatusCode.UnprocessableEntity);
        await pay.Form("登记发放").Check("我已核对，登记后不能更改").Fill("发放日期", "2022-10-10").Fill("凭证号", "凭-001").SubmitAsync("登记发放");
        await pay.Form("登记发放").Check("我已核对，登记后不能更改").Fill("发放日期", "2022-10-10").Fill("凭证号", "凭-002").SubmitAsync("登记发放", HttpStatusCode.UnprocessableEntity);

        using var anybody = site.Visit();
        Assert.Contains(DecisionSite.Names[0], (await anybody.GetAsync("/honours?year=2022")).Text, StringComparison.Ordinal);
        Assert.Contains("证书有效", (await anybody.GetAsync("/verify/LYGSZ-2022-001")).Text, StringComparison.Ordinal);
        Assert.Contains("没有查到", (await anybody.GetAsync("/verify/LYGSZ-2022-999")).Text, StringComparison.Ordinal);
        await site.ReadAsync(db => db.Set<HonourEntry>().Where(h => h.CertificateNumber == "LYGSZ-2022-002").ExecuteUpdateAsync(s => s.SetProperty(h => h.Status, HonourStatus.Revoked)));
        Assert.Contains("已被撤销", (await anybody.GetAsync("/verify/LYGSZ-2022-002")).Text, StringComparison.Ordinal);
        Assert.Contains("已撤销", (await anybody.GetAsync("/honours")).Text, StringComparison.Ordinal);

        using var holder = await site.LogInAsync("applicant");
        var certificate = $"/honours/{prize.HonourId}/certificate";
        var page = await holder.GetAsync(certificate);
        Assert.Contains("2022年连云港市市长质量奖", page.Text, StringComparison.Ordinal);
        Assert.NotEmpty(page.All("svg[role=img] path"));
        var pdf = await holder.Client.GetByteArrayAsync(new Uri(certificate + "?handler=Pdf", UriKind.Relative));
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);
        using var other = await site.LogInAsync("other-applicant");
        await other.GetAsync(certificate, HttpStatusCode.NotFound);
    }

    /// <summary>The objector was planted above; whoever is neither office nor supervisor must find nothing.</summary>
    private async Task NobodyElseLearnsTheObjectorAsync(Guid notice)
    {
        var objection = await site.ReadAsync(db => db.Set<Objection>().Where(o => o.Number == 1).Select(o => o.Id).SingleAsync());
        string[] pages = ["/", $"/notices/{notice}", "/notices", "/honours", "/applications", $"/applications/{DecisionSite.Case(2)}", "/scoring", $"/public-notices/objections/{objection}", $"/public-notices/{notice}", "/deliberations", "/honours/manage", $"/honours/manage/{DecisionSite.RoundId}"];
        foreach (var name in new[] { null, "applicant", "other-applicant", "expert", "member1", "government" })
        {
            using var visitor = name is null ? site.Visit() : await site.LogInAsync(name);
            foreach (var path in pages)
            {
                using var response = await visitor.Client.GetAsync(new Uri(path, UriKind.Relative));
                var body = await response.Content.ReadAsStringAsync();
                foreach (var secret in new[] { Objector, ObjectorNumber, ObjectorPhone })
                {
                    Assert.False(body.Contains(secret, StringComparison.Ordinal), $"{name ?? "anybody"} finds the objector at {path}.");
                }
            }
        }

        using var supervisor = await site.LogInAsync("supervisor");
        Assert.Contains(Objector, (await supervisor.GetAsync($"/public-notices/objections/{objection}")).Text, StringComparison.Ordinal);
        var trail = await site.ReadAsync(db => db.AuditEntries.Select(e => e.Summary + e.Reason + e.NewValue + e.PublicText + e.ActorName).ToListAsync());
        Assert.DoesNotContain(trail, t => t.Contains(Objector, StringComparison.Ordinal) || t.Contains(ObjectorPhone, StringComparison.Ordinal));
    }

    private Task<Application> CaseAsync(int number) => site.ReadAsync(db => db.Applications.AsNoTracking().SingleAsync(a => a.Id == DecisionSite.Case(number)));
}
