using Microsoft.EntityFrameworkCore;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Users;

namespace QualityAward.Web.Commands.Demo;

/// <summary>
/// Plays the demo (加载演示数据; Development only): accounts, a finished round, one in review, one in notice and the open round, all through the
/// operations that the pages call. Running it again does nothing.
/// </summary>
public static class LoadDemo
{
    private const string FirstPassword = "First-2026!";

    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<DemoClock>() is not { } clock)
        {
            await Console.Error.WriteLineAsync("The demo can be loaded in Development only.");
            return 2;
        }

        var stage = new DemoStage(services, clock);
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
        var catalogue = services.GetRequiredService<ProgrammeCatalogue>();
        stage.On(2022, 5, 20);
        await DemoRounds.OpenAsync(stage, catalogue, "office-lyg", "lianyungang-mayor", 2022, "2022年连云港市市长质量奖", new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26));
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
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<RegisterApplicant>().RunAsync(
                new ApplicantRegistration(applicant.Kind, applicant.UserName, DemoPeople.Password, applicant.Name, applicant.Identifier, applicant.UserName + "@example.com"), null, stage.Cancel);
        }
    }
}
