using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Printing;

namespace QualityAward.Web.Tests.Books;

/// <summary>A site with an open round of every programme and an applicant for every form.</summary>
public sealed class BookSite : Site
{
    /// <summary>Who fills in which form.</summary>
    public static readonly IReadOnlyList<(string Programme, Track Track, string UserName)> Forms =
    [
        ("lianyungang-mayor", Track.Organisation, "org1"), ("lianyungang-mayor", Track.Individual, "person1"),
        ("jiangsu-governor", Track.Organisation, "org2"), ("jiangsu-governor", Track.Individual, "person2"),
        ("wuhan-mayor", Track.Individual, "person3"), ("lianyungang-zone", Track.Individual, "person4"),
    ];

    private static readonly IReadOnlyDictionary<string, (string Office, string Authority, string Round)> Rounds = new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
    {
        ["lianyungang-mayor"] = ("office-lyg", "lyg", "2022年连云港市市长质量奖"),
        ["jiangsu-governor"] = ("office-js", "jiangsu", "2022年江苏省省长质量奖"),
        ["wuhan-mayor"] = ("office-wh", "wh", "2022年武汉市市长质量奖（个人奖）"),
        ["lianyungang-zone"] = ("office-etdz", "lyg-etdz", "2022年连云港经济技术开发区质量奖"),
    };

    public static string OfficeOf(string programme) => Rounds[programme].Office;

    public static DemoApplicant Who(string userName) => DemoPeople.Applicants.Single(a => a.UserName == userName);

    /// <summary>A draft in the round of a programme.</summary>
    public async Task<(Guid Id, RoundRules Rules)> StartAsync(string programme, string userName) => await InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<Infrastructure.Persistence.QualityAwardDbContext>();
        var round = db.Rounds.Single(r => r.ProgrammeCode == programme);
        var channel = services.GetRequiredService<AuthorityTree>().RecommendersFor(round.AuthorityCode).First().Code;
        var actor = await new Given(services).ActorAsync(userName);
        var application = await services.GetRequiredService<StartApplication>().RunAsync(round.Id, Who(userName).Kind, channel, actor, default);
        return (application.Id, await services.GetRequiredService<RoundRulesReader>().GetAsync(application));
    });

    public async Task AttachAsync(Guid id, string userName, FormSection section, Question question, Stream content, string name) => await InScopeAsync(async services =>
        await services.GetRequiredService<AttachFile>().RunAsync(id, section.Id, question.Id, content, name, await new Given(services).ActorAsync(userName), default));

    public async Task<SubmissionReceipt> SubmitAsync(Guid id, string userName) => await InScopeAsync(async services =>
        await services.GetRequiredService<SubmitApplication>().RunAsync(id, await new Given(services).ActorAsync(userName), default));

    /// <summary>A download that must be a PDF; a copy is kept for the eye.</summary>
    internal static async Task<PdfReading> PdfAsync(Visitor visitor, string path, string? keptAs = null)
    {
        using var response = await visitor.Client.GetAsync(new Uri(path, UriKind.Relative));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
        if (keptAs is not null)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "books")).FullName;
            await File.WriteAllBytesAsync(Path.Combine(folder, keptAs + ".pdf"), bytes);
        }

        var reading = PdfReading.Of(bytes);
        Assert.Equal("", reading.LookAlikes);
        return reading;
    }

    protected override async Task FillAsync(IServiceProvider services)
    {
        var given = new Given(services);
        await given.StaffAsync("county-haizhou", Role.RecommendingOffice, "lyg-haizhou");
        await given.StaffAsync("supervisor-lyg", Role.Supervisor, "lyg");
        await given.StaffAsync("expert1", Role.Expert);
        foreach (var (programme, (office, authority, round)) in Rounds)
        {
            await given.PublishedRoundAsync(await given.StaffAsync(office, Role.Office, authority), round, programme);
        }

        foreach (var who in DemoPeople.Applicants)
        {
            await given.DoAsync<RegisterApplicant>(o => o.RunAsync(
                new ApplicantRegistration(who.Kind, who.UserName, Password, who.Name, who.Identifier, who.UserName + "@example.com"), address: null, default));
        }
    }
}
