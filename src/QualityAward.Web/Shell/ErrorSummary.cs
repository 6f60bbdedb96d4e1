using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using QualityAward.Web.Errors;

namespace QualityAward.Web.Shell;

/// <summary>One problem in the error summary: what to do, the field it stands at, and the clause (依据) that asks for it.</summary>
public sealed record Problem(string Message, string? Field = null, string? Clause = null);

/// <summary>Gathers what stands in the error summary at the top of a page.</summary>
public static class ErrorSummary
{
    private const string Key = "Problems";

    /// <summary>Adds problems that carry a clause; plain input errors come from ModelState by themselves.</summary>
    public static void AddProblems(this ViewDataDictionary viewData, params IEnumerable<Problem> problems) =>
        viewData[Key] = ((viewData[Key] as IEnumerable<Problem>) ?? []).Concat(problems).ToList();

    public static IReadOnlyList<Problem> Of(ViewDataDictionary viewData)
    {
        var given = (viewData[Key] as IEnumerable<Problem>)?.ToList() ?? [];
        var input = viewData.ModelState
            .Where(entry => entry.Value?.ValidationState == ModelValidationState.Invalid)
            .SelectMany(entry => entry.Value!.Errors.Select(error => new Problem(Text(error), entry.Key.Length == 0 ? null : entry.Key)))
            .Where(problem => !given.Any(known => known.Message == problem.Message && (known.Field ?? string.Empty) == (problem.Field ?? string.Empty)));

        return [.. given, .. input];
    }

    /// <summary>Where a field stands on the page: the summary lists what is wrong from top to bottom.</summary>
    /// <param name="messages">As the field itself says them, with its name where the framework knows none.</param>
    public static void Shown(HttpContext context, string field, IReadOnlyList<string> messages) => (context.Items[Key] as List<ShownField> ?? Begin(context)).Add(new ShownField(field, messages));

    public static IReadOnlyList<Problem> InPageOrder(this IReadOnlyList<Problem> problems, HttpContext context)
    {
        if (problems.Count == 0 || context.Items[Key] is not List<ShownField> shown)
        {
            return problems;
        }

        var places = shown.Index().DistinctBy(f => f.Item.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(f => f.Item.Name, f => f.Index, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. problems.OrderBy(p => p.Field is not null && places.TryGetValue(p.Field, out var place) ? place : -1)
                .Select(p => ChineseBindingMessages.NamesNoField(p.Message) && p.Field is not null && places.TryGetValue(p.Field, out var at) && shown[at].Messages is [var named, ..] ? p with { Message = named } : p),
        ];
    }

    private static List<ShownField> Begin(HttpContext context)
    {
        var shown = new List<ShownField>();
        context.Items[Key] = shown;
        return shown;
    }

    /// <summary>The id that <c>form-field</c> gives to the control of a field.</summary>
    public static string IdOf(string field) => TagBuilder.CreateSanitizedId(field, "_");

    /// <summary>What is said about a wrong value.</summary>
    public static string Text(ModelError error) =>
        string.IsNullOrEmpty(error.ErrorMessage) ? ChineseBindingMessages.Unreadable : error.ErrorMessage;

    private sealed record ShownField(string Name, IReadOnlyList<string> Messages);
}
