using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Deliberations;
using QualityAward.Web.Pages.Scoring;
using QualityAward.Web.Shell;
using static Microsoft.Playwright.Assertions;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>
/// An organisation's way from the call to the certificate, by label and role, everybody in a browser of their own. What a panel or a committee does five
/// times the same is done once or twice in the browser and then through the operation that the page calls. Pictures: artifacts/screenshots/organisation-*.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class OrganisationJourneyTests(BrowserFixture browser, AwardSite site) : IClassFixture<AwardSite>
{
    private const string Round = "2022年连云港市市长质量奖";
    private const string Document = "连政发〔2022〕88号";
    private const string PanelName = "组织评审组";

    private static readonly DemoApplicant Who = DemoPeople.Of("org1");

    private Guid _round;
    private Guid _case;

    private TrackDefinition Organisation => Pack.Tracks.Single(t => t.Track == Track.Organisation);

    private ProgrammePack Pack => site.Services.GetRequiredService<ProgrammeCatalogue>().Require(Given.Programme);

    [Fact]
    public async Task An_organisation_goes_from_the_call_to_the_certificate()
    {
        await OfficePublishesTheCallAsync();
        await OrganisationAppliesAsync();
        await CountyRecommendsAsync();
        await OfficeAcceptsAsync();
        await OfficeOpensTheReviewAsync();
        await ExpertsReviewTheDocumentsAsync();
        await ExpertsVisitAsync();
        await OfficeShortlistsAsync();
        await CommitteeVotesAsync();
        var notice = await OfficePublishesTheNoticeAsync();
        await TheNoticeRunsOutAsync(notice);
        await TheWinnersAreProclaimedAsync();
        await EverybodyCanCheckAsync();
        await TheChainIsWholeAsync();
    }

    private async Task OfficePublishesTheCallAsync()
    {
        site.Clock.Set(2022, 5, 20);
        await using var office = await browser.AsAsync(site, "office-lyg", "/rounds");
        await office.FollowAsync("建立年度评奖");
        await office.ChooseAsync("奖项", "连云港市市长质量奖");
        await office.FillAsync("评奖年度", "2022");
        await office.FillAsync("名称", Round);
        await office.FillAsync("申报开始日期", "2022-05-26");
        await office.FillAsync("申报截止日期", "2022-06-26");
        await office.ShootAsync("organisation-01-new-round");
        await office.PressAsync("建立");
        await office.SeesAsync("发布前检查");
        await office.AssertAccessibleAsync();

        await office.FillAsync("申报通告正文", $"现就申报{Round}有关事项通告如下：申报截止日期为2022年6月26日。");
        foreach (var (track, size, weights, minimums) in new[] { ("组织", "5", new[] { ("资料审查", "40"), ("现场评审", "60") }, new[] { "600", "550" }), ("个人", "3", [("资料审查", "60"), ("演讲陈述", "40")], ["60", "55"]) })
        {
            await office.FillAsync($"{track}专家组人数", size);
            foreach (var (stage, percent) in weights)
            {
                await office.FillAsync($"{track}{stage}权重", percent);
            }

            for (var i = 0; i < Pack.Tiers.Count; i++)
            {
                await office.FillAsync($"{track}“{Pack.Tiers[i].Name}”最低分", minimums[i]);
            }
        }

        await office.ChooseAsync("评分汇总方法", "算术平均");
        await office.FillAsync("需要合议的分差", "20");
        await office.FillAsync("回避追溯年限", "3");
        await office.ChooseAsync("审议通过比例", "到会委员三分之二以上");
        await office.ChooseAsync("表决方式", "无记名");
        await office.FillAsync("公示天数", "7");
        await office.ChooseAsync("公示期计算", "自然日");
        await office.ChooseAsync("公示发布当日", "不计入");
        await office.FillAsync("异议核查期限", "5");
        await office.FillAsync("无不良记录证明的截止日期", "2022-04-25");
        await office.FillAsync("复核时证明、意见的有效期", "12");
        await office.PressAsync("填入等权草案（满分 100，非官方）");
        Assert.Equal("5", await office.Field("组织专家组人数").InputValueAsync());
        await office.PressAsync("保存设置");
        await office.SeesAsync("规则未定事项均已设定");
        await office.ShootAsync("organisation-02-settings");
        await office.CheckAsync("我已核对落在休息日的日期，按此发布");
        await office.PressAsync("发布申报通告");
        await office.SeesAsync("申报通告已发布");
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-03-published");
        _round = await site.ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());
    }

    private async Task OrganisationAppliesAsync()
    {
        site.Clock.Set(2022, 5, 27);
        await using var applicant = await browser.VisitAsync(site);
        await applicant.GoAsync("/");
        await applicant.AssertAccessibleAsync();
        await applicant.ShootAsync("organisation-04-home");
        await applicant.GoAsync("/account/register");
        await applicant.FollowAsync(new Regex("以组织身份注册", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await applicant.FillAsync("组织名称", Who.Name);
        await applicant.FillAsync("统一社会信用代码", Who.Identifier);
        await applicant.FillAsync("电子邮箱", "org1@example.com");
        await applicant.FillAsync("用户名", Who.UserName);
        await applicant.FillAsync("密码", Site.Password);
        await applicant.FillAsync("确认密码", Site.Password);
        await applicant.CheckAsync("我已阅读并同意上述个人信息处理告知");
        await applicant.AssertAccessibleAsync();
        await applicant.ShootAsync("organisation-05-register");
        await applicant.PressAsync("注册");
        await applicant.SeesAsync("注册成功");
        await applicant.ShootAsync("organisation-06-desk");

        await applicant.GoAsync("/applications");
        await applicant.FollowAsync($"我要申报：{Round}");
        await applicant.ChooseAsync("推荐单位", "海州区");
        await applicant.ShootAsync("organisation-07-start");
        await applicant.PressAsync("开始申报");
        _case = await site.ReadAsync(db => db.Applications.Select(a => a.Id).SingleAsync());
        await applicant.AssertAccessibleAsync();
        await applicant.ShootAsync("organisation-08-overview");

        await FillTheFormAsync(applicant);

        await applicant.GoAsync($"/applications/{_case}");
        await applicant.SeesAsync("共 17 个部分，已完成 17 个");
        await applicant.ShootAsync("organisation-11-complete");
        await applicant.FollowAsync("核对并提交");
        await applicant.SeesAsync("材料已填写完整，可以提交");
        await applicant.AssertAccessibleAsync();
        await applicant.ShootAsync("organisation-12-check");
        await applicant.FollowAsync("下一步：声明并提交");
        await applicant.PressAsync("提交申报材料");
        await applicant.SeesAsync("请更正以下问题");
        await applicant.Page.Locator("#main").GetByRole(AriaRole.Checkbox).CheckAsync();
        await applicant.ShootAsync("organisation-13-declaration");
        await applicant.PressAsync("提交申报材料");
        await applicant.SeesAsync("校验值（SHA-256）");
        await applicant.AssertAccessibleAsync();
        await applicant.ShootAsync("organisation-14-receipt");
        await applicant.FollowAsync("查看办理进度");
        await applicant.SeesAsync("办理进度");
        await applicant.AssertAccessibleAsync();
        await applicant.ShootAsync("organisation-15-timeline");
    }

    private async Task FillTheFormAsync(Tab applicant)
    {
        var form = Organisation.Form;
        var filler = new FormFiller(applicant, Who, new FormContext(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 5, 27)));
        await applicant.FollowAsync(form.Sections[0].Heading);
        foreach (var section in form.Sections)
        {
            await Expect(applicant.Page.GetByRole(AriaRole.Heading, new() { Name = section.Heading, Level = 1 })).ToBeVisibleAsync(new() { Timeout = 30_000 });
            await filler.FillAsync(section);
            if (section.Questions.Any(q => q is not (FileQuestion or PhotoQuestion)))
            {
                await applicant.Page.Keyboard.PressAsync("Tab");
                await Expect(applicant.Page.Locator("[data-autosave-status]")).ToHaveTextAsync(new Regex("^已保存 \\d\\d:\\d\\d:\\d\\d$", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 60_000 });
            }

            if (section == form.Sections[0])
            {
                await applicant.AssertAccessibleAsync();
                await applicant.ShootAsync("organisation-09-section");
            }
            else if (section.Questions.OfType<FixedTableQuestion>().Any(t => t.Rows.Count > 10))
            {
                await applicant.AssertAccessibleAsync();
                await applicant.ShootAsync("organisation-10-indicators");
            }

            await applicant.PressAsync(section == form.Sections[^1] ? "保存并返回总览" : "保存并继续");
            await applicant.SeesAsync($"“{section.Heading}”已保存。");
        }
    }

    private async Task CountyRecommendsAsync()
    {
        site.Clock.Set(2022, 5, 30);
        await using var county = await browser.AsAsync(site, "county-haizhou", "/recommendations");
        await county.ShootAsync("organisation-20-county");
        await county.FollowAsync(Who.Name);
        await county.SeesAsync("轮到本单位预审");
        await county.AssertAccessibleAsync();
        var filler = new FormFiller(county, Who, new FormContext(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 5, 30)));
        foreach (var section in Pack.Recommendation.PreReviewForm.Sections)
        {
            await filler.FillAsync(section);
            await county.PressAsync($"保存{section.Title}");
        }

        await county.FollowAsync("登记部门意见");
        foreach (var opinion in Pack.Recommendation.Opinions.Where(o => o.Need == OpinionNeed.Required))
        {
            await county.ChooseAsync("部门", opinion.Name);
            await county.CheckAsync("无不良记录");
            await county.FillAsync("意见内容", "经核查，证明期间内未发现不良记录。");
            await county.FillAsync("意见日期", "2022-05-30");
            await county.PressAsync("登记意见");
            await county.SeesAsync($"{opinion.Name}意见已登记。");
        }

        await county.AssertAccessibleAsync();
        await county.ShootAsync("organisation-21-opinions");
        await county.GoAsync($"/recommendations/{_case}");
        foreach (var (kind, address) in new[] { (ScanKind.Certificate, "certificate"), (ScanKind.StampedOpinion, "pre-review") })
        {
            var paper = Recommendation.NameOf(kind);
            await county.GoAsync($"/recommendations/{_case}/papers/{address}");
            var code = await county.Page.GetByText("校验码：").Locator("strong").InnerTextAsync();
            await county.GoAsync($"/recommendations/{_case}");
            await county.FillAsync($"{paper}校验码", code);
            await county.AttachAsync($"{paper}扫描件", $"{paper}.pdf", DemoFiles.Pdf("Scan"));
            await county.PressAsync($"上传{paper}");
            await county.SeesAsync($"{paper}.pdf");
        }

        await county.FillAsync("推荐意见", "经审核，申报材料真实完整，符合申报条件，同意推荐。");
        await county.ShootAsync("organisation-22-pre-review");
        await county.PressAsync("同意推荐");
        await county.SeesAsync("本单位已推荐");
        await county.FollowAsync("打印推荐意见签署页");
        var signed = await county.Page.GetByText("校验码：").Locator("strong").InnerTextAsync();
        await county.GoAsync($"/recommendations/{_case}");
        await county.FollowAsync("登记签署的推荐意见");
        await county.FillAsync("签署页校验码", signed);
        await county.FillAsync("签署日期", "2022-05-30");
        await county.FillAsync("政府（部门）推荐意见", "同意推荐。");
        await county.AttachAsync("签署的推荐意见扫描件", "海州区人民政府推荐意见.pdf", DemoFiles.Pdf("Endorsement"));
        await county.AssertAccessibleAsync();
        await county.ShootAsync("organisation-23-endorsement");
        await county.PressAsync("登记签署意见");
        await county.SeesAsync("推荐意见已签署，待报送");
        await county.FollowAsync("排序和报送");
        await county.AssertAccessibleAsync();
        await county.ShootAsync("organisation-24-hand-in");
        await county.PressAsync("报送 1 件");
        await county.SeesAsync("清单、申报材料和签署件与报送时一致");
        await county.ShootAsync("organisation-25-batch");
    }

    private async Task OfficeAcceptsAsync()
    {
        site.Clock.Set(2022, 6, 28);
        await using var office = await browser.AsAsync(site, "office-lyg", "/eligibility");
        await office.ShootAsync("organisation-30-eligibility");
        await office.FollowAsync(Who.Name);
        await office.SeesAsync("轮到本办公室审查");
        await office.AssertAccessibleAsync();
        for (var number = 1; number <= Organisation.Conditions.Count; number++)
        {
            var outcome = office.Field(string.Create(CultureInfo.InvariantCulture, $"第 {number} 项结论"));
            if ((await outcome.InputValueAsync()).Length == 0)
            {
                await outcome.SelectOptionAsync(new SelectOptionValue { Label = "符合" });
                await office.FillAsync(string.Create(CultureInfo.InvariantCulture, $"第 {number} 项理由"), "经查阅申报材料和部门意见，符合条件。");
            }
        }

        await office.ShootAsync("organisation-31-conditions");
        await office.PressAsync("确认全部已选结论");
        await office.SeesAsync("已全部确认");
        await office.PressAsync("予以受理");
        await office.SeesAsync($"已予以受理：{Who.Name}。");
    }

    private async Task OfficeOpensTheReviewAsync()
    {
        site.Clock.Set(2022, 7, 4);
        await using var office = await browser.AsAsync(site, "office-lyg", "/experts");
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-40-experts");
        await office.FollowAsync("专家组与分配");
        await office.FollowAsync("组建专家组");
        await office.ChooseAsync("申报类别", "组织（5 人）");
        await office.FillAsync("专家组名称", PanelName);
        foreach (var expert in AwardSite.Panel)
        {
            await office.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = Starting(AwardSite.NameOf(expert)) }).CheckAsync();
        }

        var leader = await office.Field("组长").Locator("option").Filter(new() { HasTextRegex = Starting(AwardSite.NameOf(AwardSite.Leader)) }).InnerTextAsync();
        await office.ChooseAsync("组长", leader);
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-41-panel");
        await office.PressAsync("组建专家组");
        await office.ChooseAsync("专家组", $"{PanelName}（组织）");
        await office.CheckAsync($"{Who.Name}（组织）");
        await office.PressAsync("分配");
        await office.SeesAsync("已分配 1 份申报");
        await office.ShootAsync("organisation-42-assigned");

        foreach (var expert in AwardSite.Panel)
        {
            await using var tab = await browser.AsAsync(site, expert, "/scoring");
            await tab.FollowAsync(Who.Name);
            if (string.Equals(expert, AwardSite.Leader, StringComparison.Ordinal))
            {
                await tab.AssertAccessibleAsync();
                await tab.ShootAsync("organisation-43-declaration");
            }

            await tab.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("无|没有", RegexOptions.None, TimeSpan.FromSeconds(1)) }).CheckAsync();
            await tab.PressAsync("签署声明");
        }

        await office.PressAsync($"开始资料审查 {PanelName}");
        await office.SeesAsync("已开始 1 份申报的资料审查");
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-44-review-open");
    }

    private async Task ExpertsReviewTheDocumentsAsync()
    {
        site.Clock.Set(2022, 7, 11);
        await ScoreInTheBrowserAsync("expert1");
        await using (var waiting = await browser.AsAsync(site, "expert1", $"/scoring/{_case}/document-review/consensus"))
        {
            await waiting.SeesAsync("全部提交前，任何人都看不到他人的评分");
            await waiting.DoesNotSeeAsync("各条目评分");
            await waiting.ShootAsync("organisation-52-waiting");
        }

        await ScoreAsync(Stage.DocumentReview, except: "expert1");
        await using var leader = await browser.AsAsync(site, AwardSite.Leader, "/scoring");
        await leader.FollowAsync($"进度与合议 {Who.Name}");
        await leader.SeesAsync("须由组长合议");
        await leader.AssertAccessibleAsync();
        await leader.ShootAsync("organisation-53-consensus");
        var first = Organisation.Criteria.Items.First();
        var option = await leader.Field("合议条目").Locator("option").Filter(new() { HasText = first.Code }).First.InnerTextAsync();
        await leader.ChooseAsync("合议条目", option);
        await leader.FillAsync("合议值", "70");
        await leader.FillAsync("合议理由", "分差较大，经合议核对证据后一致同意。");
        await leader.PressAsync("记录合议值");
        await leader.SeesAsync("差异条目均已合议");
        await leader.ShootAsync("organisation-54-agreed");

        site.Clock.Set(2022, 7, 18);
        await using var office = await browser.AsAsync(site, "office-lyg", $"/scoring/{_case}/document-review/consensus");
        await office.FollowAsync("结束资料审查");
        await office.AssertAccessibleAsync();
        await office.PressAsync("结束资料审查");
        await office.SeesAsync($"“{Who.Name}”的资料审查已结束。");
    }

    /// <summary>All 23 items with the keyboard: comment, value, arrow, next item.</summary>
    private async Task ScoreInTheBrowserAsync(string expert)
    {
        var items = Organisation.Criteria.Items.ToList();
        await using var tab = await browser.AsAsync(site, expert, "/scoring");
        await tab.FollowAsync($"评分 {Who.Name}");
        await tab.AssertAccessibleAsync();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            await tab.FillAsync($"{item.Code} 优势", $"{item.Title}方面方法系统，展开到主要部门，有数据支持。");
            await tab.FillAsync($"{item.Code} 证据", "自评报告相应条款及证实性材料第 3 页");
            if (i == 0)
            {
                await tab.FillAsync($"{item.Code} 现场核实事项", "核对改进项目台账和现场实施记录。");
                await tab.Field($"{item.Code} 评分").FocusAsync();
            }

            await Expect(tab.Field($"{item.Code} 评分")).ToBeVisibleAsync();
            await tab.Field($"{item.Code} 评分").FocusAsync();
            await tab.Page.Keyboard.TypeAsync(i == 0 ? "85" : "60");
            await tab.Page.Keyboard.PressAsync("ArrowUp");
            await Expect(tab.Field($"{item.Code} 评分")).ToHaveValueAsync(i == 0 ? "90" : "65");
            if (i + 1 < items.Count)
            {
                await tab.Page.Keyboard.PressAsync("Alt+ArrowDown");
                await Expect(tab.Field($"{items[i + 1].Code} 评分")).ToBeFocusedAsync();
            }
        }

        await Expect(tab.Page.Locator("[data-scored]").First).ToHaveTextAsync($"{items.Count} / {items.Count}");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Expect(tab.Page.Locator("[data-autosave-status]")).ToHaveTextAsync(new Regex("^已保存 ", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 60_000 });
        await tab.ShootAsync("organisation-50-workspace");
        await tab.PressAsync("提交评分表");
        await tab.AssertAccessibleAsync();
        await tab.ShootAsync("organisation-51-submit-sheet");
        await tab.PressAsync("确认提交");
        await tab.SeesAsync("的评分表已提交");
    }

    /// <summary>The panel's other sheets, through the operations of the workspace.</summary>
    private async Task ScoreAsync(Stage stage, string? except = null)
    {
        var items = Organisation.Criteria.Items.ToList();
        foreach (var expert in AwardSite.Panel.Where(e => !string.Equals(e, except, StringComparison.Ordinal)))
        {
            var actor = await site.Given.ActorAsync(expert);
            var marks = items.Select(item => new Mark(item.Code) { Value = 65m, Strengths = $"{item.Title}方面展开充分。", Evidence = "自评报告相应条款" }).ToList();
            await site.Given.DoAsync<SaveScores>(o => o.RunAsync(_case, stage, marks, null, actor, default));
            await site.Given.DoAsync<SubmitScoreSheet>(o => o.RunAsync(_case, stage, actor, default));
        }
    }

    private async Task ExpertsVisitAsync()
    {
        site.Clock.Set(2022, 8, 1);
        await using var leader = await browser.AsAsync(site, AwardSite.Leader, "/scoring");
        await leader.FollowAsync($"现场评审 {Who.Name}");
        await leader.FillAsync("现场评审日期", "2022-08-01");
        await leader.FillAsync("地点", Who.Name + "生产现场");
        await leader.FillAsync("参加人员", "专家组全体成员、申报组织负责人和质量部门");
        await leader.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("核对改进项目台账", RegexOptions.None, TimeSpan.FromSeconds(1)) }).FillAsync("现场查看记录并访谈员工，与申报材料一致。");
        await leader.FillAsync("其他发现", "现场管理规范，员工熟悉质量目标。");
        await leader.PressAsync("保存记录");
        await leader.AssertAccessibleAsync();
        await leader.ShootAsync("organisation-60-site-visit");
        await ScoreAsync(Stage.SiteVisit);
        await leader.GoAsync($"/site-visits/{_case}");
        await leader.FollowAsync("签署结果");
        await leader.PressAsync("签署结果");
        await leader.SeesAsync("的现场评审结果已签署");
        await leader.FollowAsync($"专家组评审报告 {Who.Name}");
        await leader.FillAsync("总体优势", "质量战略清晰，过程改进机制有效，主要结果逐年向好。");
        await leader.FillAsync("总体改进空间", "结果的标杆比对范围可再扩大，供应链质量数据应更及时。");
        await leader.ChooseAsync("推荐等次", "连云港市市长质量奖");
        await leader.FillAsync("推荐意见", "经评审，建议授予连云港市市长质量奖。");
        await leader.CheckAsync("报告已经全组讨论，提交后不能修改");
        await leader.AssertAccessibleAsync();
        await leader.ShootAsync("organisation-61-report");
        await leader.PressAsync("提交专家组评审报告");
    }

    private async Task OfficeShortlistsAsync()
    {
        site.Clock.Set(2022, 8, 15);
        await using var office = await browser.AsAsync(site, "office-lyg", "/shortlists");
        await office.FollowAsync(Round);
        await office.ChooseAsync($"{Who.Name}的拟定等次", "连云港市市长质量奖");
        await office.FillAsync("会同审议的部门", "市发展改革委、市工业和信息化局、市生态环境局、市应急管理局、市市场监督管理局");
        await office.FillAsync("综合评价报告", "经会同有关部门审议专家组评审报告，综合评价申报组织的管理水平、经营结果和社会贡献，提出建议名单。");
        await office.AssertAccessibleAsync();
        await office.PressAsync("保存草案");
        await office.ShootAsync("organisation-70-shortlist");
        await office.FollowAsync("核对并确认名单");
        await office.FillAsync("密码", Site.Password);
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-71-confirm");
        await office.PressAsync("确认建议名单");
        await office.SeesAsync("建议名单已确认");

        await office.FollowAsync("召集委员会审议");
        await office.FillAsync("会议日期", "2022-08-18");
        await office.FillAsync("会议地点", "市政府第二会议室");
        await office.FillAsync("主持人", "委员一");
        foreach (var member in AwardSite.Members)
        {
            await office.CheckAsync(AwardSite.NameOf(member));
        }

        await office.ShootAsync("organisation-72-convene");
        await office.PressAsync("召集会议");
    }

    private async Task CommitteeVotesAsync()
    {
        site.Clock.Set(2022, 8, 18);
        await using var office = await browser.AsAsync(site, "office-lyg", "/deliberations");
        await office.FollowAsync($"{Round}建议名单");
        await office.PressAsync("登记签到，开始表决");
        foreach (var userName in AwardSite.Members.Take(2))
        {
            await using var member = await browser.AsAsync(site, userName, "/deliberations");
            await member.FollowAsync($"{Round}建议名单");
            await member.CheckAsync("同意");
            if (string.Equals(userName, AwardSite.Members[0], StringComparison.Ordinal))
            {
                await member.AssertAccessibleAsync();
                await member.ShootAsync("organisation-73-vote");
            }

            await member.PressAsync("提交表决");
            await member.SeesAsync("您的表决已记录，不能更改。");
        }

        var meeting = await site.ReadAsync(db => db.Set<Meeting>().Select(m => m.Id).SingleAsync());
        foreach (var userName in AwardSite.Members.Skip(2))
        {
            var actor = await site.Given.ActorAsync(userName);
            await site.Given.DoAsync<CastBallot>(o => o.RunAsync(meeting, new Dictionary<Guid, Vote> { [_case] = Vote.Yes }, actor, default));
        }

        await office.GoAsync($"/deliberations/{meeting}");
        await office.SeesAsync("已表决 5 人，到会 5 人");
        await office.FillAsync("会议纪要", "会议听取了综合评价报告，审议了建议名单并进行表决，全体到会委员同意。");
        await office.CheckAsync("我已核对，宣布结果后不能更改");
        await office.AssertAccessibleAsync();
        await office.PressAsync("结束表决，宣布结果");
        await office.SeesAsync("同意 5，不同意 0，弃权 0");
        await office.ShootAsync("organisation-74-result");
    }

    private async Task<string> OfficePublishesTheNoticeAsync()
    {
        site.Clock.Set(2022, 8, 19);
        await using var office = await browser.AsAsync(site, "office-lyg", "/public-notices");
        await office.FollowAsync($"发布公示：{Round}");
        await office.FillAsync("密码", Site.Password);
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-80-publish");
        await office.PressAsync("发布公示");
        await office.SeesAsync("公示已发布，至2022年8月26日24:00止。");
        return office.Page.Url;
    }

    private async Task TheNoticeRunsOutAsync(string notice)
    {
        site.Clock.Set(2022, 8, 22);
        await using (var visitor = await browser.VisitAsync(site))
        {
            await visitor.GoAsync("/notices");
            await visitor.ShootAsync("organisation-81-notices");
            await visitor.FollowAsync(new Regex("公示", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await visitor.SeesAsync(Who.Name);
            await visitor.SeesAsync("提出异议");
            await visitor.AssertAccessibleAsync();
            await visitor.ShootAsync("organisation-82-notice");
        }

        var path = new Uri(notice).AbsolutePath;
        await using (var office = await browser.AsAsync(site, "office-lyg", path))
        {
            await office.CheckAsync("我已核对，登记后不能撤销");
            var answer = await office.Page.RunAndWaitForResponseAsync(() => office.PressAsync("登记公示期满，报请批准"), r => string.Equals(r.Request.Method, "POST", StringComparison.Ordinal));
            Assert.Equal(422, answer.Status);
            await office.SeesAsync("不能提前结束");
            await office.SeesAsync("第十条第（五）项");
            await office.AssertAccessibleAsync();
            await office.ShootAsync("organisation-83-too-early");
        }

        site.Clock.Set(2022, 8, 27, 0);
        await using var again = await browser.AsAsync(site, "office-lyg", path);
        await again.CheckAsync("我已核对，登记后不能撤销");
        await again.PressAsync("登记公示期满，报请批准");
        await again.SeesAsync("名单已报请政府批准");
        await again.ShootAsync("organisation-84-notice-ended");
    }

    private async Task TheWinnersAreProclaimedAsync()
    {
        site.Clock.Set(2022, 9, 5);
        await using var office = await browser.AsAsync(site, "office-lyg", "/honours/manage");
        await office.FollowAsync(Round);
        await office.FillAsync("批准文号", Document);
        await office.FillAsync("批准日期", "2022-09-02");
        await office.AttachAsync("批准文件扫描件", "市政府批准文件.pdf", DemoFiles.Pdf("Approval"));
        await office.CheckAsync("我已核对，登记后不能更改");
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-90-approval");
        await office.PressAsync("登记批准");
        await office.SeesAsync(Document);
        await office.FollowAsync("公布获奖名单");
        await office.FillAsync("密码", Site.Password);
        await office.ShootAsync("organisation-91-proclaim");
        await office.PressAsync("公布获奖名单");
        await office.SeesAsync("获奖名单已公布。");
        await office.SeesAsync(Figures.Yuan(500_000m));
        await office.AssertAccessibleAsync();
        await office.ShootAsync("organisation-92-prizes");
    }

    private async Task EverybodyCanCheckAsync()
    {
        await using var visitor = await browser.VisitAsync(site);
        await visitor.GoAsync("/honours");
        await visitor.SeesAsync(Who.Name);
        await visitor.AssertAccessibleAsync();
        await visitor.ShootAsync("organisation-93-honours");
        var number = await site.ReadAsync(db => db.Set<HonourEntry>().Select(h => h.CertificateNumber!).SingleAsync());
        await visitor.FollowAsync(number);
        Assert.EndsWith($"/verify/{number}", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.SeesAsync("证书有效");
        await visitor.AssertAccessibleAsync();
        await visitor.ShootAsync("organisation-94-verify");

        await using var office = await browser.AsAsync(site, "office-lyg", $"/honours/manage/{_round}");
        var download = await office.Page.RunAndWaitForDownloadAsync(() => office.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^下载 PDF", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync());
        await using (var content = await download.CreateReadStreamAsync())
        {
            var head = new byte[4];
            await content.ReadExactlyAsync(head);
            Assert.Equal("%PDF"u8.ToArray(), head);
        }

        await office.FollowAsync(number);
        await Expect(office.Page.GetByText(Who.Name).First).ToBeVisibleAsync();
        await office.ShootAsync("organisation-95-certificate");

        await using var applicant = await browser.AsAsync(site, Who.UserName, $"/applications/{_case}");
        await applicant.AssertAccessibleAsync();
        await applicant.ShootAsync("organisation-96-applicant");
    }

    private async Task TheChainIsWholeAsync()
    {
        await using var supervisor = await browser.AsAsync(site, "supervisor-lyg", "/audit");
        await supervisor.FillAsync("事项、操作人", "提交");
        await supervisor.PressAsync("查询");
        await supervisor.AssertAccessibleAsync();
        await supervisor.FollowAsync(new Regex("这件事的全部记录", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await supervisor.SeesAsync("逐条校验一致");
        await supervisor.ShootAsync("organisation-97-audit");
    }

    private static Regex Starting(string text) => new("^" + Regex.Escape(text), RegexOptions.None, TimeSpan.FromSeconds(1));
}
