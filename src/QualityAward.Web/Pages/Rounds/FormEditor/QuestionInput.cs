using System.Globalization;
using QualityAward.Domain;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>An option or row as typed (选项、行).</summary>
public sealed class PartInput
{
    public string? Id { get; set; }

    public string? Label { get; set; }

    public string? Unit { get; set; }

    public int? Order { get; set; }
}

/// <summary>A column as typed (列).</summary>
public sealed class ColumnInput
{
    public string? Id { get; set; }

    public string? Label { get; set; }

    public CellKind Kind { get; set; }

    public string? Unit { get; set; }

    public int? Limit { get; set; }

    public bool PerYear { get; set; }

    public bool Optional { get; set; }

    public bool HiddenFromExperts { get; set; }

    public bool Remove { get; set; }

    public int? Order { get; set; }
}

/// <summary>A question as the office types it (题目的填写), whatever its type; which fields there are depends on the type.</summary>
public sealed class QuestionInput
{
    public string? Label { get; set; }

    public string? Hint { get; set; }

    public string? Group { get; set; }

    public bool Optional { get; set; }

    public bool HiddenFromExperts { get; set; }

    public bool Personal { get; set; }

    public int? Limit { get; set; }

    public string? Prompts { get; set; }

    /// <summary>A formula in the official names of the fields, as <see cref="FormulaWords"/> shows it.</summary>
    public string? Formula { get; set; }

    public int? ValidForMonths { get; set; }

    public string? Example { get; set; }

    public string? Basis { get; set; }

    public string? Signatures { get; set; }

    public string? Unit { get; set; }

    public int? Decimals { get; set; }

    public decimal? Min { get; set; }

    public decimal? Max { get; set; }

    public bool NotInFuture { get; set; } = true;

    public string? Yes { get; set; }

    public string? No { get; set; }

    public bool MustBeYes { get; set; }

    public IdentifierKind Kind { get; set; }

    public string? RowHeading { get; set; }

    public int? MinRows { get; set; }

    public int? MaxRows { get; set; }

    public int? MinFiles { get; set; }

    public int? MaxFiles { get; set; }

    public int? MaxMegabytes { get; set; }

    public List<FileKind> Files { get; set; } = [];

    public List<PartInput> Parts { get; set; } = [];

    public List<ColumnInput> Columns { get; set; } = [];

    public WhenInput When { get; set; } = new();

    /// <summary>The part of the form that the question moves to; empty: it stays.</summary>
    public string? MoveTo { get; set; }

    public string? Seen { get; set; }
}

/// <summary>The way between a question and its fields (题目与填写内容的转换).</summary>
public static class QuestionFields
{
    /// <summary>Empty lines offered for more options, rows and columns, without JavaScript.</summary>
    private const int Spare = 3;

    /// <summary>An empty question of a type; null: no such type.</summary>
    public static Question? Blank(string? type)
    {
        var id = NewIds.Question();
        return type switch
        {
            "text" => new TextQuestion { Id = id, Label = "" },
            "longText" => new LongTextQuestion { Id = id, Label = "" },
            "number" => new NumberQuestion { Id = id, Label = "" },
            "date" => new DateQuestion { Id = id, Label = "" },
            "yearMonth" => new YearMonthQuestion { Id = id, Label = "" },
            "choice" => new ChoiceQuestion { Id = id, Label = "", Options = [] },
            "multiChoice" => new MultiChoiceQuestion { Id = id, Label = "", Options = [] },
            "yesNo" => new YesNoQuestion { Id = id, Label = "" },
            "identifier" => new IdentifierQuestion { Id = id, Label = "", Kind = IdentifierKind.Phone },
            "growingTable" => new GrowingTableQuestion { Id = id, Label = "", Columns = [] },
            "certificates" => new CertificatesQuestion { Id = id, Label = "" },
            "computed" => new ComputedQuestion { Id = id, Label = "", Formula = "" },
            "fixedTable" => new FixedTableQuestion { Id = id, Label = "", Columns = [] },
            "file" => new FileQuestion { Id = id, Label = "" },
            "photo" => new PhotoQuestion { Id = id, Label = "" },
            _ => null,
        };
    }

    public static QuestionInput From(Question question, FormDefinition form, string sectionId)
    {
        var input = new QuestionInput
        {
            Label = question.Label, Hint = question.Hint, Group = question.Group, Optional = question.Optional, HiddenFromExperts = question.HiddenFromExperts, Personal = question.Personal,
            When = WhenFields.From(question.When, form, sectionId), Example = question.Example, Basis = question.Basis, Signatures = string.Join('\n', question.Signatures),
        };
        switch (question)
        {
            case TextQuestion q:
                input.Limit = q.Limit;
                break;
            case LongTextQuestion q:
                (input.Limit, input.Prompts) = (q.Limit, string.Join('\n', q.Prompts));
                break;
            case NarrativeQuestion q:
                (input.Limit, input.Prompts) = (q.Limit, string.Join('\n', q.Prompts));
                break;
            case NumberQuestion q:
                (input.Unit, input.Decimals, input.Min, input.Max) = (q.Unit, q.Decimals, q.Min, q.Max);
                break;
            case DateQuestion q:
                input.NotInFuture = q.NotInFuture;
                break;
            case YearMonthQuestion q:
                input.NotInFuture = q.NotInFuture;
                break;
            case YesNoQuestion q:
                (input.Yes, input.No, input.MustBeYes) = (q.Yes, q.No, q.MustBeYes);
                break;
            case IdentifierQuestion q:
                input.Kind = q.Kind;
                break;
            case ChoiceQuestion q:
                input.Parts = Parts(q.Options.Select(o => new PartInput { Id = o.Value, Label = o.Label }));
                break;
            case MultiChoiceQuestion q:
                input.Parts = Parts(q.Options.Select(o => new PartInput { Id = o.Value, Label = o.Label }));
                break;
            case FixedTableQuestion q:
                input.RowHeading = q.RowHeading;
                input.Parts = q.RowPerYear ? [] : Parts(q.Rows.Select(r => new PartInput { Id = r.Id, Label = r.Label, Unit = r.Unit }));
                input.Columns = Columns(q.Columns);
                break;
            case ComputedQuestion q:
                (input.Formula, input.Unit, input.Decimals) = (FormulaWords.Show(q.Formula, form, sectionId), q.Unit, q.Decimals);
                break;
            case GrowingTableQuestion q:
                (input.MinRows, input.MaxRows, input.ValidForMonths, input.Columns) = (q.MinRows, q.MaxRows, q.ValidForMonths, Columns(q.Columns));
                break;
            case FileQuestion q:
                (input.MaxFiles, input.MaxMegabytes, input.Files) = (q.MaxFiles, q.MaxMegabytes, [.. q.Kinds]);
                break;
            case PhotoQuestion q:
                (input.MinFiles, input.MaxFiles, input.MaxMegabytes) = (q.MinFiles, q.MaxFiles, q.MaxMegabytes);
                break;
        }

        return input;
    }

    /// <summary>The question with what was typed; every problem goes to its field.</summary>
    public static Question Apply(Question question, QuestionInput input, FormDefinition form, string sectionId, List<InputProblem> problems)
    {
        var label = AnswerText.Line(input.Label);
        if (label.Length == 0)
        {
            problems.Add(new InputProblem("Input.Label", "请填写题目名称。"));
        }
        else if (label.Length > 500)
        {
            problems.Add(new InputProblem("Input.Label", "题目名称不能超过 500 字。"));
        }

        NotLonger(input.Hint, "Input.Hint", "填写提示", 5000);
        NotLonger(input.Group, "Input.Group", "分组标题", 100);
        NotLonger(input.Unit, "Input.Unit", "单位", 20);
        NotLonger(input.Prompts, "Input.Prompts", "填写要点", 5000);
        NotLonger(input.Example, "Input.Example", "填写示例", 5000);
        NotLonger(input.Basis, "Input.Basis", "依据条款", 5000);
        NotLonger(input.Signatures, "Input.Signatures", "签字盖章栏", 1000);
        NotLonger(input.RowHeading, "Input.RowHeading", "行标题栏的名称", 100);
        for (var i = 0; i < input.Parts.Count; i++)
        {
            NotLonger(input.Parts[i].Label, string.Create(CultureInfo.InvariantCulture, $"Input.Parts[{i}].Label"), string.Create(CultureInfo.InvariantCulture, $"第{i + 1}项名称"), 200);
        }

        for (var i = 0; i < input.Columns.Count; i++)
        {
            NotLonger(input.Columns[i].Label, string.Create(CultureInfo.InvariantCulture, $"Input.Columns[{i}].Label"), string.Create(CultureInfo.InvariantCulture, $"第{i + 1}列名称"), 200);
        }

        if (question is YesNoQuestion yesNo && string.Equals(Word(input.Yes, yesNo.Yes), Word(input.No, yesNo.No), StringComparison.Ordinal))
        {
            problems.Add(new InputProblem("Input.No", "“是”和“否”的用词不能相同。"));
        }

        var changed = question with
        {
            Label = label,
            Hint = Blank2Null(AnswerText.Lines(input.Hint)),
            Group = Blank2Null(AnswerText.Line(input.Group)),
            Optional = input.Optional,
            HiddenFromExperts = input.HiddenFromExperts,
            Personal = input.Personal,
            When = WhenFields.Read(input.When, form, sectionId, problems),
            Example = Blank2Null(AnswerText.Lines(input.Example)),
            Basis = Blank2Null(AnswerText.Lines(input.Basis)),
            Signatures = TextLines.Of(input.Signatures),
        };
        return changed switch
        {
            TextQuestion q => q with { Limit = Whole(input.Limit, "Input.Limit", "字数限制", 1, 2000) ?? q.Limit },
            LongTextQuestion q => q with { Limit = Whole(input.Limit, "Input.Limit", "字数限制", 1, 100000) ?? q.Limit, Prompts = TextLines.Of(input.Prompts) },
            NarrativeQuestion q => q with { Limit = input.Limit is null ? null : Whole(input.Limit, "Input.Limit", "字数限制", 1, 100000), Prompts = TextLines.Of(input.Prompts) },
            NumberQuestion q => Number(q),
            ComputedQuestion q => q with
            {
                Formula = FormulaWords.Read(input.Formula, form, sectionId, q.Id, problems),
                Unit = Blank2Null(AnswerText.Line(input.Unit)),
                Decimals = Whole(input.Decimals ?? 0, "Input.Decimals", "小数位数", 0, 6) ?? 0,
            },
            DateQuestion q => q with { NotInFuture = input.NotInFuture },
            YearMonthQuestion q => q with { NotInFuture = input.NotInFuture },
            YesNoQuestion q => q with { Yes = Word(input.Yes, q.Yes), No = Word(input.No, q.No), MustBeYes = input.MustBeYes },
            IdentifierQuestion q => q with { Personal = q.Personal || q.Kind is IdentifierKind.ResidentId or IdentifierKind.Mobile },
            ChoiceQuestion q => q with { Options = Options(q.Options) },
            MultiChoiceQuestion q => q with { Options = Options(q.Options) },
            FixedTableQuestion q => q with { RowHeading = Word(input.RowHeading, q.RowHeading), Rows = q.RowPerYear ? q.Rows : Rows(q.Rows), Columns = ColumnsOf(q.Columns) },
            GrowingTableQuestion q => Growing(q),
            FileQuestion q => File(q),
            PhotoQuestion q => Photo(q),
            _ => changed,
        };

        void NotLonger(string? typed, string field, string what, int longest)
        {
            if (AnswerText.Lines(typed).Length > longest)
            {
                problems.Add(new InputProblem(field, string.Create(CultureInfo.InvariantCulture, $"{what}不能超过 {longest} 字。")));
            }
        }

        int? Whole(int? value, string field, string what, int min, int max)
        {
            if (value is { } number && number >= min && number <= max)
            {
                return number;
            }

            problems.Add(new InputProblem(field, $"{what}须是 {min} 至 {max} 之间的整数。"));
            return null;
        }

        Question Number(NumberQuestion q)
        {
            if (input.Min > input.Max)
            {
                problems.Add(new InputProblem("Input.Max", "最大值不能小于最小值。"));
            }

            return q with { Unit = Blank2Null(AnswerText.Line(input.Unit)), Decimals = Whole(input.Decimals ?? 0, "Input.Decimals", "小数位数", 0, 6) ?? 0, Min = input.Min, Max = input.Max };
        }

        Question Growing(GrowingTableQuestion q)
        {
            var min = Whole(input.MinRows ?? 0, "Input.MinRows", "最少行数", 0, 1000) ?? 0;
            var max = Whole(input.MaxRows ?? q.MaxRows, "Input.MaxRows", "最多行数", 1, 1000) ?? q.MaxRows;
            if (min > max)
            {
                problems.Add(new InputProblem("Input.MaxRows", "最多行数不能小于最少行数。"));
            }

            var columns = ColumnsOf(q.Columns);
            if (q is CertificatesQuestion && columns.All(c => c.Validity != ValidityEnd.To))
            {
                problems.Add(new InputProblem("Input.Columns[0].Label", "证书登记表须保留“有效期至”一列，系统据此提示到期。"));
            }

            var months = columns.Any(c => c.Validity != ValidityEnd.None) ? Whole(input.ValidForMonths ?? 0, "Input.ValidForMonths", "有效期应覆盖的月数", 0, 120) ?? 0 : 0;
            return q with { MinRows = min, MaxRows = max, ValidForMonths = months, Columns = columns };
        }

        Question File(FileQuestion q)
        {
            if (input.Files.Count == 0)
            {
                problems.Add(new InputProblem("Input.Files", "请至少选择一种文件。"));
            }

            return q with
            {
                Kinds = [.. input.Files.Distinct()],
                MaxFiles = Whole(input.MaxFiles, "Input.MaxFiles", "文件数", 1, 200) ?? q.MaxFiles,
                MaxMegabytes = Whole(input.MaxMegabytes, "Input.MaxMegabytes", "单个文件大小", 1, 200) ?? q.MaxMegabytes,
            };
        }

        Question Photo(PhotoQuestion q)
        {
            var min = Whole(input.MinFiles ?? 0, "Input.MinFiles", "最少张数", 0, 50) ?? 0;
            var max = Whole(input.MaxFiles, "Input.MaxFiles", "最多张数", 1, 50) ?? q.MaxFiles;
            if (min > max)
            {
                problems.Add(new InputProblem("Input.MaxFiles", "最多张数不能小于最少张数。"));
            }

            return q with { MinFiles = min, MaxFiles = max, MaxMegabytes = Whole(input.MaxMegabytes, "Input.MaxMegabytes", "单个文件大小", 1, 50) ?? q.MaxMegabytes };
        }

        // Nobody could tell them apart, in the form, in a condition or in a sheet.
        void Twice()
        {
            foreach (var (index, part) in input.Parts.Index().Where(p => AnswerText.Line(p.Item.Label).Length > 0).GroupBy(p => AnswerText.Line(p.Item.Label), StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
            {
                problems.Add(new InputProblem(string.Create(CultureInfo.InvariantCulture, $"Input.Parts[{index}].Label"), $"“{AnswerText.Line(part.Label)}”写了不止一次，请改为不同的名称。"));
            }
        }

        IReadOnlyList<Option> Options(IReadOnlyList<Option> before)
        {
            var options = Ordered(input.Parts.Select(p => (p.Order, Label: AnswerText.Line(p.Label), p.Id)).Where(p => p.Label.Length > 0), p => p.Order)
                .Select(p => new Option(before.FirstOrDefault(o => string.Equals(o.Value, p.Id, StringComparison.Ordinal))?.Value ?? NewIds.Part(), p.Label)).ToList();
            if (options.Count < 2)
            {
                problems.Add(new InputProblem("Input.Parts[0].Label", "请至少写两个选项。"));
            }

            Twice();

            return options;
        }

        IReadOnlyList<Row> Rows(IReadOnlyList<Row> before)
        {
            var rows = Ordered(input.Parts.Where(p => AnswerText.Line(p.Label).Length > 0), p => p.Order)
                .Select(p => (before.FirstOrDefault(r => string.Equals(r.Id, p.Id, StringComparison.Ordinal)) ?? new Row { Id = NewIds.Part(), Label = "" })
                    with
                { Label = AnswerText.Line(p.Label), Unit = Blank2Null(AnswerText.Line(p.Unit)) }).ToList();
            if (rows.Count == 0)
            {
                problems.Add(new InputProblem("Input.Parts[0].Label", "请至少写一行。"));
            }

            return rows;
        }

        IReadOnlyList<Column> ColumnsOf(IReadOnlyList<Column> before)
        {
            var columns = new List<Column>();
            foreach (var (typed, index) in Ordered(input.Columns.Select((c, i) => (Typed: c, Index: i)), c => c.Typed.Order))
            {
                var heading = AnswerText.Line(typed.Label);
                var old = before.FirstOrDefault(c => string.Equals(c.Id, typed.Id, StringComparison.Ordinal));
                if (typed.Remove || (old is null && heading.Length == 0))
                {
                    continue;
                }

                // What a column holds is fixed once it is there: answers of another kind would not fit.
                var column = (old ?? new Column { Id = NewIds.Part(), Label = heading, Kind = typed.Kind, PerYear = typed.PerYear, Personal = typed.Kind == CellKind.Phone }) with
                {
                    Label = heading,
                    Unit = Blank2Null(AnswerText.Line(typed.Unit)),
                    Optional = typed.Optional,
                    HiddenFromExperts = typed.HiddenFromExperts,
                };
                if (heading.Length == 0 && !column.PerYear)
                {
                    problems.Add(new InputProblem(string.Create(CultureInfo.InvariantCulture, $"Input.Columns[{index}].Label"), string.Create(CultureInfo.InvariantCulture, $"请填写第{index + 1}列名称；不要这一列的，请勾选“删除第{index + 1}列”。")));
                }

                columns.Add(column.Kind == CellKind.Text && typed.Limit is not null
                    ? column with { Limit = Whole(typed.Limit, string.Create(CultureInfo.InvariantCulture, $"Input.Columns[{index}].Limit"), string.Create(CultureInfo.InvariantCulture, $"第{index + 1}列字数限制"), 1, 2000) ?? column.Limit }
                    : column);
            }

            if (columns.Count == 0)
            {
                problems.Add(new InputProblem("Input.Columns[0].Label", "请至少写一列。"));
            }

            return columns;
        }
    }

    /// <summary>Empty lines behind those that are there, for one save at a time.</summary>
    public static void AddSpare(QuestionInput input, Question question)
    {
        if (question is ChoiceQuestion or MultiChoiceQuestion or FixedTableQuestion { RowPerYear: false })
        {
            input.Parts.RemoveAll(p => string.IsNullOrEmpty(p.Id) && string.IsNullOrWhiteSpace(p.Label));
            input.Parts.AddRange(Enumerable.Range(input.Parts.Count + 1, Spare).Select(n => new PartInput { Order = n }));
        }

        if (question is FixedTableQuestion or GrowingTableQuestion)
        {
            input.Columns.RemoveAll(c => string.IsNullOrEmpty(c.Id) && string.IsNullOrWhiteSpace(c.Label));
            input.Columns.AddRange(Enumerable.Range(input.Columns.Count + 1, Spare).Select(n => new ColumnInput { Order = n }));
        }
    }

    private static List<PartInput> Parts(IEnumerable<PartInput> parts) => [.. parts.Select((p, i) =>
    {
        p.Order = i + 1;
        return p;
    })];

    private static List<ColumnInput> Columns(IReadOnlyList<Column> columns) => [.. columns.Select((c, i) => new ColumnInput
    {
        Id = c.Id, Label = c.Label, Kind = c.Kind, Unit = c.Unit, Limit = c.Kind == CellKind.Text ? c.Limit : null, PerYear = c.PerYear, Optional = c.Optional,
        HiddenFromExperts = c.HiddenFromExperts, Order = i + 1,
    })];

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> all, Func<T, int?> order) => all.Select((x, i) => (x, i)).OrderBy(p => order(p.x) ?? int.MaxValue).ThenBy(p => p.i).Select(p => p.x);

    private static string? Blank2Null(string text) => text.Length == 0 ? null : text;

    private static string Word(string? typed, string fallback) => AnswerText.Line(typed) is { Length: > 0 } word ? word : fallback;
}
