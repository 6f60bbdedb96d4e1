using Npgsql;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>
/// Writes together what arrives while others are being written (合并提交): the first one goes at once and alone, whoever comes while it is under way shares the next
/// statement and its commit. Nobody is answered before the commit that holds his write. One for a site.
/// </summary>
/// <param name="keyOf">What a write is about; two of the same never stand in one group, since the second builds on the first.</param>
/// <param name="write">Writes a group in one transaction and gives the results in its order.</param>
public sealed class GroupedWrites<TItem, TKey, TResult>(Func<TItem, TKey> keyOf, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write)
{
    /// <summary>Groups under way at a time: the second one is read and checked while the first is being committed.</summary>
    private const int AtOnce = 2;

    /// <summary>Writes in a group.</summary>
    public const int Most = 64;

    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];
    private int _underWay;

    /// <summary>Ends when the write is committed; a write that has been accepted is written, whether or not its sender still waits.</summary>
    public Task<TResult> RunAsync(TItem item)
    {
        var waiting = new Waiting(item);
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (_underWay == AtOnce)
            {
                return waiting.Task;
            }

            _underWay++;
        }

        // What goes on writing for others must not carry the first one's request with it.
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = WriteAllAsync();
        }
        else
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = WriteAllAsync();
            }
        }

        return waiting.Task;
    }

    private async Task WriteAllAsync()
    {
        while (Next() is { } group)
        {
            await WriteAsync(group);
        }
    }

    /// <summary>The next group; null: nothing waits any more.</summary>
    private List<Waiting>? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _underWay--;
                return null;
            }

            var (group, keys, rest) = (new List<Waiting>(Math.Min(_waiting.Count, Most)), new HashSet<TKey>(), new List<Waiting>());
            foreach (var waiting in _waiting)
            {
                (group.Count < Most && keys.Add(keyOf(waiting.Item)) ? group : rest).Add(waiting);
            }

            _waiting.Clear();
            _waiting.AddRange(rest);
            return group;
        }
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            var results = await write([.. group.Select(w => w.Item)]);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].SetResult(results[i]);
            }
        }
        catch (PostgresException) when (group.Count > 1)
        {
            // One that the database does not take has spoiled it for all: each by itself.
            foreach (var waiting in group)
            {
                await WriteAsync([waiting]);
            }
        }
#pragma warning disable CA1031 // Whoever waits gets it.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            group.ForEach(w => w.TrySetException(failed));
        }
    }

    private sealed class Waiting(TItem item) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Item { get; } = item;
    }
}
