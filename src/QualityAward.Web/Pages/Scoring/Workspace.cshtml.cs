using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Scoring;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>评分工作台: the submission's text for each item beside the item with its bands, value and comments.</summary>
[RequirePermission(Permission.Score)]
public sealed class WorkspaceModel(QualityAwardDbContext db, ReviewCases cases, SaveScores save, TimeProvider time) : ReviewPage(db, cases)
{
    /// <summary>Limit of each comment.</summary>
    public const int CommentLimit = 1000;

    private static readonly InlineValidator<MarkInput> Rules = new()
    {
        v => v.RuleFor(x => x.Strengths).MaxWords(CommentLimit).WithMessage("优势不能超过 1000 字。"),
        v => v.RuleFor(x => x.Opportunities).MaxWords(CommentLimit).WithMessage("改进空间不能超过 1000 字。"),
        v => v.RuleFor(x => x.Evidence).MaxWords(CommentLimit).WithMessage("证据不能超过 1000 字。"),
        v => v.RuleFor(x => x.VisitIssue).MaxWords(CommentLimit).WithMessage("现场核实事项不能超过 1000 字。"),
    };

    private readonly QualityAwardDbContext _db = db;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public ScoreSheet Sheet { get; private set; } = null!;

    /// <summary>The submission's narratives by criteria item, without what is hidden from experts.</summary>
    public ILookup<string, (string Label, string? Text)> Narratives { get; private set; } = null!;

    /// <summary>Which files and pages prove what, without what is hidden from experts.</summary>
    public EvidenceReading Evidence { get; private set; } = null!;

    /// <summary>What the applicant wrote on the item, or on its group where the form asks per group.</summary>
    public IReadOnlyList<(string Label, string? Text)> NarrativesOf(CriteriaItem item) => Narratives.Contains(item.Code)
        ? [.. Narratives[item.Code]]
        : [.. Criteria.Groups.Where(g => g.Items.Contains(item)).SelectMany(g => Narratives[g.Code])];

    public CriteriaSet Criteria => Case.Criteria;

    public bool IsOpen => IsCurrent && Sheet.State == SheetState.Draft && Case.Review?.ClosedAt is null;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (Case.SheetOf(Actor.UserId) is not { } sheet)
        {
            return false;
        }

        Sheet = sheet;
        var content = await _db.Submissions.AsNoTracking().Where(s => s.Id == sheet.SubmissionId).Select(s => s.Content).SingleAsync(cancellationToken);
        var records = await _db.FileRecordsAsync(content.Files.Select(f => f.Sha256), cancellationToken);
        Evidence = new EvidenceReading(Case.Application.Id, content.Filled(Case.Rules.Track(Case.Application.Track).Form, Applications.FormContexts.Of(Case.Rules, time)).AskedForm, Criteria, content, ReadingRights.Expert, records, byOwner: false);
        Narratives = Case.Rules.Track(Case.Application.Track).Form.Sections
            .SelectMany(s => s.Questions.OfType<NarrativeQuestion>().Where(q => q is { HiddenFromExperts: false, Personal: false })
                .Select(q => (q.Item, q.Label, Text: content.Sections.TryGetValue(s.Id, out var answers) ? answers.Text(q.Id) : null)))
            .ToLookup(n => n.Item, n => (n.Label, n.Text), StringComparer.Ordinal);
        return true;
    }

    public void OnGet()
    {
        Input.Version = Sheet.Version;
        Input.Marks = [.. Criteria.Items.Select(i => MarkInput.Of(i.Code, Sheet.Mark(i.Code)))];
    }

    /// <summary>Saves; with 提交 it goes on to the confirmation once nothing is missing.</summary>
    public async Task<IActionResult> OnPostAsync(string? act, CancellationToken cancellationToken)
    {
        var sheet = await SaveAsync(cancellationToken);
        if (!string.Equals(act, "submit", StringComparison.Ordinal))
        {
            return Back("评分已保存，尚未提交。");
        }

        Input.Version = sheet.Version;
        InvalidInputException.ThrowIfAny(sheet.Missing(Criteria));
        return Redirect(ScoringLinks.Act(Case.Application.Id, Stage, "submit"));
    }

    /// <summary>What autosave.js calls: the same saving, answered in JSON.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var sheet = await SaveAsync(cancellationToken);
            return new JsonResult(new { version = sheet.Version, savedAt = time.GetUtcNow(), problems = Array.Empty<InputProblem>() });
        }
        catch (InvalidInputException invalid)
        {
            return Answer(StatusCodes.Status422UnprocessableEntity, new { problems = invalid.Problems.Select(p => new { field = p.Field, message = p.Message }) });
        }
        catch (RefusedException refused)
        {
            return Answer(StatusCodes.Status422UnprocessableEntity, new { problems = new[] { new { field = "", message = refused.Message } } });
        }
        catch (StaleVersionException)
        {
            var now = await _db.Set<ScoreSheet>().AsNoTracking().SingleAsync(s => s.Id == Sheet.Id, cancellationToken);
            return Answer(StatusCodes.Status409Conflict, new { conflict = true, version = now.Version, fields = Differences(now) });
        }
    }

    /// <summary>The band that a mark lies in, with the lines of the factors for this kind of item.</summary>
    public IEnumerable<(string Band, IReadOnlyList<(string Factor, string Line)> Lines)> BandsOf(CriteriaItem item)
    {
        var factors = Criteria.Factors.Where(f => f.Kind == item.Kind).ToList();
        return Criteria.Bands.Select((b, i) => (
            $"{b.From}%–{b.To}%",
            (IReadOnlyList<(string, string)>)[.. factors.Where(f => i < f.Lines.Count).Select(f => (f.Name, f.Lines[i]))]));
    }

    private static JsonResult Answer(int status, object value) => new(value) { StatusCode = status };

    private async Task<ScoreSheet> SaveAsync(CancellationToken cancellationToken) =>
        await save.RunAsync(Case.Application.Id, Stage, Marks(), Input.Version, Actor, cancellationToken);

    /// <summary>Reads the form; every problem at once, at its field.</summary>
    private List<Mark> Marks()
    {
        var problems = new List<InputProblem>();
        var marks = new List<Mark>();
        for (var i = 0; i < Input.Marks.Count; i++)
        {
            var input = Input.Marks[i];
            var prefix = $"Input.Marks[{i}]";
            if (Criteria.Item(input.Item ?? "") is not { } item)
            {
                problems.Add(new InputProblem(prefix + ".Value", "评价准则没有这个条目。"));
                continue;
            }

            problems.AddRange(Rules.Validate(input).Errors.Select(e => new InputProblem($"{prefix}.{e.PropertyName}", $"{item.Code} {e.ErrorMessage}")));
            decimal? value = null;
            if (!string.IsNullOrWhiteSpace(input.Value))
            {
                if (decimal.TryParse(input.Value.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var typed))
                {
                    value = typed;
                    try
                    {
                        MarkGrid.Require(Criteria, item, typed);
                    }
                    catch (RefusedException refused)
                    {
                        problems.Add(new InputProblem(prefix + ".Value", refused.Message));
                    }
                }
                else
                {
                    problems.Add(new InputProblem(prefix + ".Value", $"{item.Code} {item.Title}的评分须为数字。"));
                }
            }

            marks.Add(new Mark(item.Code) { Value = value, Strengths = input.Strengths, Opportunities = input.Opportunities, Evidence = input.Evidence, VisitIssue = input.VisitIssue });
        }

        InvalidInputException.ThrowIfAny(problems);
        return marks;
    }

    /// <summary>Fields in which the typed text and the stored one differ, for the person to choose.</summary>
    private List<object> Differences(ScoreSheet now)
    {
        var fields = new List<object>();
        for (var i = 0; i < Input.Marks.Count; i++)
        {
            var mine = Input.Marks[i];
            var theirs = MarkInput.Of(mine.Item ?? "", now.Mark(mine.Item ?? ""));
            Differ(i, nameof(MarkInput.Value), "评分", mine.Value, theirs.Value, mine.Item);
            Differ(i, nameof(MarkInput.Strengths), "优势", mine.Strengths, theirs.Strengths, mine.Item);
            Differ(i, nameof(MarkInput.Opportunities), "改进空间", mine.Opportunities, theirs.Opportunities, mine.Item);
            Differ(i, nameof(MarkInput.Evidence), "证据", mine.Evidence, theirs.Evidence, mine.Item);
            Differ(i, nameof(MarkInput.VisitIssue), "现场核实事项", mine.VisitIssue, theirs.VisitIssue, mine.Item);
        }

        return fields;

        void Differ(int index, string property, string label, string? yours, string? stored, string? item)
        {
            if (!string.Equals((yours ?? "").ReplaceLineEndings("\n").Trim(), stored ?? "", StringComparison.Ordinal))
            {
                fields.Add(new { id = $"Input.Marks[{index}].{property}", label = $"{item} {label}", yours, theirs = stored });
            }
        }
    }

    public sealed class InputModel
    {
        public int Version { get; set; }

        public List<MarkInput> Marks { get; set; } = [];
    }

    public sealed class MarkInput
    {
        public string? Item { get; set; }

        /// <summary>As typed, so that nothing is lost when it is no number.</summary>
        public string? Value { get; set; }

        public string? Strengths { get; set; }

        public string? Opportunities { get; set; }

        public string? Evidence { get; set; }

        public string? VisitIssue { get; set; }

        public static MarkInput Of(string item, Mark? mark) => new()
        {
            Item = item, Value = mark?.Value?.ToString("0.##", CultureInfo.InvariantCulture), Strengths = mark?.Strengths, Opportunities = mark?.Opportunities,
            Evidence = mark?.Evidence, VisitIssue = mark?.VisitIssue,
        };
    }
}
