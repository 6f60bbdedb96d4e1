using System.Collections.Concurrent;
using Npgsql;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Tests.Applications;

/// <summary>Writes that come while others are under way share the next group; each gets its own result, and nobody another's fault.</summary>
public sealed class GroupedWritesTests
{
    private readonly ConcurrentQueue<IReadOnlyList<int>> _groups = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GroupedWrites<int, int, string> _writes;
    private Func<IReadOnlyList<int>, Exception?> _fault = _ => null;

    public GroupedWritesTests() => _writes = new GroupedWrites<int, int, string>(i => i % 100, async group =>
    {
        _groups.Enqueue(group);
        await _first.Task;
        return _fault(group) is { } fault ? throw fault : [.. group.Select(i => $"{i} written")];
    });

    [Fact]
    public async Task The_first_go_at_once_and_those_after_them_together()
    {
        var writes = Enumerable.Range(1, 10).Select(_writes.RunAsync).ToList();

        // Two groups may be under way; nobody is answered before theirs is written.
        Assert.Equal([1], _groups.ElementAt(0));
        Assert.Equal([2], _groups.ElementAt(1));
        Assert.Equal(2, _groups.Count);
        Assert.All(writes, w => Assert.False(w.IsCompleted));
        _first.SetResult();

        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"{i} written"), await Task.WhenAll(writes));
        Assert.Equal(Enumerable.Range(3, 8), _groups.Skip(2).SelectMany(g => g));
        Assert.True(_groups.Count < 10);
    }

    [Fact]
    public async Task Two_about_the_same_never_stand_in_one_group()
    {
        var writes = new[] { 1, 2, 3, 103, 4, 203 }.Select(_writes.RunAsync).ToList();
        _first.SetResult();

        Assert.Equal("203 written", (await Task.WhenAll(writes))[^1]);
        Assert.All(_groups, g => Assert.Equal(g.Count, g.Select(i => i % 100).Distinct().Count()));
        var order = _groups.SelectMany(g => g).ToList();
        Assert.True(order.IndexOf(3) < order.IndexOf(103) && order.IndexOf(103) < order.IndexOf(203));
    }

    [Fact]
    public async Task What_the_database_refuses_is_the_fault_of_one_only()
    {
        _fault = group => group.Contains(5) ? new PostgresException("unsupported Unicode escape sequence", "ERROR", "ERROR", "22P05") : null;
        var writes = Enumerable.Range(1, 8).Select(_writes.RunAsync).ToList();
        _first.SetResult();

        await Assert.ThrowsAsync<PostgresException>(() => writes[4]);
        Assert.Equal(7, (await Task.WhenAll(writes.Where((_, i) => i != 4))).Length);
    }

    [Fact]
    public async Task When_the_database_is_gone_all_of_a_group_are_told_and_later_ones_are_tried_again()
    {
        _fault = _ => new NpgsqlException("The connection is broken.");
        var writes = Enumerable.Range(1, 5).Select(_writes.RunAsync).ToList();
        _first.SetResult();
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<NpgsqlException>(() => write);
        }

        _fault = _ => null;
        Assert.Equal("6 written", await _writes.RunAsync(6));
    }

    [Fact]
    public async Task A_group_is_bounded_and_nothing_is_forgotten()
    {
        var many = new GroupedWrites<int, int, int>(i => i, async group =>
        {
            _groups.Enqueue(group);
            await Task.Yield();
            return group;
        });

        var written = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(() => many.RunAsync(i))));

        Assert.Equal(Enumerable.Range(0, 2000), written);
        Assert.Equal(2000, _groups.Sum(g => g.Count));
        Assert.All(_groups, g => Assert.InRange(g.Count, 1, GroupedWrites<int, int, int>.Most));
    }
}
