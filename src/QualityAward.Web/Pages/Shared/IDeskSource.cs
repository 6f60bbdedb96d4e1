using System.Data.Common;
using QualityAward.Domain;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Notifications;

namespace QualityAward.Web.Pages.Shared;

/// <summary>One line of a desk (待办事项): what to do, where, by when.</summary>
/// <param name="Title">What to do, with the object's name.</param>
/// <param name="Url">Where to do it.</param>
/// <param name="DueOn">By when; null: no date.</param>
/// <param name="Count">How many such things the link leads to; null: one.</param>
public sealed record DeskItem(string Title, string Url, DateOnly? DueOn = null, int? Count = null);

/// <summary>What one visit of the home page shows (工作台): the sources' queries fill it row by row.</summary>
public sealed class Desk(Actor actor, DateTimeOffset now)
{
    public Actor Actor { get; } = actor;

    public DateTimeOffset Now { get; } = now;

    public DateOnly Today { get; } = ChinaCalendar.DateOf(now);

    public List<DeskItem> Items { get; } = [];

    public List<CurrentRound> Rounds { get; } = [];

    public List<NewestNotice> Notices { get; } = [];

    /// <summary>What arrived last in the inbox.</summary>
    public List<NewestMessage> Messages { get; } = [];

    public List<RecentHonour> Honours { get; } = [];

    /// <summary>What the applicant who is logged in may apply as; null: nobody has said yet.</summary>
    public Track? Kind { get; set; }

    /// <summary>By round: where the applicant who is logged in takes part already.</summary>
    public Dictionary<Guid, OwnApplication> Own { get; } = [];
}

/// <summary>
/// One question to the database for a desk (工作台查询). <paramref name="Rows"/> projects plain columns, an anonymous object's members in their order;
/// <paramref name="Read"/> gets each row as it comes from the database (an enum is its name) and is a <c>static</c> lambda: the query is translated once for a
/// role, whoever it is, so all that is personal must come from the <see cref="Desk"/>.
/// </summary>
public sealed record DeskQuery(IQueryable Rows, Action<DbDataReader, Desk> Read);

/// <summary>
/// A step's contribution to the desks (工作台来源). Each step has one; all are found by scanning. Its queries stand under the actor's rights, and all of a desk go to
/// the database together (<see cref="DeskReader"/>). Of the actor they use the account, the authority and the role; of the time the day.
/// </summary>
public interface IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today);
}

/// <summary>Counts as a row (计数): none where there is nothing, so that nothing has to be left out afterwards.</summary>
public static class DeskCounts
{
    public static IQueryable<int> Counted<T>(this IQueryable<T> rows) => rows.GroupBy(_ => 1).Select(g => g.Count());
}
