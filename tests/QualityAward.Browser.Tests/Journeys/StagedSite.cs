using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Experts;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>
/// A live site with the people of the demo; <see cref="OpenRoundAsync"/> and the scenes bring a round through the operations to where a journey
/// begins. Files are kept per site, so scenes are played by the test itself, not in the template.
/// </summary>
public class StagedSite : LiveSite
{
    public const string Leader = "leader1";
    public const string Office = "office-lyg";

    /// <summary>The office's other person, who confirms what the first proposes.</summary>
    public const string SecondOffice = "office-lyg-2";

    private static readonly string[] Staff =
    [
        "county-haizhou", "county-ganyu", "zone-etdz", Office, SecondOffice, Leader, "expert1", "expert2", "expert3", "expert4", "expert5", "expert6",
        "member1", "member2", "member3", "member4", "member5", "government-lyg", "supervisor-lyg",
    ];

    private (IServiceProvider Services, DemoStage Stage)? _stage;

    /// <summary>Runs operations by user name and moves the clock; a server that started again has a stage of its own.</summary>
    public DemoStage Stage
    {
        get
        {
            if (_stage is not { } present || present.Services != Services)
            {
                _stage = present = (Services, new DemoStage(Services, Clock, Clock.Set));
            }

            return present.Stage;
        }
    }

    /// <summary>A round of 2022 with every setting and its call published, and the scenes to go on with.</summary>
    public async Task<DemoScenes> OpenRoundAsync(string name, DateOnly opensOn, DateOnly closesOn)
    {
        var id = await DemoRounds.OpenAsync(Stage, Services.GetRequiredService<ProgrammeCatalogue>(), Office, Given.Programme, 2022, name, opensOn, closesOn);
        return await InScopeAsync(async services => new DemoScenes(Stage, await services.GetRequiredService<RoundRulesReader>().GetAsync(id)));
    }

    /// <summary>A round whose cases of these applicants are accepted: 2022-01-06 to 2022-03-04.</summary>
    public async Task<(DemoScenes Scenes, IReadOnlyList<Guid> Cases)> AcceptedAsync(string name, params DemoApplicant[] applicants)
    {
        Stage.On(2022, 1, 6);
        var scenes = await OpenRoundAsync(name, new DateOnly(2022, 1, 10), new DateOnly(2022, 2, 28));
        var cases = new List<Guid>();
        foreach (var applicant in applicants)
        {
            Stage.On(2022, 2, 10);
            cases.Add(await scenes.ApplyAsync(applicant));
            Stage.On(2022, 2, 17);
            await scenes.RecommendAsync(cases[^1], applicant);
        }

        Stage.On(2022, 3, 4);
        foreach (var id in cases)
        {
            await scenes.AcceptAsync(id);
        }

        return (scenes, cases);
    }

    protected override async Task FillAsync(IServiceProvider services)
    {
        Clock.Set(2021, 12, 1);
        var given = new Given(services);
        foreach (var staff in DemoPeople.Staff.Where(s => Staff.Contains(s.UserName, StringComparer.Ordinal)))
        {
            await given.StaffAsync(staff.UserName, staff.Role, staff.Authority, staff.Name);
        }

        var office = await given.ActorAsync(Office);
        foreach (var staff in DemoPeople.Staff.Where(s => s.Role == Role.Expert && Staff.Contains(s.UserName, StringComparer.Ordinal)))
        {
            var expert = await given.ActorAsync(staff.UserName);
            await given.DoAsync<RegisterExpert>(o => o.RunAsync(expert.UserId, "某大学质量研究所", null, "高级工程师", ["卓越绩效"], office, default));
        }

        foreach (var applicant in DemoPeople.Applicants.Where(a => a.Kind == Track.Individual || a.UserName is "org4" or "org5"))
        {
            await given.DoAsync<RegisterApplicant>(o => o.RunAsync(
                new ApplicantRegistration(applicant.Kind, applicant.UserName, Password, applicant.Name, applicant.Identifier, applicant.UserName + "@example.com"), null, default));
        }
    }
}
