namespace QualityAward.Testing;

/// <summary>A clock that stands still until a test moves it; it starts when the demo does.</summary>
public sealed class TestClock : TimeProvider
{
    private static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private DateTimeOffset _now = new(2022, 6, 1, 9, 0, 0, TimeSpan.FromHours(8));

    public override TimeZoneInfo LocalTimeZone => China;

    public override DateTimeOffset GetUtcNow() => _now.ToUniversalTime();

    /// <summary>Sets the moment in China time: <c>clock.Set(2022, 6, 26, 23, 59)</c>.</summary>
    public void Set(int year, int month, int day, int hour = 9, int minute = 0, int second = 0)
        => _now = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.FromHours(8));

    public void Set(DateTimeOffset now) => _now = now;

    public void Advance(TimeSpan by) => _now += by;
}
