using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.SiteVisits;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Deliberations;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Eligibility;
using QualityAward.Web.Pages.Experts;
using QualityAward.Web.Pages.Honours;
using QualityAward.Web.Pages.Presentations;
using QualityAward.Web.Pages.PublicNotices;
using QualityAward.Web.Pages.Recommendations;
using QualityAward.Web.Pages.Reports;
using QualityAward.Web.Pages.Scoring;
using QualityAward.Web.Pages.Shortlists;
using QualityAward.Web.Pages.SiteVisits;

namespace QualityAward.Web.Commands.Demo;

/// <summary>The scenes of a round (演示环节), each played through the operations by the accounts that would do it.</summary>
/// <param name="stage">Where it is played.</param>
/// <param name="rules">The round's rules.</param>
/// <param name="office">User name of the office that runs the round.</param>
public sealed class DemoScenes(DemoStage stage, RoundRules rules, string office = "office-lyg")
{
    public RoundRules Rules => rules;

    public Guid RoundId => rules.RoundId;

    /// <summary>Applicants say which page proves what (证据对应表), as far as applicants do: with some gaps, and a file that proves nothing that is named.</summary>
    public bool TiesEvidence { get; init; }

    /// <summary>Fills in the whole form with its files, and hands it in when asked to; else it stays half done: what a person sees who comes back the next day.</summary>
    public async Task<Guid> ApplyAsync(DemoApplicant who, bool submit = true)
    {
        var id = await FillAsync(who, half: !submit);
        if (submit)
        {
            await RefereesAsync(id, who);
            await stage.DoAsync<SubmitApplication>(who.UserName, (o, a) => o.RunAsync(id, a, stage.Cancel));
        }

        return id;
    }

    /// <summary>As many referees as the form wants are asked and answer; the mail is left out.</summary>
    private async Task RefereesAsync(Guid id, DemoApplicant who)
    {
        for (var number = 1; number <= (rules.Track(who.Kind).Form.Referees?.AtLeast ?? 0); number++)
        {
            var person = new RefereePerson("推荐人", "示例行业协会", $"{who.UserName}-referee{number}@example.com");
            var request = await stage.DoAsync<AskReferee, Guid>(who.UserName, (o, a) => o.RunAsync(id, person, a, stage.Cancel));
            var secret = LinkSecret.New();
            DateTimeOffset? until = ChinaCalendar.EndOf(stage.Today);
            await stage.ReadAsync(db => db.Set<AccountLetter>().Where(l => l.RefereeRequestId == request)
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.TokenHash, LinkSecret.HashOf(secret)).SetProperty(l => l.ExpiresAt, until).SetProperty(l => l.State, MailState.Sent), stage.Cancel));
            await stage.DoAsync<AnswerReferee>(who.UserName, (o, _) => o.RunAsync(secret, "该组织长期坚持质量第一，产品质量稳定，顾客评价良好。", true, stage.Cancel));
        }
    }

    /// <summary>What came in on paper: the office registers it with its scan and, when asked to, types it in and hands it in on the applicant's behalf.</summary>
    public async Task<Guid> EnterOnPaperAsync(DemoApplicant who, string reason, bool submit)
    {
        var entry = new PaperEntry(RoundId, who.Kind, who.Name, who.Identifier, who.Channel, reason, stage.Today);
        var id = await stage.DoAsync<EnterOnBehalf, Guid>(office, (o, a) => o.RunAsync(entry, new ScanUpload(DemoFiles.Pdf("Paper"), "纸质申报原件扫描件.pdf"), a, stage.Cancel));
        await FillInAsync(id, who, office, half: !submit);
        if (submit)
        {
            await stage.DoAsync<SubmitApplication>(office, (o, a) => o.RunAsync(id, a, stage.Cancel));
        }

        return id;
    }

    /// <summary>A draft, filled in with its files as far as asked.</summary>
    public async Task<Guid> FillAsync(DemoApplicant who, bool half = false)
    {
        var application = await stage.DoAsync<StartApplication, Application>(who.UserName, (o, a) => o.RunAsync(RoundId, who.Kind, who.Channel, a, stage.Cancel));
        await FillInAsync(application.Id, who, who.UserName, half);
        return application.Id;
    }

    private async Task FillInAsync(Guid id, DemoApplicant who, string typist, bool half)
    {
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, stage.Today);
        var whole = rules.Track(who.Kind).Form;
        var chosen = rules.VariantChosenIn(who.Kind, id => whole.Section(id) is { } section ? DemoAnswers.Fill(section, who, context) : Answers.Empty);
        var form = whole.ForVariant(chosen?.Code);
        var ties = TiesEvidence && string.Equals(typist, who.UserName, StringComparison.Ordinal);
        // Who proves already what is written has written the texts.
        var sections = half ? [.. form.Sections.Where((s, i) => i < form.Sections.Count / 2 || (ties && s.Questions.Any(q => q is NarrativeQuestion)))] : form.Sections;
        foreach (var section in sections)
        {
            var answers = DemoAnswers.Fill(section, who, context);
            await stage.DoAsync<SaveSection>(typist, (o, a) => o.RunAsync(id, section.Id, answers, 0, a, stage.Cancel));
            foreach (var question in section.Questions.Where(q => !q.Optional && q is FileQuestion or PhotoQuestion))
            {
                await AttachAsync(id, section.Id, question, who, typist);
            }
        }

        if (ties)
        {
            await ProveAsync(id, form, rules.Criteria(who.Kind, chosen?.Code), who);
        }
    }

    /// <summary>A file for each group of the criteria, with the pages that prove each of its items; every third group leaves its last item without proof.</summary>
    private async Task ProveAsync(Guid id, FormDefinition form, CriteriaSet criteria, DemoApplicant who)
    {
        const int Pages = 4;
        if (form.Sections.SelectMany(s => s.Questions.OfType<FileQuestion>().Where(q => q.General).Select(q => (Section: s, Question: q))).LastOrDefault() is not { Question: { } question, Section: { } section })
        {
            return;
        }

        var groups = EvidenceTargets.All(form, criteria).Where(t => t.Kind == EvidenceTargetKind.Item).GroupBy(t => t.Group, StringComparer.Ordinal).Select((items, i) => (Items: items.ToList(), Leaves: i % 3 == 2 ? 1 : 0)).ToList();
        foreach (var (items, leaves) in groups)
        {
            var file = await AttachAsync($"{items[0].Group.Split(' ')[^1]}证实性材料", items.Count * Pages);
            for (var i = 0; i < items.Count - leaves; i++)
            {
                var link = EvidenceLink.Of(EvidenceTargetKind.Item, items[i].Code, (i * Pages) + 1, (i * Pages) + (i % 2 == 0 ? Pages : 1));
                await stage.DoAsync<TieEvidence>(who.UserName, (o, a) => o.AddAsync(id, file, link, a, stage.Cancel));
            }
        }

        if (groups.Count > 0)
        {
            await AttachAsync(who.Kind == Track.Organisation ? "厂区和生产线照片说明" : "获奖和交流活动照片说明", 2);
        }

        async Task<Guid> AttachAsync(string heading, int pages)
        {
            await using var file = DemoFiles.Material(heading, who.Name, pages);
            return (await stage.DoAsync<AttachFile, Attachment>(who.UserName, (o, a) => o.RunAsync(id, section.Id, question.Id, file, heading + ".pdf", a, stage.Cancel))).Id;
        }
    }

    /// <summary>Pre-review, opinions, scans and the office's recommendation; then the government's signature when asked to.</summary>
    public async Task RecommendAsync(Guid id, DemoApplicant who, bool endorse = true, bool handIn = true)
    {
        var channel = await stage.ReadAsync(db => db.Users.Where(u => u.AuthorityCode == who.Channel && u.Role == Domain.Access.Role.RecommendingOffice).Select(u => u.UserName!).FirstAsync(stage.Cancel));
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, stage.Today);
        foreach (var section in rules.Pack.Recommendation.FormOf(who.Kind).Sections)
        {
            await stage.DoAsync<PreReviewApplication>(channel, (o, a) => o.RunAsync(id, section.Id, DemoAnswers.Fill(section, who, context), 0, a, stage.Cancel));
        }

        foreach (var opinion in rules.Pack.Recommendation.Opinions.Where(o => o.Need == OpinionNeed.Required))
        {
            var content = new OpinionContent(opinion.Kind, OpinionFinding.Clear, null, [], "经核查，证明期间内未发现不良记录。", stage.Today, null);
            await stage.DoAsync<RecordDepartmentOpinion>(channel, (o, a) => o.RunAsync(id, content, null, a, stage.Cancel));
        }

        foreach (var kind in rules.Pack.Recommendation.CleanRecordCertificate is null ? [ScanKind.StampedOpinion] : new[] { ScanKind.Certificate, ScanKind.StampedOpinion })
        {
            var version = await stage.DoAsync<PrintPaper, PaperVersion>(channel, (o, a) => o.RegisterAsync(id, kind, a, stage.Cancel));
            await stage.DoAsync<AttachScan>(channel, (o, a) => o.RunAsync(id, kind, Scan($"{kind} {who.UserName}", Recommendation.NameOf(kind)), version.Code, null, a, stage.Cancel));
        }

        await stage.DoAsync<RecommendApplication>(channel, (o, a) => o.RunAsync(id, "经审核，申报材料真实完整，符合申报条件，同意推荐。", a, stage.Cancel));
        if (endorse)
        {
            var signed = await stage.DoAsync<PrintPaper, PaperVersion>(channel, (o, a) => o.RegisterAsync(id, ScanKind.Endorsement, a, stage.Cancel));
            await stage.DoAsync<EndorseRecommendation>(channel, (o, a) => o.RunAsync(id, stage.Today, "同意推荐。", Scan($"Endorsement {who.UserName}", Recommendation.NameOf(ScanKind.Endorsement)), signed.Code, a, stage.Cancel));
            if (handIn)
            {
                await stage.DoAsync<HandInRecommendations>(channel, (o, a) => o.RunAsync(RoundId, null, a, stage.Cancel));
            }
        }
    }

    /// <summary>Hands in everything that the office has signed, as one batch.</summary>
    public Task HandInAsync(string channel) => stage.DoAsync<HandInRecommendations>(channel, (o, a) => o.RunAsync(RoundId, null, a, stage.Cancel));

    /// <summary>Asks departments about applicants, for the certificate's window; all that must be asked when no kind is named.</summary>
    public Task AskAsync(string channel, IReadOnlyCollection<Guid> cases, DateOnly dueOn, DateOnly? remindOn, params string[] kinds)
    {
        var (from, until) = Recommendation.CertificateWindow(rules)!.Value;
        string[] asked = kinds is [] ? [.. rules.Pack.Recommendation.Opinions.Where(o => o.Need == OpinionNeed.Required).Select(o => o.Kind)] : kinds;
        return stage.DoAsync<RequestDepartmentOpinions>(channel, (o, a) => o.RunAsync(cases, asked, from, until, new AskedUntil(dueOn, remindOn, "请核查有无不良记录。"), a, stage.Cancel));
    }

    /// <summary>A department answers on line.</summary>
    public async Task AnswerAsync(string department, OpinionContent opinion, params Guid[] cases)
    {
        var code = (await stage.AsAsync(department)).AuthorityCode;
        var requests = await stage.ReadAsync(db => db.Set<OpinionRequest>().Where(r => r.RoundId == RoundId && r.DepartmentCode == code && cases.Contains(r.ApplicationId)).Select(r => r.Id).ToListAsync(stage.Cancel));
        await stage.DoAsync<AnswerDepartmentOpinions>(department, (o, a) => o.RunAsync(requests, opinion, null, a, stage.Cancel));
    }

    /// <summary>The office confirms each condition as computed, giving a reason where a person must judge, and accepts.</summary>
    public async Task AcceptAsync(Guid id)
    {
        await ConfirmAsync(id);
        if (await CaseAsync(id) is { VariantByOffice: true, CriteriaVariant: var variant })
        {
            await stage.DoAsync<DetermineVariant>(office, (o, a) => o.RunAsync(id, variant, null, null, a, stage.Cancel));
        }

        await stage.DoAsync<AcceptApplication>(office, (o, a) => o.RunAsync(id, null, a, stage.Cancel));
    }

    public async Task ConfirmAsync(Guid id)
    {
        var application = await stage.ReadAsync(db => db.Applications.AsNoTracking().Include(a => a.Submissions).SingleAsync(a => a.Id == id, stage.Cancel));
        var computed = await stage.DoAsync<EvaluateConditions, EvaluatedConditions>(office, (o, _) => o.RunAsync(application, rules, stage.Cancel));
        var answers = computed.Verdicts.Select(v => v.Outcome is VerdictOutcome.Met or VerdictOutcome.NotApplicable
            ? new ConditionAnswer(v.ConditionCode, v.Outcome, null)
            : new ConditionAnswer(v.ConditionCode, VerdictOutcome.Met, "经查阅申报材料和部门意见，符合条件。")).ToList();
        await stage.DoAsync<ConfirmCondition>(office, (o, a) => o.RunAsync(id, answers, null, a, stage.Cancel));
    }

    public Task ReturnForCorrectionAsync(Guid id, string sectionId, string remark, DateOnly dueOn) =>
        stage.DoAsync<ReturnForCorrection>(office, (o, a) => o.RunAsync(id, [new CorrectionSection(sectionId, remark)], dueOn, null, a, stage.Cancel));

    /// <summary>Forms a panel, assigns every accepted case of the track to it, takes the declarations and opens the document review.</summary>
    public async Task OpenReviewAsync(Track track, string leader, params string[] experts)
    {
        var members = new List<Guid>();
        foreach (var userName in (string[])[leader, .. experts])
        {
            members.Add((await stage.AsAsync(userName)).UserId);
        }

        var panel = await stage.DoAsync<FormPanel, Guid>(office, (o, a) => o.RunAsync(RoundId, track, TrackNames.Of(track) + "评审组", members, members[0], a, stage.Cancel));
        await stage.DoAsync<AssignPanel>(office, (o, a) => o.RunAsync(panel, null, a, stage.Cancel));
        var cases = await CasesAsync(track, Stage.DocumentReview);
        foreach (var id in cases)
        {
            foreach (var userName in (string[])[leader, .. experts])
            {
                await stage.DoAsync<DeclareInterest>(userName, (o, a) => o.RunAsync(id, null, null, a, stage.Cancel));
            }
        }

        await stage.DoAsync<OpenDocumentReview>(office, (o, a) => o.RunAsync(panel, a, stage.Cancel));
    }

    /// <summary>Every named expert marks the case; <paramref name="level"/> is about what share of the points it deserves. The first item is left apart for the consensus.</summary>
    public async Task ScoreAsync(Guid id, Stage at, decimal level, string leader, params string[] experts)
    {
        var criteria = await CriteriaAsync(id);
        await MarkAsync(id, at, level, [leader, .. experts]);
        var first = criteria.Items.First();
        if (criteria.Mode == ScoringMode.Percentage && at == Stage.DocumentReview)
        {
            await stage.DoAsync<ReachConsensus>(leader, (o, a) => o.RunAsync(id, at, first.Code, Grid(criteria, first, level), "分差较大，经合议核对证据后一致同意。", a, stage.Cancel));
        }
    }

    /// <summary>These experts mark the case and hand in their sheets, the first of them leniently on the first item.</summary>
    public async Task MarkAsync(Guid id, Stage at, decimal level, params string[] experts)
    {
        var criteria = await CriteriaAsync(id);
        for (var e = 0; e < experts.Length; e++)
        {
            var marks = criteria.Items.Select((item, i) => Mark(criteria, item, i, e, level, at)).ToList();
            await stage.DoAsync<SaveScores>(experts[e], (o, a) => o.RunAsync(id, at, marks, null, a, stage.Cancel));
            await stage.DoAsync<SubmitScoreSheet>(experts[e], (o, a) => o.RunAsync(id, at, a, stage.Cancel));
        }
    }

    public Task CloseDocumentReviewAsync(Guid id) => stage.DoAsync<CloseDocumentReview>(office, (o, a) => o.RunAsync(id, a, stage.Cancel));

    /// <summary>Site visit and presentation as the track has them, marked and signed.</summary>
    public async Task VisitAsync(Guid id, DemoApplicant who, decimal level, string leader, params string[] experts)
    {
        while ((await CaseAsync(id)).Position is { IsOpen: true, Stage: Stage.SiteVisit or Stage.Presentation } position)
        {
            if (position.Stage == Stage.SiteVisit)
            {
                var issues = await stage.DoAsync<ReviewCases, IReadOnlyList<VisitIssue>>(leader, async (o, a) => (await o.GetAsync(id, Stage.DocumentReview, a, stage.Cancel)).VisitIssues());
                var record = new VisitRecord(
                    stage.Today, who.Name + "生产现场", "专家组全体成员、申报组织负责人和质量部门",
                    [.. issues.Select(i => new VisitFinding(i.Key, i.Item, i.Text, "现场查看记录并访谈员工，与申报材料一致。"))], "现场管理规范，员工熟悉质量目标。");
                await stage.DoAsync<RecordSiteVisit>(leader, (o, a) => o.RunAsync(id, record, a, stage.Cancel));
                await ScoreAsync(id, Stage.SiteVisit, level, leader, experts);
                await stage.DoAsync<SignSiteReport>(leader, (o, a) => o.RunAsync(id, a, stage.Cancel));
            }
            else
            {
                var record = new Domain.Presentations.PresentationRecord(stage.Today, "市市场监督管理局会议室", "专家组全体成员、申报人", "申报人陈述 15 分钟，专家问询 10 分钟，回答清楚、数据充分。");
                await stage.DoAsync<RecordPresentation>(leader, (o, a) => o.RunAsync(id, record, a, stage.Cancel));
                await ScoreAsync(id, Stage.Presentation, level, leader, experts);
                await stage.DoAsync<SignPresentation>(leader, (o, a) => o.RunAsync(id, a, stage.Cancel));
            }
        }
    }

    public Task ReportAsync(Guid id, string leader, string? tier) => stage.DoAsync<WritePanelReport>(leader, (o, a) => o.RunAsync(
        id, "质量战略清晰，过程改进机制有效，主要结果逐年向好。", "结果的标杆比对范围可再扩大，供应链质量数据应更及时。", tier, "经评审，专家组形成上述意见。", a, stage.Cancel));

    /// <summary>The proposed list, confirmed.</summary>
    public async Task ShortlistAsync(params (Guid Id, string Tier)[] choices)
    {
        var proposal = new ShortlistProposal
        {
            Choices = [.. choices.Select(c => new TierChoice(c.Id, c.Tier))],
            Report = "经会同有关部门审议专家组评审报告，综合评价各申报组织和个人的管理水平、经营结果和社会贡献，提出建议名单。",
            Departments = "市发展改革委、市工业和信息化局、市生态环境局、市应急管理局、市市场监督管理局",
        };
        await stage.DoAsync<ProposeShortlist>(office, (o, a) => o.RunAsync(RoundId, proposal, null, a, stage.Cancel));
        await stage.DoAsync<ConfirmShortlist>(office, (o, a) => o.RunAsync(RoundId, a, stage.Cancel));
    }

    /// <summary>All members present, all in favour.</summary>
    /// <param name="names">User names of the committee's members; none: the demo's five.</param>
    public async Task DeliberateAsync(params string[] names)
    {
        names = names is [] ? ["member1", "member2", "member3", "member4", "member5"] : names;
        var members = new List<Guid>();
        foreach (var name in names)
        {
            members.Add((await stage.AsAsync(name)).UserId);
        }

        var meeting = await stage.DoAsync<ConveneMeeting, Meeting>(office, (o, a) => o.RunAsync(RoundId, stage.Today, "市政府第二会议室", "委员一", members, a, stage.Cancel));
        await stage.DoAsync<OpenBallot>(office, (o, a) => o.RunAsync(meeting.Id, members, [], a, stage.Cancel));
        foreach (var name in names)
        {
            var votes = meeting.Cases.ToDictionary(c => c.ApplicationId, _ => Vote.Yes);
            await stage.DoAsync<CastBallot>(name, (o, a) => o.RunAsync(meeting.Id, votes, a, stage.Cancel));
        }

        await stage.DoAsync<CloseBallot>(office, (o, a) => o.RunAsync(meeting.Id, "会议听取了综合评价报告，审议了建议名单并进行表决，全体到会委员同意。", a, stage.Cancel));
    }

    public async Task<Guid> PublishNoticeAsync() => (await stage.DoAsync<PublishNotice, Notice>(office, (o, a) => o.RunAsync(RoundId, a, stage.Cancel))).Id;

    public Task EndNoticeAsync(Guid notice) => stage.DoAsync<EndNotice>(office, (o, a) => o.RunAsync(notice, a, stage.Cancel));

    /// <summary>The government approves, the office proclaims and pays.</summary>
    public async Task ProclaimAsync(string documentNumber)
    {
        await stage.DoAsync<RecordApproval, Approval>(office, (o, a) => o.RunAsync(
            RoundId, new ApprovalRecord(documentNumber, stage.Today, new Dictionary<Guid, string>()), "批准文件.pdf", DemoFiles.Pdf("Approval"), a, stage.Cancel));
        await stage.DoAsync<Proclaim>(office, (o, a) => o.RunAsync(RoundId, a, stage.Cancel));
    }

    public async Task PayAllAsync()
    {
        var prizes = await stage.ReadAsync(db => db.Set<PrizeDue>().Where(p => p.RoundId == RoundId).Select(p => p.Id).ToListAsync(stage.Cancel));
        for (var i = 0; i < prizes.Count; i++)
        {
            var (id, voucher) = (prizes[i], $"记-{stage.Today.Year}-{i + 101}");
            await stage.DoAsync<RecordPrizePayment>(office, (o, a) => o.RunAsync(id, stage.Today, voucher, a, stage.Cancel));
        }
    }

    private Task<Application> CaseAsync(Guid id) => stage.ReadAsync(db => db.Applications.AsNoTracking().SingleAsync(a => a.Id == id, stage.Cancel));

    private async Task<CriteriaSet> CriteriaAsync(Guid id)
    {
        var application = await CaseAsync(id);
        return rules.Criteria(application.Track, application.CriteriaVariant);
    }

    private Task<List<Guid>> CasesAsync(Track track, Stage at) => stage.ReadAsync(db => db.Applications
        .Where(a => a.RoundId == RoundId && a.Track == track && a.Position.Stage == at && a.Position.Ending == null).Select(a => a.Id).ToListAsync(stage.Cancel));

    private async Task AttachAsync(Guid id, string sectionId, Question question, DemoApplicant who, string typist)
    {
        var photos = question as PhotoQuestion;
        for (var i = 0; i < Math.Max(1, photos?.MinFiles ?? 1); i++)
        {
            await using var file = photos is null ? DemoFiles.Pdf($"{question.Id} {who.UserName}") : DemoFiles.Picture((who.UserName.GetHashCode(StringComparison.Ordinal) & 63) + i);
            var name = photos is null ? question.Label + ".pdf" : $"{question.Label}{i + 1}.png";
            await stage.DoAsync<AttachFile>(typist, (o, a) => o.RunAsync(id, sectionId, question.Id, file, name, a, stage.Cancel));
        }
    }

    /// <param name="title">On the page, whose font has no Chinese.</param>
    private static ScanUpload Scan(string title, string name) => new(DemoFiles.Pdf(title), name + ".pdf");

    private static Mark Mark(CriteriaSet criteria, CriteriaItem item, int index, int expert, decimal level, Stage at)
    {
        var spread = index == 0 && expert == 0 && criteria.Mode == ScoringMode.Percentage && at == Stage.DocumentReview ? 0.25m : 0m;
        return new Mark(item.Code)
        {
            Value = Grid(criteria, item, Math.Min(1m, level + spread + ((index + expert) % 2 * 0.05m))),
            Strengths = $"{item.Title}方面方法系统，展开到主要部门，有数据支持。",
            Opportunities = index % 3 == 0 ? "可增加与标杆的比对。" : null,
            Evidence = "见自评报告相应条款及证实性材料",
            VisitIssue = index == 0 && at == Stage.DocumentReview ? "核对改进项目台账和现场实施记录。" : null,
        };
    }

    /// <summary>The share on the grid of the criteria: percent, or points of the item.</summary>
    private static decimal Grid(CriteriaSet criteria, CriteriaItem item, decimal share)
    {
        var full = criteria.Mode == ScoringMode.Percentage ? 100m : item.Points!.Value;
        return Math.Floor(full * share / criteria.Step) * criteria.Step;
    }
}
