using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>
/// What the conditions of a track ask of somebody who has no application yet (申报条件自查表): the form's own questions, cut down to what is computed
/// from. What a person judges is not asked.
/// </summary>
public sealed class SelfCheckForm
{
    private SelfCheckForm(IReadOnlyList<FormSection> sections, IReadOnlyList<(string Reference, FileQuestion Question)> papers, IReadOnlyList<RegistryCheck> registers)
    {
        Sections = sections;
        Papers = papers;
        Registers = registers;
    }

    /// <summary>Sections of the form with the questions, rows and columns that count.</summary>
    public IReadOnlyList<FormSection> Sections { get; }

    /// <summary>Copies that the conditions ask for: here it is only said that there is one.</summary>
    public IReadOnlyList<(string Reference, FileQuestion Question)> Papers { get; }

    /// <summary>What the registers would be asked: here the person says it.</summary>
    public IReadOnlyList<RegistryCheck> Registers { get; }

    public static SelfCheckForm Of(TrackDefinition track)
    {
        var wanted = track.Conditions.SelectMany(References).Distinct(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var sections = track.Form.Sections
            .Select(s => s with
            {
                Instructions = [],
                TotalLimit = null,
                Questions = [.. s.Questions.Where(q => q is not FileQuestion and not PhotoQuestion && wanted.Contains($"{s.Id}.{q.Id}")).Select(q => Cut(track, $"{s.Id}.{q.Id}", q) with { Group = null, Basis = null })],
            })
            .Where(s => s.Questions.Count > 0).ToList();
        var papers = track.Form.Sections.SelectMany(s => s.Questions.OfType<FileQuestion>().Select(q => (Reference: $"{s.Id}.{q.Id}", Question: q))).Where(p => wanted.Contains(p.Reference)).ToList();
        return new SelfCheckForm(sections, papers, [.. track.Conditions.OfType<RegistryCondition>().Select(c => c.Check).Distinct()]);
    }

    private static IEnumerable<string> References(Condition condition) => condition switch
    {
        JudgementCondition judgement => condition.When is { } when ? [.. judgement.Affirmed, when.Answer] : judgement.Affirmed,
        ImprovementCondition improvement => [improvement.Declared],
        AnyOfCondition any => condition.When is { } when ? [any.Answer, when.Answer] : [any.Answer],
        _ => ConditionReferences.Of(condition),
    };

    /// <summary>Columns and rows of a table that some condition reads.</summary>
    private static Question Cut(TrackDefinition track, string reference, Question question)
    {
        switch (question)
        {
            case GrowingTableQuestion table:
                var columns = track.Conditions.SelectMany(c => ColumnsOf(c, reference, table)).ToHashSet(StringComparer.Ordinal);
                return table with { Columns = [.. table.Columns.Where(c => columns.Contains(c.Id))] };
            case FixedTableQuestion table:
                var rows = track.Conditions.SelectMany(c => RowsOf(c, reference)).ToHashSet(StringComparer.Ordinal);
                return table with { Rows = [.. table.Rows.Where(r => rows.Contains(r.Id))] };
            default:
                return question;
        }
    }

    private static IEnumerable<string> ColumnsOf(Condition condition, string reference, GrowingTableQuestion table) => condition switch
    {
        PeriodYearsCondition c when Is(c.Table, reference) => [c.FromColumn, c.ToColumn],
        GroupScopeCondition c when Is(c.Holdings, reference) => [table.Columns[0].Id, c.MeetsColumn, .. c.CodeColumn is { } code ? [code] : Array.Empty<string>(), .. c.Checks.Select(h => h.Column)],
        RecentAwardCondition c when Is(c.Table, reference) => [c.NameColumn, c.WonColumn],
        CertificateCondition { InForce: { } inForce } when Is(inForce, reference) => [table.Columns[0].Id, .. table.Columns.Where(x => x.Validity == ValidityEnd.To).Select(x => x.Id)],
        _ => [],
    };

    private static IEnumerable<string> RowsOf(Condition condition, string reference) => condition switch
    {
        CleanRecordCondition { DeclarationTable: { } table } c when Is(table, reference) => c.DeclarationRows,
        TrendCondition c when Is(c.Table, reference) => [c.NumeratorRow, c.DenominatorRow],
        _ => [],
    };

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
