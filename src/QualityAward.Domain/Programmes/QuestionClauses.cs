using System.Runtime.CompilerServices;
using QualityAward.Domain.Eligibility;

namespace QualityAward.Domain.Programmes;

/// <summary>
/// What the award's conditions say of a question (题目涉及的资格条件): the wording with its place, for beside the question. It follows from the conditions of the
/// pack, so that every award has it and none is written twice.
/// </summary>
public static class QuestionClauses
{
    private static readonly ConditionalWeakTable<TrackDefinition, IReadOnlyDictionary<string, IReadOnlyList<string>>> Known = [];

    /// <summary>By <c>section.question</c>; questions that no condition rests on are not there.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(ProgrammePack pack, Track track) =>
        pack.TrackOf(track) is { } definition ? Known.GetValue(definition, d => Collect(pack, d)) : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyList<string>> Collect(ProgrammePack pack, TrackDefinition definition) => definition.Conditions
        .SelectMany(condition => ConditionReferences.Of(condition).Select(question => (Question: question, Text: $"{pack.Cite(condition.Clause)}：{condition.Text}")))
        .GroupBy(p => p.Question, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(p => p.Text).Distinct(StringComparer.Ordinal)], StringComparer.Ordinal);
}
