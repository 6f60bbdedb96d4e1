using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;

namespace QualityAward.Web.Commands;

/// <summary>
/// The demo's clock (演示日期; Development only): the real time of day on a date that can be set, so that a whole year can be walked through in an
/// hour. The offset is kept in the database, so a restart stays on the same date.
/// </summary>
public sealed class DemoClock : TimeProvider
{
    private TimeSpan _offset = TimeSpan.Zero;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _offset;

    /// <summary>Goes to this date, keeping the time of day.</summary>
    public async Task SetAsync(DateOnly date, QualityAwardDbContext db, CancellationToken cancellationToken)
    {
        var real = System.GetUtcNow().ToOffset(ChinaCalendar.Offset);
        await SetOffsetAsync(TimeSpan.FromDays(date.DayNumber - DateOnly.FromDateTime(real.DateTime).DayNumber), db, cancellationToken);
    }

    /// <summary>Goes to a moment without keeping it, as the demo's loading does while it plays a year.</summary>
    public void TravelTo(DateTimeOffset moment) => _offset = moment - System.GetUtcNow();

    /// <summary>Takes up the date that was set before the last restart.</summary>
    public async Task LoadAsync(QualityAwardDbContext db, CancellationToken cancellationToken) =>
        _offset = await db.Set<DemoDate>().Select(d => (TimeSpan?)d.Offset).SingleOrDefaultAsync(cancellationToken) ?? TimeSpan.Zero;

    private async Task SetOffsetAsync(TimeSpan offset, QualityAwardDbContext db, CancellationToken cancellationToken)
    {
        await db.Set<DemoDate>().ExecuteDeleteAsync(cancellationToken);
        db.Add(new DemoDate { Offset = offset });
        await db.SaveChangesAsync(cancellationToken);
        _offset = offset;
    }
}
