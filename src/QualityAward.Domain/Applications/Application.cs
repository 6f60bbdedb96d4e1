using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Applications;

/// <summary>An application of an organisation or person in a round (申报). What experts judge is its frozen submission, never the draft.</summary>
public sealed partial class Application : AggregateRoot
{
    private const double Megabyte = 1024 * 1024;

    private readonly List<ApplicationSection> _sections = [];
    private readonly List<Attachment> _attachments = [];
    private readonly List<Submission> _submissions = [];
    private readonly List<Correction> _corrections = [];
    private readonly List<KeptAnswers> _kept = [];

    private Application()
    {
    }

    public Guid RoundId { get; private init; }

    /// <summary>Authority whose office runs the round; kept here so that every list is cut by area without a join.</summary>
    public string AuthorityCode { get; private init; } = "";

    public Track Track { get; private init; }

    public Guid PartyId { get; private init; }

    /// <summary>The account that answers for it (申报负责人); others may work on it as collaborators.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>Name of the applicant as registered.</summary>
    public string ApplicantName { get; private init; } = "";

    /// <summary>The recommending office it goes through: a county, zone or department.</summary>
    public string ChannelCode { get; private set; } = "";

    public CasePosition Position { get; private init; } = new();

    /// <summary>Receipt number of the first submission; kept through corrections.</summary>
    public string? ReceiptNumber { get; private set; }

    /// <summary>The pinned pack whose form it is written on; a newer form of the round is taken over by <c>Upgrade</c> only.</summary>
    public string PackHash { get; private set; } = "";

    /// <summary>Variant of the criteria by which the case is judged (评分类别); null where they have none, or not known yet.</summary>
    public string? CriteriaVariant { get; private set; }

    /// <summary>True when the applicant's kind has no variant of its own, so that the office determines the one to go by.</summary>
    public bool VariantByOffice { get; private set; }

    /// <summary>Who determined it at the office; null: nobody yet, or the applicant's own answer does.</summary>
    public string? VariantDeterminedBy { get; private set; }

    public string? VariantReason { get; private set; }

    /// <summary>What ties the organisation to its head, or the head to the organisation, as handed in.</summary>
    public HeadTies HeadTies { get; private init; } = new();

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>Why the case ended, as written by who ended it.</summary>
    public string? EndingReason { get; private set; }

    public IReadOnlyList<ApplicationSection> Sections => _sections;

    public IReadOnlyList<Attachment> Attachments => _attachments;

    /// <summary>Frozen copies, oldest first.</summary>
    public IReadOnlyList<Submission> Submissions => _submissions;

    public IReadOnlyList<Correction> Corrections => _corrections;

    /// <summary>Answers that newer versions of the form have no place for, until the owner has seen to them.</summary>
    public IReadOnlyList<KeptAnswers> Kept => _kept;

    /// <summary>The correction that waits for the applicant, if any.</summary>
    public Correction? OpenCorrection => _corrections.Find(c => c.ClosedAt is null);

    public static Application Start(Guid id, RoundRules rules, Track track, Guid partyId, string applicantName, string channelCode, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Apply);
        rules.Track(track);
        rules.Round.WindowFor(partyId).RequireOpen(now);
        var application = new Application
        {
            Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode, Track = track, PartyId = partyId, OwnerId = actor.UserId,
            ApplicantName = applicantName, ChannelCode = channelCode, StartedAt = now, PackHash = rules.Round.FormHash(track),
        };
        application.Position.Since = now;
        application._collaborators.Add(Collaborator.Owner(id, id, actor, now));
        application.Record(new CaseEvent(id, "StartApplication", actor, now, $"开始申报：{rules.Round.Name}（{TrackNames.Of(track)}）") { PublicText = "开始填写申报材料" });
        return application;
    }

    /// <summary>
    /// Begins an application that came in on paper (代录): the office types it in with the right to submit; it belongs to the applicant's account, or to
    /// whoever types it in until the applicant has one.
    /// </summary>
    /// <param name="owner">The applicant's account; null: it has none.</param>
    public static Application StartOnBehalf(
        Guid id, Guid ownerId, RoundRules rules, Track track, Guid partyId, string applicantName, string channelCode, Actor? owner, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.EnterOnBehalf);
        actor.RequireAuthority(rules.Round.AuthorityCode);
        rules.Track(track);
        rules.Round.WindowFor(partyId).RequireOpen(now);
        var application = new Application
        {
            Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode, Track = track, PartyId = partyId, OwnerId = (owner ?? actor).UserId,
            ApplicantName = applicantName, ChannelCode = channelCode, StartedAt = now, PackHash = rules.Round.FormHash(track),
        };
        application.Position.Since = now;
        application._collaborators.Add(Collaborator.Owner(ownerId, id, owner ?? actor, now));
        if (owner is not null)
        {
            application._collaborators.Add(Collaborator.Office(id, id, actor, now));
        }

        return application;
    }

    /// <summary>
    /// The applicant registered after the office began to type: the office has made sure whose account it is and hands the application over (移交代录的申报).
    /// </summary>
    public void HandToApplicant(Guid collaboratorId, Actor applicant, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.EnterOnBehalf);
        RequireOwner(actor);
        applicant.Require(Permission.Apply);
        _collaborators.Find(c => c.State == CollaboratorState.Active && c.Right == CaseRight.Own)!.Right = CaseRight.Submit;
        _collaborators.Add(Collaborator.Owner(collaboratorId, Id, applicant, now));
        OwnerId = applicant.UserId;
        Record(new CaseEvent(Id, "HandToApplicant", actor, now, "核实申报人账号，移交代录的申报") { PublicText = "代录的申报移交申报人", ConcernedAccount = applicant.UserId });
    }

    /// <summary>When this applicant may fill in and submit.</summary>
    public ApplicationWindow WindowOf(Round round) => round.WindowFor(PartyId);

    /// <summary>True while the owner may change this section: a draft within the window, or a section returned for correction.</summary>
    public bool MayEdit(string sectionId, Round round, DateTimeOffset now) =>
        Position.IsOpen && (Position.Stage == Stage.Application
            ? WindowOf(round).IsOpen(now)
            : OpenCorrection is { } correction && now < ChinaCalendar.EndOf(correction.DueOn)
                && correction.Sections.Any(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal)));

    /// <summary>
    /// Saves a section's answers as typed, complete or not; drafts leave no audit entry until submitted.
    /// <paramref name="expectedVersion"/> is the version the person saw; with a newer one in the store the two texts are merged field by field.
    /// </summary>
    /// <param name="basis">The text of <paramref name="expectedVersion"/> when it is not the stored one; null: not known any more.</param>
    /// <exception cref="SectionConflictException">Both changed the same field differently; nothing is saved.</exception>
    public ApplicationSection SaveSection(string sectionId, Answers answers, int expectedVersion, RoundRules rules, Actor actor, DateTimeOffset now, Answers? basis = null)
    {
        RequireRight(CaseRight.Edit, actor);
        RequireEditable(sectionId, rules.Round, now);
        var definition = RequireSection(sectionId, rules);
        var section = SectionOf(sectionId);
        // A masked number that came back unchanged is the stored one, or the one that this person began from.
        answers = answers.Marked(definition).Unmasked(definition, section.Answers);
        section.Save(definition, basis is null ? answers : answers.Unmasked(definition, basis), expectedVersion, basis, actor.Name, now);
        TakeVariant(rules);
        return section;
    }

    /// <summary>The question a file is given to; refuses, before anything is uploaded, when the question takes none or is full.</summary>
    public Question RequireRoomForFile(string sectionId, string questionId, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Edit, actor);
        RequireEditable(sectionId, rules.Round, now);
        var question = RequireSection(sectionId, rules).Question(questionId);
        if (question is null || SectionCheck.MaxFiles(question) is not { } most)
        {
            throw new RefusedException("no-such-question", "申报表的这一处不接收附件。");
        }

        var present = _attachments.Count(a => string.Equals(a.SectionId, sectionId, StringComparison.Ordinal) && string.Equals(a.QuestionId, questionId, StringComparison.Ordinal));
        return present < most
            ? question
            : throw new RefusedException("too-many-files", $"“{question.Label}”最多上传 {most} 个文件，请先删除不需要的文件再上传。");
    }

    /// <summary>Refuses when all files together would become larger than the form or the round allows.</summary>
    /// <param name="reserved">Bytes of uploads under way.</param>
    public void RequireSpace(long length, long reserved, RoundRules rules)
    {
        var limit = rules.UploadLimit(Track);
        var used = _attachments.Sum(a => a.Length) + reserved;
        if (used + length > limit)
        {
            throw new RefusedException("over-quota", string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"一份申报的附件合计不超过 {limit / Megabyte:0.#} MB，已用 {used / Megabyte:0.#} MB，这个文件有 {length / Megabyte:0.#} MB。请压缩文件，或删除不需要的附件后再上传。"));
        }
    }

    public void Attach(Attachment attachment, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRoomForFile(attachment.SectionId, attachment.QuestionId, rules, actor, now);
        RequireSpace(attachment.Length, 0, rules);
        _attachments.Add(attachment);
    }

    /// <summary>Says what a file proves, and on which pages (证据对应).</summary>
    public void AddEvidence(Guid attachmentId, EvidenceLink link, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var attachment = RequireOwnFile(attachmentId, rules, actor, now);
        if (EvidenceTargets.Find(Filled(rules.Track(Track).Form, new FormContext(rules.Round.Year, rules.Round.ClosesOn, ChinaCalendar.DateOf(now))).AskedForm, rules, Track, link.Kind, link.Code) is null)
        {
            throw new InvalidInputException("Input.Target", "请选择这个文件证明的条目或字段。");
        }

        attachment.AddEvidence(link);
    }

    public void RemoveEvidence(Guid attachmentId, EvidenceLink link, RoundRules rules, Actor actor, DateTimeOffset now) =>
        RequireOwnFile(attachmentId, rules, actor, now).RemoveEvidence(link);

    public Attachment Detach(Guid attachmentId, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var attachment = RequireOwnFile(attachmentId, rules, actor, now);
        _attachments.Remove(attachment);
        if (!_attachments.Exists(a => string.Equals(a.SectionId, attachment.SectionId, StringComparison.Ordinal) && string.Equals(a.QuestionId, attachment.QuestionId, StringComparison.Ordinal)))
        {
            // Nothing is left that could be confirmed.
            _sections.Find(s => string.Equals(s.SectionId, attachment.SectionId, StringComparison.Ordinal))?.Confirm([attachment.QuestionId]);
        }

        return attachment;
    }

    /// <summary>
    /// Freezes the answers and files and hands the case in (提交). The operation passes the receipt number and every problem that the form's
    /// check and the hard conditions found; all of them are reported at once.
    /// </summary>
    public Submission Submit(Guid submissionId, string receiptNumber, FrozenContent content, IReadOnlyList<InputProblem> problems, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Submit, actor);
        var correcting = OpenCorrection;
        if (correcting is null)
        {
            Moves.RequireAt(Position, Stage.Application, "提交申报");
            WindowOf(rules.Round).RequireOpen(now);
            if (IsOutdated(rules.Round))
            {
                throw new RefusedException("form-outdated", $"申报表已有第{rules.Round.CurrentForm(Track)!.Number}版，请先在申报总览中更新到新版申报表，核对后再提交；已填写的内容全部保留。");
            }
        }
        else if (now >= ChinaCalendar.EndOf(correcting.DueOn))
        {
            throw Overdue(correcting);
        }

        InvalidInputException.ThrowIfAny(problems);
        TakeVariant(rules);
        if (rules.VariantChosenIn(Track, AnswersOf) is { Missing: { } reference })
        {
            throw new InvalidInputException($"section.{reference[..reference.IndexOf('.', StringComparison.Ordinal)]}", VariantMissing(rules, Track, reference));
        }

        var submission = new Submission(submissionId, Id, _submissions.Count + 1, content, PackHash, actor.Name, now);
        _submissions.Add(submission);
        ReceiptNumber ??= receiptNumber;
        if (correcting is null)
        {
            SubmittedAt = now;
            Moves.Advance(Position, rules.Track(Track).Stages, Stage.Application, InStead(actor), now);
            Record(new CaseEvent(Id, "SubmitApplication", actor, now, $"提交申报材料，第{submission.Number}版，校验值 {submission.Sha256[..12]}") { PublicText = "提交申报材料", NewValue = submission.Sha256 });
        }
        else
        {
            correcting.Close(now);
            Record(new CaseEvent(Id, "CorrectApplication", actor, now, $"提交补正材料，第{submission.Number}版，校验值 {submission.Sha256[..12]}") { PublicText = "提交补正材料", NewValue = submission.Sha256 });
        }

        return submission;
    }

    /// <summary>The draft as a submission would freeze it: the answers and files of everything that is asked. What is hidden stays in the draft.</summary>
    public FrozenContent Freeze(FormDefinition form, FormContext context)
    {
        var filled = Filled(form, context);
        return new FrozenContent(
            filled.AllAnswers(),
            [.. _attachments.Where(IsHandedIn)
                .OrderBy(a => a.UploadedAt).ThenBy(a => a.Id).Select(a => new FrozenFile(a.Id, a.SectionId, a.QuestionId, a.FileName, a.Sha256, a.Length, a.ContentType) { Pages = a.Pages, Evidence = a.Evidence })])
        {
            CriteriaVariant = CriteriaVariant,
        };

        bool IsHandedIn(Attachment file) => file.AsideSince is null && (form.Section(file.SectionId) is not { } section || section.Question(file.QuestionId) is not { } question
            || (filled.Form.Section(file.SectionId) is not null && filled.IsAsked(section, question)));
    }

    /// <summary>The form with the draft's answers; parts for another variant of the criteria are left out.</summary>
    public FilledForm Filled(FormDefinition form, FormContext context) => new(form.ForVariant(CriteriaVariant), AnswersOf, context);

    /// <summary>
    /// The office says by which variant an applicant is judged whose kind has none of its own (确定评分类别): the one that the applicant named, or another with a reason.
    /// </summary>
    public void DetermineVariant(string? code, string? reason, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ReviewEligibility);
        actor.RequireAuthority(AuthorityCode);
        Moves.RequireAt(Position, Stage.EligibilityReview, "确定评分类别");
        if (OpenCorrection is not null)
        {
            throw new RefusedException("correction-open", "该申报正在补正，收到补正材料后才能办理。");
        }

        if (!rules.HasVariants(Track))
        {
            throw new RefusedException("no-variants", "本奖项的评价准则不分类别。");
        }

        if (!VariantByOffice)
        {
            throw new RefusedException("variant-by-applicant", "该申报人的类别在评价准则中单独列出，评分类别随申报人填写的类别确定；填写有误的，请退回补正。", rules.VariantClause(Track));
        }

        if (rules.VariantTitle(Track, code) is not { } title)
        {
            throw new InvalidInputException("Input.Variant", "请选择参照的评分类别。");
        }

        if (!string.Equals(code, CriteriaVariant, StringComparison.Ordinal) && string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.VariantReason", $"{(VariantDeterminedBy is null ? "申报人参照" : "已确定参照")}“{rules.VariantTitle(Track, CriteriaVariant)}”，改按“{title}”评审须写明理由。");
        }

        var before = VariantDeterminedBy is null ? null : rules.VariantTitle(Track, CriteriaVariant);
        CriteriaVariant = code;
        VariantDeterminedBy = actor.Name;
        VariantReason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        Record(new CaseEvent(Id, "DetermineVariant", actor, now, $"确定评分类别：{title}") { OldValue = before, NewValue = title, Reason = VariantReason });
    }

    /// <summary>Refuses while it is not known by which variant the case is judged, or the office has not said so where it must.</summary>
    public void RequireVariant(RoundRules rules)
    {
        if (rules.HasVariants(Track) && (CriteriaVariant is null || (VariantByOffice && VariantDeterminedBy is null)))
        {
            throw new RefusedException("criteria-variant-not-chosen", "申报人类别在评价准则中没有单独列出，请先确定参照哪一类别评审。", rules.VariantClause(Track));
        }
    }

    /// <summary>What is said at the field whose answer chooses the variant, while it is missing.</summary>
    public static string VariantMissing(RoundRules rules, Track track, string reference) => $"请选择“{rules.Track(track).Form.Find(reference)?.Label}”，评价准则按它分别评分。";

    /// <summary>Takes over the variant that the answers name; the office's word stands as long as the applicant's kind leaves it to the office.</summary>
    private void TakeVariant(RoundRules rules)
    {
        if (rules.VariantChosenIn(Track, AnswersOf) is not { } chosen || (chosen.ByOffice && VariantDeterminedBy is not null))
        {
            return;
        }

        CriteriaVariant = chosen.Code;
        VariantByOffice = chosen.ByOffice;
        VariantDeterminedBy = null;
        VariantReason = null;
    }

    /// <summary>True while a newer version of the form waits for this draft.</summary>
    public bool IsOutdated(Round round) =>
        Position is { IsOpen: true, Stage: Stage.Application } && !string.Equals(PackHash, round.FormHash(Track), StringComparison.Ordinal);

    /// <summary>
    /// Takes the draft over to the newest version of the form (更新申报表): every answer goes with its question, what has no place any more is kept
    /// aside until the owner confirms. Returns what was put aside.
    /// </summary>
    /// <param name="before">The form it is written on.</param>
    /// <param name="rules">The round with its newest form of the track.</param>
    public IReadOnlyList<KeptAnswers> Upgrade(FormDefinition before, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Edit, actor);
        Moves.RequireAt(Position, Stage.Application, "更新申报表");
        if (!IsOutdated(rules.Round))
        {
            return [];
        }

        WindowOf(rules.Round).RequireOpen(now);
        var carried = DraftCarryOver.Carry(before, rules.Track(Track).Form, AnswersOf);
        foreach (var section in _sections)
        {
            section.Carry(carried.Sections.GetValueOrDefault(section.SectionId) ?? Answers.Empty);
        }

        foreach (var (id, answers) in carried.Sections.Where(c => !_sections.Exists(s => string.Equals(s.SectionId, c.Key, StringComparison.Ordinal))))
        {
            var section = new ApplicationSection(Id, id);
            section.Carry(answers);
            _sections.Add(section);
        }

        foreach (var (from, to) in carried.Moved)
        {
            foreach (var file in _attachments.Where(a => string.Equals(a.SectionId, from.Section, StringComparison.Ordinal) && string.Equals(a.QuestionId, from.Question, StringComparison.Ordinal)))
            {
                file.MoveTo(to.Section, to.Question);
            }
        }

        foreach (var file in _attachments.Where(a => before.Section(a.SectionId)?.Question(a.QuestionId) is not null && rules.Track(Track).Form.Section(a.SectionId)?.Question(a.QuestionId) is null))
        {
            file.PutAside(now);
        }

        var aside = carried.Aside.Select(a => new KeptAnswers(Guid.CreateVersion7(now), Id, a.Key, PackHash, a.Value, now)).ToList();
        _kept.AddRange(aside);
        PackHash = rules.Round.FormHash(Track);
        TakeVariant(rules);
        var number = rules.Round.CurrentForm(Track)?.Number;
        Record(new CaseEvent(Id, "UpgradeForm", actor, now, $"草稿更新到申报表第{number}版") { PublicText = $"申报材料更新到申报表第{number}版", NewValue = PackHash });
        return aside;
    }

    /// <summary>
    /// Keeps what was typed on an older version of the form and arrives after the draft was taken over (迟到的保存): it goes to its question where
    /// nobody has written since, else it is kept aside. Nothing is lost.
    /// </summary>
    /// <param name="before">The form it was typed on.</param>
    /// <param name="beforeHash">Its pinned pack.</param>
    public IReadOnlyList<KeptAnswers> KeepLate(FormDefinition before, string beforeHash, string sectionId, Answers typed, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Edit, actor);
        Moves.RequireAt(Position, Stage.Application, "保存申报材料");
        WindowOf(rules.Round).RequireOpen(now);
        var after = rules.Track(Track).Form;
        var carried = DraftCarryOver.Carry(before, after, id => string.Equals(id, sectionId, StringComparison.Ordinal) ? typed : Answers.Empty);
        var aside = new Dictionary<string, Answers>(carried.Aside, StringComparer.Ordinal);
        foreach (var (id, answers) in carried.Sections)
        {
            var section = _sections.Find(s => string.Equals(s.SectionId, id, StringComparison.Ordinal));
            if (section is null)
            {
                section = new ApplicationSection(Id, id);
                _sections.Add(section);
            }

            var differing = answers.Values.Keys.Concat(answers.BlankReasons.Keys).Where(q => !answers.SameAs(section.Answers, q)).ToHashSet(StringComparer.Ordinal);
            var free = section.IsAsCarried ? differing : differing.Where(q => !section.Answers.Values.ContainsKey(q)).ToHashSet(StringComparer.Ordinal);
            if (free.Count > 0)
            {
                var untouched = section.IsAsCarried;
                section.Save(after.Section(id)!, section.Answers.Taking(free, answers).Marked(after.Section(id)!), section.Version, null, actor.Name, now);
                if (untouched)
                {
                    section.Carry(section.Answers);
                }
            }

            var taken = differing.Except(free, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
            if (taken.Count > 0)
            {
                aside[sectionId] = aside.TryGetValue(sectionId, out var more) ? more.Taking(taken, typed) : typed.Only(taken);
            }
        }

        var kept = aside.Select(a => new KeptAnswers(Guid.CreateVersion7(now), Id, a.Key, beforeHash, a.Value, now)).ToList();
        _kept.AddRange(kept);
        return kept;
    }

    /// <summary>Somebody who may edit has seen to what was kept aside (确认留存内容); it is shown no more.</summary>
    public void ConfirmKept(Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Edit, actor);
        foreach (var kept in _kept)
        {
            kept.Confirm(now);
        }
    }

    /// <summary>The draft answers of a section, empty before its first save.</summary>
    public Answers AnswersOf(string sectionId) => _sections.Find(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal))?.Answers ?? Answers.Empty;

    /// <summary>Files by question of a section.</summary>
    public IReadOnlyDictionary<string, int> FileCounts(string sectionId) => _attachments
        .Where(a => string.Equals(a.SectionId, sectionId, StringComparison.Ordinal))
        .GroupBy(a => a.QuestionId, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>Until when the submission can be taken back; null: not any more.</summary>
    public DateTimeOffset? RecallUntil(Round round, DateTimeOffset now)
    {
        if (!Position.IsOpen || Position.Stage != Stage.Recommendation || SubmittedAt is not { } at || !WindowOf(round).IsOpen(now))
        {
            return null;
        }

        var closes = WindowOf(round).ClosesAt;
        var until = at + RecallTime < closes ? at + RecallTime : closes;
        return now <= until ? until : null;
    }

    /// <summary>Takes a submission back for changes, within 10 minutes or until the window closes, whichever is first, and before anybody acted on it.</summary>
    /// <param name="actedOn">True when the recommending office has begun its work on it.</param>
    public void Recall(RoundRules rules, bool actedOn, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Submit, actor);
        if (SubmittedAt is not { } at)
        {
            throw new RefusedException("recall-draft", "这份申报现在没有提交，不需要撤回，可以直接修改。");
        }

        WindowOf(rules.Round).RequireOpen(now);
        if (actedOn)
        {
            throw new RefusedException("recall-acted-on", "推荐单位已开始办理，不能自行撤回修改；如需更正，请联系推荐单位。");
        }

        if (now > at + RecallTime)
        {
            throw new RefusedException("recall-late", $"提交超过 {RecallTime.TotalMinutes:0} 分钟后不能自行撤回修改；如需更正，请联系推荐单位。");
        }

        Moves.Recall(Position, InStead(actor), now);
        SubmittedAt = null;
        _submissions.MaxBy(s => s.Number)?.Recall(now);
        Record(new CaseEvent(Id, "RecallSubmission", actor, now, "撤回提交，继续修改") { PublicText = "撤回提交，继续修改" });
    }

    /// <summary>A submission can be taken back within this time (等保与适老化: 误操作可撤回).</summary>
    public static readonly TimeSpan RecallTime = TimeSpan.FromMinutes(10);

    public void Withdraw(string reason, Actor actor, DateTimeOffset now)
    {
        RequireOwner(actor);
        End(Ending.Withdrawn, reason, "WithdrawApplication", "撤回申报", actor, now);
    }

    /// <summary>Opens a correction (补正): named sections with remarks, due date. The case stays in eligibility review.</summary>
    public void ReturnForCorrection(Guid correctionId, IReadOnlyList<CorrectionSection> sections, DateOnly dueOn, Actor actor, DateTimeOffset now, Stage at = Stage.EligibilityReview)
    {
        Moves.RequireAt(Position, at, "退回补正");
        if (OpenCorrection is not null)
        {
            throw new RefusedException("correction-open", "该申报已退回补正，申报人尚未提交补正材料。");
        }

        if (sections.Count == 0)
        {
            throw new InvalidInputException("Input.Sections", "请至少选择一个需要补正的部分，并写明补正意见。");
        }

        if (dueOn <= ChinaCalendar.DateOf(now))
        {
            throw new InvalidInputException("Input.DueOn", "补正期限须晚于今天，请重新填写。");
        }

        _corrections.Add(new Correction(correctionId, Id, _corrections.Count + 1, sections, dueOn, now));
        Record(new CaseEvent(Id, "ReturnForCorrection", actor, now, $"退回补正（第{_corrections.Count}次），期限{ChinaCalendar.Text(dueOn)}")
        {
            PublicText = $"退回补正，请于{ChinaCalendar.Text(dueOn)}前提交补正材料", Reason = string.Join("；", sections.Select(s => s.Remark)), DueOn = dueOn,
        });
    }

    /// <summary>Ends the present stage and goes on to the next of the track (流转). Steps call this through their own verbs.</summary>
    public void Advance(Stage from, RoundRules rules, CaseEvent happened)
    {
        if (from is (Stage.Recommendation or Stage.EligibilityReview) && OpenCorrection is not null)
        {
            throw new RefusedException("correction-open", "该申报正在补正，收到补正材料后才能办理。");
        }

        Moves.Advance(Position, rules.Track(Track).Stages, from, happened.Actor, happened.At);
        Record(happened);
    }

    /// <summary>Ends the case with a reason; steps call this through their own verbs.</summary>
    public void End(Ending ending, string reason, string action, string publicText, Actor actor, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写理由。");
        }

        Moves.End(Position, ending, ending == Ending.Withdrawn ? InStead(actor) : actor, now);
        EndingReason = reason.Trim();
        Record(new CaseEvent(Id, action, actor, now, $"{StageNames.Of(ending)}：{ApplicantName}") { PublicText = publicText, Reason = reason.Trim() });
    }

    /// <summary>Records something of a later step in this case's trail without changing its stage.</summary>
    public void Note(CaseEvent happened) => Record(happened);

    /// <summary>The office that types in what came on paper does what the applicant would; the trail keeps who it was.</summary>
    private Actor InStead(Actor actor) => actor.Role == Role.Office && RightOf(actor.UserId) is not null ? actor with { Role = Role.Applicant } : actor;

    private static RefusedException Overdue(Correction correction) => new(
        "correction-overdue",
        $"补正期限已于{ChinaCalendar.Text(correction.DueOn)}24:00届满，不能再修改或提交补正材料；已填写的内容全部保留，请联系质量奖办公室。");

    private Attachment RequireOwnFile(Guid attachmentId, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Edit, actor);
        var attachment = _attachments.Find(a => a.Id == attachmentId) ?? throw new RefusedException("no-such-file", "找不到该附件，可能已被删除。");
        RequireEditable(attachment.SectionId, rules.Round, now);
        return attachment;
    }

    private FormSection RequireSection(string sectionId, RoundRules rules) =>
        rules.Track(Track).Form.Section(sectionId) ?? throw new RefusedException("no-such-section", "申报表没有这一部分。");

    private void RequireEditable(string sectionId, Round round, DateTimeOffset now)
    {
        if (MayEdit(sectionId, round, now))
        {
            return;
        }

        if (Position.IsOpen && Position.Stage == Stage.Application)
        {
            WindowOf(round).RequireOpen(now);
        }

        if (OpenCorrection is { } late && now >= ChinaCalendar.EndOf(late.DueOn))
        {
            throw Overdue(late);
        }

        throw new RefusedException("not-editable", "申报材料已提交，这一部分不能修改；办公室退回补正的部分才可以修改。");
    }
}
