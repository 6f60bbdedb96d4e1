namespace QualityAward.Domain;

/// <summary>A rule of the regulation says no (不予办理). Shown to the person with status 422; nothing typed is lost.</summary>
/// <param name="code">Stable name of the rule that refused, for tests and the audit trail, e.g. <c>window-closed</c>.</param>
/// <param name="message">A Chinese sentence that says what is wrong and what to do.</param>
/// <param name="clause">The clause as it is cited on screen, or null where no document speaks of it.</param>
public sealed class RefusedException(string code, string message, string? clause = null) : Exception(message)
{
    public string Code { get; } = code;

    public string? Clause { get; } = clause;
}

/// <summary>One thing wrong with what was typed (填写问题): the field's form name, and what to do, in Chinese.</summary>
public sealed record InputProblem(string Field, string Message);

/// <summary>What was typed cannot be taken (填写有误). All problems at once; status 422.</summary>
public sealed class InvalidInputException(IReadOnlyList<InputProblem> problems) : Exception(string.Join('；', problems.Select(p => p.Message)))
{
    public InvalidInputException(string field, string message)
        : this([new InputProblem(field, message)])
    {
    }

    public IReadOnlyList<InputProblem> Problems { get; } = problems;

    /// <summary>Name of the rule when the attempt is to leave a trace, such as a forged identifier; null: a slip of the pen leaves none. The messages must hold nothing personal.</summary>
    public string? Code { get; init; }

    /// <summary>Throws when there is at least one problem.</summary>
    public static void ThrowIfAny(IReadOnlyList<InputProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new InvalidInputException(problems);
        }
    }
}

/// <summary>Somebody saved the same thing first (版本冲突). Both texts are shown; status 409.</summary>
public class StaleVersionException(string message) : Exception(message);
