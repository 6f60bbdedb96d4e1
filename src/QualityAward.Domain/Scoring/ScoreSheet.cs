using System.Globalization;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Scoring;

/// <summary>State of a score sheet (评分表状态).</summary>
public enum SheetState
{
    /// <summary>评分中.</summary>
    Draft,

    /// <summary>已提交, never changed again.</summary>
    Submitted,

    /// <summary>已退回: kept, and replaced by a new version.</summary>
    Returned,
}

/// <summary>
/// One expert's marks of one application in one stage (评分表), judged on one frozen submission. A submitted sheet never changes: returned by the office it is
/// kept and a new version begins; after a recusal it is kept and void.
/// </summary>
public sealed class ScoreSheet : AggregateRoot
{
    private ScoreSheet()
    {
    }

    public Guid RoundId { get; private init; }

    public Guid ApplicationId { get; private init; }

    public Stage Stage { get; private init; }

    /// <summary>The expert, who is known by the account.</summary>
    public Guid ExpertId { get; private init; }

    /// <summary>The frozen submission that is judged.</summary>
    public Guid SubmissionId { get; private init; }

    /// <summary>1, then one more each time the office returns it.</summary>
    public int Number { get; private init; }

    public SheetState State { get; private set; }

    public IReadOnlyList<Mark> Marks { get; private set; } = [];

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset? SavedAt { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    public string? ReturnReason { get; private set; }

    /// <summary>Why it no longer counts, e.g. a recusal; null: it counts.</summary>
    public string? VoidReason { get; private set; }

    public bool IsVoid => VoidReason is not null;

    /// <summary>True when its marks enter the result.</summary>
    public bool Counts => State == SheetState.Submitted && !IsVoid;

    public Mark? Mark(string item) => Marks.FirstOrDefault(m => string.Equals(m.Item, item, StringComparison.Ordinal));

    /// <summary>Opens an empty sheet when a stage's review opens.</summary>
    public static ScoreSheet Open(Guid id, Guid roundId, Guid applicationId, Stage stage, Guid expertId, Guid submissionId, DateTimeOffset now) => new()
    {
        Id = id, RoundId = roundId, ApplicationId = applicationId, Stage = stage, ExpertId = expertId, SubmissionId = submissionId, Number = 1, OpenedAt = now,
    };

    /// <summary>
    /// Saves marks as far as they go; items not given stay as they are. Drafts leave no trace until submitted. <paramref name="expectedVersion"/> is the
    /// version the expert saw.
    /// </summary>
    public void Save(IReadOnlyList<Mark> marks, int expectedVersion, CriteriaSet criteria, Actor actor, DateTimeOffset now)
    {
        RequireOpen(actor);
        if (expectedVersion != Version)
        {
            throw new StaleVersionException("这份评分表已在另一个窗口保存过，请核对两处内容后再保存。");
        }

        foreach (var mark in marks)
        {
            var item = criteria.Item(mark.Item) ?? throw new RefusedException("no-such-item", $"评价准则没有条目“{mark.Item}”。", criteria.Title);
            if (mark.Value is { } value)
            {
                MarkGrid.Require(criteria, item, value);
            }
        }

        var given = marks.ToDictionary(m => m.Item, m => m.Trimmed(), StringComparer.Ordinal);
        Marks = [.. criteria.Items.Select(i => given.GetValueOrDefault(i.Code) ?? Mark(i.Code)).OfType<Mark>()];
        SavedAt = now;
    }

    /// <summary>What is still missing before it can be submitted; the field is that of the workspace, by the item's place in the criteria.</summary>
    public IReadOnlyList<InputProblem> Missing(CriteriaSet criteria)
    {
        var problems = new List<InputProblem>();
        var index = 0;
        foreach (var item in criteria.Items)
        {
            var mark = Mark(item.Code);
            if (mark?.Value is null)
            {
                problems.Add(new InputProblem($"Input.Marks[{index}].Value", $"{item.Code} {item.Title}尚未评分。"));
            }

            if (mark?.HasComment != true)
            {
                problems.Add(new InputProblem($"Input.Marks[{index}].Strengths", $"{item.Code} {item.Title}须至少写明一条优势或改进空间，先评语后评分。"));
            }

            index++;
        }

        return problems;
    }

    /// <summary>Hands the sheet in (提交评分); from then on it never changes.</summary>
    /// <param name="earlier">The returned version before this one, whose marks stand as the old value in the trail.</param>
    public void Submit(CriteriaSet criteria, ScoreSheet? earlier, Actor actor, DateTimeOffset now)
    {
        RequireOpen(actor);
        InvalidInputException.ThrowIfAny(Missing(criteria));
        State = SheetState.Submitted;
        SubmittedAt = now;
        Record(new CaseEvent(ApplicationId, "SubmitScoreSheet", actor, now, $"提交{StageNames.Of(Stage)}评分表（第{Number}版），合计 {Total(criteria):0.00} 分")
        {
            OldValue = earlier?.Values(), NewValue = Values(),
        });
    }

    /// <summary>The office gives the sheet back (退回评分表): this version is kept, a new one with the same marks begins.</summary>
    public ScoreSheet Return(Guid newId, string reason, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageReview);
        if (State != SheetState.Submitted || IsVoid)
        {
            throw new RefusedException("sheet-not-submitted", "只有已提交且有效的评分表才能退回。");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写退回评分表的理由。");
        }

        State = SheetState.Returned;
        ReturnReason = reason.Trim();
        Record(new CaseEvent(ApplicationId, "ReturnScoreSheet", actor, now, $"退回{StageNames.Of(Stage)}评分表（第{Number}版）") { OldValue = Values(), Reason = ReturnReason, ConcernedAccount = ExpertId });
        return new ScoreSheet
        {
            Id = newId, RoundId = RoundId, ApplicationId = ApplicationId, Stage = Stage, ExpertId = ExpertId, SubmissionId = SubmissionId, Number = Number + 1, OpenedAt = now, Marks = Marks,
        };
    }

    /// <summary>Keeps the sheet but takes it out of the result (评分作废), e.g. after a recusal.</summary>
    public void Void(string reason, Actor actor, DateTimeOffset now)
    {
        if (IsVoid)
        {
            return;
        }

        VoidReason = reason;
        if (State == SheetState.Submitted)
        {
            Record(new CaseEvent(ApplicationId, "VoidScoreSheet", actor, now, $"{StageNames.Of(Stage)}评分表（第{Number}版）作废，不计入汇总") { OldValue = Values(), Reason = reason });
        }
    }

    /// <summary>Points of what is marked so far, exact.</summary>
    public decimal Total(CriteriaSet criteria) =>
        criteria.Items.Sum(i => Mark(i.Code)?.Value is { } value ? MarkGrid.Points(criteria, i, value) : 0m);

    /// <summary>The marks as one line for the trail: 4.1.2=45; 4.1.3=50.</summary>
    public string Values() => string.Join("; ", Marks.Where(m => m.Value is not null).Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Item}={m.Value:0.##}")));

    private void RequireOpen(Actor actor)
    {
        actor.Require(Permission.Score);
        if (actor.UserId != ExpertId)
        {
            throw new RefusedException("not-own-sheet", "只能填写本人的评分表。");
        }

        if (IsVoid)
        {
            throw new RefusedException("sheet-void", "您已回避该申报，评分表作废，不能再填写。");
        }

        if (State != SheetState.Draft)
        {
            throw new RefusedException("sheet-submitted", "评分表已提交，不能再修改；确需修改的，请联系质量奖办公室退回。");
        }
    }
}
