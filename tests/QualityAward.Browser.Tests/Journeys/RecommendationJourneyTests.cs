using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>审核推荐 by label and role: the departments answer what they are asked; the county gathers, fills in, prints, has it sealed and signed, ranks and hands in.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RecommendationJourneyTests(BrowserFixture browser, RecommendationJourneyTests.DepartmentSite site) : IClassFixture<RecommendationJourneyTests.DepartmentSite>
{
    private static readonly DemoApplicant Company = DemoPeople.Of("org4");
    private static readonly DemoApplicant Someone = DemoPeople.Of("person1");
    private static readonly DemoApplicant First = DemoPeople.Of("org5");
    private static readonly DemoApplicant Second = DemoPeople.Of("person4");
    private static readonly string[] Departments = ["dept-emergency", "dept-ecology", "dept-market", "dept-health", "dept-labour", "dept-industry", "dept-statistics"];

    /// <summary>The staged site with the seven departments and one round for all tests of the class.</summary>
    public sealed class DepartmentSite : StagedSite
    {
        private DemoScenes? _scenes;

        public async Task<DemoScenes> RoundAsync()
        {
            Stage.On(2022, 5, 20);
            return _scenes ??= await OpenRoundAsync("2022年连云港市市长质量奖", new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26));
        }

        protected override async Task FillAsync(IServiceProvider services)
        {
            await base.FillAsync(services);
            foreach (var department in DemoPeople.Staff.Where(s => s.Role == Role.Department))
            {
                await new Given(services).StaffAsync(department.UserName, department.Role, department.Authority, department.Name);
            }
        }
    }

    [Fact]
    public async Task A_department_answers_clear_and_adverse_with_a_scan_and_many_at_once_and_is_shut_out_when_it_is_late()
    {
        var scenes = await site.RoundAsync();
        site.Stage.On(2022, 5, 27);
        var (company, person) = (await scenes.ApplyAsync(Company), await scenes.ApplyAsync(Someone));
        site.Stage.On(2022, 5, 30);
        await scenes.AskAsync("county-haizhou", [company, person], new DateOnly(2022, 6, 10), new DateOnly(2022, 6, 8), "emergency", "market");
        await scenes.AskAsync("county-haizhou", [company], new DateOnly(2022, 5, 31), null, "statistics");

        await using (var department = await browser.AsAsync(site, "dept-emergency", "/"))
        {
            await department.FollowAsync("答复推荐单位的征求意见");
            await department.AssertAccessibleAsync();
            await department.ShootAsync("department-list");
            await department.SeesAsync(Someone.Employer);
            await department.FollowAsync(Company.Name);
            await department.SeesAsync("2019年");
            await department.DoesNotSeeAsync("自评报告");
            await department.CheckAsync("无不良记录");
            await department.FillAsync("意见内容", "经核查，核查期间内未发现生产安全事故。");
            await department.PressAsync("答复");
            await department.SeesAsync($"已答复“{Company.Name}”：无不良记录。");

            await department.GoAsync(RecommendationsLinks.Asked);
            await department.FollowAsync(Someone.Employer);
            await department.CheckAsync("有不良记录");
            await department.PressAsync("答复");
            // What an adverse record needs is named at once, and the choice stays.
            await department.SeesAsync("请选择不良记录的等级。");
            await Assertions.Expect(department.Field("有不良记录")).ToBeCheckedAsync();
            await department.FillAsync("意见内容", "2020年施工中发生一般生产安全事故一起，已整改并结案。");
            await department.ChooseAsync("不良记录等级", "一般");
            await department.FillAsync("发生日期", "2020-09-17");
            await department.FillAsync("处罚决定书等文号", "连应急罚〔2020〕示例1号");
            await department.AttachAsync("意见扫描件", "复函.pdf", DemoFiles.Pdf("Reply"));
            await department.AssertAccessibleAsync();
            await department.ShootAsync("department-adverse");
            await department.PressAsync("答复");
            await department.SeesAsync("有不良记录（一般）");
            await department.SeesAsync("复函.pdf");
        }

        await using (var department = await browser.AsAsync(site, "dept-market", RecommendationsLinks.Asked))
        {
            await department.FollowAsync("批量答复");
            await department.CheckAsync(Company.Name);
            await department.CheckAsync($"{Someone.Employer}（{Someone.Name}所在单位）");
            await department.CheckAsync("无不良记录");
            await department.ShootAsync("department-many");
            await department.PressAsync("答复所选申报人");
            await department.SeesAsync("已答复 2 件：无不良记录。");
        }

        site.Stage.On(2022, 6, 1);
        await using (var late = await browser.AsAsync(site, "dept-statistics", "/"))
        {
            await late.FollowAsync("已逾期未答复的征求意见，如仍需答复请联系推荐单位延长期限");
            await late.SeesAsync("已逾期");
            await late.FollowAsync(Company.Name);
            await late.SeesAsync("答复期限已过，不能再答复");
            await Assertions.Expect(late.Page.GetByRole(AriaRole.Button, new() { Name = "答复", Exact = true })).ToHaveCountAsync(0);
        }

        var found = await site.ReadAsync(db => db.Set<OpinionRequest>().Where(r => (r.ApplicationId == company || r.ApplicationId == person) && r.OpinionId != null).Select(r => r.Finding).ToListAsync());
        Assert.Equal((3, 1), (found.Count(f => f == OpinionFinding.Clear), found.Count(f => f == OpinionFinding.Adverse)));
    }

    [Fact]
    public async Task A_county_asks_fills_in_prints_has_it_sealed_and_signed_ranks_and_hands_in()
    {
        var scenes = await site.RoundAsync();
        site.Stage.On(2022, 5, 27);
        var (first, second) = (await scenes.ApplyAsync(First), await scenes.ApplyAsync(Second));
        site.Stage.On(2022, 5, 30);
        await using (var county = await browser.AsAsync(site, "county-haizhou", $"{RecommendationsLinks.Ask}?id={first}"))
        {
            await county.CheckAsync(Second.Name);
            await county.FillAsync("答复期限", "2022-06-02");
            await county.FillAsync("提醒日期", "2022-06-01");
            await county.AssertAccessibleAsync();
            await county.ShootAsync("county-ask");
            await county.PressAsync("发出征求意见");
            await county.SeesAsync("已就 2 个申报人向 7 个部门发出 14 件征求意见");
        }

        var clear = new OpinionContent("", OpinionFinding.Clear, null, [], "经核查，核查期间内未发现不良记录。", new DateOnly(2022, 5, 30), null);
        foreach (var department in Departments.SkipLast(1))
        {
            await scenes.AnswerAsync(department, clear, first, second);
        }

        // One department is silent: it is seen, urged and given more time, and answers.
        site.Stage.On(2022, 6, 3);
        await using (var county = await browser.AsAsync(site, "county-haizhou", "/recommendations?opinions=Overdue"))
        {
            await county.SeesAsync("逾期 1");
            await county.ShootAsync("county-overdue");
            await county.GoAsync($"{RecommendationsLinks.Progress}?round={scenes.RoundId}&state=Overdue");
            await county.CheckAsync($"选择{First.Name}，统计部门");
            await county.CheckAsync($"选择{Second.Name}（{Second.Employer}），统计部门");
            await county.FillAsync("新的答复期限", "2022-06-10");
            await county.PressAsync("延长期限");
            await county.SeesAsync("已将 2 件的答复期限延长至");
        }

        await scenes.AnswerAsync("dept-statistics", clear with { GivenOn = new DateOnly(2022, 6, 3) }, first, second);
        await scenes.RecommendAsync(second, Second, handIn: false);
        await using (var county = await browser.AsAsync(site, "county-haizhou", "/recommendations?opinions=Complete&state=PreReview"))
        {
            await county.FollowAsync(First.Name);
            var filler = new FormFiller(county, First, new FormContext(2022, new DateOnly(2022, 6, 26), site.Stage.Today));
            foreach (var section in scenes.Rules.Pack.Recommendation.FormOf(Track.Organisation).Sections)
            {
                await filler.FillAsync(section);
                await county.PressAsync($"保存{section.Title}");
            }

            // The papers are printed, sealed and scanned: here the scan is the print itself, so its text layer holds the code.
            await UploadAsync(county, first, "certificate", "无不良记录证明");
            await UploadAsync(county, first, "pre-review", "盖章的预审意见");
            await county.SeesAsync("校验码 ");
            await county.FillAsync("推荐意见", "经审核，申报材料真实完整，符合申报条件，同意推荐。");
            await county.AssertAccessibleAsync();
            await county.ShootAsync("county-case");
            await county.PressAsync("同意推荐");
            await county.SeesAsync("等待海州区人民政府签署推荐意见");

            // A page of another paper is not taken as the signed one.
            await county.FollowAsync("登记签署的推荐意见");
            await county.FillAsync("签署日期", "2022-06-03");
            await county.FillAsync("政府（部门）推荐意见", "同意推荐。");
            await county.AttachAsync("签署的推荐意见扫描件", "错页.pdf", await PrintAsync(county, first, "pre-review"));
            await county.PressAsync("登记签署意见");
            await county.SeesAsync("不是政府（部门）签署的推荐意见现有数据版本的校验码");
            await county.AttachAsync("签署的推荐意见扫描件", "签署页.pdf", await PrintAsync(county, first, "endorsement"));
            await county.PressAsync("登记签署意见");
            await county.SeesAsync("推荐意见已签署，待报送");

            await county.FollowAsync("排序和报送");
            await county.FillAsync($"{First.Name}的排序", "1");
            await county.FillAsync($"{Second.Name}的排序", "2");
            await county.AssertAccessibleAsync();
            await county.ShootAsync("county-hand-in");
            await county.PressAsync("报送 2 件");
            await county.SeesAsync("清单、申报材料和签署件与报送时一致");
            await county.GoAsync(RecommendationsLinks.Summary(scenes.RoundId));
            await county.SeesAsync(First.Name);
            await county.AssertAccessibleAsync();
            await county.ShootAsync("county-summary");
            Assert.Equal(200, (await county.Page.APIRequest.GetAsync(new Uri(site.Address, RecommendationsLinks.Summary(scenes.RoundId) + "?handler=Excel").AbsoluteUri)).Status);
        }

        Assert.Equal([Stage.EligibilityReview, Stage.EligibilityReview], await site.ReadAsync(db => db.Applications.Where(a => a.Id == first || a.Id == second).Select(a => a.Position.Stage).ToListAsync()));
        Assert.Equal(First.Name, (await site.ReadAsync(db => db.Set<RecommendationBatch>().SingleAsync(b => b.RoundId == scenes.RoundId))).Entries[0].ApplicantName);
    }

    private async Task UploadAsync(Tab county, Guid id, string paper, string name)
    {
        await county.AttachAsync($"{name}扫描件", $"{name}.pdf", await PrintAsync(county, id, paper));
        await county.PressAsync($"上传{name}");
        await county.SeesAsync(string.Create(CultureInfo.InvariantCulture, $"{name}.pdf"));
    }

    private async Task<Stream> PrintAsync(Tab county, Guid id, string paper)
    {
        var answer = await county.Page.APIRequest.GetAsync(new Uri(site.Address, RecommendationsLinks.PaperPdf(id, paper)).AbsoluteUri);
        Assert.Equal(200, answer.Status);
        return new MemoryStream(await answer.BodyAsync());
    }
}
