using System.Globalization;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Registers;

/// <summary>What stands in a column of a register's sheet (栏目类型).</summary>
public enum RegisterCell
{
    Text,
    CreditCode,
    ResidentId,
    Date,
    Percent,
    Year,
    Programme,
    Tier,
    Ground,
    IncidentKind,
    Severity,
}

/// <summary>A column of a register's sheet, which is also a field of its form (登记栏目).</summary>
/// <param name="Key">Name of the cell.</param>
/// <param name="Label">Heading of the spreadsheet and label of the field.</param>
/// <param name="Sample">A line of the template.</param>
public sealed record RegisterColumn(string Key, string Label, RegisterCell Cell, bool Required, string? Hint, string Sample)
{
    /// <summary>Longest text.</summary>
    public int MaxLength { get; init; } = 200;
}

/// <summary>What is wrong with a cell (填写问题); key "" speaks of the whole row.</summary>
public sealed record RegisterProblem(string Key, string Message);

/// <summary>A row in the form in which it is kept, and what is wrong with it (登记行读取结果).</summary>
public sealed record RegisterReading(IReadOnlyDictionary<string, string> Cells, IReadOnlyList<RegisterProblem> Problems);

/// <summary>What rows are read against (登记依据): the programmes, whose office enters them, and the day.</summary>
public sealed record RegisterContext(IReadOnlyList<ProgrammePack> Packs, string AuthorityCode, DateOnly Today)
{
    /// <summary>Awards that this authority owns; it keeps honours and bars of no others.</summary>
    public IReadOnlyList<ProgrammePack> Own => [.. Packs.Where(p => string.Equals(p.Owner, AuthorityCode, StringComparison.Ordinal))];
}

/// <summary>The keys of the cells (登记栏目代码).</summary>
public static class RegisterKeys
{
    public const string CreditCode = "creditCode";
    public const string ResidentId = "residentId";
    public const string Name = "name";
    public const string On = "on";
    public const string HeldCode = "heldCode";
    public const string HeldName = "heldName";
    public const string Share = "share";
    public const string From = "from";
    public const string Until = "until";
    public const string PersonId = "personId";
    public const string PersonName = "personName";
    public const string Post = "post";
    public const string Programme = "programme";
    public const string Tier = "tier";
    public const string Year = "year";
    public const string Document = "document";
    public const string Source = "source";
    public const string Ground = "ground";
    public const string Kind = "kind";
    public const string Severity = "severity";
    public const string Text = "text";

    /// <summary>Of a withdrawal: which register the entry stands in.</summary>
    public const string Register = "register";
}

/// <summary>
/// The sheet of a kind of entry (登记表): its columns, how a typed or imported row is read, and what is wrong with it. One form, one spreadsheet row and one
/// kept row are the same thing, so what is refused by hand is refused in an import too.
/// </summary>
public static class RegisterSheets
{
    private static readonly RegisterColumn Code = new(RegisterKeys.CreditCode, "统一社会信用代码", RegisterCell.CreditCode, Required: false, "组织填写，18 位；个人不填。", "91320700MA00000017");
    private static readonly RegisterColumn Person = new(RegisterKeys.ResidentId, "居民身份证号码", RegisterCell.ResidentId, Required: false, "个人填写，加密保存，任何页面都不显示全文；组织不填。", "");
    private static readonly RegisterColumn Name = new(RegisterKeys.Name, "名称或姓名", RegisterCell.Text, Required: true, "与营业执照、法人证书或身份证一致。登记簿只认代码和证号，不认名称。", "示例有限公司") { MaxLength = Party.NameLength };
    private static readonly RegisterColumn Award = new(RegisterKeys.Programme, "奖项", RegisterCell.Programme, Required: false, "本机关只有一个奖项时可以不填。", "");
    private static readonly RegisterColumn Basis = new(RegisterKeys.Source, "来源", RegisterCell.Text, Required: true, "作出认定的机关和文件，例如 市应急管理局〔2021〕3号通报。", "市市场监督管理局通报");

    private static readonly Dictionary<RegisterKind, IReadOnlyList<RegisterColumn>> Columns = new()
    {
        [RegisterKind.Party] = [Code, Person, Name],
        [RegisterKind.Rename] =
        [
            Code with { Required = true, Hint = "更名组织的代码，更名后不变。" },
            Name with { Label = "新名称", Hint = "与换发的营业执照或法人证书一致。" },
            new(RegisterKeys.On, "更名日期", RegisterCell.Date, Required: true, "新名称启用的日期。", "2022-03-01"),
        ],
        [RegisterKind.Holding] =
        [
            Code with { Label = "控股方统一社会信用代码", Required = true, Hint = null },
            Name with { Label = "控股方名称", Hint = null },
            new(RegisterKeys.HeldCode, "被控股组织统一社会信用代码", RegisterCell.CreditCode, Required: true, null, "91320700MA00000025"),
            new(RegisterKeys.HeldName, "被控股组织名称", RegisterCell.Text, Required: true, null, "示例子公司") { MaxLength = Party.NameLength },
            new(RegisterKeys.Share, "持股比例", RegisterCell.Percent, Required: false, "百分数，例如 51；以其他方式控制或不详的不填。", "51"),
            new(RegisterKeys.From, "起始日期", RegisterCell.Date, Required: true, null, "2018-01-01"),
            new(RegisterKeys.Until, "终止日期", RegisterCell.Date, Required: false, "仍然控股的不填；以后终止的，按原起始日期再登记一次并填写本栏。", ""),
        ],
        [RegisterKind.Headship] =
        [
            Code with { Label = "组织统一社会信用代码", Required = true, Hint = null },
            Name with { Label = "组织名称", Hint = null },
            new(RegisterKeys.PersonId, "负责人居民身份证号码", RegisterCell.ResidentId, Required: true, "加密保存，任何页面都不显示全文。", ""),
            new(RegisterKeys.PersonName, "负责人姓名", RegisterCell.Text, Required: true, null, "示例甲") { MaxLength = 50 },
            new(RegisterKeys.Post, "职务", RegisterCell.Text, Required: true, "例如 法定代表人、总经理。", "法定代表人") { MaxLength = 50 },
            new(RegisterKeys.From, "任职日期", RegisterCell.Date, Required: true, null, "2018-01-01"),
            new(RegisterKeys.Until, "离任日期", RegisterCell.Date, Required: false, "仍在任的不填；以后离任的，按原任职日期再登记一次并填写本栏。", ""),
        ],
        [RegisterKind.Honour] =
        [
            Code, Person, Name, Award,
            new(RegisterKeys.Tier, "等次", RegisterCell.Tier, Required: true, null, ""),
            new(RegisterKeys.Year, "获奖年度", RegisterCell.Year, Required: true, "证书上的年度。", "2019"),
            new(RegisterKeys.On, "决定日期", RegisterCell.Date, Required: false, "政府批准文件的日期；限制申报和前置奖项从这一天计算，不详的不填。", "2019-11-20"),
            new(RegisterKeys.Document, "批准文号", RegisterCell.Text, Required: false, null, "") { MaxLength = 60 },
            Basis with { Hint = "名单公布的文件或网址。", Sample = "市政府公布名单" },
        ],
        [RegisterKind.Verification] =
        [
            Code, Person,
            new(RegisterKeys.On, "决定日期", RegisterCell.Date, Required: true, "政府批准文件的日期，不是名单年度。", "2019-11-20"),
            new(RegisterKeys.Document, "批准文号", RegisterCell.Text, Required: true, "例如 苏政发〔2020〕88号。", "") { MaxLength = 60 },
        ],
        [RegisterKind.Bar] =
        [
            Code, Person, Name, Award,
            new(RegisterKeys.Ground, "事由", RegisterCell.Ground, Required: true, "限制年限由奖项管理办法规定，不能另填。", ""),
            new(RegisterKeys.On, "决定日期", RegisterCell.Date, Required: true, "作出取消资格或撤销决定的日期，年限从这一天起算。", "2022-03-01"),
            Basis with { Hint = "作出决定的机关和文号。", Sample = "市政府批复" },
        ],
        [RegisterKind.Incident] =
        [
            Code, Person, Name,
            new(RegisterKeys.Kind, "类别", RegisterCell.IncidentKind, Required: true, null, "安全生产事故"),
            new(RegisterKeys.Severity, "等级", RegisterCell.Severity, Required: false, "来源文件没有定级的不填。", "一般"),
            new(RegisterKeys.On, "发生日期", RegisterCell.Date, Required: true, "是否在近几年之内按这一天计算。", "2021-07-15"),
            Basis,
            new(RegisterKeys.Document, "文号", RegisterCell.Text, Required: false, null, "") { MaxLength = 60 },
            new(RegisterKeys.Text, "情况摘要", RegisterCell.Text, Required: false, "不要写入身份证号、电话等个人信息。", "") { MaxLength = 500 },
        ],
        [RegisterKind.Withdrawal] = [],
    };

    public static IReadOnlyList<RegisterColumn> ColumnsOf(RegisterKind kind) => Columns[kind];

    /// <summary>The columns as this authority fills them: the award is asked only where there are several.</summary>
    public static IReadOnlyList<RegisterColumn> ColumnsOf(RegisterKind kind, RegisterContext context) =>
        [.. Columns[kind].Where(c => c.Cell != RegisterCell.Programme || context.Own.Count > 1).Select(c => c.Cell == RegisterCell.Programme ? c with { Required = true, Hint = null } : c)];

    /// <summary>What may be chosen in a column; null: anything may be typed.</summary>
    public static IReadOnlyList<Option>? Options(RegisterCell cell, RegisterContext context) => cell switch
    {
        RegisterCell.Programme => [.. context.Own.Select(p => new Option(p.Code, p.Name))],
        RegisterCell.Tier => [.. context.Own.SelectMany(p => p.Tiers).DistinctBy(t => t.Name, StringComparer.Ordinal).Select(t => new Option(t.Name, t.Name))],
        RegisterCell.Ground => [.. context.Own.SelectMany(p => p.Bars).Select(b => b.Ground).Distinct().Where(g => g != BarGround.Winner).Select(g => new Option(g.ToString(), ConditionEvaluator.NameOf(g)))],
        RegisterCell.IncidentKind => [.. Enum.GetValues<IncidentKind>().Select(k => new Option(k.ToString(), IncidentKinds.NameOf(k)))],
        RegisterCell.Severity => [.. Enum.GetValues<Severity>().Select(s => new Option(s.ToString(), ConditionEvaluator.NameOf(s)))],
        RegisterCell.Text or RegisterCell.CreditCode or RegisterCell.ResidentId or RegisterCell.Date or RegisterCell.Percent or RegisterCell.Year => null,
    };

    /// <summary>A kept cell as it is shown; ID numbers show their last four characters only.</summary>
    public static string Shown(RegisterColumn column, string value, RegisterContext context) => value.Length == 0 ? "" : column.Cell switch
    {
        RegisterCell.ResidentId => Parties.ResidentId.Mask(value),
        RegisterCell.Programme or RegisterCell.Ground or RegisterCell.IncidentKind or RegisterCell.Severity or RegisterCell.Tier =>
            Options(column.Cell, context)!.FirstOrDefault(o => string.Equals(o.Value, value, StringComparison.Ordinal))?.Label ?? value,
        RegisterCell.Percent => value + "%",
        RegisterCell.Text or RegisterCell.CreditCode or RegisterCell.Date or RegisterCell.Year => value,
    };

    /// <summary>Reads a row: cells in the form in which they are kept, and everything that is wrong with them.</summary>
    public static RegisterReading Read(RegisterKind kind, IReadOnlyDictionary<string, string> typed, RegisterContext context)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<RegisterProblem>();
        foreach (var column in Columns[kind])
        {
            var (value, problem) = Clean(column, AnswerText.Line(typed.GetValueOrDefault(column.Key)), context);
            if (value.Length > 0)
            {
                cells[column.Key] = value;
            }

            if (problem is not null)
            {
                problems.Add(new RegisterProblem(column.Key, problem));
            }
            else if (value.Length == 0 && column.Required)
            {
                problems.Add(new RegisterProblem(column.Key, $"请{(Options(column.Cell, context) is null ? "填写" : "选择")}{column.Label}。"));
            }
        }

        CheckRow(kind, cells, problems, context);
        return new RegisterReading(cells, problems);
    }

    /// <summary>The rule behind a bar, from the award's pack.</summary>
    public static (ProgrammePack Pack, BarRule Rule)? RuleOf(IReadOnlyDictionary<string, string> cells, RegisterContext context) =>
        context.Own.FirstOrDefault(p => string.Equals(p.Code, cells.GetValueOrDefault(RegisterKeys.Programme), StringComparison.Ordinal)) is { } pack
        && pack.Bars.FirstOrDefault(b => string.Equals(b.Ground.ToString(), cells.GetValueOrDefault(RegisterKeys.Ground), StringComparison.Ordinal)) is { } rule
            ? (pack, rule)
            : null;

    private static (string Value, string? Problem) Clean(RegisterColumn column, string text, RegisterContext context)
    {
        if (text.Length == 0)
        {
            return ("", null);
        }

        switch (column.Cell)
        {
            case RegisterCell.CreditCode:
                return (Cut(Parties.CreditCode.Normalise(text)), Parties.CreditCode.Problem(text));
            case RegisterCell.ResidentId:
                return (Cut(Parties.ResidentId.Normalise(text)), Parties.ResidentId.Problem(text, context.Today));
            case RegisterCell.Date:
                // A spreadsheet may give a moment where a day was meant.
                var date = AnswerText.Date(text.Length > 10 && text[10] == ' ' ? text[..10] : text);
                return AnswerText.ReadDate(date) is { } day && day.Year >= 1900 ? (date, null) : (Cut(text), $"{column.Label}“{Cut(text)}”不是日期，请按 2022-06-26 的写法填写。");
            case RegisterCell.Percent:
                return AnswerText.TryNumber(text.TrimEnd('%', '％'), out var share) && share is > 0 and <= 100
                    ? (share.ToString("0.##", CultureInfo.InvariantCulture), null)
                    : (Cut(text), $"{column.Label}应大于 0、不超过 100。");
            case RegisterCell.Year:
                var number = AnswerText.Number(text.TrimEnd('年'));
                return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year >= 1990 && year <= context.Today.Year
                    ? (number, null)
                    : (Cut(text), $"{column.Label}应为 1990 至 {context.Today.Year} 之间的四位年份。");
            case RegisterCell.Programme or RegisterCell.Tier or RegisterCell.Ground or RegisterCell.IncidentKind or RegisterCell.Severity:
                var options = Options(column.Cell, context)!;
                return options.FirstOrDefault(o => string.Equals(o.Value, text, StringComparison.Ordinal) || string.Equals(o.Label, text, StringComparison.Ordinal)) is { } chosen
                    ? (chosen.Value, null)
                    : (Cut(text), $"{column.Label}“{Cut(text)}”不在可选范围内，可填：{string.Join('、', options.Select(o => o.Label))}。");
            default:
                return text.Length <= column.MaxLength ? (text, null) : (text[..column.MaxLength], $"{column.Label}不能超过 {column.MaxLength} 字。");
        }

        static string Cut(string value) => value.Length <= 30 ? value : value[..30] + "…";
    }

    private static void CheckRow(RegisterKind kind, Dictionary<string, string> cells, List<RegisterProblem> problems, RegisterContext context)
    {
        if (Columns[kind].Any(c => c.Key == RegisterKeys.ResidentId))
        {
            var given = (cells.ContainsKey(RegisterKeys.CreditCode) ? 1 : 0) + (cells.ContainsKey(RegisterKeys.ResidentId) ? 1 : 0);
            if (given != 1)
            {
                problems.Add(new RegisterProblem(RegisterKeys.CreditCode, given == 0 ? "请填写统一社会信用代码（组织）或居民身份证号码（个人）。" : "统一社会信用代码和居民身份证号码只能填写一项：组织填代码，个人填身份证号。"));
            }
        }

        foreach (var column in Columns[kind].Where(c => c.Cell == RegisterCell.Date && c.Key != RegisterKeys.Until))
        {
            if (Day(cells, column.Key) is { } day && day > context.Today)
            {
                problems.Add(new RegisterProblem(column.Key, $"{column.Label}不能晚于今天。"));
            }
        }

        if (Day(cells, RegisterKeys.From) is { } from && Day(cells, RegisterKeys.Until) is { } until && until < from)
        {
            problems.Add(new RegisterProblem(RegisterKeys.Until, "终止的日期不能早于起始的日期。"));
        }

        if (kind == RegisterKind.Holding && cells.GetValueOrDefault(RegisterKeys.CreditCode) is { } holder && string.Equals(holder, cells.GetValueOrDefault(RegisterKeys.HeldCode), StringComparison.Ordinal))
        {
            problems.Add(new RegisterProblem(RegisterKeys.HeldCode, "控股方和被控股组织是同一组织，请核对。"));
        }

        if (Columns[kind].Any(c => c.Cell == RegisterCell.Programme))
        {
            CheckAward(kind, cells, problems, context);
        }
    }

    private static void CheckAward(RegisterKind kind, Dictionary<string, string> cells, List<RegisterProblem> problems, RegisterContext context)
    {
        if (!cells.TryGetValue(RegisterKeys.Programme, out var code))
        {
            if (context.Own.Count != 1)
            {
                problems.Add(new RegisterProblem(RegisterKeys.Programme, context.Own.Count == 0 ? "本机关不主办奖项，不能登记。" : "请选择奖项。"));
                return;
            }

            cells[RegisterKeys.Programme] = code = context.Own[0].Code;
        }

        if (context.Own.FirstOrDefault(p => string.Equals(p.Code, code, StringComparison.Ordinal)) is not { } pack)
        {
            return;
        }

        if (kind == RegisterKind.Honour && cells.GetValueOrDefault(RegisterKeys.Tier) is { } tier && problems.TrueForAll(p => p.Key != RegisterKeys.Tier)
            && !pack.Tiers.Any(t => string.Equals(t.Name, tier, StringComparison.Ordinal)))
        {
            problems.Add(new RegisterProblem(RegisterKeys.Tier, $"“{pack.Name}”没有等次“{tier}”。"));
        }

        if (kind == RegisterKind.Bar && cells.ContainsKey(RegisterKeys.Ground) && problems.TrueForAll(p => p.Key != RegisterKeys.Ground) && RuleOf(cells, context) is null)
        {
            problems.Add(new RegisterProblem(RegisterKeys.Ground, $"“{pack.Name}”没有规定这一事由的限制申报年限，不能登记。"));
        }
    }

    private static DateOnly? Day(Dictionary<string, string> cells, string key) => cells.GetValueOrDefault(key) is { } text ? AnswerText.ReadDate(text) : null;
}
