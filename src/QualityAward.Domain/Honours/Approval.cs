using System.Text.RegularExpressions;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Honours;

/// <summary>The government's decision on one case (批准结果).</summary>
/// <param name="Reason">Why it was excluded; null when approved.</param>
public sealed record ApprovalDecision(Guid ApplicationId, string Name, Track Track, string Tier, string TierName, bool Approved, string? Reason);

/// <summary>The scanned document (批准文件扫描件).</summary>
public sealed record ApprovalScan(string FileName, string Sha256, long Length, string ContentType);

/// <summary>What the office records of the government's decision (批准登记).</summary>
/// <param name="Exclusions">Cases that were not approved, with the reason.</param>
public sealed record ApprovalRecord(string DocumentNumber, DateOnly DecidedOn, IReadOnlyDictionary<Guid, string> Exclusions);

/// <summary>The government's approval of a round's list (政府批准), recorded by the office with number, date and scan; then proclaimed once.</summary>
public sealed partial class Approval : AggregateRoot
{
    private Approval()
    {
    }

    public Guid RoundId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public string DocumentNumber { get; private init; } = "";

    public DateOnly DecidedOn { get; private init; }

    public ApprovalScan Scan { get; private init; } = new("", "", 0, "");

    public IReadOnlyList<ApprovalDecision> Decisions { get; private init; } = [];

    public DateTimeOffset RecordedAt { get; private init; }

    public string RecordedBy { get; private init; } = "";

    public DateTimeOffset? ProclaimedAt { get; private set; }

    /// <summary>Records the decision (登记政府批准): approved cases go on, excluded ones end with the reason.</summary>
    public static Approval Grant(Guid id, ApprovalRecord record, ApprovalScan? scan, Notice notice, IReadOnlyList<Application> cases, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, rules.Round.AuthorityCode);
        if (notice.EndedAt is null)
        {
            throw new RefusedException("notice-not-ended", "公示尚未结束，不能登记政府批准。", rules.Cite(rules.Pack.Notice.Clause));
        }

        var waiting = cases.Where(c => c.Position is { IsOpen: true, Stage: Stage.Approval }).ToList();
        if (waiting.Count == 0)
        {
            throw new RefusedException("nothing-to-approve", "没有等待政府批准的申报。");
        }

        var number = record.DocumentNumber.Trim();
        InvalidInputException.ThrowIfAny(Problems(number, record, scan, notice, waiting, now));
        var entries = notice.Entries.ToDictionary(e => e.ApplicationId);
        var decisions = waiting.Select(c => Decide(entries[c.Id], record.Exclusions.GetValueOrDefault(c.Id))).ToList();
        var approval = new Approval
        {
            Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode, DocumentNumber = number, DecidedOn = record.DecidedOn, Scan = scan!, Decisions = decisions,
            RecordedAt = now, RecordedBy = actor.Name,
        };
        foreach (var application in waiting)
        {
            if (record.Exclusions.TryGetValue(application.Id, out var reason))
            {
                application.End(Ending.NotApproved, reason, "RecordApproval", "未获政府批准", actor, now);
            }
            else
            {
                application.Advance(Stage.Approval, rules, new CaseEvent(application.Id, "RecordApproval", actor, now, $"{rules.Pack.GovernmentName}批准（{number}）") { PublicText = $"{rules.Pack.GovernmentName}已批准，即将公布" });
            }
        }

        approval.Record(new CaseEvent(rules.RoundId, "RecordApproval", actor, now, $"登记政府批准：{number}，{ChinaCalendar.Text(record.DecidedOn)}，批准 {decisions.Count(d => d.Approved)} 个，未批准 {decisions.Count(d => !d.Approved)} 个")
        {
            NewValue = scan!.Sha256,
        });
        return approval;
    }

    /// <summary>
    /// Proclaims the winners (公布): they enter the honour register with a certificate number, winners are barred as the pack says, prize money becomes due.
    /// <paramref name="firstNumber"/> is the first free sequence number of the programme's year.
    /// </summary>
    public Proclamation Proclaim(IReadOnlyList<Application> cases, int firstNumber, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, AuthorityCode);
        if (ProclaimedAt is not null)
        {
            throw new RefusedException("proclaimed", "本届获奖名单已经公布。");
        }

        var byId = cases.ToDictionary(c => c.Id);
        var tiers = rules.Pack.TiersByCode;
        var honours = new List<HonourEntry>();
        var bars = new List<Bar>();
        var prizes = new List<PrizeDue>();
        ProclaimedAt = now;
        foreach (var decision in Decisions.Where(d => d.Approved && byId[d.ApplicationId].Position is { IsOpen: true, Stage: Stage.Proclamation }))
        {
            var application = byId[decision.ApplicationId];
            var tier = tiers[decision.Tier];
            var honour = HonourEntry.Proclaimed(
                Guid.CreateVersion7(now), rules.RoundId, application.Id, application.PartyId, decision.Name, decision.Track, rules.Pack.Code, rules.Pack.Name, tier, rules.Round.Year, DecidedOn,
                DocumentNumber, CertificateNumbers.Of(rules.Pack, rules.Round.Year, firstNumber + honours.Count));
            honours.Add(honour);
            if (rules.Pack.Bars.FirstOrDefault(b => b.Ground == BarGround.Winner && (b.Tiers.Count == 0 || b.Tiers.Contains(tier.Code, StringComparer.Ordinal))) is { } rule)
            {
                bars.Add(Bar.Impose(Guid.CreateVersion7(now), application.PartyId, rules.Pack.Code, rule, DecidedOn, rules.Cite(rule.Clause), AuthorityCode));
            }

            if (rules.Pack.Prizes.FirstOrDefault(p => p.Track == decision.Track && string.Equals(p.Tier, tier.Code, StringComparison.Ordinal)) is { } prize)
            {
                prizes.Add(PrizeDue.Of(Guid.CreateVersion7(now), honour, AuthorityCode, prize, rules.Cite(prize.Clause)));
            }

            application.Advance(Stage.Proclamation, rules, new CaseEvent(application.Id, "Proclaim", actor, now, $"公布：{tier.Name}，证书编号 {honour.CertificateNumber}") { PublicText = $"获{rules.Round.Year}年{tier.Name}" });
        }

        Record(new CaseEvent(RoundId, "Proclaim", actor, now, $"公布{rules.Round.Year}年{rules.Pack.Name}获奖名单，共 {honours.Count} 个") { NewValue = string.Join("；", honours.Select(h => $"{h.CertificateNumber} {h.HolderName} {h.TierName}")) });
        return new Proclamation(honours, bars, prizes);
    }

    private static ApprovalDecision Decide(NoticeEntry entry, string? exclusion) =>
        new(entry.ApplicationId, entry.Name, entry.Track, entry.Tier, entry.TierName, exclusion is null, exclusion?.Trim());

    private static List<InputProblem> Problems(string number, ApprovalRecord record, ApprovalScan? scan, Notice notice, List<Application> waiting, DateTimeOffset now)
    {
        var problems = new List<InputProblem>();
        if (!Number().IsMatch(number))
        {
            problems.Add(new InputProblem("Input.DocumentNumber", "请按“发文机关代字〔年份〕序号号”填写文号，年份用六角括号〔〕括起，例如 连政发〔2022〕88号。"));
        }

        if (record.DecidedOn > ChinaCalendar.DateOf(now))
        {
            problems.Add(new InputProblem("Input.DecidedOn", "批准日期不能晚于今天，请重新填写。"));
        }
        else if (record.DecidedOn <= notice.LastDay)
        {
            problems.Add(new InputProblem("Input.DecidedOn", $"批准日期须在公示期满（{ChinaCalendar.Text(notice.LastDay)}24:00）之后，请重新填写。"));
        }

        if (scan is null)
        {
            problems.Add(new InputProblem("Input.Scan", "请上传批准文件的扫描件。"));
        }

        foreach (var (id, reason) in record.Exclusions)
        {
            if (waiting.TrueForAll(c => c.Id != id))
            {
                problems.Add(new InputProblem("Input.Exclusions", "名单已有变化，请刷新后重新登记。"));
            }
            else if (string.IsNullOrWhiteSpace(reason))
            {
                problems.Add(new InputProblem($"Input.Reasons[{id}]", $"请写明“{waiting.First(c => c.Id == id).ApplicantName}”未获批准的理由。"));
            }
        }

        return problems;
    }

    private static void RequireOffice(Actor actor, string authorityCode)
    {
        actor.Require(Permission.ManageHonours);
        actor.RequireAuthority(authorityCode);
    }

    [GeneratedRegex(@"^\p{IsCJKUnifiedIdeographs}{1,20}〔(?:19|20)[0-9]{2}〕[1-9][0-9]{0,4}号$", RegexOptions.None, 1000)]
    private static partial Regex Number();
}

/// <summary>What a proclamation brings about (公布结果).</summary>
public sealed record Proclamation(IReadOnlyList<HonourEntry> Honours, IReadOnlyList<Bar> Bars, IReadOnlyList<PrizeDue> Prizes);

/// <summary>Numbers of certificates (证书编号): the programme's prefix, the award year, a sequence within both.</summary>
public static class CertificateNumbers
{
    public static string Of(ProgrammePack pack, int year, int sequence) => $"{pack.CertificatePrefix ?? pack.Code.ToUpperInvariant()}-{year}-{sequence:000}";
}
