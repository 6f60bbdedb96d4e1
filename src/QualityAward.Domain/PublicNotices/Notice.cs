using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.PublicNotices;

/// <summary>State of a case on the notice (公示对象状态).</summary>
public enum NoticeEntryStatus
{
    /// <summary>公示中或公示无异议.</summary>
    Listed,

    /// <summary>取消获奖资格.</summary>
    StruckOut,
}

/// <summary>One line of the notice (公示对象): name, tier, track and area, nothing more about a person.</summary>
public sealed record NoticeEntry(
    Guid ApplicationId, string Name, Track Track, string Tier, string TierName, string Area, NoticeEntryStatus Status = NoticeEntryStatus.Listed);

/// <summary>The public notice of a round (公示): published once, runs to its last day, shrinks when an objection is sustained, never grows.</summary>
public sealed class Notice : AggregateRoot
{
    private Notice()
    {
    }

    public Guid RoundId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public string ProgrammeCode { get; private init; } = "";

    public string Title { get; private init; } = "";

    /// <summary>The text as published, one paragraph per line; never changed.</summary>
    public string Text { get; private init; } = "";

    /// <summary>落款: the office.</summary>
    public string SignedBy { get; private init; } = "";

    public IReadOnlyList<NoticeEntry> Entries { get; private set; } = [];

    public DateTimeOffset PublishedAt { get; private init; }

    public DateOnly FirstDay { get; private init; }

    /// <summary>Ends at 24:00 of this day.</summary>
    public DateOnly LastDay { get; private init; }

    /// <summary>When the office recorded the end and sent the list to the government; null until then.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public DateTimeOffset EndsAt => ChinaCalendar.EndOf(LastDay);

    public IEnumerable<NoticeEntry> Listed => Entries.Where(e => e.Status == NoticeEntryStatus.Listed);

    /// <summary>True while objections are taken.</summary>
    public bool IsRunning(DateTimeOffset now) => now >= PublishedAt && now < EndsAt;

    /// <summary>Counted days left, today among them; 0 when it is over.</summary>
    public int DaysLeft(DateTimeOffset now) => IsRunning(now) ? LastDay.DayNumber - Math.Max(ChinaCalendar.DateOf(now).DayNumber, FirstDay.DayNumber) + 1 : 0;

    /// <summary>Publishes the agreed list (发布公示). <paramref name="entries"/> are the cases that wait at this stage, in the order of the tiers.</summary>
    public static Notice Publish(Guid id, IReadOnlyList<NoticeEntry> entries, IReadOnlyList<Application> cases, RoundRules rules, WorkingCalendar calendar, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, rules.Round.AuthorityCode);
        if (entries.Count == 0)
        {
            throw new RefusedException("nothing-to-publish", "没有审议通过、等待公示的申报，不能发布公示。");
        }

        var period = Period(rules, calendar, now);
        var notice = new Notice
        {
            Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode, ProgrammeCode = rules.Pack.Code, Entries = entries, PublishedAt = now,
            FirstDay = period.First, LastDay = period.Last, Title = NoticeText.Title(rules), Text = NoticeText.Body(rules, entries, period), SignedBy = rules.Pack.OfficeName,
        };
        notice.Record(new CaseEvent(rules.RoundId, "PublishNotice", actor, now, $"发布公示：{entries.Count} 个，至{ChinaCalendar.Text(period.Last)}24:00")
        {
            NewValue = string.Join("；", entries.Select(e => $"{e.TierName}：{e.Name}")),
        });
        foreach (var application in cases)
        {
            Moves.RequireAt(application.Position, Stage.PublicNotice, "发布公示");
            application.Note(new CaseEvent(application.Id, "PublishNotice", actor, now, $"列入公示名单，至{ChinaCalendar.Text(period.Last)}24:00") { PublicText = $"开始公示，至{ChinaCalendar.Text(period.Last)}24:00" });
        }

        return notice;
    }

    /// <summary>The period that a notice published now would have.</summary>
    public static NoticePeriod Period(RoundRules rules, WorkingCalendar calendar, DateTimeOffset now)
    {
        var days = rules.Settings.NoticeDays.Required("公示天数");
        if (days < rules.Pack.Notice.MinimumDays)
        {
            throw new RefusedException("notice-too-short", $"公示时间不少于 {rules.Pack.Notice.MinimumDays} 天，本届设置为 {days} 天。", rules.Cite(rules.Pack.Notice.Clause));
        }

        return NoticePeriod.From(
            ChinaCalendar.DateOf(now), days, rules.Settings.NoticeDayCount.Required("公示期计算方式"), rules.Settings.NoticeFirstDayCounts.Required("公示发布当日是否计入"), calendar);
    }

    /// <summary>Takes a case off the list after a sustained objection (取消获奖资格); nobody moves up.</summary>
    internal void StrikeOut(Guid applicationId) =>
        Entries = [.. Entries.Select(e => e.ApplicationId == applicationId ? e with { Status = NoticeEntryStatus.StruckOut } : e)];

    /// <summary>A re-check during the notice found that a case does not meet a condition (复核取消获奖资格): it is struck out, nobody moves up.</summary>
    public void StrikeOutIneligible(Application application, string reason, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, AuthorityCode);
        StrikeOut(application.Id);
        application.End(Ending.StruckOut, reason, "StrikeOutIneligible", "复核不符合申报条件，取消获奖资格", actor, now);
    }

    /// <summary>Records the end (公示期满) and sends who is left to the government's approval.</summary>
    public void End(IReadOnlyList<Objection> objections, IReadOnlyList<Application> cases, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, AuthorityCode);
        if (EndedAt is not null)
        {
            throw new RefusedException("notice-ended", "公示结果已经登记。");
        }

        if (now < EndsAt)
        {
            throw new RefusedException(
                "notice-running",
                $"公示至{ChinaCalendar.Text(LastDay)}24:00届满，还剩 {DaysLeft(now)} 天，不能提前结束。",
                rules.Cite(rules.Pack.Notice.Clause));
        }

        var open = objections.Count(o => o.State == ObjectionState.Filed);
        if (open > 0)
        {
            throw new RefusedException("objections-open", $"还有 {open} 件异议未处理，处理完毕后才能结束公示。", rules.Cite(rules.Pack.Notice.Clause));
        }

        EndedAt = now;
        var listed = Listed.Select(e => e.ApplicationId).ToHashSet();
        var passed = cases.Where(c => listed.Contains(c.Id) && c.Position.IsOpen && c.Position.Stage == Stage.PublicNotice).ToList();
        foreach (var application in passed)
        {
            application.Advance(Stage.PublicNotice, rules, new CaseEvent(application.Id, "EndNotice", actor, now, "公示期满，无异议或异议不成立") { PublicText = $"公示期满，报{rules.Pack.GovernmentName}批准" });
        }

        Record(new CaseEvent(RoundId, "EndNotice", actor, now, $"公示期满：{passed.Count} 个报请批准，公示期间取消 {Entries.Count - listed.Count} 个"));
    }

    internal static void RequireOffice(Actor actor, string authorityCode)
    {
        actor.Require(Permission.ManageNotices);
        actor.RequireAuthority(authorityCode);
    }
}

/// <summary>The words of the notice (公示文本), made from the round's data: no ID numbers, phones or addresses can get in.</summary>
public static class NoticeText
{
    public static string Title(RoundRules rules) => $"关于{rules.Round.Year}年{rules.Pack.Name}拟获奖名单的公示";

    public static string Body(RoundRules rules, IReadOnlyList<NoticeEntry> entries, NoticePeriod period)
    {
        var count = string.Join("，", rules.Pack.Tiers
            .Select(t => (t.Name, Count: entries.Count(e => string.Equals(e.Tier, t.Code, StringComparison.Ordinal))))
            .Where(t => t.Count > 0).Select(t => $"{t.Name} {t.Count} 个"));
        var days = rules.Settings.NoticeDays.Required("公示天数");
        var unit = rules.Settings.NoticeDayCount.Required("公示期计算方式") == DayCount.WorkingDays ? "个工作日" : "天";
        var paragraphs = new List<string>
        {
            $"{(rules.Cite(rules.Pack.Notice.Clause) is { } clause ? $"根据{clause}规定，" : "")}经资格审查、专家评审、综合评价和{rules.Pack.CommitteeName}审议，{rules.Round.Year}年{rules.Pack.Name}拟获奖名单已经形成（{count}），现予公示，接受社会监督。",
            $"公示时间：{ChinaCalendar.Text(period.First)}至{ChinaCalendar.Text(period.Last)}（{days} {unit}，至最后一日24:00止）。",
            $"公示期间，任何组织和个人对公示对象有异议的，可在本页面实名提出：个人须填写姓名、公民身份号码和联系电话，单位须填写单位名称、统一社会信用代码和联系人及电话，并写明异议事项，可附证明材料。匿名提出的异议不予受理。{rules.Pack.OfficeName}对异议人身份信息严格保密。",
        };
        if (rules.Pack.Notice.NoSubstitution is { } noSubstitution)
        {
            paragraphs.Add(noSubstitution.Text);
        }

        return string.Join('\n', paragraphs);
    }
}
