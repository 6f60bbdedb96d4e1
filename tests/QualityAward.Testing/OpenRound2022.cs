using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Testing;

/// <summary>The demo's applicants, a few offices, and the published 2022 round of the real Lianyungang pack, open until 2022-06-26; made by <see cref="Given"/>.</summary>
public static class OpenRound2022
{
    public static Task<Actor> ActorAsync(IServiceProvider services, string userName) => new Given(services).ActorAsync(userName);

    public static async Task FillAsync(IServiceProvider services)
    {
        var given = new Given(services);
        var office = await given.StaffAsync("office-lyg", Role.Office, "lyg");
        await given.StaffAsync("county-haizhou", Role.RecommendingOffice, "lyg-haizhou");
        await given.StaffAsync("county-ganyu", Role.RecommendingOffice, "lyg-ganyu");
        await given.StaffAsync("supervisor-lyg", Role.Supervisor, "lyg");
        await given.StaffAsync("expert1", Role.Expert);
        foreach (var who in DemoPeople.Applicants)
        {
            await given.DoAsync<RegisterApplicant>(o => o.RunAsync(
                new ApplicantRegistration(who.Kind, who.UserName, Site.Password, who.Name, who.Identifier, who.UserName + "@example.com"), address: null, default));
        }

        await given.PublishedRoundAsync(office);
    }
}
