using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Scoring;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.DocumentReviews;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>评分进度与合议: who has submitted; once all have, the marks side by side and the values agreed on.</summary>
[RequirePermission(Permission.Score, Permission.ManageReview, Permission.Supervise)]
public sealed class ConsensusModel(QualityAwardDbContext db, ReviewCases cases, ReachConsensus reach, ReturnScoreSheet giveBack) : ReviewPage(db, cases)
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Item).NotEmpty().WithMessage("请选择合议的条目。"),
        v => v.RuleFor(x => x.Value).Must(t => decimal.TryParse(t?.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)).WithMessage("合议值须为数字。"),
        v => v.RuleFor(x => x.Reason).NotEmpty().WithMessage("请填写合议理由。").MaxWords(500).WithMessage("合议理由不能超过 500 字。"),
    };

    private static readonly InlineValidator<ReturnModel> ReturnRules = new()
    {
        v => v.RuleFor(x => x.ExpertId).NotNull().WithMessage("请选择要退回的评分表。"),
        v => v.RuleFor(x => x.Reason).NotEmpty().WithMessage("请填写退回理由。").MaxWords(500).WithMessage("退回理由不能超过 500 字。"),
    };

    // Two forms share the page; each handler binds and checks its own.
    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty]
    public ReturnModel Return { get; set; } = new();

    /// <summary>Marks are shown once everybody who has not stood aside has submitted; until then states only, to everybody.</summary>
    public bool IsRevealed => Case.Progress.IsComplete || Case.Review is { ClosedAt: not null };

    public bool MayAgree => IsRevealed && IsLeader && IsCurrent && Case.Review is { ClosedAt: null };

    public bool MayReturn => ManagesReview && IsCurrent && Case.Review is { ClosedAt: null };

    /// <summary>The leader first, the others by name: the same order in every table.</summary>
    public IEnumerable<Seat> Seats => Case.Seats.OrderByDescending(s => s.IsLeader).ThenBy(s => Names.GetValueOrDefault(s.ExpertId), StringComparer.Ordinal);

    /// <summary>Sheets of the result, in the order of the seats.</summary>
    public IReadOnlyList<ScoreSheet> Counted => [.. Seats.SelectMany(seat => Case.Sheets.Where(s => s.Counts && s.ExpertId == seat.ExpertId))];

    public IEnumerable<SelectListItem> ItemChoices(StageResult result) => result.Items.Select(i => new SelectListItem($"{i.Item.Code} {i.Item.Title}{(i.MustDiscuss ? "（须合议）" : "")}", i.Item.Code));

    public IEnumerable<SelectListItem> SheetChoices => Counted.Select(s => new SelectListItem($"{Names.GetValueOrDefault(s.ExpertId)}（第{s.Number}版）", s.ExpertId.ToString()));

    /// <summary>Where an expert is with the sheet, in words.</summary>
    public (string Text, Shell.Tone Tone) StateOf(Seat seat) => seat.State switch
    {
        SeatState.Recused => ("已回避", Shell.Tone.Neutral),
        SeatState.Replaced => ("已替换", Shell.Tone.Neutral),
        SeatState.ToDeclare => ("待签署声明", Shell.Tone.Warning),
        SeatState.Cleared => Case.SheetOf(seat.ExpertId) switch
        {
            null => ("未打开", Shell.Tone.Neutral),
            { State: SheetState.Submitted } => ("已提交", Shell.Tone.Success),
            { Number: > 1 } => ("退回修改中", Shell.Tone.Warning),
            { SavedAt: null } => ("未开始", Shell.Tone.Neutral),
            _ => ("评分中", Shell.Tone.Info),
        },
    };

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAgreeAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        var value = decimal.Parse(Input.Value!.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        await reach.RunAsync(Case.Application.Id, Stage, Input.Item!, value, Input.Reason!, Actor, cancellationToken);
        return Back($"已记录 {Input.Item} 的合议值。");
    }

    public async Task<IActionResult> OnPostReturnAsync(CancellationToken cancellationToken)
    {
        if (!ManagesReview)
        {
            return Forbid();
        }

        ReturnRules.Check(Return, nameof(Return));
        await giveBack.RunAsync(Case.Application.Id, Stage, Return.ExpertId!.Value, Return.Reason!, Actor, cancellationToken);
        return Back("评分表已退回，原版本保留。");
    }

    public sealed class InputModel
    {
        public string? Item { get; set; }

        public string? Value { get; set; }

        public string? Reason { get; set; }
    }

    public sealed class ReturnModel
    {
        public Guid? ExpertId { get; set; }

        public string? Reason { get; set; }
    }
}
