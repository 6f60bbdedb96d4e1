using Microsoft.EntityFrameworkCore;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Honours;
using QualityAward.Web.Pages.Users;

namespace QualityAward.Web.Commands;

/// <summary>The commands of the program (命令行): <c>migrate</c>, <c>create-administrators</c>, <c>programme</c>, <c>honour-history</c>, <c>load-demo</c>. Without one it serves the site.</summary>
public static class CommandLine
{
    /// <summary>In Development the site goes on with the demo's date of before; elsewhere there is none.</summary>
    public static async Task TakeUpDemoDateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<DemoClock>() is { } clock)
        {
            await clock.LoadAsync(scope.ServiceProvider.GetRequiredService<QualityAwardDbContext>(), CancellationToken.None);
        }
    }

    public static async Task<int> RunAsync(string command, IReadOnlyList<string> args, IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        switch (command)
        {
            case "migrate":
                await scope.ServiceProvider.GetRequiredService<QualityAwardDbContext>().Database.MigrateAsync();
                return 0;
            case "programme":
                var rounds = scope.ServiceProvider.GetRequiredService<RoundRulesReader>();
                return await ProgrammeCommand.RunAsync(args, Path.Combine(AppContext.BaseDirectory, "Programmes"), Console.Out, async id => (await rounds.FindAsync(id))?.Pack);
            case "honour-history":
                await Console.Out.WriteLineAsync($"已载入历史荣誉 {await scope.ServiceProvider.GetRequiredService<LoadHonourHistory>().RunAsync(CancellationToken.None)} 条（待核实）。");
                return 0;
            case "load-demo":
                return await LoadDemo.RunAsync(services, CancellationToken.None);
            case "create-administrators":
                await scope.ServiceProvider.GetRequiredService<CreateFirstAdministrators>().RunAsync(
                    Environment.GetEnvironmentVariable("QA_FIRST_PASSWORD") ?? throw new InvalidOperationException("QA_FIRST_PASSWORD is not set."), CancellationToken.None);
                return 0;
            default:
                await Console.Error.WriteLineAsync($"Unknown command '{command}'. Commands: migrate, create-administrators, programme, honour-history, load-demo.");
                return 2;
        }
    }
}
