using System.Linq.Expressions;

namespace QualityAward.Web.Shell;

/// <summary>How a list is sorted (列表排序): <c>?sort=name</c> or <c>?sort=-name</c>, as the headings link. What is not known sorts as if nothing had been asked.</summary>
public static class ListSort
{
    public static (string Key, bool Descending) Read(string? sort) => sort is { Length: > 1 } && sort[0] == '-' ? (sort[1..], true) : (sort ?? "", false);

    public static IOrderedQueryable<T> By<T, TKey>(this IQueryable<T> rows, bool descending, Expression<Func<T, TKey>> key) => descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
}
