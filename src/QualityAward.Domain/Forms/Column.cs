namespace QualityAward.Domain.Forms;

/// <summary>What a table cell holds (单元格类型).</summary>
public enum CellKind
{
    Text,
    Number,
    Date,
    YearMonth,

    /// <summary>有/无 or 是/否.</summary>
    YesNo,
    Phone,
}

/// <summary>What a date column says of a certificate's validity (有效期).</summary>
public enum ValidityEnd
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>有效期自.</summary>
    From,

    /// <summary>有效期至; blank: without end.</summary>
    To,
}

/// <summary>A column of a table (列). <see cref="PerYear"/> makes one column for each of the last years before the round.</summary>
public sealed record Column
{
    public required string Id { get; init; }

    /// <summary>Heading; with <see cref="PerYear"/> it follows the year, may be empty.</summary>
    public required string Label { get; init; }

    public CellKind Kind { get; init; }

    public string? Unit { get; init; }

    public int Decimals { get; init; } = 2;

    /// <summary>Limit of a text cell in 字.</summary>
    public int Limit { get; init; } = 100;

    public bool PerYear { get; init; }

    public bool Optional { get; init; }

    /// <summary>Words of a yes/no cell.</summary>
    public string Yes { get; init; } = "有";

    public string No { get; init; } = "无";

    public bool Personal { get; init; }

    public bool HiddenFromExperts { get; init; }

    /// <summary>Computed from other cells of the same row, never typed; see <see cref="Forms.Formula"/>.</summary>
    public string? Formula { get; init; }

    /// <summary>A number column of a growing table that is summed up below it.</summary>
    public bool Total { get; init; }

    public ValidityEnd Validity { get; init; }

    /// <summary>What was typed into a cell, brought into the stored form.</summary>
    internal string Clean(string? typed) => Kind switch
    {
        CellKind.Text or CellKind.YesNo => AnswerText.Line(typed),
        CellKind.Number => AnswerText.Number(typed),
        CellKind.Date => AnswerText.Date(typed),
        CellKind.YearMonth => AnswerText.YearMonth(typed),
        CellKind.Phone => AnswerRules.CleanPhone(AnswerText.Line(typed)),
    };

    /// <summary>What is wrong with a cell; a blank is never wrong.</summary>
    /// <param name="rowDecimals">What a row of an indicator table says of its decimals.</param>
    internal string? Wrong(string? text, int? rowDecimals, FormContext context) => string.IsNullOrWhiteSpace(text) ? null : Kind switch
    {
        CellKind.Text => AnswerRules.TooLong(text, Limit),
        CellKind.Number => AnswerRules.OfNumber(text, rowDecimals ?? Decimals, null, null),
        CellKind.Date => AnswerRules.OfDate(text, notInFuture: false, context),
        CellKind.YearMonth => AnswerRules.OfYearMonth(text, notInFuture: false, context),
        CellKind.YesNo => AnswerRules.IsYesNo(text) ? null : $"请选择“{Yes}”或“{No}”。",
        CellKind.Phone => AnswerRules.OfPhone(text),
    };
}

/// <summary>A fixed row (行). <see cref="Unit"/> and <see cref="Decimals"/> override the columns', for indicator tables.</summary>
public sealed record Row
{
    public required string Id { get; init; }

    public required string Label { get; init; }

    public string? Unit { get; init; }

    public int? Decimals { get; init; }

    /// <summary>Computed from other rows of the same column, never typed; see <see cref="Forms.Formula"/>.</summary>
    public string? Formula { get; init; }
}
