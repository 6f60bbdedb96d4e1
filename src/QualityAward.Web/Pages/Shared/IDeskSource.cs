using QualityAward.Domain;

namespace QualityAward.Web.Pages.Shared;

/// <summary>One line of a desk (待办事项): what to do, where, by when.</summary>
/// <param name="Title">What to do, with the object's name.</param>
/// <param name="Url">Where to do it.</param>
/// <param name="DueOn">By when; null: no date.</param>
/// <param name="Count">How many such things the link leads to; null: one.</param>
public sealed record DeskItem(string Title, string Url, DateOnly? DueOn = null, int? Count = null);

/// <summary>A step's contribution to the desks (工作台来源). Each step has one; all are found by scanning. Under the actor's rights, with few queries.</summary>
public interface IDeskSource
{
    public Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken);
}
