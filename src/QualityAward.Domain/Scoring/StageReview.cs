using System.Globalization;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Scoring;

/// <summary>The review of one application in one scored stage (环节评审): when it opened, what the panel agreed on, when it closed.</summary>
public sealed class StageReview : AggregateRoot
{
    private StageReview()
    {
    }

    public Guid RoundId { get; private init; }

    public Guid ApplicationId { get; private init; }

    public Guid PanelId { get; private init; }

    public Stage Stage { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Agreed values, one per item at most.</summary>
    public IReadOnlyList<ConsensusValue> Consensus { get; private set; } = [];

    public static StageReview Open(Guid id, Guid roundId, Guid applicationId, Guid panelId, Stage stage, Actor actor, DateTimeOffset now)
    {
        var review = new StageReview { Id = id, RoundId = roundId, ApplicationId = applicationId, PanelId = panelId, Stage = stage, OpenedAt = now };
        review.Record(new CaseEvent(applicationId, "OpenReview", actor, now, $"开始{StageNames.Of(stage)}") { PublicText = $"进入{StageNames.Of(stage)}" });
        return review;
    }

    /// <summary>Records the value that the panel agreed on for an item (合议), by the leader, once all sheets are in.</summary>
    public void Agree(string itemCode, decimal value, string reason, Seat? leader, PanelProgress progress, CriteriaSet criteria, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Score);
        (leader ?? throw Seat.NotLeader()).RequireLeader(actor);
        RequireOpen();
        progress.RequireComplete();
        var item = criteria.Item(itemCode) ?? throw new RefusedException("no-such-item", $"评价准则没有条目“{itemCode}”。", criteria.Title);
        MarkGrid.Require(criteria, item, value);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写合议理由。");
        }

        var before = Consensus.FirstOrDefault(c => string.Equals(c.Item, itemCode, StringComparison.Ordinal));
        Consensus = [.. Consensus.Where(c => c != before), new ConsensusValue(itemCode, value, reason.Trim(), actor.UserId, actor.Name, now)];
        Record(new CaseEvent(ApplicationId, "ReachConsensus", actor, now, $"{StageNames.Of(Stage)}合议：{item.Code} {item.Title}为 {MarkGrid.Text(criteria, value)}")
        {
            OldValue = before?.Value.ToString("0.##", CultureInfo.InvariantCulture), NewValue = value.ToString("0.##", CultureInfo.InvariantCulture), Reason = reason.Trim(),
        });
    }

    /// <summary>A sheet was given back: what was agreed rested on its marks and must be agreed anew.</summary>
    public void WithdrawConsensus(string why, Actor actor, DateTimeOffset now)
    {
        RequireOpen();
        if (Consensus.Count == 0)
        {
            RaiseVersion();
            return;
        }

        var before = string.Join("; ", Consensus.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Item}={c.Value:0.##}")));
        Consensus = [];
        Record(new CaseEvent(ApplicationId, "WithdrawConsensus", actor, now, $"{StageNames.Of(Stage)}合议值失效，须重新合议") { OldValue = before, Reason = why });
    }

    /// <summary>Closes the review: all sheets in and every item that must be discussed agreed. The sheets are locked from then on.</summary>
    public void Close(PanelProgress progress, StageResult result, DateTimeOffset now)
    {
        RequireOpen();
        progress.RequireComplete();
        var open = result.Unsettled.Select(i => i.Item.Code).ToList();
        if (open.Count > 0)
        {
            throw new RefusedException("consensus-missing", $"以下条目评分差异较大，须先合议：{string.Join("、", open)}。");
        }

        ClosedAt = now;
    }

    public void RequireOpen()
    {
        if (ClosedAt is not null)
        {
            throw new RefusedException("review-closed", $"{StageNames.Of(Stage)}已结束，评分和合议结果不能再改动。");
        }
    }
}

/// <summary>How far a panel is with one application in one stage (评分进度): active seats and whose sheets are in.</summary>
/// <param name="Waiting">Experts whose sheet is still awaited.</param>
/// <param name="Submitted">Sheets that are in and count.</param>
public sealed record PanelProgress(int Waiting, int Submitted)
{
    /// <summary>True once every expert who has not stood aside has submitted; only then peers' sheets open.</summary>
    public bool IsComplete => Waiting == 0 && Submitted > 0;

    public static PanelProgress Of(IEnumerable<Seat> seats, IReadOnlyCollection<ScoreSheet> sheets)
    {
        var active = seats.Where(s => s.IsActive).Select(s => s.ExpertId).ToList();
        var submitted = active.Count(e => sheets.Any(s => s.ExpertId == e && s.Counts));
        return new PanelProgress(active.Count - submitted, submitted);
    }

    public void RequireComplete()
    {
        if (!IsComplete)
        {
            throw new RefusedException("sheets-missing", Submitted + Waiting == 0 ? "本案没有在任的评审专家，请先补选专家。" : $"还有 {Waiting} 位专家未提交评分表，须全部提交后才能办理。");
        }
    }
}
