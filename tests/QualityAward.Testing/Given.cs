using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Pages.Users;

namespace QualityAward.Testing;

/// <summary>
/// What a test starts from: accounts, applicants and rounds, all made by the operations that the pages call, so that every piece is as the program would
/// have made it. <c>await site.Given.StaffAsync("office-lyg", Role.Office, "lyg")</c>; every account has <see cref="Site.Password"/>.
/// </summary>
public sealed class Given(IServiceProvider services)
{
    public const string Programme = "lianyungang-mayor";

    private const string FirstPassword = "First-2026!";

    /// <summary>The three administrators (三员): admin-system, admin-security, admin-audit. Staff accounts make them when they are not there yet.</summary>
    public async Task AdministratorsAsync()
    {
        if (await ReadAsync(db => db.Users.AnyAsync(u => u.Role == Role.SystemAdministrator)))
        {
            return;
        }

        await DoAsync<CreateFirstAdministrators>(o => o.RunAsync(FirstPassword, default));
        foreach (var userName in new[] { "admin-system", "admin-security", "admin-audit" })
        {
            await OwnPasswordAsync(await ActorAsync(userName));
        }
    }

    /// <summary>A staff account, opened, granted, with its own password.</summary>
    /// <param name="userName">As in the demo where it has such an account.</param>
    /// <param name="role">Any role but the applicant's.</param>
    /// <param name="authority">Code of authorities.jsonc; null for experts and administrators.</param>
    /// <param name="name">Name on screen; the user name when left out.</param>
    public async Task<Actor> StaffAsync(string userName, Role role, string? authority = null, string? name = null)
    {
        await AwaitingGrantAsync(userName, role, authority, name);
        var actor = await ActorAsync(userName);
        await GrantAsync(actor);
        await OwnPasswordAsync(actor);
        return actor;
    }

    /// <summary>A staff account that the security administrator has not granted yet; its password is still the administrator's.</summary>
    public async Task<Actor> AwaitingGrantAsync(string userName, Role role, string? authority = null, string? name = null)
    {
        await AdministratorsAsync();
        var administrator = await ActorAsync("admin-system");
        await DoAsync<CreateStaffAccount>(o => o.RunAsync(new StaffAccount(userName, name ?? userName, role, authority, FirstPassword), administrator, default));
        return await ActorAsync(userName);
    }

    public async Task GrantAsync(Actor account)
    {
        var administrator = await ActorAsync("admin-security");
        await DoAsync<ManageAccount>(o => o.RunAsync(account.UserId, AccountAct.Grant, administrator, default));
    }

    /// <summary>An organisation that has registered; the number makes its 统一社会信用代码.</summary>
    public Task<Actor> OrganisationAsync(string userName = "org1", int number = 1, string? name = null) =>
        RegisterAsync(new ApplicantRegistration(Track.Organisation, userName, Site.Password, name ?? $"示例{number}号有限公司", DemoIdentifiers.CreditCode(91320700, number), userName + "@example.com"));

    /// <summary>A person who has registered; the number makes the ID number.</summary>
    public Task<Actor> PersonAsync(string userName = "person1", int number = 1, string? name = null) =>
        RegisterAsync(new ApplicantRegistration(Track.Individual, userName, Site.Password, name ?? $"示例{number}", ResidentId(number), userName + "@example.com"));

    /// <summary>The ID number of the person with this number.</summary>
    public static string ResidentId(int number) => DemoIdentifiers.ResidentId("320705", new DateOnly(1979, 4, 6), number);

    /// <summary>A round whose call is not published and where nothing is set; open for applications 2022-05-26 to 2022-06-26 once it is published.</summary>
    public async Task<Guid> PreparingRoundAsync(Actor office, string name = "2022年连云港市市长质量奖", string programme = Programme, DateOnly? opensOn = null, DateOnly? closesOn = null)
    {
        var id = Guid.Empty;
        await DoAsync<OpenRound>(async o => id = (await o.RunAsync(programme, 2022, name, opensOn ?? new DateOnly(2022, 5, 26), closesOn ?? new DateOnly(2022, 6, 26), office, default)).Id);
        return id;
    }

    /// <summary>Everything that the rules leave open is set as in the demo; the call is not published.</summary>
    public async Task<Guid> CompleteRoundAsync(Actor office, string name = "2022年连云港市市长质量奖", string programme = Programme, DateOnly? opensOn = null, DateOnly? closesOn = null)
    {
        var id = await PreparingRoundAsync(office, name, programme, opensOn, closesOn);
        var pack = services.GetRequiredService<ProgrammeCatalogue>().Require(programme);
        var round = await ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Id == id));
        await DoAsync<ChangeRoundSettings>(o => o.RunAsync(
            id, null, round.Name, round.OpensOn, round.ClosesOn, "现就申报有关事项通告如下。", DemoRounds.Settings(pack, round.ClosesOn), office, default));
        return id;
    }

    /// <summary>A round whose call is published, with every setting.</summary>
    public async Task<Guid> PublishedRoundAsync(Actor office, string name = "2022年连云港市市长质量奖", string programme = Programme, DateOnly? opensOn = null, DateOnly? closesOn = null)
    {
        var id = await CompleteRoundAsync(office, name, programme, opensOn, closesOn);
        await DoAsync<PublishCall>(o => o.RunAsync(id, office, default));
        return id;
    }

    /// <summary>The account as the actor that its requests would have.</summary>
    public async Task<Actor> ActorAsync(string userName)
    {
        var user = await ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName));
        return new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode);
    }

    /// <summary>Runs one operation in a scope of its own, as a request would.</summary>
    public async Task DoAsync<TOperation>(Func<TOperation, Task> run)
        where TOperation : notnull
    {
        await using var scope = services.CreateAsyncScope();
        await run(scope.ServiceProvider.GetRequiredService<TOperation>());
    }

    private async Task<T> ReadAsync<T>(Func<QualityAwardDbContext, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<QualityAwardDbContext>());
    }

    private Task OwnPasswordAsync(Actor actor) => DoAsync<ChangePassword>(o => o.RunAsync(FirstPassword, Site.Password, actor, default));

    private async Task<Actor> RegisterAsync(ApplicantRegistration registration)
    {
        await DoAsync<RegisterApplicant>(o => o.RunAsync(registration, address: null, default));
        return await ActorAsync(registration.UserName);
    }
}
