using FluentValidation;
using QualityAward.Domain;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Errors;

/// <summary>Runs a page's input rules (填写检查).</summary>
public static class Validation
{
    /// <summary>Throws <see cref="InvalidInputException"/> with every problem at once; fields are named <c>prefix.Property</c> as in the form.</summary>
    public static void Check<T>(this IValidator<T> validator, T input, string prefix) =>
        InvalidInputException.ThrowIfAny([.. validator.Validate(input).Errors.Select(e => new InputProblem($"{prefix}.{e.PropertyName}", e.ErrorMessage))]);

    /// <summary>At most so many 字, counted like the counter beside the field.</summary>
    public static IRuleBuilderOptions<T, string?> MaxWords<T>(this IRuleBuilder<T, string?> rule, int limit) => rule.Must(text => WordCount.Count(text ?? "") <= limit);
}
