using System.Text.RegularExpressions;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Architecture;

/// <summary>A connection comes back from the pool as it was left (decision 0020), so no statement of the site may leave anything in its session.</summary>
public sealed partial class SessionTests
{
    [Fact]
    public void No_statement_leaves_anything_in_its_session()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".sql", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal))
            .ToList();

        Assert.Contains(sources, f => File.ReadAllText(f).Contains("pg_advisory_xact_lock", StringComparison.Ordinal));
        Assert.Empty(sources.Where(f => InSession().IsMatch(File.ReadAllText(f))).Select(f => Path.GetRelativePath(Checkout.Root, f)));
    }

    [Theory]
    [InlineData("select pg_advisory_lock(1)", true)]
    [InlineData("select pg_try_advisory_lock_shared(1)", true)]
    [InlineData("select pg_advisory_xact_lock(1)", false)]
    [InlineData("create temp table t (id int)", true)]
    [InlineData("\"listen happenings\"", true)]
    [InlineData("set session search_path = x", true)]
    [InlineData("set local lock_timeout = 1", false)]
    [InlineData("select set_config('a.b', 'c', false)", true)]
    public void What_lives_in_a_session_is_found(string statement, bool isFound) => Assert.Equal(isFound, InSession().IsMatch(statement));

    [GeneratedRegex(@"pg_(try_)?advisory_lock(_shared)?\s*\(|create\s+temp(orary)?\s|""\s*listen\s+\w|set\s+session\s|set_config\s*\(", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InSession();
}
