using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

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
    public static void Shown(HttpContext context, string field) => (context.Items[Key] as List<string> ?? Begin(context)).Add(field);

    public static IReadOnlyList<Problem> InPageOrder(this IReadOnlyList<Problem> problems, HttpContext context)
    {
        if (problems.Count < 2 || context.Items[Key] is not List<string> shown)
        {
            return problems;
        }

        var places = shown.Index().DistinctBy(f => f.Item, StringComparer.OrdinalIgnoreCase).ToDictionary(f => f.Item, f => f.Index, StringComparer.OrdinalIgnoreCase);
        return [.. problems.OrderBy(p => p.Field is not null && places.TryGetValue(p.Field, out var place) ? place : -1)];
    }

    private static List<string> Begin(HttpContext context)
    {
        var shown = new List<string>();
        context.Items[Key] = shown;
        return shown;
    }

    /// <summary>The id that <c>form-field</c> gives to the control of a field.</summary>
    public static string IdOf(string field) => TagBuilder.CreateSanitizedId(field, "_");

    /// <summary>What is said about a wrong value.</summary>
    public static string Text(ModelError error) =>
        string.IsNullOrEmpty(error.ErrorMessage) ? "填写的内容无法识别，请检查后重新填写" : error.ErrorMessage;
}
