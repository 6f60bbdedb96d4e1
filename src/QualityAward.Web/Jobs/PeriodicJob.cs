namespace QualityAward.Web.Jobs;

/// <summary>Work that nobody asks for (定时任务); one step at a time, so that a stop never waits long.</summary>
public interface IJob
{
    /// <summary>Does the next piece of work; true: there may be more at once.</summary>
    public Task<bool> RunAsync(CancellationToken cancellationToken);
}

/// <summary>Runs a job again and again while the site serves (定时任务运行). A step that fails is logged, and tried again at the next turn.</summary>
public sealed partial class PeriodicJob<TJob>(IServiceScopeFactory scopes, TimeSpan every, ILogger<TJob> logger) : BackgroundService
    where TJob : IJob
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Jobs wait in real time, also when the demo's date walks through the year.
        using var timer = new PeriodicTimer(every, TimeProvider.System);
        try
        {
            do
            {
                while (await StepAsync(stoppingToken))
                {
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops.
        }
    }

    private async Task<bool> StepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<TJob>().RunAsync(stoppingToken);
        }
#pragma warning disable CA1031 // Whatever went wrong, the next turn comes.
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(logger, typeof(TJob).Name, e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {Job} failed; it is tried again.")]
    private static partial void LogFailed(ILogger logger, string job, Exception exception);
}

/// <summary>Registers the jobs (定时任务注册).</summary>
public static class JobsRegistration
{
    /// <summary>Off where <c>Jobs:Enabled</c> is false: on an instance that only serves pages, and in tests, which take each step themselves.</summary>
    public static void AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetValue("Jobs:Enabled", defaultValue: true))
        {
            Add<ScanFiles>(services, TimeSpan.FromSeconds(5));
            Add<MakeThumbnails>(services, TimeSpan.FromSeconds(5));
            Add<CleanUploads>(services, TimeSpan.FromHours(1));
            Add<SpreadNotifications>(services, TimeSpan.FromSeconds(3));
            Add<SendMails>(services, TimeSpan.FromSeconds(5));
            Add<SendLetters>(services, TimeSpan.FromSeconds(5));
            Add<RemindDue>(services, TimeSpan.FromMinutes(5));
            Add<RemindReferees>(services, TimeSpan.FromMinutes(15));
            Add<RecheckCases>(services, TimeSpan.FromMinutes(30));
        }
    }

    private static void Add<TJob>(IServiceCollection services, TimeSpan every)
        where TJob : IJob => services.AddSingleton<IHostedService>(s => new PeriodicJob<TJob>(s.GetRequiredService<IServiceScopeFactory>(), every, s.GetRequiredService<ILogger<TJob>>()));
}
