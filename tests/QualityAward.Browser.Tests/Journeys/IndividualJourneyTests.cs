using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Deliberations;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>个人奖: one person's way from the registration to the certificate and the prize.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class IndividualJourneyTests(BrowserFixture browser, StagedSite site) : IClassFixture<StagedSite>
{
    private const string RoundName = "2022年连云港市市长质量奖";
    private const string Consciousness = "我在岗位上坚持 ISO 9001 和“三不放过”。";
    private const string Second = "expert5";
    private const string Third = "expert6";

    private static readonly DemoApplicant Who = DemoPeople.Of("person1") with
    {
        UserName = "person9",
        Name = "示例戊",
        ContactName = "示例戊",
        Identifier = DemoIdentifiers.ResidentId("320705", new DateOnly(1979, 4, 6), 911),
    };

    [Fact]
    public async Task A_person_applies_and_receives_the_certificate_and_the_prize()
    {
        site.Stage.On(2022, 5, 20);
        var scenes = await site.OpenRoundAsync(RoundName, new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26));

        var id = await RegisterAndFillAsync(scenes);
        await SubmitRecallSubmitAsync(id);
        site.Stage.On(2022, 6, 8);
        await scenes.RecommendAsync(id, Who);
        await AcceptAsync(scenes, id);
        await FormPanelAsync(scenes, id);
        await ReviewDocumentsAsync(scenes, id);
        await PresentAsync(scenes, id);
        await ReportAsync(id);
        await DecideAsync(scenes);
        await PublishAndApproveAsync(scenes);
        await CertifyAndPayAsync(scenes);
    }

    private async Task<Guid> RegisterAndFillAsync(DemoScenes scenes)
    {
        site.Stage.On(2022, 5, 27);
        await using var tab = await browser.OpenAsync(site);
        tab.Page.SetDefaultTimeout(60_000);
        await tab.GoAsync("/account/register");
        await tab.ShootAsync("person-register-kind");
        await tab.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "以个人身份注册" }).ClickAsync();
        await tab.FillAsync("姓名", Who.Name);
        await tab.FillAsync("身份证号", Who.Identifier);
        await tab.FillAsync("电子邮箱", "person9@example.com");
        await tab.FillAsync("用户名", Who.UserName);
        await tab.FillAsync("密码", Site.Password);
        await tab.FillAsync("确认密码", Site.Password);
        await tab.CheckAsync("我已阅读并同意上述个人信息处理告知");
        await tab.ShootAsync("person-register");
        await tab.AssertAccessibleAsync();
        await tab.PressAsync("注册");
        await tab.Page.Locator(".qa-flash, [role=status]").First.WaitForAsync();

        await tab.GoAsync("/applications");
        await tab.FollowAsync($"我要申报：{RoundName}");
        await tab.ChooseAsync("推荐单位", "海州区");
        await tab.ShootAsync("person-start");
        await tab.PressAsync("开始申报");
        var id = Guid.Parse(GuidPattern().Match(tab.Page.Url).Value);
        await tab.ShootAsync("person-overview-empty");

        var rules = await site.InScopeAsync(services => services.GetRequiredService<RoundRulesReader>().GetAsync(scenes.RoundId));
        var form = rules.Track(Track.Individual).Form;
        var context = new FormContext(2022, rules.Round.ClosesOn, site.Stage.Today);
        var filler = new FormFiller(tab, Who, context);
        foreach (var sectionId in new[] { "basic", "experience" })
        {
            await tab.GoAsync(ApplicationLinks.Section(id, sectionId));
            await filler.FillAsync(form.Section(sectionId)!);
            await tab.ShootAsync($"person-section-{sectionId}");
            await tab.PressAsync("保存并继续");
            await tab.GoAsync(ApplicationLinks.Section(id, sectionId));
            await Assertions.Expect(tab.Page.Locator("[data-error-summary]")).ToHaveCountAsync(0);
        }

        // The photo is there, and the count is Word's: CJK characters and marks one each, a run of letters or digits one.
        await tab.GoAsync(ApplicationLinks.Section(id, "basic"));
        await Assertions.Expect(tab.Page.Locator("[data-question=photo]").GetByRole(AriaRole.Link, new() { Name = "照片1.png", Exact = true })).ToBeVisibleAsync();
        var assessment = form.Section("self-assessment")!;
        var first = assessment.Questions.OfType<NarrativeQuestion>().First();
        await tab.GoAsync(ApplicationLinks.Section(id, "self-assessment"));
        await tab.FillAsync(first.Label, Consciousness);
        await tab.SeesAsync($"已写 {WordCount.Count(Consciousness)} 字");
        await tab.ShootAsync("person-section-self-assessment");
        await tab.AssertAccessibleAsync();
        await tab.PressAsync("保存");
        await tab.SeesAsync("已保存");

        var own = Who with { Own = new Dictionary<string, string>(Who.Own, StringComparer.Ordinal) { [$"self-assessment.{first.Id}"] = Consciousness } };
        foreach (var section in form.Sections.Where(s => s.Id is not ("basic" or "experience")))
        {
            var version = await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).Where(s => s.SectionId == section.Id).Select(s => s.Version).SingleOrDefaultAsync());
            await site.Stage.DoAsync<SaveSection>(Who.UserName, (o, a) => o.RunAsync(id, section.Id, DemoAnswers.Fill(section, own, context), version, a, default));
            foreach (var question in section.Questions.Where(q => !q.Optional && q is FileQuestion or PhotoQuestion))
            {
                for (var i = 0; i < ((question as PhotoQuestion)?.MinFiles ?? 1); i++)
                {
                    await using var content = question is PhotoQuestion ? DemoFiles.Picture(i) : DemoFiles.Pdf(question.Id);
                    var name = string.Create(CultureInfo.InvariantCulture, $"{question.Id}{i}{(question is PhotoQuestion ? ".png" : ".pdf")}");
                    await site.Stage.DoAsync<AttachFile>(Who.UserName, (o, a) => o.RunAsync(id, section.Id, question.Id, content, name, a, default));
                }
            }
        }

        return id;
    }

    /// <summary>Submitted, taken back within ten minutes, changed and submitted again; after ten minutes it stays.</summary>
    private async Task SubmitRecallSubmitAsync(Guid id)
    {
        site.Clock.Set(2022, 6, 6, 10);
        await using var tab = await browser.AsAsync(site, Who.UserName, ApplicationLinks.Check(id));
        await tab.SeesAsync("材料已填写完整，可以提交");
        var text = await tab.Page.Locator("#main").InnerTextAsync();
        Assert.DoesNotContain(Who.Identifier, text, StringComparison.Ordinal);
        Assert.Contains(Who.Identifier[^4..], text, StringComparison.Ordinal);
        await tab.ShootAsync("person-check");
        await tab.AssertAccessibleAsync();
        await SubmitAsync(tab);
        await tab.ShootAsync("person-receipt");

        site.Clock.Set(2022, 6, 6, 10, 9);
        await tab.GoAsync(ApplicationLinks.Overview(id));
        await tab.FollowAsync(new Regex("^撤回修改", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await tab.ShootAsync("person-recall");
        await tab.PressAsync("撤回修改");
        await tab.GoAsync(ApplicationLinks.Section(id, "basic"));
        await tab.FillAsync("职称", "正高级工程师");
        await tab.PressAsync("保存");
        await tab.GoAsync(ApplicationLinks.Check(id));
        await tab.SeesAsync("正高级工程师");
        await SubmitAsync(tab);
        await tab.SeesAsync("第 2 版");

        site.Clock.Set(2022, 6, 6, 10, 20);
        await tab.GoAsync(ApplicationLinks.Overview(id));
        Assert.Equal(0, await tab.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^撤回修改", RegexOptions.None, TimeSpan.FromSeconds(1)) }).CountAsync());
        await tab.ShootAsync("person-overview-submitted");

        static async Task SubmitAsync(Tab tab)
        {
            await tab.FollowAsync("下一步：声明并提交");
            await tab.Page.Locator("#Input_Declared").CheckAsync();
            await tab.PressAsync("提交申报材料");
            await tab.SeesAsync("申报编号");
        }
    }

    private async Task AcceptAsync(DemoScenes scenes, Guid id)
    {
        site.Stage.On(2022, 6, 28);
        await using var tab = await browser.AsAsync(site, StagedSite.Office, "/eligibility");
        await tab.FollowAsync(Who.Name);
        var years = tab.Page.Locator("#condition-ind-quality-work-10y");
        await Assertions.Expect(years).ToContainTextAsync("系统结论：符合");
        await Assertions.Expect(years).ToContainTextAsync("10");
        await Assertions.Expect(years).ToContainTextAsync("2002");
        await tab.ShootAsync("person-eligibility");
        await tab.AssertAccessibleAsync();
        await scenes.ConfirmAsync(id);
        await tab.GoAsync(EligibilityLinks.Case(id));
        await tab.PressAsync("予以受理");
        await tab.SeesAsync("资料审查");
        await tab.ShootAsync("person-accepted");
        Assert.Equal(Stage.DocumentReview, await StageAsync(id));
    }

    private async Task FormPanelAsync(DemoScenes scenes, Guid id)
    {
        site.Stage.On(2022, 7, 4);
        await using (var tab = await browser.AsAsync(site, StagedSite.Office, $"/experts/panels/new?round={scenes.RoundId}"))
        {
            await tab.ChooseAsync("申报类别", "个人（3 人）");
            await tab.FillAsync("专家组名称", "个人评审组");
            foreach (var name in new[] { "专家组长一", "评审专家五", "评审专家六" })
            {
                await tab.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex($"^{name}", RegexOptions.None, TimeSpan.FromSeconds(1)) }).CheckAsync();
            }

            await tab.Field("组长").SelectOptionAsync((await site.Stage.AsAsync(StagedSite.Leader)).UserId.ToString());
            await tab.ShootAsync("person-panel");
            await tab.AssertAccessibleAsync();
            await tab.PressAsync("组建专家组");
            await tab.CheckAsync($"{Who.Name}（个人）");
            await tab.PressAsync("分配");
            await tab.SeesAsync("已分配 1 份申报");
            await tab.ShootAsync("person-panel-assigned");
        }

        await using (var leader = await browser.AsAsync(site, StagedSite.Leader, "/"))
        {
            await leader.ShootAsync("person-expert-desk");
            await leader.GoAsync(ScoringLinks.Declare(id));
            await leader.Page.GetByLabel("本人与申报人无任职").CheckAsync();
            await leader.PressAsync("签署声明");
        }

        foreach (var expert in new[] { Second, Third })
        {
            await site.Stage.DoAsync<Web.Pages.Experts.DeclareInterest>(expert, (o, a) => o.RunAsync(id, null, null, a, default));
        }

        await using var office = await browser.AsAsync(site, StagedSite.Office, "/scoring");
        await office.PressAsync("开始资料审查 个人评审组");
        await office.ShootAsync("person-scoring-office");
    }

    /// <summary>The leader marks in points by hand, the others by the operations; before all are in, nobody sees a mark.</summary>
    private async Task ReviewDocumentsAsync(DemoScenes scenes, Guid id)
    {
        site.Stage.On(2022, 7, 6);
        await scenes.MarkAsync(id, Stage.DocumentReview, 0.75m, Second);
        await using (var leader = await browser.AsAsync(site, StagedSite.Leader, ScoringLinks.Consensus(id, Stage.DocumentReview)))
        {
            await leader.SeesAsync("全部提交前，任何人都看不到他人的评分");
            await leader.ShootAsync("person-progress");
            await ScoreByHandAsync(leader, id, Stage.DocumentReview, "5");
        }

        await scenes.MarkAsync(id, Stage.DocumentReview, 0.8m, Third);
        await using var office = await browser.AsAsync(site, StagedSite.Office, ScoringLinks.Consensus(id, Stage.DocumentReview));
        await office.ShootAsync("person-consensus");
        await office.AssertAccessibleAsync();
        await office.FollowAsync("结束资料审查");
        await ConfirmAsync(office, "结束资料审查");
        Assert.Equal(Stage.Presentation, await StageAsync(id));
    }

    private async Task PresentAsync(DemoScenes scenes, Guid id)
    {
        site.Stage.On(2022, 7, 20);
        await using var leader = await browser.AsAsync(site, StagedSite.Leader, "/scoring");
        await leader.ShootAsync("person-expert-list");
        await leader.FollowAsync($"演讲陈述 {Who.Name}");
        await leader.FillAsync("演讲陈述日期", "2022-07-20");
        await leader.FillAsync("地点", "市市场监督管理局三楼会议室");
        await leader.FillAsync("参加人员", "专家组全体成员、申报人示例戊");
        await leader.FillAsync("陈述与问答摘要", "申报人陈述 15 分钟，专家问询 10 分钟，回答清楚，数据充分。");
        await leader.PressAsync("保存记录");
        await leader.ShootAsync("person-presentation");
        await leader.AssertAccessibleAsync();
        await scenes.MarkAsync(id, Stage.Presentation, 0.8m, Second);
        await ScoreByHandAsync(leader, id, Stage.Presentation, "5.5");
        await scenes.MarkAsync(id, Stage.Presentation, 0.85m, Third);
        await leader.GoAsync(ScoringLinks.Presentation(id));
        await leader.FollowAsync("签署结果");
        await leader.ShootAsync("person-presentation-sign");
        await ConfirmAsync(leader);
        Assert.Equal(Stage.PanelReport, await StageAsync(id));
    }

    private static async Task ScoreByHandAsync(Tab tab, Guid id, Stage stage, string points)
    {
        await tab.GoAsync(ScoringLinks.Workspace(id, stage));
        if (stage == Stage.DocumentReview)
        {
            await tab.SeesAsync("坚持 ISO 9001");
        }

        foreach (var label in await tab.Page.Locator("label").Filter(new() { HasTextRegex = new Regex("^[1-7][.][0-9] 评分$", RegexOptions.None, TimeSpan.FromSeconds(1)) }).AllInnerTextsAsync())
        {
            var item = label.Split(' ')[0];
            await tab.FillAsync($"{item} 优势", "方法系统，事实和数据支持充分");
            await tab.FillAsync($"{item} 评分", points);
        }

        await tab.ShootAsync($"person-workspace-{(stage == Stage.Presentation ? "presentation" : "documents")}");
        await tab.AssertAccessibleAsync();
        await tab.PressAsync("提交评分表");
        await ConfirmAsync(tab);
        await tab.SeesAsync("已提交");
    }

    private async Task ReportAsync(Guid id)
    {
        site.Stage.On(2022, 7, 25);
        await using var leader = await browser.AsAsync(site, StagedSite.Leader, ScoringLinks.Report(id));
        await leader.FillAsync("总体优势", "质量意识强，长期深耕质量改进，成果可量化、可推广。");
        await leader.FillAsync("总体改进空间", "标准化成果的转化面可以再扩大。");
        await leader.ChooseAsync("推荐等次", "连云港市市长质量奖");
        await leader.FillAsync("推荐意见", "经评审，专家组一致同意推荐。");
        await leader.CheckAsync("报告已经全组讨论，提交后不能修改");
        await leader.PressAsync("提交专家组评审报告");
        await leader.SeesAsync("报告已提交");
        await leader.ShootAsync("person-report");
        Assert.Equal(Stage.Synthesis, await StageAsync(id));
    }

    private async Task DecideAsync(DemoScenes scenes)
    {
        site.Stage.On(2022, 8, 8);
        await using (var office = await browser.AsAsync(site, StagedSite.Office, DecisionLinks.Shortlist(scenes.RoundId)))
        {
            await office.ChooseAsync($"{Who.Name}的拟定等次", "连云港市市长质量奖");
            await office.FillAsync("会同审议的部门", "市发展改革委、市工业和信息化局、市市场监督管理局");
            await office.FillAsync("综合评价报告", "经会同有关部门审议专家组评审报告，提出建议名单。");
            await office.ShootAsync("person-shortlist");
            await office.AssertAccessibleAsync();
            await office.PressAsync("保存草案");
            await office.FollowAsync("核对并确认名单");
            await ConfirmAsync(office);
            await office.FollowAsync("召集委员会审议");
            await office.FillAsync("会议日期", "2022-08-09");
            await office.FillAsync("会议地点", "市政府第二会议室");
            await office.FillAsync("主持人", "委员一");
            foreach (var name in new[] { "委员一", "委员二", "委员三" })
            {
                await office.CheckAsync(name);
            }

            await office.PressAsync("召集会议");
            site.Stage.On(2022, 8, 9);
        }

        var meeting = await site.ReadAsync(db => db.Set<Meeting>().AsNoTracking().SingleAsync(m => m.RoundId == scenes.RoundId));
        await using (var office = await browser.AsAsync(site, StagedSite.Office, DecisionLinks.Meeting(meeting.Id)))
        {
            foreach (var member in meeting.Members)
            {
                await office.Field(member.Name).SetCheckedAsync(member.Name is "委员一" or "委员二" or "委员三");
            }

            await office.ShootAsync("person-attendance");
            await office.PressAsync("登记签到，开始表决");
            await office.SeesAsync("还有 3 位到会委员没有表决");
        }

        await using (var member = await browser.AsAsync(site, "member1", "/"))
        {
            await member.ShootAsync("person-member-desk");
            await member.GoAsync(DecisionLinks.Meeting(meeting.Id));
            await member.CheckAsync("同意");
            await member.ShootAsync("person-vote");
            await member.AssertAccessibleAsync();
            await member.PressAsync("提交表决");
        }

        foreach (var member in new[] { "member2", "member3" })
        {
            await site.Stage.DoAsync<CastBallot>(member, (o, a) => o.RunAsync(meeting.Id, meeting.Cases.ToDictionary(c => c.ApplicationId, _ => Vote.Yes), a, default));
        }

        await using var closing = await browser.AsAsync(site, StagedSite.Office, DecisionLinks.Meeting(meeting.Id));
        await closing.FillAsync("会议纪要", "会议审议了建议名单，全体到会委员同意。");
        await closing.CheckAsync("我已核对，宣布结果后不能更改");
        await closing.PressAsync("结束表决，宣布结果");
        await closing.SeesAsync("同意 3，不同意 0，弃权 0（有表决权 3 人）");
        await closing.ShootAsync("person-meeting-closed");
    }

    private async Task PublishAndApproveAsync(DemoScenes scenes)
    {
        site.Stage.On(2022, 8, 15);
        await using (var office = await browser.AsAsync(site, StagedSite.Office, DecisionLinks.PublishNotice(scenes.RoundId)))
        {
            await office.ShootAsync("person-notice-publish");
            await ConfirmAsync(office, "发布公示");
        }

        await using (var visitor = await browser.OpenAsync(site))
        {
            await visitor.GoAsync("/");
            await visitor.ShootAsync("person-home-notice");
            await visitor.GoAsync("/notices");
            await visitor.Page.Locator("#main .qa-tasks a").First.ClickAsync();
            await visitor.SeesAsync(Who.Name);
            Assert.DoesNotContain(Who.Identifier[6..14], await visitor.Page.ContentAsync(), StringComparison.Ordinal);
            await visitor.ShootAsync("person-notice");
        }

        site.Stage.On(2022, 8, 23);
        await using (var office = await browser.AsAsync(site, StagedSite.Office, "/public-notices"))
        {
            await office.Page.Locator("#main tbody a").First.ClickAsync();
            await office.CheckAsync("我已核对，登记后不能撤销");
            await office.PressAsync("登记公示期满，报请批准");
        }

        site.Stage.On(2022, 9, 1);
        await using var approving = await browser.AsAsync(site, StagedSite.Office, HonoursLinks.Manage(scenes.RoundId));
        await approving.FillAsync("批准文号", "连政发〔2022〕88号");
        await approving.FillAsync("批准日期", "2022-08-31");
        await approving.AttachAsync("批准文件扫描件", "批准文件.pdf", DemoFiles.Pdf("Approval"));
        await approving.CheckAsync("我已核对，登记后不能更改");
        await approving.ShootAsync("person-approval");
        await approving.AssertAccessibleAsync();
        await approving.PressAsync("登记批准");
        await approving.FollowAsync("公布获奖名单");
        await ConfirmAsync(approving, "公布获奖名单");
        await approving.SeesAsync("证书和奖金");
        await approving.ShootAsync("person-proclaimed");
    }

    private async Task CertifyAndPayAsync(DemoScenes scenes)
    {
        site.Stage.On(2022, 9, 5);
        var honour = await site.ReadAsync(db => db.Set<HonourEntry>().AsNoTracking().SingleAsync(h => h.HolderName == Who.Name));
        await using (var visitor = await browser.OpenAsync(site))
        {
            await visitor.GoAsync("/honours");
            await visitor.SeesAsync(Who.Name);
            await visitor.ShootAsync("person-honours");
            await visitor.FollowAsync(honour.CertificateNumber!);
            await visitor.SeesAsync("证书有效");
            await visitor.ShootAsync("person-verify");
            await visitor.AssertAccessibleAsync();
        }

        await using (var person = await browser.AsAsync(site, Who.UserName, "/"))
        {
            await person.ShootAsync("person-desk-honoured");
            await person.GoAsync(HonoursLinks.Certificate(honour.Id));
            await Assertions.Expect(person.Page.GetByText(Who.Name).First).ToBeVisibleAsync();
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Artifacts("screenshots"), "person-certificate.png"), FullPage = true });
            await person.GoAsync("/applications");
            await person.Page.Locator("#main .qa-tasks a").First.ClickAsync();
            await person.ShootAsync("person-overview-honoured");
        }

        await using var office = await browser.AsAsync(site, StagedSite.Office, HonoursLinks.Manage(scenes.RoundId));
        await office.SeesAsync("100,000");
        await office.FollowAsync(new Regex("^登记发放", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await office.FillAsync("发放日期", "2022-09-05");
        await office.FillAsync("凭证号", "记-2022-0905");
        await office.ShootAsync("person-prize");
        await office.CheckAsync("我已核对，登记后不能更改");
        await office.PressAsync("登记发放");
        await office.GoAsync(HonoursLinks.Manage(scenes.RoundId));
        await office.SeesAsync("记-2022-0905");
        var prize = await site.ReadAsync(db => db.Set<PrizeDue>().AsNoTracking().SingleAsync(p => p.RoundId == scenes.RoundId));
        Assert.Equal((100_000m, new DateOnly(2022, 9, 5)), (prize.Amount, prize.PaidOn));
    }

    /// <summary>Answers the question "are you sure", with the password where the step has legal effect.</summary>
    private static async Task ConfirmAsync(Tab tab, string? button = null)
    {
        if (await tab.Field("密码").CountAsync() > 0)
        {
            await tab.FillAsync("密码", Site.Password);
        }

        await tab.PressAsync(button ?? (await tab.Page.Locator(".qa-confirm button[type=submit]").InnerTextAsync()).Trim());
        await Assertions.Expect(tab.Page.Locator("[data-error-summary]")).ToHaveCountAsync(0);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GuidPattern();

    private Task<Stage> StageAsync(Guid id) => site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Stage).SingleAsync());
}
