using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Rounds;
using Xunit;

namespace QualityAward.Testing;

/// <summary>The demo's applicants, a few offices, and the published 2022 round of the real Lianyungang pack, open until 2022-06-26.</summary>
public static class OpenRound2022
{
    private static readonly (string Name, Role Role, string? Authority)[] Staff =
    [
        ("office-lyg", Role.Office, "lyg"), ("county-haizhou", Role.RecommendingOffice, "lyg-haizhou"), ("county-ganyu", Role.RecommendingOffice, "lyg-ganyu"),
        ("supervisor-lyg", Role.Supervisor, "lyg"), ("expert1", Role.Expert, null),
    ];

    public static async Task<Actor> ActorAsync(IServiceProvider services, string userName)
    {
        var user = await services.GetRequiredService<QualityAwardDbContext>().Users.AsNoTracking().SingleAsync(u => u.UserName == userName);
        return new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode);
    }

    public static async Task FillAsync(IServiceProvider services)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var users = services.GetRequiredService<UserManager<AppUser>>();
        foreach (var (name, role, authority) in Staff)
        {
            var user = new AppUser { Id = Guid.CreateVersion7(now), UserName = name, DisplayName = name, Role = role, AuthorityCode = authority, State = AccountState.Active, CreatedAt = now };
            Assert.True((await users.CreateAsync(user, Site.Password)).Succeeded);
        }

        foreach (var who in DemoPeople.Applicants)
        {
            await services.GetRequiredService<RegisterApplicant>().RunAsync(new ApplicantRegistration(who.Kind, who.UserName, Site.Password, who.Name, who.Identifier, who.UserName + "@example.com"), null, default);
        }

        var pack = services.GetRequiredService<ProgrammeCatalogue>().Require("lianyungang-mayor");
        var office = await ActorAsync(services, "office-lyg");
        var (opensOn, closesOn) = (new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26));
        var round = await services.GetRequiredService<OpenRound>().RunAsync(pack.Code, 2022, "2022年连云港市市长质量奖", opensOn, closesOn, office, default);
        await services.GetRequiredService<ChangeRoundSettings>().RunAsync(round.Id, null, round.Name, opensOn, closesOn, "申报通告", Settings(pack), office, default);
        await services.GetRequiredService<PublishCall>().RunAsync(round.Id, office, default);
    }

    private static RoundSettings Settings(ProgrammePack pack) => new()
    {
        PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([.. pack.Tracks.Select(t => new TrackNumber(t.Track, 3))]),
        Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
        StageWeights = Setting<IReadOnlyList<StageWeight>>.Of([.. pack.Tracks.SelectMany(t => RoundChecklist.ScoredStages(t).Select(s => new StageWeight(t.Track, s, 100m / RoundChecklist.ScoredStages(t).Count)))]),
        MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of([.. pack.Tracks.SelectMany(t => pack.Tiers.Select(tier => new MinimumScore(tier.Code, t.Track, 1m)))]),
        ItemPoints = Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>.Of(pack.Tracks.Where(t => !t.Criteria.HasPoints)
            .ToDictionary(t => t.Track, t => (IReadOnlyDictionary<string, decimal>)t.Criteria.Items.ToDictionary(i => i.Code, _ => 1m, StringComparer.Ordinal))),
        DiscussSpread = Setting<decimal>.Of(20m), RecusalYears = Setting<int>.Of(3), NoticeDays = Setting<int>.Of(pack.Notice.MinimumDays),
        NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays), NoticeFirstDayCounts = Setting<bool>.Of(value: false), ObjectionWorkingDays = Setting<int>.Of(5),
        Majority = Setting<Majority>.Of(Majority.Simple), SecretBallot = Setting<bool>.Of(value: false), CertificateWindowEnd = Setting<DateOnly>.Of(new DateOnly(2022, 4, 25)),
    };
}
