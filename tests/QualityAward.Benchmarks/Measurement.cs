using System.Diagnostics;

namespace QualityAward.Benchmarks;

/// <summary>One visitor of a measurement: says what it sends next and looks at what came back.</summary>
internal abstract class Visit
{
    public abstract ReadOnlySpan<byte> Next();

    public virtual void Answered(ReadOnlySpan<byte> body)
    {
    }
}

/// <summary>The same request again and again.</summary>
internal sealed class SameRequest(byte[] request) : Visit
{
    public override ReadOnlySpan<byte> Next() => request;
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

    /// <summary>Until the just-in-time compiler has seen enough to optimise.</summary>
    public void WarmUp(TimeSpan time) => Load(time);

    public Measured Run(int unloaded, TimeSpan loaded)
    {
        var p50 = Unloaded(unloaded);
        var (cpu, database) = (server.CpuTime, databaseTime());
        var clock = Stopwatch.StartNew();
        var count = Load(loaded);
        var seconds = clock.Elapsed.TotalSeconds;
        return new Measured((server.CpuTime - cpu).TotalMilliseconds / count, (databaseTime() - database).TotalMilliseconds / count, p50, count / seconds);
    }

    private double Unloaded(int count)
    {
        using var connection = new KeepAlive(server.Port);
        var times = new double[count];
        for (var i = -20; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            visits[0].Answered(connection.Send(visits[0].Next()));
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
                    visit.Answered(connection.Send(visit.Next()));
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
