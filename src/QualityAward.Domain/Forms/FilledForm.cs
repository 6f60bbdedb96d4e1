using System.Globalization;
using System.Text.Json.Nodes;

namespace QualityAward.Domain.Forms;

/// <summary>
/// A form together with all its answers (已填表单): which sections and questions are asked, what was answered to them, what is computed from that, and
/// what is doubtful in it. Everything that judges, prints or freezes answers looks at them through this; only the editor shows what is hidden, too.
/// </summary>
/// <param name="answersOf">The answers of a section by its id, as stored.</param>
public sealed class FilledForm(FormDefinition form, Func<string, Answers> answersOf, FormContext context)
{
    private readonly Dictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answers> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Answers> _stored = new(StringComparer.Ordinal);
    // A few formulas deep, so a list; and a question's own equality would look at all that it says.
    private readonly List<(Question Question, string? Row, int? Index, string? Column)> _computing = [];

    public FormDefinition Form { get; } = form;

    public FormContext Context { get; } = context;

    public bool IsAsked(FormSection section) => section.When is null || Meets(section.When, section.Id);

    public bool IsAsked(FormSection section, Question question)
    {
        if (section.When is null && question.When is null)
        {
            return true;
        }

        var key = $"{section.Id}.{question.Id}";
        if (_asked.TryGetValue(key, out var asked))
        {
            return asked;
        }

        // Conditions that go round in a circle hide each other; the pack's checks refuse them.
        _asked[key] = false;
        return _asked[key] = IsAsked(section) && (question.When is null || Meets(question.When, section.Id));
    }

    /// <summary>The section with the questions that are asked.</summary>
    public FormSection Asked(FormSection section) =>
        section.When is null && section.Questions.All(q => q.When is null) ? section : section with { Questions = [.. section.Questions.Where(q => IsAsked(section, q))] };

    /// <summary>The form with what is asked, without sections of which nothing is.</summary>
    public FormDefinition AskedForm => Form with { Sections = [.. Form.Sections.Select(Asked).Where(s => s.Questions.Count > 0)] };

    /// <summary>The answers of a section to what is asked, with everything that is computed.</summary>
    public Answers Answers(FormSection section)
    {
        if (_answers.TryGetValue(section.Id, out var known))
        {
            return known;
        }

        var asked = Asked(section);
        var stored = Stored(section);
        var answers = ReferenceEquals(asked, section) ? stored : stored.Only(asked.Questions.Select(q => q.Id).ToHashSet(StringComparer.Ordinal));
        if (asked.Questions.Any(IsComputed))
        {
            answers = WithComputed(asked, answers);
        }

        return _answers[section.Id] = answers;
    }

    /// <summary>All answers to what is asked, by section id.</summary>
    public IReadOnlyDictionary<string, Answers> AllAnswers() => Form.Sections.ToDictionary(s => s.Id, Answers, StringComparer.Ordinal);

    /// <summary>What is doubtful in a section (疑点), answered or not.</summary>
    public IReadOnlyList<FormWarning> Warnings(FormSection section) =>
    [
        .. Form.Checks.Where(c => string.Equals(c.SectionId, section.Id, StringComparison.Ordinal)).Select(c => c.Look(this)).OfType<FormWarning>(),
        .. section.Questions.OfType<GrowingTableQuestion>().Where(q => IsAsked(section, q)).Select(q => Validity(section, q)).OfType<FormWarning>(),
    ];

    /// <summary>True when something in the section can be doubtful, or something in it can make another one doubtful.</summary>
    public bool HasChecks(FormSection section) =>
        section.Questions.OfType<GrowingTableQuestion>().Any(q => q.Columns.Any(c => c.Validity != default)) || Form.Checks.Any(c => c.Sections().Contains(section.Id, StringComparer.Ordinal));

    /// <summary>What is doubtful elsewhere because of what this section says, and not explained yet.</summary>
    public IReadOnlyList<FormWarning> OpenElsewhere(FormSection section) =>
    [
        .. Form.Checks.Where(c => !string.Equals(c.SectionId, section.Id, StringComparison.Ordinal) && c.Sections().Contains(section.Id, StringComparer.Ordinal))
            .Select(c => c.Look(this)).OfType<FormWarning>().Where(w => answersOf(w.SectionId).Explanation(w) is null),
    ];

    /// <summary>The number of a formula's target; null when blank, hidden or no number.</summary>
    public decimal? Number(FormulaTarget target, FormulaYear which, FormulaPlace place)
    {
        if (!IsAsked(target.Section, target.Question))
        {
            return null;
        }

        var answers = Stored(target.Section);
        switch (target.Question)
        {
            case ComputedQuestion computed:
                return Compute(computed.Formula, computed.Decimals, new FormulaPlace(target.Section), (computed, null, null, null));
            case NumberQuestion:
                return Parsed(answers.Text(target.Question.Id));
            case TableQuestion table when target.Column is { } column:
                var year = YearOf(table, which, place.Year);
                if (target.IsPerYear && year is null)
                {
                    return null;
                }

                return table is FixedTableQuestion { RowPerYear: var rowPerYear } fixedTable
                    ? FixedCell(target.Section, fixedTable, rowPerYear ? Text(year!.Value) : target.Row?.Id ?? place.RowKey ?? "", column, year)
                    : place.RowIndex is { } index ? GrowingCell(target.Section, (GrowingTableQuestion)table, index, column, year) : null;
            default:
                return null;
        }
    }

    /// <summary>The numbers of a whole column.</summary>
    public IReadOnlyList<decimal?> Numbers(FormulaTarget target, FormulaYear which, FormulaPlace place)
    {
        if (target is not { Question: TableQuestion table, Column: { } column } || !IsAsked(target.Section, table))
        {
            return [];
        }

        var year = YearOf(table, which, place.Year);
        return table is FixedTableQuestion fixedTable
            ? [.. TableLayout.Rows(fixedTable, Context).Select(r => FixedCell(target.Section, fixedTable, r.Key, column, year))]
            : [.. Stored(target.Section).Rows(table.Id).Select((_, i) => GrowingCell(target.Section, (GrowingTableQuestion)table, i, column, year))];
    }

    /// <summary>Evaluates a formula at a place; null when it has no result.</summary>
    public decimal? Evaluate(Formula formula, FormulaPlace place) => formula.Evaluate(
        r => FormulaTarget.Find(Form, r.Name, place, wholeColumn: false) is { } target ? Number(target, r.Year, place) : null,
        r => FormulaTarget.Find(Form, r.Name, place, wholeColumn: true) is { } target ? Numbers(target, r.Year, place) : []);

    /// <summary>The year that a reference means; null when the table does not have it.</summary>
    public int? YearOf(TableQuestion table, FormulaYear which, int? year)
    {
        var meant = which switch
        {
            FormulaYear.Same => year,
            FormulaYear.Previous => year - 1,
            FormulaYear.Last => Context.RoundYear - 1,
            FormulaYear.First => Context.RoundYear - table.Years,
        };
        return meant is { } value && Context.IsAmong(table.Years, value) ? value : null;
    }

    private static bool IsComputed(Question question) => question switch
    {
        ComputedQuestion => true,
        FixedTableQuestion table => table.Rows.Any(r => r.Formula is not null) || table.Columns.Any(c => c.Formula is not null),
        TableQuestion table => table.Columns.Any(c => c.Formula is not null),
        _ => false,
    };

    private static decimal? Parsed(string? text) => text is not null && AnswerText.TryNumber(text, out var number) ? number : null;

    private static string Text(int year) => year.ToString(CultureInfo.InvariantCulture);

    private static string KeyOf(Column column, int? year) => column.PerYear && year is { } of ? Forms.Answers.YearKey(column.Id, of) : column.Id;

    private Answers Stored(FormSection section) => _stored.TryGetValue(section.Id, out var stored) ? stored : _stored[section.Id] = answersOf(section.Id);

    private FormWarning? Validity(FormSection section, GrowingTableQuestion table) => table.ValidityDoubts(Stored(section), Context) is { Count: > 0 } doubts
        ? new FormWarning($"validity-{table.Id}", section.Id, table.Id, FieldNames.Answer(table.Id), $"“{table.Label}”{string.Join("；", doubts)}，请确认是否已换证。", null)
        : null;

    private decimal? Compute(string text, int decimals, FormulaPlace place, (Question Question, string? Row, int? Index, string? Column) cell)
    {
        // A formula that leads back to itself has no result; the pack's checks refuse it.
        if (_computing.Exists(c => ReferenceEquals(c.Question, cell.Question) && c.Index == cell.Index && string.Equals(c.Row, cell.Row, StringComparison.Ordinal) && string.Equals(c.Column, cell.Column, StringComparison.Ordinal)))
        {
            return null;
        }

        _computing.Add(cell);
        try
        {
            return Evaluate(Formula.Parse(text), place) is { } value ? decimal.Round(value, Math.Min(decimals, Formula.Scale), MidpointRounding.AwayFromZero) : null;
        }
        finally
        {
            _computing.RemoveAt(_computing.Count - 1);
        }
    }

    private decimal? FixedCell(FormSection section, FixedTableQuestion table, string rowKey, Column column, int? year)
    {
        var row = table.Row(rowKey);
        var key = KeyOf(column, year);
        if (row?.Formula is null && column.Formula is null)
        {
            return Parsed(Stored(section).RowsByKey(table.Id).GetValueOrDefault(rowKey)?.GetValueOrDefault(key));
        }

        var place = new FormulaPlace(section) { Table = table, RowKey = rowKey, Column = column, Year = year };
        return row?.Formula is { } byRow ? Compute(byRow, row.Decimals ?? column.Decimals, place with { NamesAreRows = true }, (table, rowKey, null, key))
            : Compute(column.Formula!, row?.Decimals ?? column.Decimals, place, (table, rowKey, null, key));
    }

    private decimal? GrowingCell(FormSection section, GrowingTableQuestion table, int index, Column column, int? year)
    {
        var key = KeyOf(column, year);
        return column.Formula is { } formula
            ? Compute(formula, column.Decimals, new FormulaPlace(section) { Table = table, RowIndex = index, Column = column, Year = year }, (table, null, index, key))
            : Stored(section).Rows(table.Id) is var rows && index < rows.Count ? Parsed(rows[index].GetValueOrDefault(key)) : null;
    }

    private Answers WithComputed(FormSection asked, Answers stored)
    {
        var values = stored.Values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        foreach (var question in asked.Questions.Where(IsComputed))
        {
            JsonNode? value = question switch
            {
                ComputedQuestion computed => Number(new FormulaTarget(asked, computed), FormulaYear.Same, new FormulaPlace(asked)) is { } number ? JsonValue.Create(Formula.Text(number, computed.Decimals)) : null,
                FixedTableQuestion table => WithComputed(asked, table, stored),
                GrowingTableQuestion table => WithComputed(asked, table, stored),
                _ => null,
            };
            if (value is null || value is JsonArray { Count: 0 })
            {
                values.Remove(question.Id);
            }
            else
            {
                values[question.Id] = value;
            }
        }

        return new Answers(values, stored.BlankReasons, stored.Personal, stored.Explanations);
    }

    private JsonArray WithComputed(FormSection section, FixedTableQuestion table, Answers stored)
    {
        var rows = stored.RowsByKey(table.Id);
        var columns = TableLayout.Columns(table, Context);
        var filled = new JsonArray();
        foreach (var row in TableLayout.Rows(table, Context))
        {
            var cells = new JsonObject { [Forms.Answers.RowKey] = row.Key };
            foreach (var column in columns)
            {
                var isComputed = (row.Formula ?? column.Column.Formula) is not null && column.Column.Kind == CellKind.Number;
                var year = column.Year ?? (table.RowPerYear && int.TryParse(row.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var ofRow) ? ofRow : null);
                var text = isComputed
                    ? FixedCell(section, table, row.Key, column.Column, year) is { } number ? Formula.Text(number, row.Decimals ?? column.Column.Decimals) : null
                    : rows.GetValueOrDefault(row.Key)?.GetValueOrDefault(column.Key);
                if (!string.IsNullOrEmpty(text))
                {
                    cells[column.Key] = text;
                }
            }

            if (cells.Count > 1)
            {
                filled.Add((JsonNode)cells);
            }
        }

        return filled;
    }

    private JsonArray WithComputed(FormSection section, GrowingTableQuestion table, Answers stored)
    {
        var columns = TableLayout.Columns(table, Context);
        return new JsonArray([.. stored.Rows(table.Id).Select((row, index) =>
        {
            var cells = new JsonObject(row.Where(c => columns.Any(k => string.Equals(k.Key, c.Key, StringComparison.Ordinal))).Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
            foreach (var column in columns.Where(c => c.Column.Formula is not null))
            {
                if (GrowingCell(section, table, index, column.Column, column.Year) is { } number)
                {
                    cells[column.Key] = Formula.Text(number, column.Column.Decimals);
                }
            }

            return cells;
        })]);
    }

    private bool Meets(AskedWhen when, string sectionId)
    {
        var reference = when.Reference(sectionId);
        var dot = reference.IndexOf('.', StringComparison.Ordinal);
        return Form.Section(reference[..dot]) is { } section && section.Question(reference[(dot + 1)..]) is { } question
            && when.IsMetBy(IsAsked(section, question) ? question.Given(Stored(section)) : []);
    }
}
