using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Rounds;

/// <summary>State of a round (年度状态); whether its window is open is computed from the clock.</summary>
public enum RoundState
{
    /// <summary>筹备中: settings may change.</summary>
    Preparing,

    /// <summary>通告已发布: settings are fixed.</summary>
    Published,

    /// <summary>已结束.</summary>
    Closed,
}

/// <summary>One thing that keeps a call from being published (待补事项), with where to fix it.</summary>
/// <param name="Field">Form field of the settings page.</param>
/// <param name="Message">What is missing, in Chinese.</param>
public sealed record MissingSetting(string Field, string Message);

/// <summary>A yearly round of a programme (年度评奖). It pins a snapshot of its pack when it opens.</summary>
public sealed class Round : AggregateRoot
{
    private Round()
    {
    }

    public string ProgrammeCode { get; private init; } = "";

    /// <summary>SHA-256 of the pinned pack's canonical JSON.</summary>
    public string PackHash { get; private init; } = "";

    /// <summary>The office's authority; whoever belongs to another one sees nothing.</summary>
    public string AuthorityCode { get; private init; } = "";

    /// <summary>Award year, e.g. 2022; "近三年" are the three years before.</summary>
    public int Year { get; private init; }

    /// <summary>Name on screen, e.g. 2022年连云港市市长质量奖.</summary>
    public string Name { get; private set; } = "";

    /// <summary>First day on which applications are taken.</summary>
    public DateOnly OpensOn { get; private set; }

    /// <summary>Last day; closes at 24:00 China time.</summary>
    public DateOnly ClosesOn { get; private set; }

    public RoundState State { get; private set; }

    public RoundSettings Settings { get; private set; } = new();

    /// <summary>Text of the call (申报通告), as published.</summary>
    public string CallText { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public static Round Open(
        Guid id, ProgrammePack pack, string packHash, int year, string name, DateOnly opensOn, DateOnly closesOn, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageRounds);
        actor.RequireAuthority(pack.Owner);
        RequireDates(opensOn, closesOn);
        var round = new Round
        {
            Id = id, ProgrammeCode = pack.Code, PackHash = packHash, AuthorityCode = pack.Owner, Year = year, Name = name,
            OpensOn = opensOn, ClosesOn = closesOn, CreatedAt = now,
        };
        round.Record(new CaseEvent(id, "OpenRound", actor, now, $"建立{name}，申报时间{ChinaCalendar.Text(opensOn)}至{ChinaCalendar.Text(closesOn)}")
        {
            NewValue = packHash,
        });
        return round;
    }

    /// <param name="oldText">What changes, as it was, in Chinese for the trail.</param>
    /// <param name="newText">The same as it will be.</param>
    public void ChangeSettings(string name, DateOnly opensOn, DateOnly closesOn, string callText, RoundSettings settings, string? oldText, string? newText, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequirePreparing();
        RequireDates(opensOn, closesOn);
        Name = name;
        OpensOn = opensOn;
        ClosesOn = closesOn;
        CallText = callText;
        Settings = settings;
        Record(new CaseEvent(Id, "ChangeRoundSettings", actor, now, "修改年度设置") { OldValue = oldText, NewValue = newText });
    }

    /// <summary>Publishes the call; refused while anything that the rules leave open is not set.</summary>
    public void PublishCall(ProgrammePack pack, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequirePreparing();
        var missing = RoundChecklist.Missing(this, pack);
        if (missing.Count > 0)
        {
            throw new InvalidInputException([.. missing.Select(m => new InputProblem(m.Field, m.Message))]);
        }

        if (now >= ChinaCalendar.EndOf(ClosesOn))
        {
            throw new InvalidInputException("ClosesOn", $"申报截止日期{ChinaCalendar.Text(ClosesOn)}已过，发布后无人可以申报，请先修改申报时间。");
        }

        State = RoundState.Published;
        PublishedAt = now;
        Record(new CaseEvent(Id, "PublishCall", actor, now, $"发布申报通告：{Name}"));
    }

    public void Close(Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        if (State != RoundState.Published)
        {
            throw new RefusedException("round-not-published", "只有已发布的年度评奖才能结束。");
        }

        if (now < ChinaCalendar.EndOf(ClosesOn))
        {
            // Drafts would end before the day that the call promised.
            throw new RefusedException("window-open", $"申报时间至 {ChinaCalendar.Text(ClosesOn)} 24:00，截止前不能结束本届评奖。");
        }

        State = RoundState.Closed;
        Record(new CaseEvent(Id, "CloseRound", actor, now, $"结束{Name}"));
    }

    /// <summary>True from 00:00 of the first to 24:00 of the last day, China time.</summary>
    public bool WindowIsOpen(DateTimeOffset now) =>
        State == RoundState.Published && now >= ChinaCalendar.StartOf(OpensOn) && now < ChinaCalendar.EndOf(ClosesOn);

    /// <summary>Refuses outside the window, naming it.</summary>
    public void RequireWindowOpen(DateTimeOffset now)
    {
        if (State != RoundState.Published)
        {
            throw new RefusedException("round-not-published", $"“{Name}”的申报通告尚未发布或评奖已结束。");
        }

        if (now < ChinaCalendar.StartOf(OpensOn))
        {
            throw new RefusedException("window-not-open", $"“{Name}”自{ChinaCalendar.Text(OpensOn)}起受理申报，现在还不能提交。");
        }

        if (now >= ChinaCalendar.EndOf(ClosesOn))
        {
            throw new RefusedException("window-closed", $"“{Name}”的申报已于{ChinaCalendar.Text(ClosesOn)}24:00截止，不能再提交；已填写的内容全部保留。");
        }
    }

    public void RequireOffice(Actor actor)
    {
        actor.Require(Permission.ManageRounds);
        actor.RequireAuthority(AuthorityCode);
    }

    private void RequirePreparing()
    {
        if (State != RoundState.Preparing)
        {
            throw new RefusedException("round-published", "申报通告已发布，年度设置不能再修改。");
        }
    }

    private static void RequireDates(DateOnly opensOn, DateOnly closesOn)
    {
        if (closesOn < opensOn)
        {
            throw new InvalidInputException("Input.ClosesOn", "申报截止日期不能早于开始日期，请重新填写。");
        }
    }
}

/// <summary>A round's pinned pack with its settings applied (本届规则): what every verb of the round goes by.</summary>
public sealed class RoundRules(Round round, ProgrammePack pack)
{
    public Guid RoundId { get; } = round.Id;

    public Round Round { get; } = round;

    public ProgrammePack Pack { get; } = pack;

    public RoundSettings Settings { get; } = round.Settings;

    public TrackDefinition Track(Track track) => Pack.RequireTrack(track);

    /// <summary>The track's criteria, with the round's own points where the documents give none.</summary>
    public CriteriaSet Criteria(Track track)
    {
        var criteria = Track(track).Criteria;
        return Settings.ItemPoints.OrNull() is { } all && all.TryGetValue(track, out var points) && !criteria.HasPoints
            ? criteria.WithPoints(points)
            : criteria;
    }

    public string Cite(Clause clause) => Pack.Cite(clause);
}

/// <summary>Checks a round before its call is published (发布前检查).</summary>
public static class RoundChecklist
{
    /// <summary>Everything that is missing or does not add up; empty when the call can be published.</summary>
    public static IReadOnlyList<MissingSetting> Missing(Round round, ProgrammePack pack)
    {
        var s = round.Settings;
        var missing = new List<MissingSetting>();
        Need(s.Aggregation.IsSet, "Aggregation", "请选择评分汇总方法");
        foreach (var track in pack.Tracks)
        {
            var name = TrackNames.Of(track.Track);
            Need(s.PanelSizes.Or([]).Any(p => p.Track == track.Track && p.Value > 0), $"PanelSizes.{track.Track}", $"请填写{name}申报的专家组人数");
            var weights = s.StageWeights.Or([]).Where(w => w.Track == track.Track).ToList();
            var scored = ScoredStages(track);
            Need(weights.Count == scored.Count && scored.All(st => weights.Any(w => w.Stage == st)) && weights.Sum(w => w.Percent) == 100m,
                $"StageWeights.{track.Track}", $"请填写{name}各评审环节的权重，合计须为 100%");
            foreach (var tier in pack.Tiers)
            {
                Need(s.MinimumScores.Or([]).Any(m => m.Track == track.Track && string.Equals(m.Tier, tier.Code, StringComparison.Ordinal)),
                    $"MinimumScores.{track.Track}.{tier.Code}", $"请填写{name}“{tier.Name}”的最低分");
            }

            if (!track.Criteria.HasPoints)
            {
                var points = s.ItemPoints.OrNull() is { } all && all.TryGetValue(track.Track, out var p) ? p : null;
                Need(points is not null && track.Criteria.Items.All(i => points.TryGetValue(i.Code, out var v) && v > 0),
                    $"ItemPoints.{track.Track}", $"请为{name}评价准则的每个条目设定分值（文件未规定分值）");
            }
        }

        Need(s.DiscussSpread.IsSet, "DiscussSpread", "请填写需要合议的分差");
        Need(s.RecusalYears.IsSet, "RecusalYears", "请填写回避的追溯年限");
        Need(s.NoticeDays.IsSet, "NoticeDays", "请填写公示天数");
        if (s.NoticeDays.IsSet && s.NoticeDays.OrNull() < pack.Notice.MinimumDays)
        {
            missing.Add(new MissingSetting("NoticeDays", $"公示时间不少于 {pack.Notice.MinimumDays} 天（{pack.Cite(pack.Notice.Clause)}）"));
        }

        Need(s.NoticeDayCount.IsSet, "NoticeDayCount", "请选择公示期按自然日还是工作日计算");
        Need(s.NoticeFirstDayCounts.IsSet, "NoticeFirstDayCounts", "请选择公示发布当日是否计入");
        Need(s.ObjectionWorkingDays.IsSet, "ObjectionWorkingDays", "请填写异议核查工作日数");
        Need(s.Majority.IsSet, "Majority", "请选择审议表决的通过比例");
        Need(s.SecretBallot.IsSet, "SecretBallot", "请选择公开或无记名表决");
        Need(pack.Recommendation.CleanRecordCertificate is null || s.CertificateWindowEnd.IsSet, "CertificateWindowEnd", "请填写无不良记录证明的截止日期");
        Need(!string.IsNullOrWhiteSpace(round.CallText), "CallText", "请填写申报通告正文");
        return missing;

        void Need(bool ok, string field, string message)
        {
            if (!ok)
            {
                missing.Add(new MissingSetting(field, message));
            }
        }
    }

    /// <summary>The stages of a track whose marks enter the final score.</summary>
    public static IReadOnlyList<Stage> ScoredStages(TrackDefinition track) =>
        [.. track.Stages.Select(s => s.Stage).Where(s => s is Stage.DocumentReview or Stage.SiteVisit or Stage.Presentation)];

    /// <summary>What the office should know but may keep, e.g. a closing date on a weekend.</summary>
    public static IReadOnlyList<string> Warnings(Round round) =>
        round.ClosesOn.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
            ? [$"申报截止日{ChinaCalendar.Text(round.ClosesOn)}是{(round.ClosesOn.DayOfWeek == DayOfWeek.Sunday ? "星期日" : "星期六")}，当日24:00仍会截止。"]
            : [];
}
