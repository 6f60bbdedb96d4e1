using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Experts;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Pages.Users;

namespace QualityAward.Web.Commands.Demo;

/// <summary>
/// Plays the demo (加载演示数据; Development only): accounts, a finished round, one in review, one in notice and the open round, all through the
/// operations that the pages call. Running it again does nothing.
/// </summary>
public static class LoadDemo
{
    private const string FirstPassword = "First-2026!";
    private const string Leader = "leader1";

    private static readonly string[] OrganisationPanel = ["expert1", "expert2", "expert3", "expert4"];
    private static readonly string[] IndividualPanel = ["expert5", "expert6"];

    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<DemoClock>() is not { } clock)
        {
            await Console.Error.WriteLineAsync("The demo can be loaded in Development only.");
            return 2;
        }

        var stage = new DemoStage(services, clock, clock.TravelTo) { AfterEach = () => DemoMessages.SpreadAsync(services, cancellationToken) };
        if (await stage.ReadAsync(db => db.Set<Infrastructure.Persistence.Rounds.DemoDate>().AnyAsync(cancellationToken)))
        {
            return 0;
        }

        if (await stage.ReadAsync(db => db.Users.AnyAsync(cancellationToken)))
        {
            await Console.Error.WriteLineAsync("The database holds accounts but no finished demo; delete .local and start again.");
            return 3;
        }

        stage.On(2021, 4, 27);
        await AccountsAsync(stage, services);
        await ExpertsAsync(stage);
        await FinishedRoundAsync(stage, services);
        await NoticeRoundAsync(stage, services);
        await ReviewRoundAsync(stage, services);
        var nominee = await OpenRoundAsync(stage, services);
        await OtherProgrammesAsync(stage, services);
        await DemoRegisters.PlayAsync(stage);
        await DemoReviews.PlayAsync(stage, nominee);
        await using var scope = services.CreateAsyncScope();
        await clock.SetAsync(new DateOnly(2022, 6, 1), scope.ServiceProvider.GetRequiredService<QualityAwardDbContext>(), cancellationToken);
        return 0;
    }

    private static async Task AccountsAsync(DemoStage stage, IServiceProvider services)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<CreateFirstAdministrators>().RunAsync(FirstPassword, stage.Cancel);
        }

        foreach (var staff in DemoPeople.Staff)
        {
            await stage.DoAsync<CreateStaffAccount>("admin-system", (o, a) => o.RunAsync(new StaffAccount(staff.UserName, staff.Name, staff.Role, staff.Authority, FirstPassword), a, stage.Cancel));
            var id = (await stage.AsAsync(staff.UserName)).UserId;
            await stage.DoAsync<ManageAccount>("admin-security", (o, a) => o.RunAsync(id, AccountAct.Grant, a, stage.Cancel));
        }

        foreach (var userName in DemoPeople.Staff.Select(s => s.UserName).Concat(["admin-system", "admin-security", "admin-audit"]))
        {
            await stage.DoAsync<ChangePassword>(userName, (o, a) => o.RunAsync(FirstPassword, DemoPeople.Password, a, stage.Cancel));
        }

        foreach (var applicant in DemoPeople.Applicants)
        {
            await RegisterAsync(stage, services, applicant);
        }

        await DemoMessages.ConfirmAddressesAsync(stage);
    }

    private static async Task ExpertsAsync(DemoStage stage)
    {
        string[] employers = ["某大学质量研究所", "某认证中心", "某省质量协会", "某集团公司质量部"];
        var userNames = DemoPeople.Staff.Where(s => s.Role == Domain.Access.Role.Expert).Select(s => s.UserName).ToList();
        for (var i = 0; i < userNames.Count; i++)
        {
            var id = (await stage.AsAsync(userNames[i])).UserId;
            var employer = employers[i % employers.Length];
            await stage.DoAsync<RegisterExpert>("office-lyg", (o, a) => o.RunAsync(id, employer, null, "高级工程师", ["卓越绩效", "质量管理"], a, stage.Cancel));
        }
    }

    /// <summary>2021, from the call to the prizes.</summary>
    private static async Task FinishedRoundAsync(DemoStage stage, IServiceProvider services)
    {
        var (org7, org8, person4) = (DemoPeople.Of("org7"), DemoPeople.Of("org8"), DemoPeople.Of("person4"));
        stage.On(2021, 5, 6);
        var scenes = await OpenAsync(stage, services, 2021, "2021年连云港市市长质量奖", new DateOnly(2021, 5, 10), new DateOnly(2021, 6, 25));
        var cases = await ApplyAsync(stage, scenes, new DateOnly(2021, 6, 8), org7, org8, person4);
        await AcceptAsync(stage, scenes, new DateOnly(2021, 7, 2), cases);
        stage.On(2021, 8, 2);
        await scenes.OpenReviewAsync(Track.Organisation, Leader, OrganisationPanel);
        await scenes.OpenReviewAsync(Track.Individual, Leader, IndividualPanel);
        await ReviewAsync(stage, scenes, new DateOnly(2021, 8, 10), (cases[0], org7, 0.75m, "award"), (cases[1], org8, 0.6m, "nomination"), (cases[2], person4, 0.7m, "nomination"));
        await DecideAsync(stage, scenes, new DateOnly(2021, 9, 6), (cases[0], "award"), (cases[1], "nomination"), (cases[2], "nomination"));
        stage.On(2021, 9, 8);
        var notice = await scenes.PublishNoticeAsync();
        stage.On(2021, 9, 17);
        await scenes.EndNoticeAsync(notice);
        stage.On(2021, 10, 20);
        await scenes.ProclaimAsync("连政发〔2021〕86号");
        stage.On(2021, 12, 3);
        await scenes.PayAllAsync();
        await stage.DoAsync<CloseRound>("office-lyg", (o, a) => o.RunAsync(scenes.RoundId, a, stage.Cancel));
        await DemoMessages.ReadAsync(stage, "office-lyg", scenes.RoundId);
    }

    /// <summary>A round whose list is before the public on the demo's first day.</summary>
    private static async Task NoticeRoundAsync(DemoStage stage, IServiceProvider services)
    {
        var (org4, org5, person2) = (DemoPeople.Of("org4"), DemoPeople.Of("org5"), DemoPeople.Of("person2"));
        stage.On(2022, 1, 6);
        var scenes = await OpenAsync(stage, services, 2022, "演示：公示阶段", new DateOnly(2022, 1, 10), new DateOnly(2022, 2, 28));
        var cases = await ApplyAsync(stage, scenes, new DateOnly(2022, 2, 10), org4, org5, person2);
        await AcceptAsync(stage, scenes, new DateOnly(2022, 3, 4), cases);
        stage.On(2022, 3, 14);
        await scenes.OpenReviewAsync(Track.Organisation, Leader, OrganisationPanel);
        await scenes.OpenReviewAsync(Track.Individual, Leader, IndividualPanel);
        await ReviewAsync(stage, scenes, new DateOnly(2022, 4, 11), (cases[0], org4, 0.7m, "award"), (cases[1], org5, 0.6m, "nomination"), (cases[2], person2, 0.75m, "award"));
        await DecideAsync(stage, scenes, new DateOnly(2022, 5, 26), (cases[0], "award"), (cases[1], "nomination"), (cases[2], "award"));
        stage.On(2022, 5, 30);
        await scenes.PublishNoticeAsync();
    }

    /// <summary>A round with one case in each step of the review.</summary>
    private static async Task ReviewRoundAsync(DemoStage stage, IServiceProvider services)
    {
        var (org1, org2, org3, org6, person1) = (DemoPeople.Of("org1"), DemoPeople.Of("org2"), DemoPeople.Of("org3"), DemoPeople.Of("org6"), DemoPeople.Of("person1"));
        stage.On(2022, 2, 8);
        var scenes = await OpenAsync(stage, services, 2022, "演示：评审阶段", new DateOnly(2022, 2, 10), new DateOnly(2022, 3, 31));
        var cases = await ApplyAsync(stage, scenes, new DateOnly(2022, 3, 8), org1, org2, org3, org6, person1);
        await AcceptAsync(stage, scenes, new DateOnly(2022, 4, 7), cases);
        stage.On(2022, 4, 18);
        await scenes.OpenReviewAsync(Track.Organisation, Leader, OrganisationPanel);
        await scenes.OpenReviewAsync(Track.Individual, Leader, IndividualPanel);

        // org1: two of five sheets are in; org2: all in, waits for the office; org3: the site visit is due; org6: waits for the list; person1: the presentation is due.
        stage.On(2022, 5, 9);
        await scenes.MarkAsync(cases[0], Stage.DocumentReview, 0.65m, OrganisationPanel[0], OrganisationPanel[1]);
        await scenes.ScoreAsync(cases[1], Stage.DocumentReview, 0.55m, Leader, OrganisationPanel);
        foreach (var id in new[] { cases[2], cases[3] })
        {
            await scenes.ScoreAsync(id, Stage.DocumentReview, 0.65m, Leader, OrganisationPanel);
            await scenes.CloseDocumentReviewAsync(id);
        }

        await scenes.ScoreAsync(cases[4], Stage.DocumentReview, 0.7m, Leader, IndividualPanel);
        await scenes.CloseDocumentReviewAsync(cases[4]);
        stage.On(2022, 5, 23);
        await scenes.VisitAsync(cases[3], org6, 0.65m, Leader, OrganisationPanel);
        await scenes.ReportAsync(cases[3], Leader, "nomination");
    }

    /// <summary>The round of 2022 as it stands on 1 June: applications in every step that the date allows.</summary>
    /// <returns>The nominee's application, which waits for the office.</returns>
    private static async Task<Guid> OpenRoundAsync(DemoStage stage, IServiceProvider services)
    {
        stage.On(2022, 5, 20);
        var scenes = await OpenAsync(stage, services, 2022, "2022年连云港市市长质量奖", new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26), settings => settings with
        {
            RecommendationQuota = Setting<int>.Of(5),
            UnitQuotas = Setting<IReadOnlyList<UnitQuota>>.Of([new UnitQuota("lyg-haizhou", 6)]),
        });
        await DemoMessages.HoldAsync(stage, services.GetRequiredService<Domain.Notifications.MessageCatalogue>().Require("rejected"), "office-lyg", scenes.RoundId);
        stage.On(2022, 5, 27);
        await scenes.ApplyAsync(DemoPeople.Of("org1"), submit: false);
        var food = await scenes.ApplyAsync(DemoPeople.Of("org2"));
        var port = await scenes.ApplyAsync(DemoPeople.Of("org6"));
        var person = await scenes.ApplyAsync(DemoPeople.Of("person1"));
        // The nominee of 2021 returns: recommended first.
        var nominee = await scenes.ApplyAsync(DemoPeople.Of("org8"));
        var recommended = await scenes.ApplyAsync(DemoPeople.Of("org3"));
        var returned = await scenes.ApplyAsync(DemoPeople.Of("org4"));
        var accepted = await scenes.ApplyAsync(DemoPeople.Of("org5"));
        var confirmed = await scenes.ApplyAsync(DemoPeople.Of("person3"));
        // Two came in on paper: one waits for the applicant's word, the other, who has no account, is still being typed in.
        await scenes.EnterOnPaperAsync(DemoPeople.Of("person4"), "申报人在海上作业，不具备上网条件，委托单位递交纸质材料。", submit: true);
        await scenes.EnterOnPaperAsync(DemoPeople.OnPaper, "企业所在厂区网络中断，递交了纸质材料。", submit: false);
        stage.On(2022, 5, 30);
        await scenes.RecommendAsync(recommended, DemoPeople.Of("org3"), endorse: false);
        await scenes.RecommendAsync(returned, DemoPeople.Of("org4"), handIn: false);
        await scenes.RecommendAsync(accepted, DemoPeople.Of("org5"), handIn: false);
        await scenes.RecommendAsync(nominee, DemoPeople.Of("org8"), handIn: false);
        await scenes.HandInAsync("county-haizhou");
        await scenes.RecommendAsync(confirmed, DemoPeople.Of("person3"));

        // Departments with requests open: two have answered, one of them with a record; 统计 had one day and is late.
        var (due, remind) = (new DateOnly(2022, 6, 10), new DateOnly(2022, 6, 8));
        await scenes.AskAsync("county-ganyu", [food, port], due, remind, "emergency", "environment", "market", "health", "labour", "industry");
        await scenes.AskAsync("county-ganyu", [food, port], new DateOnly(2022, 5, 31), null, "statistics");
        await scenes.AskAsync("county-haizhou", [person], due, remind);
        await scenes.AnswerAsync("dept-market", new OpinionContent("", OpinionFinding.Clear, null, [], "经核查，核查期间内未发现不良记录。", stage.Today, null), food, port);
        await scenes.AnswerAsync(
            "dept-emergency",
            new OpinionContent("", OpinionFinding.Adverse, Severity.Ordinary, [], "2020年码头作业中发生一般生产安全事故一起，已整改并结案。", stage.Today, null) { IncidentOn = new DateOnly(2020, 9, 17), DocumentNumber = "连应急罚〔2020〕示例1号" },
            port);
        stage.On(2022, 5, 31);
        await DemoMessages.RemindAsync(stage);
        await scenes.ReturnForCorrectionAsync(returned, "evidence", "营业执照复印件不清晰，请重新上传，并补充近三年审计报告。", new DateOnly(2022, 6, 14));
        await scenes.AcceptAsync(accepted);
        await scenes.ConfirmAsync(confirmed);
        return nominee;
    }

    /// <summary>The other awards have a published round each, and one application that has just come to the office.</summary>
    private static async Task OtherProgrammesAsync(DemoStage stage, IServiceProvider services)
    {
        var catalogue = services.GetRequiredService<ProgrammeCatalogue>();
        foreach (var (programme, office, name, closesOn) in new[]
        {
            ("jiangsu-governor", "office-js", "2022年江苏省省长质量奖", new DateOnly(2022, 7, 29)), ("wuhan-mayor", "office-wh", "2022年武汉市市长质量奖（个人奖）", new DateOnly(2022, 8, 31)),
            ("lianyungang-zone", "office-etdz", "2022年连云港经济技术开发区质量奖", new DateOnly(2022, 6, 30)),
        })
        {
            stage.On(2022, 5, 20);
            var id = await DemoRounds.OpenAsync(stage, catalogue, office, programme, 2022, name, new DateOnly(2022, 5, 26), closesOn);
            await using var scope = services.CreateAsyncScope();
            var scenes = new DemoScenes(stage, await scope.ServiceProvider.GetRequiredService<RoundRulesReader>().GetAsync(id, stage.Cancel), office);
            foreach (var (_, who) in DemoPeople.Elsewhere.Where(e => string.Equals(e.Programme, programme, StringComparison.Ordinal)))
            {
                if (DemoPeople.Applicants.All(a => !string.Equals(a.UserName, who.UserName, StringComparison.Ordinal)))
                {
                    await RegisterAsync(stage, services, who);
                }

                stage.On(2022, 5, 27);
                var application = await scenes.ApplyAsync(who);
                stage.On(2022, 5, 31);
                await scenes.RecommendAsync(application, who);
            }
        }
    }

    private static async Task RegisterAsync(DemoStage stage, IServiceProvider services, DemoApplicant applicant)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RegisterApplicant>().RunAsync(
            new ApplicantRegistration(applicant.Kind, applicant.UserName, DemoPeople.Password, applicant.Name, applicant.Identifier, applicant.UserName + "@example.com"), null, stage.Cancel);
    }

    private static async Task<DemoScenes> OpenAsync(DemoStage stage, IServiceProvider services, int year, string name, DateOnly opensOn, DateOnly closesOn, Func<RoundSettings, RoundSettings>? with = null)
    {
        var id = await DemoRounds.OpenAsync(stage, services.GetRequiredService<ProgrammeCatalogue>(), "office-lyg", "lianyungang-mayor", year, name, opensOn, closesOn, with);
        await using var scope = services.CreateAsyncScope();
        return new DemoScenes(stage, await scope.ServiceProvider.GetRequiredService<RoundRulesReader>().GetAsync(id, stage.Cancel)) { TiesEvidence = true };
    }

    /// <summary>Applied and recommended in the following week.</summary>
    private static async Task<List<Guid>> ApplyAsync(DemoStage stage, DemoScenes scenes, DateOnly on, params DemoApplicant[] applicants)
    {
        var cases = new List<Guid>();
        for (var i = 0; i < applicants.Length; i++)
        {
            stage.On(on.AddDays(i));
            cases.Add(await scenes.ApplyAsync(applicants[i]));
            stage.On(on.AddDays(i + 7));
            await scenes.RecommendAsync(cases[i], applicants[i]);
        }

        return cases;
    }

    private static async Task AcceptAsync(DemoStage stage, DemoScenes scenes, DateOnly on, List<Guid> cases)
    {
        stage.On(on);
        foreach (var id in cases)
        {
            await scenes.AcceptAsync(id);
        }
    }

    /// <summary>Document review, site visit or presentation two weeks later, panel report.</summary>
    private static async Task ReviewAsync(DemoStage stage, DemoScenes scenes, DateOnly on, params (Guid Id, DemoApplicant Who, decimal Level, string Tier)[] cases)
    {
        foreach (var (id, who, level, tier) in cases)
        {
            var panel = who.Kind == Track.Organisation ? OrganisationPanel : IndividualPanel;
            stage.On(on);
            await scenes.ScoreAsync(id, Stage.DocumentReview, level, Leader, panel);
            await scenes.CloseDocumentReviewAsync(id);
            stage.On(on.AddDays(14));
            await scenes.VisitAsync(id, who, level, Leader, panel);
            await scenes.ReportAsync(id, Leader, tier);
        }
    }

    private static async Task DecideAsync(DemoStage stage, DemoScenes scenes, DateOnly on, params (Guid Id, string Tier)[] list)
    {
        stage.On(on);
        await scenes.ShortlistAsync(list);
        stage.On(on.AddDays(1));
        await scenes.DeliberateAsync();
    }
}
