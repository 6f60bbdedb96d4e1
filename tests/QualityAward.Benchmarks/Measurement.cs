using System.Diagnostics;

namespace QualityAward.Benchmarks;

/// <summary>One visitor of a measurement: says what it sends next and looks at what came back.</summary>
internal abstract class Visit
{
    public abstract ReadOnlySpan<byte> Next();

    public virtual void Answered(ReadOnlySpan<byte> body)
    {
    }

    /// <summary>Takes a new session cookie, as a browser does: the site renews it when it has looked at the account again.</summary>
    public virtual void SetCookie(string cookie)
    {
    }
}

/// <summary>The same page again and again.</summary>
internal sealed class PageVisit(SignedIn person, string path) : Visit
{
    private string _cookies = person.CookieHeader;
    private byte[]? _request;

    public override ReadOnlySpan<byte> Next() => _request ??= Requests.Get(person, path, _cookies);

    public override void SetCookie(string cookie)
    {
        _cookies = Requests.Renewed(_cookies, cookie);
        _request = null;
    }
}

/// <summary>What one run measured.</summary>
/// <param name="CpuMilliseconds">Server CPU time per request under 16 connections.</param>
/// <param name="DatabaseMilliseconds">CPU time per request of PostgreSQL's backends, for information.</param>
/// <param name="P50Milliseconds">Median of one connection alone.</param>
/// <param name="PerSecond">Requests per second over 16 connections.</param>
internal sealed record Measured(double CpuMilliseconds, double DatabaseMilliseconds, double P50Milliseconds, double PerSecond)
{
    /// <summary>The best of several runs: on a shared machine the others tell about the neighbours.</summary>
    public static Measured Best(IReadOnlyList<Measured> runs) => new(
        runs.Min(r => r.CpuMilliseconds), runs.Min(r => r.DatabaseMilliseconds), runs.Min(r => r.P50Milliseconds), runs.Max(r => r.PerSecond));
}

/// <summary>Measures one kind of request against one server.</summary>
internal sealed class Meter(ServerProcess server, IReadOnlyList<Visit> visits, Func<TimeSpan> databaseTime)
{
    public const int Connections = 16;

    /// <summary>Until a request does not get cheaper any more: the just-in-time compiler optimises in the background what it has seen often enough.</summary>
    public void WarmUp(TimeSpan slice)
    {
        var (best, since, sent) = (double.MaxValue, 0, 0);
        for (var i = 0; i < 60 && (since < 3 || sent < 20_000); i++)
        {
            var cpu = server.CpuTime;
            var count = Load(slice);
            sent += count;
            var cost = (server.CpuTime - cpu).TotalMilliseconds / count;
            since = cost < best * 0.95 ? 0 : since + 1;
            best = Math.Min(best, cost);
        }
    }

    public Measured Run(int unloaded, TimeSpan loaded)
    {
        var p50 = Unloaded(unloaded);
        var (cpu, database) = (server.CpuTime, databaseTime());
        var clock = Stopwatch.StartNew();
        var count = Load(loaded);
        var seconds = clock.Elapsed.TotalSeconds;
        return new Measured((server.CpuTime - cpu).TotalMilliseconds / count, (databaseTime() - database).TotalMilliseconds / count, p50, count / seconds);
    }

    private static void Send(KeepAlive connection, Visit visit)
    {
        visit.Answered(connection.Send(visit.Next()));
        if (connection.SetCookie is { } cookie)
        {
            visit.SetCookie(cookie);
        }
    }

    private double Unloaded(int count)
    {
        using var connection = new KeepAlive(server.Port);
        var times = new double[count];
        for (var i = -20; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Send(connection, visits[0]);
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        return times[count / 2];
    }

    private int Load(TimeSpan time)
    {
        var (count, until) = (0, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
        Exception? failure = null;
        var threads = visits.Take(Connections).Select(visit => new Thread(() =>
        {
            try
            {
                using var connection = new KeepAlive(server.Port);
                while (Stopwatch.GetTimestamp() < until && failure is null)
                {
                    Send(connection, visit);
                    Interlocked.Increment(ref count);
                }
            }
#pragma warning disable CA1031 // Told by the thread that waits.
            catch (Exception e)
            {
                failure = e;
            }
#pragma warning restore CA1031
        })
        { IsBackground = true }).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return failure is null ? count : throw new InvalidOperationException("A request of the load failed.", failure);
    }
}
