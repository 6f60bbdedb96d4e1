using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
using QualityAward.Infrastructure.Files;
using QualityAward.Web.Shell;
using FileKind = QualityAward.Domain.Forms.FileKind;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>
/// A section as it is filled in (部分填写): model of <c>_SectionEditor</c>. The page adds the problems to its ModelState
/// (<see cref="FieldName"/>), where summary and fields find them.
/// </summary>
public sealed record SectionEditor
{
    public const string DefaultPrefix = "q";

    public required FormSection Section { get; init; }

    public required Answers Answers { get; init; }

    public required FormContext Context { get; init; }

    /// <summary>The whole form with these answers, for conditions; null: every question is asked.</summary>
    public FilledForm? Filled { get; init; }

    public bool IsAsked(Question question) => Filled is null || Filled.IsAsked(Section, question);

    /// <summary>False: because of an answer in another section nothing here is asked.</summary>
    public bool IsSectionAsked => Filled is null || Filled.IsAsked(Section);

    /// <summary>What is doubtful in this section.</summary>
    public IReadOnlyList<FormWarning> Warnings => _warnings ??= AsksReasons ? Filled?.Warnings(Section) ?? [] : [];

    private IReadOnlyList<FormWarning>? _warnings;

    /// <summary>Explanations of warnings that are not open any more; kept, but not shown.</summary>
    public IEnumerable<KeyValuePair<string, string>> IdleExplanations => Answers.Explanations.Where(e => Warnings.All(w => !string.Equals(w.Key, e.Key, StringComparison.Ordinal)));

    /// <summary>The answers with everything that is computed.</summary>
    public Answers WithComputed => Filled?.Answers(Section) ?? Answers;

    /// <summary>True where the page around it leads to the import of a table's rows.</summary>
    public bool TakesImports { get; init; }

    /// <summary>Before every field name; two sections on one page need two.</summary>
    public string Prefix { get; init; } = DefaultPrefix;

    public IReadOnlyList<AttachedFile> Files { get; init; } = [];

    /// <summary>True when the form around it is multipart and takes files; else file questions only say where they are given.</summary>
    public bool TakesFiles { get; init; } = true;

    /// <summary>False where nothing is handed in: neither a blank nor a doubt needs an explanation.</summary>
    public bool AsksReasons { get; init; } = true;

    /// <summary>True opens the boxes for reasons at every blank, when the person is told what is missing.</summary>
    public bool ShowsBlanks { get; init; }

    /// <summary>Questions whose answers were taken over from an earlier application and wait to be confirmed.</summary>
    public IReadOnlyList<string> Unconfirmed { get; init; } = [];

    /// <summary>Name of the boxes that confirm what was taken over.</summary>
    public const string ConfirmField = "confirm";

    /// <summary>The growing table that was asked for one more row without JavaScript.</summary>
    public string? ExtraRowOf { get; init; }

    /// <summary>The form's field of a name that the checks gave.</summary>
    public string FieldName(string name) => FieldNameOf(Prefix, name);

    public static string FieldNameOf(string prefix, string name) => $"{prefix}.{name}";

    /// <summary>What is doubtful in other sections because of this one: only where the page asks for it.</summary>
    public IReadOnlyList<(string Heading, string Address)> DoubtfulElsewhere { get; init; } = [];

    /// <summary>What the award's conditions say of the questions (资格条件原文), by <c>section.question</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Clauses { get; init; }

    public QuestionEditor For(Question question) => new(this, question);
}

/// <summary>One question as it is filled in (题目填写): model of the partials named by the question's type.</summary>
public sealed record QuestionEditor(SectionEditor Section, Question Question)
{
    public string FieldName { get; } = Section.FieldName(FieldNames.Answer(Question.Id));

    public string FieldId => ErrorSummary.IdOf(FieldName);

    public bool IsAsked => Section.IsAsked(Question);

    /// <summary>Conditions that rest on the answer, in the documents' words with their place.</summary>
    public IReadOnlyList<string> Clauses => Section.Clauses?.GetValueOrDefault($"{Section.Section.Id}.{Question.Id}") ?? [];

    /// <summary>When the question is asked, in words; null: always.</summary>
    public string? WhenWords => Question.When is { } when && Section.Filled is { } filled ? when.Words(filled.Form, Section.Section.Id) : null;

    /// <summary>The condition for scripts; null when there is none, or it looks at another section.</summary>
    public string? LiveWhen => Question.When is { } when && Section.Filled is not null && OwnQuestion(when) is { } other
        ? JsonSerializer.Serialize(new { field = Section.FieldName(FieldNames.Answer(other.Id)), @operator = JsonNamingPolicy.CamelCase.ConvertName(when.Operator.ToString()), values = when.Values }, JsonSerializerOptions.Web)
        : null;

    /// <summary>True when an answer in another section says that it is not asked: nothing on this page changes that.</summary>
    public bool IsHiddenForGood => !IsAsked && (LiveWhen is null || !Section.IsSectionAsked);

    public IReadOnlyList<FormWarning> Warnings => [.. Section.Warnings.Where(w => string.Equals(w.QuestionId, Question.Id, StringComparison.Ordinal))];

    public string ExplanationName(FormWarning warning) => Section.FieldName(FieldNames.Explanation(warning.Key));

    public string StillHoldsName(FormWarning warning) => Section.FieldName(FieldNames.StillHolds(warning.Key));

    /// <summary>What was explained with other numbers, while these have no explanation.</summary>
    public IReadOnlyList<string> EarlierExplanations(FormWarning warning) => Section.Answers.Explanation(warning) is null ? Section.Answers.EarlierExplanations(warning) : [];

    /// <summary>Which warnings are shown, for scripts: those that stay as they are are not touched while somebody types into them.</summary>
    public string WarningsState => string.Join(' ', Warnings.Select(w => EarlierExplanations(w).Count > 0 ? w.Key + "!" : w.Key));

    /// <summary>A secret that is saved and right shows its last characters only; one that is wrong must be seen to be corrected.</summary>
    /// <param name="isWrong">True when the page shows an error at the field.</param>
    public bool IsMasked(bool isWrong) => Question.IsSecret() && Text.Length > 0 && !isWrong;

    public string MaskedText(bool isWrong) => IsMasked(isWrong) ? ResidentId.Mask(Text) : Text;

    public string? MaskedHint(bool isWrong) => IsMasked(isWrong) ? $"{Hint}已保存，只显示后四位；需要修改的，清空后重新填写。" : Hint;

    /// <summary>A formula for scripts, with the fields of this page by their names and the rest as numbers; null: not live.</summary>
    /// <param name="rowIndex">Index, or its placeholder, of the growing row in which it stands.</param>
    public string? LiveFormula(string? formula, FormulaPlace place, string? rowIndex = null) => formula is null || Section.Filled is null ? null : LiveFormulas.Of(Section, Section.Filled, formula, place, rowIndex);

    private Question? OwnQuestion(AskedWhen when)
    {
        var reference = when.Reference(Section.Section.Id).Split('.');
        return string.Equals(reference[0], Section.Section.Id, StringComparison.Ordinal) ? Section.Section.Question(reference[1]) : null;
    }

    public string ReasonName => Section.FieldName(FieldNames.Reason(Question.Id));

    public string Text => Section.Answers.Text(Question.Id) ?? "";

    public string? Hint => Question.Optional ? Question.Hint is null ? "选填。" : $"选填。{Question.Hint}" : Question.Hint;

    public bool AsksReason => Section.AsksReasons && AnswerCompleteness.ReasonAccepted(Question);

    public bool IsBlank => AnswerCompleteness.IsBlank(Question, Section.Answers, Files.Count);

    public bool ReasonIsOpen => Section.Answers.BlankReason(Question.Id) is not null || (Section.ShowsBlanks && IsBlank);

    public IReadOnlyList<AttachedFile> Files => [.. Section.Files.Where(f => string.Equals(f.QuestionId, Question.Id, StringComparison.Ordinal))];

    public static IReadOnlyList<SelectListItem> Items(IReadOnlyList<Option> options, IReadOnlyCollection<string> chosen) =>
        [.. options.Select(o => new SelectListItem(o.Label, o.Value, chosen.Contains(o.Value, StringComparer.Ordinal)))];

    public static IReadOnlyList<SelectListItem> YesNo(string yes, string no) => [new(yes, YesNoQuestion.YesValue), new(no, YesNoQuestion.NoValue)];

    public static string InputType(IdentifierKind kind) => kind switch
    {
        IdentifierKind.Mobile or IdentifierKind.Phone => "tel",
        IdentifierKind.Email => "email",
        IdentifierKind.CreditCode or IdentifierKind.ResidentId or IdentifierKind.PostCode => "text",
    };

    /// <summary>Dates that the browser's own picker would swallow stay visible as text.</summary>
    public static string DateType(string value) => value.Length == 0 || AnswerText.ReadDate(value) is not null ? "date" : "text";

    public static string MonthType(string value) => value.Length == 0 || AnswerText.ReadYearMonth(value) is not null ? "month" : "text";
}

/// <summary>One cell of a table (单元格): written by <see cref="CellContent"/>. Its name for screen readers is its row's and its column's heading.</summary>
public sealed record CellEditor(QuestionEditor Question, CellColumn Column, string RowIndex, string RowLabel, string Value)
{
    public string FieldName { get; } = string.Create(CultureInfo.InvariantCulture, $"{Question.FieldName}[{RowIndex}].{Column.Key}");

    public string FieldId => _fieldId ??= ErrorSummary.IdOf(FieldName);

    private string? _fieldId;

    public string InputType => Column.Column.Kind switch
    {
        CellKind.Date => QuestionEditor.DateType(Value),
        CellKind.YearMonth => QuestionEditor.MonthType(Value),
        CellKind.Phone => "tel",
        CellKind.Text or CellKind.Number or CellKind.YesNo => "text",
    };

    public string Label => $"{RowLabel} {Column.Heading}";

    /// <summary>True for a cell that is computed, never typed.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Its formula for scripts.</summary>
    public string? LiveFormula { get; init; }

    public int Decimals { get; init; }
}

/// <summary>One row of a growing table (可增行表格的行): model of <c>_GrowingRow</c>, also for the template that scripts copy.</summary>
public sealed record GrowingRow(QuestionEditor Question, IReadOnlyList<CellColumn> Columns, string Index, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>Stands for the number in the template.</summary>
    public const string Placeholder = "__i__";

    public string Label => $"第{Number}行";

    public string Number => int.TryParse(Index, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (index + 1).ToString(CultureInfo.InvariantCulture) : "";
}

/// <summary>What may be uploaded at a question (附件要求).</summary>
public static class UploadRules
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>The rule of a file or photo question; null for all others.</summary>
    public static FileRule? Of(Question question) => question switch
    {
        FileQuestion file => new FileRule(file.MaxMegabytes * Megabyte, [.. file.Kinds.Select(Stored)]),
        PhotoQuestion photo => new FileRule(photo.MaxMegabytes * Megabyte, [Stored(FileKind.Image)]),
        _ => null,
    };

    /// <summary>What a person is told before choosing a file.</summary>
    public static string Words(Question question)
    {
        var rule = Of(question) ?? throw new ArgumentException($"{question.Id} takes no files.", nameof(question));
        return string.Create(CultureInfo.InvariantCulture, $"可上传{string.Join("、", rule.Kinds.Select(FileKinds.Name))}，每个不超过 {rule.MaxBytes / Megabyte} MB，最多 {SectionCheck.MaxFiles(question)} 个。");
    }

    private static Infrastructure.Files.FileKind Stored(FileKind kind) => kind switch
    {
        FileKind.Pdf => Infrastructure.Files.FileKind.Pdf,
        FileKind.Image => Infrastructure.Files.FileKind.Image,
        FileKind.Word => Infrastructure.Files.FileKind.Word,
        FileKind.Excel => Infrastructure.Files.FileKind.Excel,
        FileKind.PowerPoint => Infrastructure.Files.FileKind.PowerPoint,
    };
}
