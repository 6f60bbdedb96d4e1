using FluentValidation;
using QualityAward.Domain;

namespace QualityAward.Web.Errors;

/// <summary>Runs a page's input rules (填写检查).</summary>
public static class Validation
{
    /// <summary>Throws <see cref="InvalidInputException"/> with every problem at once; fields are named <c>prefix.Property</c> as in the form.</summary>
    public static void Check<T>(this IValidator<T> validator, T input, string prefix) =>
        InvalidInputException.ThrowIfAny([.. validator.Validate(input).Errors.Select(e => new InputProblem($"{prefix}.{e.PropertyName}", e.ErrorMessage))]);
}
