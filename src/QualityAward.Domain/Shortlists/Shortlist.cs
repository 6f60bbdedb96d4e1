using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Shortlists;

/// <summary>State of a proposed list (建议名单状态).</summary>
public enum ShortlistState
{
    /// <summary>拟定中.</summary>
    Draft,

    /// <summary>已确认.</summary>
    Confirmed,
}

/// <summary>A case with its score, as the list is made from it (参评申报).</summary>
public sealed record Candidate(CaseScore Score, string ApplicantName);

/// <summary>What the office chose for one case (拟定等次).</summary>
/// <param name="Tier">Code of the tier; null: not on the list.</param>
/// <param name="Reason">Written reason, needed when the choice departs from the ranking.</param>
public sealed record TierChoice(Guid ApplicationId, string? Tier, string? Reason = null);

/// <summary>Why a limit "in principle" is passed (突破原则性限额的理由).</summary>
public sealed record QuotaReason(string Tier, Track Track, string Reason);

/// <summary>What the office proposes (建议名单草案): tiers, reasons and the comprehensive report.</summary>
public sealed record ShortlistProposal
{
    public required IReadOnlyList<TierChoice> Choices { get; init; }

    public IReadOnlyList<TieDecision> Ties { get; init; } = [];

    public IReadOnlyList<QuotaReason> QuotaReasons { get; init; } = [];

    /// <summary>综合评价报告.</summary>
    public string Report { get; init; } = "";

    /// <summary>Departments that took part (会同审议部门), as free text.</summary>
    public string Departments { get; init; } = "";
}

/// <summary>One case of the list with the score it had (名单条目).</summary>
public sealed record ShortlistEntry(
    Guid ApplicationId, string ApplicantName, Track Track, string? Tier, int? Rank, decimal? Total, decimal? TieBreakPoints, string? Reason)
{
    public bool IsListed => Tier is not null;
}

/// <summary>The proposed list of a round (建议名单) with the comprehensive report (综合评价报告) it rests on; one per round, fixed when confirmed.</summary>
public sealed class Shortlist : AggregateRoot
{
    private Shortlist()
    {
    }

    public Guid RoundId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public ShortlistState State { get; private set; }

    /// <summary>All cases of the ranking, listed or not, by track and rank.</summary>
    public IReadOnlyList<ShortlistEntry> Entries { get; private set; } = [];

    public IReadOnlyList<TieDecision> Ties { get; private set; } = [];

    public IReadOnlyList<QuotaReason> QuotaReasons { get; private set; } = [];

    public string Report { get; private set; } = "";

    public string Departments { get; private set; } = "";

    /// <summary>Frozen <see cref="ShortlistInputs"/>, the very text that <see cref="InputsHash"/> is over.</summary>
    public string Inputs { get; private set; } = "";

    public string InputsHash { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    public string SavedBy { get; private set; } = "";

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public IEnumerable<ShortlistEntry> Listed => Entries.Where(e => e.IsListed);

    public static Shortlist For(Guid id, RoundRules rules) => new() { Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode };

    /// <summary>Saves the draft (拟定建议名单); what the rules forbid outright is refused already here.</summary>
    public void Propose(ShortlistProposal proposal, IReadOnlyList<Candidate> candidates, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequireDraft();
        Take(proposal, candidates, rules, actor, now);
        var counts = string.Join("，", rules.Pack.Tiers.Select(t => $"{t.Name} {Count(t.Code)} 个"));
        Record(new CaseEvent(RoundId, "ProposeShortlist", actor, now, $"拟定建议名单：{counts}") { NewValue = InputsHash });
    }

    /// <summary>
    /// Confirms the list (确认建议名单) on the scores as they are now, sends the listed cases to deliberation and ends the others.
    /// <paramref name="cases"/> are all open cases of the round that have been accepted.
    /// </summary>
    public void Confirm(IReadOnlyList<Candidate> candidates, IReadOnlyList<Application> cases, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequireDraft();
        var open = cases.Where(c => c.Position.IsOpen).ToList();
        var unfinished = open.Where(c => c.Position.Stage != Stage.Synthesis).ToList();
        if (unfinished.Count > 0)
        {
            throw new RefusedException(
                "review-unfinished",
                $"还有 {unfinished.Count} 件申报未完成评审（{string.Join("、", unfinished.Take(3).Select(c => c.ApplicantName))}{(unfinished.Count > 3 ? " 等" : "")}），全部进入综合评价后才能确认建议名单。",
                StageClause(rules, Stage.Synthesis));
        }

        if (open.Count == 0)
        {
            throw new RefusedException("no-candidates", "本届没有处于综合评价环节的申报，无名单可确认。");
        }

        if (SavedBy.Length == 0)
        {
            throw new RefusedException("no-draft", "请先拟定并保存建议名单，再确认。");
        }

        // Whoever has withdrawn since the draft is off the list; the scores are those of now.
        var ids = open.Select(c => c.Id).ToHashSet();
        var proposal = new ShortlistProposal
        {
            Choices = [.. Entries.Where(e => ids.Contains(e.ApplicationId)).Select(e => new TierChoice(e.ApplicationId, e.Tier, e.Reason))],
            Ties = Ties, QuotaReasons = QuotaReasons, Report = Report, Departments = Departments,
        };
        Take(proposal, [.. candidates.Where(c => ids.Contains(c.Score.ApplicationId))], rules, actor, now);
        RequireReasons(rules);
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(Report))
        {
            problems.Add(new InputProblem("Input.Report", "请填写综合评价报告。"));
        }

        if (string.IsNullOrWhiteSpace(Departments))
        {
            problems.Add(new InputProblem("Input.Departments", "请填写会同审议的部门。"));
        }

        InvalidInputException.ThrowIfAny(problems);

        State = ShortlistState.Confirmed;
        ConfirmedAt = now;
        var byId = Entries.ToDictionary(e => e.ApplicationId);
        foreach (var application in open)
        {
            if (byId.TryGetValue(application.Id, out var entry) && entry.Tier is { } tier)
            {
                application.Advance(Stage.Synthesis, rules, new CaseEvent(application.Id, "ConfirmShortlist", actor, now, $"列入建议名单：{rules.Pack.TiersByCode[tier].Name}")
                {
                    PublicText = $"综合评价结束，报{rules.Pack.CommitteeName}审议", NewValue = tier,
                });
            }
            else
            {
                application.End(Ending.NotShortlisted, "经综合评价，未列入本届建议名单。", "ConfirmShortlist", "综合评价结束，未列入建议名单", actor, now);
            }
        }

        Record(new CaseEvent(RoundId, "ConfirmShortlist", actor, now, $"确认建议名单，共 {Listed.Count()} 个，依据校验值 {InputsHash[..12]}")
        {
            NewValue = InputsHash, Reason = QuotaReasons.Count == 0 ? null : string.Join("；", QuotaReasons.Select(q => q.Reason)),
        });
    }

    /// <summary>Computes the ranking again from the frozen inputs (复算).</summary>
    public IReadOnlyList<RankedCase> Recompute()
    {
        var inputs = ShortlistInputs.FromJson(Inputs);
        return Ranking.Of(inputs.Scores, inputs.Ties);
    }

    public int Count(string tier, Track? track = null) =>
        Entries.Count(e => string.Equals(e.Tier, tier, StringComparison.Ordinal) && (track is null || e.Track == track));

    private void Take(ShortlistProposal proposal, IReadOnlyList<Candidate> candidates, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var choices = proposal.Choices.GroupBy(c => c.ApplicationId).ToDictionary(g => g.Key, g => g.Last());
        var names = candidates.ToDictionary(c => c.Score.ApplicationId, c => c.ApplicantName);
        if (choices.Values.Any(c => c.Tier is not null && !names.ContainsKey(c.ApplicationId)))
        {
            throw new RefusedException("not-a-candidate", "名单中有不处于综合评价环节的申报，请刷新后重新拟定。");
        }

        var tiers = rules.Pack.TiersByCode;
        var ties = proposal.Ties.Where(t => names.ContainsKey(t.ApplicationId) && !string.IsNullOrWhiteSpace(t.Reason)).ToList();
        var entries = Ranking.Of([.. candidates.Select(c => c.Score)], ties).Select(r =>
        {
            var choice = choices.GetValueOrDefault(r.Score.ApplicationId);
            return new ShortlistEntry(
                r.Score.ApplicationId, names[r.Score.ApplicationId], r.Score.Track, choice?.Tier, r.Rank, r.Score.Total, r.Score.TieBreakPoints, Blank(choice?.Reason));
        }).ToList();

        foreach (var entry in entries.Where(e => e.IsListed))
        {
            RequireScore(entry, tiers.GetValueOrDefault(entry.Tier!) ?? throw new RefusedException("no-such-tier", "本奖项没有这一等次。"), rules);
        }

        QuotaReasons = [.. proposal.QuotaReasons.Where(q => !string.IsNullOrWhiteSpace(q.Reason)).Select(q => q with { Reason = q.Reason.Trim() })];
        ShortlistQuota.Require(entries, QuotaReasons, rules);
        Entries = entries;
        Ties = ties;
        Report = proposal.Report.Trim();
        Departments = proposal.Departments.Trim();
        Inputs = ShortlistInputs.Of(rules, [.. candidates.Select(c => c.Score)], ties).ToJson();
        InputsHash = ShortlistInputs.HashOf(Inputs);
        SavedAt = now;
        SavedBy = actor.Name;
    }

    private static void RequireScore(ShortlistEntry entry, Tier tier, RoundRules rules)
    {
        if (entry.Total is not { } total)
        {
            throw new RefusedException("score-open", $"“{entry.ApplicantName}”的综合得分尚未形成，不能列入名单。");
        }

        if (Ranking.MinimumFor(rules.Settings.MinimumScores.Or([]), tier.Code, entry.Track) is { } minimum && total < minimum)
        {
            throw new RefusedException(
                "below-minimum",
                $"“{entry.ApplicantName}”综合得分 {total:0.00} 分，低于本届“{tier.Name}”（{TrackNames.Of(entry.Track)}）的最低分 {minimum:0.##} 分，不能列入该等次。");
        }
    }

    /// <summary>Refuses a list that departs from the ranking, or cuts through a tie, without a written reason.</summary>
    private void RequireReasons(RoundRules rules)
    {
        var order = rules.Pack.Tiers.Select((t, i) => (t.Code, i)).ToDictionary(t => t.Code, t => t.i, StringComparer.Ordinal);
        foreach (var entry in Listed)
        {
            foreach (var other in Entries.Where(o => o.Track == entry.Track && o.ApplicationId != entry.ApplicationId && Place(o) > Place(entry)))
            {
                if (other.Rank == entry.Rank)
                {
                    throw new RefusedException("tie-unresolved", $"“{entry.ApplicantName}”与“{other.ApplicantName}”得分相同而拟定等次不同，请填写同分排序及书面理由。");
                }

                if (other.Rank < entry.Rank && entry.Reason is null)
                {
                    throw new RefusedException("out-of-order", $"“{entry.ApplicantName}”的排名在“{other.ApplicantName}”之后而拟定等次更高，请在该申报的“理由”中写明。");
                }
            }
        }

        int Place(ShortlistEntry e) => e.Tier is null ? int.MaxValue : order[e.Tier];
    }

    private void RequireOffice(Actor actor)
    {
        actor.Require(Permission.ManageShortlist);
        actor.RequireAuthority(AuthorityCode);
    }

    private void RequireDraft()
    {
        if (State == ShortlistState.Confirmed)
        {
            throw new RefusedException("shortlist-confirmed", "建议名单已确认并报委员会审议，不能再修改。");
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? StageClause(RoundRules rules, Stage stage) =>
        rules.Pack.Tracks[0].Stages.FirstOrDefault(s => s.Stage == stage)?.Clause is { } clause ? rules.Cite(clause) : null;
}

/// <summary>The quotas of a list (名额): hard across both tracks, "in principle" per track passable with a written reason; fewer or none is always allowed.</summary>
public static class ShortlistQuota
{
    public static void Require(IReadOnlyList<ShortlistEntry> entries, IReadOnlyList<QuotaReason> reasons, RoundRules rules)
    {
        foreach (var tier in rules.Pack.Tiers)
        {
            var listed = entries.Where(e => string.Equals(e.Tier, tier.Code, StringComparison.Ordinal)).ToList();
            if (rules.Limit(tier) is { } limit && listed.Count > limit)
            {
                throw new RefusedException("over-quota", $"奖项“{tier.Name}”最多 {limit} 个，已列 {listed.Count} 个。", rules.Cite(tier.Clause));
            }

            foreach (var rule in tier.InPrinciple)
            {
                var count = listed.Count(e => e.Track == rule.Track);
                if (count > rule.Limit && !reasons.Any(r => r.Track == rule.Track && string.Equals(r.Tier, tier.Code, StringComparison.Ordinal)))
                {
                    throw new RefusedException(
                        "in-principle-quota",
                        $"奖项“{tier.Name}”原则上{TrackNames.Of(rule.Track)}不超过 {rule.Limit} 个，已列 {count} 个；确需增加的，请写明理由。",
                        rules.Cite(rule.Clause));
                }
            }
        }
    }
}
