using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Recommendations;

/// <summary>Where a recommendation stands (推荐状态), derived from what has been signed.</summary>
public enum RecommendationState
{
    /// <summary>预审中.</summary>
    PreReview,

    /// <summary>已推荐，待政府（部门）签署.</summary>
    Recommended,

    /// <summary>已签署，待报送.</summary>
    Endorsed,

    /// <summary>已报送.</summary>
    HandedIn,

    /// <summary>不予推荐.</summary>
    Declined,
}

/// <summary>States in Chinese.</summary>
public static class RecommendationStates
{
    public static string NameOf(RecommendationState state) => state switch
    {
        RecommendationState.PreReview => "预审中",
        RecommendationState.Recommended => "待政府（部门）签署",
        RecommendationState.Endorsed => "已签署，待报送",
        RecommendationState.HandedIn => "已报送",
        RecommendationState.Declined => "不予推荐",
    };
}

/// <summary>Papers that the recommending office uploads (推荐材料扫描件).</summary>
public enum ScanKind
{
    /// <summary>无不良记录证明.</summary>
    Certificate,

    /// <summary>盖章的预审表.</summary>
    StampedOpinion,

    /// <summary>县区政府（部门）签署的推荐意见.</summary>
    Endorsement,
}

/// <summary>
/// The recommending office's work on one application (审核推荐): pre-review form, department opinions, certificate, then its own opinion and the
/// endorsement of the county government or department. Two steps, each with person, date, opinion and scan.
/// </summary>
public sealed class Recommendation : AggregateRoot
{
    private readonly List<PreReviewSection> _sections = [];
    private readonly List<DepartmentOpinion> _opinions = [];
    private readonly List<RecommendationNote> _notes = [];

    private Recommendation()
    {
    }

    public Guid ApplicationId { get; private init; }

    /// <summary>The recommending office.</summary>
    public string ChannelCode { get; private init; } = "";

    /// <summary>Which of the pack's channels it goes (推荐渠道); null: the pack names none.</summary>
    public string? Way { get; private init; }

    public IReadOnlyList<PreReviewSection> Sections => _sections;

    /// <summary>All that were recorded, oldest first; the last of a kind is the one that counts.</summary>
    public IReadOnlyList<DepartmentOpinion> Opinions => _opinions;

    public StoredScan? Certificate { get; private set; }

    /// <summary>First day that the certificate covers.</summary>
    public DateOnly? CertificateFrom { get; private set; }

    /// <summary>Last day that the certificate covers.</summary>
    public DateOnly? CertificateUntil { get; private set; }

    /// <summary>Last day that the applicant's own declaration covers; null: none was needed.</summary>
    public DateOnly? DeclaredUntil { get; private set; }

    public StoredScan? StampedOpinion { get; private set; }

    /// <summary>Who last saved the pre-review form.</summary>
    public string? PreReviewedBy { get; private set; }

    public DateTimeOffset? PreReviewedAt { get; private set; }

    /// <summary>The office's opinion, once it recommends.</summary>
    public string? OpinionText { get; private set; }

    public string? RecommendedBy { get; private set; }

    public DateTimeOffset? RecommendedAt { get; private set; }

    /// <summary>Government or department that signed.</summary>
    public string? EndorsedBy { get; private set; }

    public string? EndorsementText { get; private set; }

    /// <summary>Date on the paper.</summary>
    public DateOnly? EndorsedOn { get; private set; }

    public StoredScan? Endorsement { get; private set; }

    /// <summary>The account that recorded the endorsement.</summary>
    public string? EndorsementRecordedBy { get; private set; }

    /// <summary>Place among what the unit recommends in the round, 1 first; null: not ranked yet.</summary>
    public int? Rank { get; private set; }

    /// <summary>The batch with which it went to the next level; null: it has not.</summary>
    public Guid? BatchId { get; private set; }

    public DateTimeOffset? HandedInAt { get; private set; }

    /// <summary>What the office wrote for itself, oldest first; nobody else reads it.</summary>
    public IReadOnlyList<RecommendationNote> Notes => _notes;

    public string? DeclineReason { get; private set; }

    public string? DeclinedBy { get; private set; }

    public DateTimeOffset? DeclinedAt { get; private set; }

    public RecommendationState State =>
        DeclinedAt is not null ? RecommendationState.Declined
        : HandedInAt is not null ? RecommendationState.HandedIn
        : EndorsedOn is not null ? RecommendationState.Endorsed
        : RecommendedAt is not null ? RecommendationState.Recommended
        : RecommendationState.PreReview;

    /// <summary>The opinions that count: the last recorded of each kind.</summary>
    public IReadOnlyList<DepartmentOpinion> CurrentOpinions =>
        [.. _opinions.GroupBy(o => o.Kind, StringComparer.Ordinal).Select(g => g.OrderBy(o => o.RecordedAt).ThenBy(o => o.Id).Last())];

    /// <param name="way">Code of the pack's channel that the recommending office is; null: the pack names none.</param>
    public static Recommendation Start(Guid id, Application application, string? way = null) =>
        new() { Id = id, ApplicationId = application.Id, ChannelCode = application.ChannelCode, Way = way };

    /// <summary>Saves a section of the pre-review form as typed; whether it is complete is asked when recommending.</summary>
    public void PreReview(string sectionId, Answers answers, int expectedVersion, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequirePreReview(application, actor, "预审");
        if (rules.Pack.Recommendation.FormOf(application.Track).Section(sectionId) is not { } definition)
        {
            throw new RefusedException("no-such-section", "预审表没有这一部分。");
        }

        var section = _sections.Find(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal));
        if (section is null)
        {
            section = new PreReviewSection(Id, sectionId);
            _sections.Add(section);
        }

        section.Save(answers, expectedVersion);
        var first = PreReviewedAt is null;
        PreReviewedBy = actor.Name;
        PreReviewedAt = now;
        Record(new CaseEvent(ApplicationId, "PreReviewApplication", actor, now, $"填写预审表：{definition.Heading}") { PublicText = first ? "推荐单位开始预审" : null });
    }

    public DepartmentOpinion RecordOpinion(Guid id, OpinionContent content, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequirePreReview(application, actor, "登记部门意见");
        var rule = RuleOf(content.Kind, rules) ?? throw new InvalidInputException("Input.Kind", "请选择征求意见的部门。");
        InvalidInputException.ThrowIfAny([.. content.Problems(rule.Name, AskedCodes(rules, application.Track, content.Kind), ChinaCalendar.DateOf(now))]);
        var before = CurrentOpinions.FirstOrDefault(o => string.Equals(o.Kind, content.Kind, StringComparison.Ordinal));
        var opinion = new DepartmentOpinion(id, Id, rule.Name, content, actor.Name, now);
        _opinions.Add(opinion);
        Record(new CaseEvent(ApplicationId, "RecordDepartmentOpinion", actor, now, $"登记{rule.Name}意见：{OpinionFindings.NameOf(content.Finding)}（{ChinaCalendar.Text(content.GivenOn)}）")
        {
            OldValue = before is null ? null : $"{OpinionFindings.NameOf(before.Finding)}：{before.Text}", NewValue = $"{OpinionFindings.NameOf(content.Finding)}：{opinion.Text}",
        });
        return opinion;
    }

    /// <summary>
    /// Asks a department for its opinion on line (征求部门意见), with a date by which it answers. All departments are asked at once; each request is a thing of its
    /// own, so that they answer without waiting for each other.
    /// </summary>
    public OpinionRequest Ask(Guid id, string kind, Authority department, AskedAbout about, AskedUntil until, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequirePreReview(application, actor, "征求部门意见");
        var rule = RuleOf(kind, rules)
            ?? throw new RefusedException("no-such-opinion", "这一推荐渠道不征求该部门的意见。", rules.Cite(rules.Pack.Recommendation.Channel?.Clause));
        if (!string.Equals(department.OpinionKind, kind, StringComparison.Ordinal))
        {
            throw new RefusedException("wrong-department", $"{department.Name}不出具{rule.Name}的意见。");
        }

        InvalidInputException.ThrowIfAny([.. about.Problems(ChinaCalendar.DateOf(now)), .. until.Problems(ChinaCalendar.DateOf(now))]);
        return OpinionRequest.Start(id, this, rule, department, about, until, application, rules, actor, now);
    }

    /// <summary>True while departments' opinions are taken.</summary>
    public bool TakesOpinions(Application application) => application.Position is { IsOpen: true, Stage: Stage.Recommendation } && State == RecommendationState.PreReview;

    /// <summary>
    /// Keeps the sealed certificate or the sealed pre-review form (上传盖章件); a new scan takes the place of the old one until the office has recommended. The code on the
    /// paper must be that of the present data.
    /// </summary>
    /// <param name="code">As typed from the paper.</param>
    /// <param name="coverage">Days that the sealed certificate and the declaration cover, as they stand on the paper; only for the certificate.</param>
    public void AttachScan(ScanKind kind, StoredScan scan, string? code, CertificateCoverage? coverage, PaperBasis basis, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequirePreReview(application, actor, "上传推荐材料");
        if (kind == ScanKind.Endorsement)
        {
            throw new RefusedException("endorsement-scan", "政府（部门）签署的推荐意见须在登记签署时一并上传。");
        }

        RequirePaper(kind, rules);
        scan = OfPresentVersion(kind, scan, code, $"{kind}.Code", basis, application, rules);
        var before = Scan(kind);
        if (kind == ScanKind.Certificate)
        {
            var needed = CertificateCoverage.Needed(rules, basis.SubmittedOn)!;
            var covered = coverage ?? needed;
            if (covered.GapsTo(needed) is { Count: > 0 } gaps)
            {
                throw new RefusedException("certificate-gap", $"证明期间有缺口：{string.Join('；', gaps)}。请补充证明或声明后重新上传。", rules.Cite(rules.Pack.Recommendation.CleanRecordCertificate!.Clause));
            }

            Certificate = scan;
            CertificateFrom = covered.From;
            CertificateUntil = covered.Until;
            DeclaredUntil = covered.DeclaredUntil;
        }
        else
        {
            StampedOpinion = scan;
        }

        Record(new CaseEvent(ApplicationId, "AttachScan", actor, now, $"上传{NameOf(kind)}：{scan.FileName}，校验码 {scan.PaperCode}") { OldValue = before?.Sha256, NewValue = scan.Sha256 });
    }

    /// <summary>The refusal of a scan whose code is not the present one (版本不符).</summary>
    /// <param name="printed">When that version was printed, where it is known.</param>
    public static RefusedException WrongVersion(ScanKind kind, string code, string? printed = null) => new(
        "paper-version",
        $"扫描件上的校验码 {code} 不是{NameOf(kind)}现有数据版本的校验码{(printed is null ? "" : $"（{printed}）")}：打印之后，申报材料、预审表或部门意见已有改动，或者不是本件的表单。请重新打印、盖章后再上传。");

    /// <summary>What is still missing before the office can recommend; empty when it can. <paramref name="preReviewProblems"/> come from the form's check.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyList<InputProblem> preReviewProblems, PaperBasis basis, Application application, RoundRules rules)
    {
        var missing = new List<string>();
        if (preReviewProblems.Count > 0)
        {
            missing.Add($"预审表有 {preReviewProblems.Count} 处未填写完整");
        }

        var recorded = _opinions.Select(o => o.Kind).ToHashSet(StringComparer.Ordinal);
        var opinions = rules.Pack.Recommendation.OpinionsOn(Way).Where(o => o.Need == OpinionNeed.Required && !recorded.Contains(o.Kind)).Select(o => o.Name).ToList();
        if (opinions.Count > 0)
        {
            missing.Add($"尚未登记{string.Join('、', opinions)}的意见");
        }

        if (rules.Pack.Recommendation.CleanRecordCertificate is { } certificate && Certificate is null)
        {
            missing.Add($"尚未上传《{certificate.Title}》扫描件");
        }

        if (StampedOpinion is null)
        {
            missing.Add($"尚未上传{NameOf(ScanKind.StampedOpinion)}扫描件");
        }

        foreach (var kind in new[] { ScanKind.Certificate, ScanKind.StampedOpinion })
        {
            if (Scan(kind)?.PaperSha256 is { } shown && !string.Equals(shown, PaperVersion.Of(kind, basis, application, this, rules).Sha256, StringComparison.Ordinal))
            {
                missing.Add($"{NameOf(kind)}扫描件盖章之后数据已有改动，须重新打印、盖章、上传");
            }
        }

        return missing;
    }

    /// <summary>The office recommends (推荐): the first of the two steps.</summary>
    /// <param name="used">Applications that the unit has recommended in the round already.</param>
    public void Recommend(string opinionText, IReadOnlyList<InputProblem> preReviewProblems, PaperBasis basis, int used, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequirePreReview(application, actor, "推荐");
        if (string.IsNullOrWhiteSpace(opinionText))
        {
            throw new InvalidInputException("Input.OpinionText", "请填写推荐意见。");
        }

        var missing = Missing(preReviewProblems, basis, application, rules);
        if (missing.Count > 0)
        {
            throw new RefusedException("recommendation-incomplete", $"现在还不能推荐：{string.Join('；', missing)}。", rules.Cite(rules.Pack.Recommendation.Channel?.Clause));
        }

        RecommendationQuota.Of(rules, ChannelCode, Way)?.Require(used, 1);
        OpinionText = opinionText.Trim();
        RecommendedBy = actor.Name;
        RecommendedAt = now;
        Record(new CaseEvent(ApplicationId, "RecommendApplication", actor, now, $"同意推荐：{application.ApplicantName}，报政府（部门）签署")
        {
            PublicText = "推荐单位预审通过，报政府（部门）签署推荐意见", NewValue = OpinionText,
        });
    }

    /// <summary>The office, or the government behind it, does not recommend (不予推荐); the case ends.</summary>
    public void Decline(string reason, Application application, Actor actor, DateTimeOffset now)
    {
        RequireChannel(application, actor, "不予推荐");
        application.End(Ending.NotRecommended, reason, "DeclineToRecommend", "推荐单位不予推荐", actor, now);
        DeclineReason = reason.Trim();
        DeclinedBy = actor.Name;
        DeclinedAt = now;
    }

    /// <summary>
    /// Records the signature of the county government or department (签署推荐意见): the second step; the case waits for the batch that it goes with. The code on the signed page
    /// must be that of the present data.
    /// </summary>
    /// <param name="code">As typed from the paper.</param>
    public void Endorse(string signedBy, DateOnly signedOn, string text, StoredScan scan, string? code, PaperBasis basis, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireChannel(application, actor, "登记签署");
        if (RecommendedAt is not { } recommendedAt)
        {
            throw new RefusedException("not-recommended", "推荐单位还没有作出推荐，不能登记政府（部门）签署的推荐意见。", rules.Cite(rules.Pack.Recommendation.Channel?.Clause));
        }

        if (EndorsedOn is not null)
        {
            throw new RefusedException("already-endorsed", $"{EndorsedBy}签署的推荐意见已经登记，不能重复登记。");
        }

        var problems = new List<InputProblem>();
        if (signedOn > ChinaCalendar.DateOf(now))
        {
            problems.Add(new InputProblem("Input.SignedOn", "签署日期不能晚于今天，请重新填写。"));
        }
        else if (signedOn < ChinaCalendar.DateOf(recommendedAt))
        {
            problems.Add(new InputProblem("Input.SignedOn", $"签署日期不能早于推荐日期（{ChinaCalendar.Text(ChinaCalendar.DateOf(recommendedAt))}），请重新填写。"));
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(new InputProblem("Input.Text", "请填写政府（部门）的推荐意见。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        scan = OfPresentVersion(ScanKind.Endorsement, scan, code, "Input.Code", basis, application, rules);
        Record(new CaseEvent(ApplicationId, "EndorseRecommendation", actor, now, $"{signedBy}签署推荐意见（{ChinaCalendar.Text(signedOn)}），待报送")
        {
            PublicText = $"{signedBy}已签署推荐意见，待推荐单位报送", NewValue = text.Trim(),
        });
        EndorsedBy = signedBy;
        EndorsedOn = signedOn;
        EndorsementText = text.Trim();
        Endorsement = scan;
        EndorsementRecordedBy = actor.Name;
        Record(new CaseEvent(ApplicationId, "AttachScan", actor, now, $"上传{NameOf(ScanKind.Endorsement)}：{scan.FileName}，校验码 {scan.PaperCode}") { NewValue = scan.Sha256 });
    }

    /// <summary>Returns sections to the applicant with remarks (退回修改), before the office has recommended; what comes back is a new version of the submission.</summary>
    public void ReturnToApplicant(Guid correctionId, IReadOnlyList<CorrectionSection> sections, DateOnly dueOn, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequirePreReview(application, actor, "退回修改");
        application.ReturnForCorrection(correctionId, CorrectionSection.Checked(sections, rules.Track(application.Track).Form, "修改意见"), dueOn, actor, now, Stage.Recommendation);
    }

    /// <summary>Writes a note that only the own office reads (内部备注), apart from everything that the applicant wrote.</summary>
    public void AddNote(Guid id, string text, Application application, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Recommend);
        actor.RequireAuthority(application.ChannelCode);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InvalidInputException("Note.Text", "请填写备注。");
        }

        _notes.Add(new RecommendationNote(id, Id, text.Trim(), actor.Name, now));
        RaiseVersion();
    }

    /// <summary>Puts it in its place among what the unit recommends (推荐排序), until it is handed in.</summary>
    public void PlaceAt(int? rank, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Recommend);
        actor.RequireAuthority(ChannelCode);
        if (State != RecommendationState.Endorsed)
        {
            throw new RefusedException("not-endorsed", "只有已签署、尚未报送的推荐可以排序。");
        }

        if (rank == Rank)
        {
            return;
        }

        Record(new CaseEvent(ApplicationId, "RankRecommendation", actor, now, rank is null ? "取消推荐排序" : $"推荐排序：第 {rank} 位") { OldValue = $"{Rank}", NewValue = $"{rank}" });
        Rank = rank;
    }

    /// <summary>True while the data are still those that the government signed.</summary>
    public bool IsSignedAsItStands(PaperBasis basis, Application application, RoundRules rules) =>
        Endorsement?.PaperSha256 is { } signed && string.Equals(signed, PaperVersion.Of(ScanKind.Endorsement, basis, application, this, rules).Sha256, StringComparison.Ordinal);

    /// <summary>Goes to the next level with its batch.</summary>
    internal void HandIn(RecommendationBatch batch, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        BatchId = batch.Id;
        HandedInAt = now;
        application.Advance(Stage.Recommendation, rules, new CaseEvent(ApplicationId, "HandInRecommendations", actor, now, $"随 {batch.Receipt} 批次报送{rules.Pack.OfficeName}")
        {
            PublicText = $"推荐单位已报送{rules.Pack.OfficeName}资格审查", NewValue = batch.Sha256,
        });
    }

    public StoredScan? Scan(ScanKind kind) => kind switch
    {
        ScanKind.Certificate => Certificate,
        ScanKind.StampedOpinion => StampedOpinion,
        ScanKind.Endorsement => Endorsement,
    };

    public static string NameOf(ScanKind kind) => kind switch
    {
        ScanKind.Certificate => "无不良记录证明",
        ScanKind.StampedOpinion => "盖章的预审意见",
        ScanKind.Endorsement => "政府（部门）签署的推荐意见",
    };

    /// <summary>The days that the certificate must cover (证明期间): the years before and including the day that the round sets; null when no certificate is asked for.</summary>
    public static (DateOnly From, DateOnly Until)? CertificateWindow(RoundRules rules)
    {
        if (rules.Pack.Recommendation.CleanRecordCertificate is not { } certificate)
        {
            return null;
        }

        var until = rules.Settings.CertificateWindowEnd.Required("无不良记录证明的截止日期");
        return (until.AddYears(-certificate.WindowYears).AddDays(1), until);
    }

    /// <summary>Conditions of a track that ask a kind of department.</summary>
    public static IEnumerable<CleanRecordCondition> AskedOf(RoundRules rules, Track track, string kind) =>
        rules.Track(track).Conditions.OfType<CleanRecordCondition>().Where(c => c.Departments.Contains(kind, StringComparer.Ordinal));

    internal static IReadOnlySet<string> AskedCodes(RoundRules rules, Track track, string kind) => AskedOf(rules, track, kind).Select(c => c.Code).ToHashSet(StringComparer.Ordinal);

    /// <summary>The scan with the version that it shows; refused when that is not the present one.</summary>
    private StoredScan OfPresentVersion(ScanKind kind, StoredScan scan, string? code, string field, PaperBasis basis, Application application, RoundRules rules)
    {
        if (PaperVersion.Read(code) is not { } read)
        {
            throw new InvalidInputException(field, string.IsNullOrWhiteSpace(code) ? "请填写纸面右上角的校验码。" : "校验码有误，请对照纸面逐位核对。");
        }

        var version = PaperVersion.Of(kind, basis, application, this, rules);
        return string.Equals(read, version.Code, StringComparison.Ordinal)
            ? scan with { PaperCode = version.Code, PaperSha256 = version.Sha256 }
            : throw WrongVersion(kind, read);
    }

    /// <summary>Refuses a paper that the programme does not have.</summary>
    private static void RequirePaper(ScanKind kind, RoundRules rules)
    {
        if (kind == ScanKind.Certificate && CertificateWindow(rules) is null)
        {
            throw new RefusedException("no-certificate", "本奖项不要求无不良记录证明。");
        }
    }

    private DepartmentOpinionRule? RuleOf(string kind, RoundRules rules) =>
        rules.Pack.Recommendation.OpinionsOn(Way).FirstOrDefault(o => string.Equals(o.Kind, kind, StringComparison.Ordinal));

    private static void RequireChannel(Application application, Actor actor, string act)
    {
        actor.Require(Permission.Recommend);
        actor.RequireAuthority(application.ChannelCode);
        Moves.RequireAt(application.Position, Stage.Recommendation, act);
    }

    private void RequirePreReview(Application application, Actor actor, string act)
    {
        RequireChannel(application, actor, act);
        if (application.OpenCorrection is not null && act is ("推荐" or "退回修改"))
        {
            throw new RefusedException("correction-open", "该申报已退回申报人修改，收到修改后的材料才能办理。");
        }

        if (RecommendedAt is not null)
        {
            throw new RefusedException("already-recommended", $"推荐意见已经签署，不能再“{act}”。");
        }
    }
}
