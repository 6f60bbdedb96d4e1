using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Commands.Demo;

/// <summary>
/// The stage on which the demo is played (演示环境): a clock that moves on, the actors by user name, and a fresh scope for every operation, as a
/// request would have.
/// </summary>
/// <param name="services">The site on which it is played.</param>
/// <param name="clock">The site's clock.</param>
/// <param name="travelTo">Sets that clock.</param>
public sealed class DemoStage(IServiceProvider services, TimeProvider clock, Action<DateTimeOffset> travelTo)
{
    private readonly Dictionary<string, Actor> _actors = new(StringComparer.Ordinal);

    public CancellationToken Cancel { get; } = CancellationToken.None;

    /// <summary>What the site's jobs would do after each act; null: nothing.</summary>
    public Func<Task>? AfterEach { get; set; }

    /// <summary>Today, on the demo's clock.</summary>
    public DateOnly Today => clock.Today();

    /// <summary>Goes to this day, 09:00 China time.</summary>
    public void On(int year, int month, int day, int hour = 9) => travelTo(new DateTimeOffset(year, month, day, hour, 0, 0, ChinaCalendar.Offset));

    public void On(DateOnly date, int hour = 9) => On(date.Year, date.Month, date.Day, hour);

    public async Task<Actor> AsAsync(string userName)
    {
        if (!_actors.TryGetValue(userName, out var actor))
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<QualityAwardDbContext>();
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName, Cancel);
            _actors[userName] = actor = new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode);
        }

        return actor;
    }

    /// <summary>Runs one operation as this person.</summary>
    public async Task DoAsync<TOperation>(string userName, Func<TOperation, Actor, Task> run)
        where TOperation : notnull
    {
        var actor = await AsAsync(userName);
        await using (var scope = services.CreateAsyncScope())
        {
            await run(scope.ServiceProvider.GetRequiredService<TOperation>(), actor);
        }

        await (AfterEach?.Invoke() ?? Task.CompletedTask);
    }

    public async Task<T> DoAsync<TOperation, T>(string userName, Func<TOperation, Actor, Task<T>> run)
        where TOperation : notnull
    {
        var actor = await AsAsync(userName);
        T result;
        await using (var scope = services.CreateAsyncScope())
        {
            result = await run(scope.ServiceProvider.GetRequiredService<TOperation>(), actor);
        }

        await (AfterEach?.Invoke() ?? Task.CompletedTask);
        return result;
    }

    /// <summary>Looks something up in the database.</summary>
    public async Task<T> ReadAsync<T>(Func<QualityAwardDbContext, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<QualityAwardDbContext>());
    }
}
