using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Tests.Files;

namespace QualityAward.Web.Tests.Applications;

/// <summary>A site with the demo's applicants, the offices and the published 2022 round of the real Lianyungang pack, open until 2022-06-26.</summary>
public sealed class ApplicationSite : Site
{
    public const string Receipt = "LYGZLJ-2022-";

    private static readonly (string Name, Role Role, string? Authority)[] Staff =
    [
        ("office-lyg", Role.Office, "lyg"), ("county-haizhou", Role.RecommendingOffice, "lyg-haizhou"), ("county-ganyu", Role.RecommendingOffice, "lyg-ganyu"),
        ("supervisor-lyg", Role.Supervisor, "lyg"), ("expert1", Role.Expert, null),
    ];

    public Task<T> DoAsync<TOperation, T>(string userName, Func<TOperation, Actor, Task<T>> act)
        where TOperation : notnull => InScopeAsync(async services => await act(services.GetRequiredService<TOperation>(), await ActorAsync(services, userName)));

    public Task<Guid> RoundIdAsync() => ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());

    /// <summary>A draft of this applicant, nothing filled in.</summary>
    public async Task<Guid> DraftAsync(string userName)
    {
        var roundId = await RoundIdAsync();
        var who = DemoPeople.Applicants.Single(a => a.UserName == userName);
        return (await DoAsync<StartApplication, Domain.Applications.Application>(userName, (o, a) => o.RunAsync(roundId, who.Kind, "lyg-haizhou", a, default))).Id;
    }

    /// <summary>A draft filled in so that it can be submitted.</summary>
    public async Task<Guid> FilledAsync(string userName)
    {
        var id = await DraftAsync(userName);
        var who = DemoPeople.Applicants.Single(a => a.UserName == userName);
        await InScopeAsync(async services =>
        {
            var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync(await RoundIdAsync());
            var context = new FormContext(2022, rules.Round.ClosesOn, new DateOnly(2022, 6, 1));
            var actor = await ActorAsync(services, userName);
            foreach (var section in rules.Track(who.Kind).Form.Sections)
            {
                var answers = new AnswersBuilder(section, context, DemoAnswers.Fill(section, who, context));
                foreach (var question in section.Questions)
                {
                    if (question is PhotoQuestion photo)
                    {
                        for (var i = 0; i < photo.MinFiles; i++)
                        {
                            await services.GetRequiredService<AttachFile>().RunAsync(id, section.Id, question.Id, new MemoryStream(SampleFiles.Png), $"照片{i}.png", actor, default);
                        }
                    }
                    else if (question is FileQuestion { Optional: false })
                    {
                        await services.GetRequiredService<AttachFile>().RunAsync(id, section.Id, question.Id, new MemoryStream(SampleFiles.Pdf(question.Label)), $"{question.Id}.pdf", actor, default);
                    }
                    else if (AnswerCompleteness.IsBlank(question, answers.Build(), 0))
                    {
                        answers.Reason(question.Id, "无此项情况");
                    }
                }

                await services.GetRequiredService<SaveSection>().RunAsync(id, section.Id, answers.Build(), 0, actor, default);
            }
        });
        return id;
    }

    public Task<SubmissionReceipt> SubmitAsync(string userName, Guid id) => DoAsync<SubmitApplication, SubmissionReceipt>(userName, (o, a) => o.RunAsync(id, a, default));

    public static async Task<Actor> ActorAsync(IServiceProvider services, string userName)
    {
        var user = await services.GetRequiredService<QualityAwardDbContext>().Users.AsNoTracking().SingleAsync(u => u.UserName == userName);
        return new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode);
    }

    protected override async Task FillAsync(IServiceProvider services)
    {
        var now = Clock.GetUtcNow();
        var users = services.GetRequiredService<UserManager<AppUser>>();
        foreach (var (name, role, authority) in Staff)
        {
            var user = new AppUser { Id = Guid.NewGuid(), UserName = name, DisplayName = name, Role = role, AuthorityCode = authority, State = AccountState.Active, CreatedAt = now };
            Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        }

        foreach (var who in DemoPeople.Applicants)
        {
            await services.GetRequiredService<RegisterApplicant>().RunAsync(new ApplicantRegistration(who.Kind, who.UserName, Password, who.Name, who.Identifier, who.UserName + "@example.com"), null, default);
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
