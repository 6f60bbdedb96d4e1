using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;

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

    /// <summary>SHA-256 of the pinned pack's canonical JSON; the newest where forms were changed after the call.</summary>
    public string PackHash { get; private set; } = "";

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

    /// <summary>What the office writes for the public besides the call.</summary>
    public RoundWording Wording { get; private set; } = new();

    /// <summary>Terms in the office's own words; roles that are not here keep the pack's.</summary>
    public IReadOnlyList<RoundTerms> OwnTerms { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Published versions of the forms, oldest first; empty before the call.</summary>
    public IReadOnlyList<FormVersion> FormVersions { get; private set; } = [];

    /// <summary>Who may apply after the window, also what was taken back or has run out.</summary>
    public IReadOnlyList<LateAccess> LateAccesses { get; private set; } = [];

    /// <summary>A round that nobody has opened and nobody saves, for whoever wants to know what the conditions would say on a day (申报自查).</summary>
    public static Round Imagined(ProgrammePack pack, int year, DateOnly closesOn) => new()
    {
        ProgrammeCode = pack.Code, AuthorityCode = pack.Owner, Year = year, Name = pack.Name, OpensOn = closesOn, ClosesOn = closesOn,
    };

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
            Settings = pack.Recommendation.UnitQuotas.Count > 0 ? new RoundSettings { UnitQuotas = Setting<IReadOnlyList<UnitQuota>>.Of(pack.Recommendation.UnitQuotas) } : new RoundSettings(),
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

    /// <summary>Changes the public texts (修改公开文字), also after the call: they promise nothing that the call does not.</summary>
    public void Reword(RoundWording wording, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequireNotClosed();
        if (wording == Wording)
        {
            return;
        }

        Record(new CaseEvent(Id, "RewordRound", actor, now, "修改公开文字") { OldValue = $"申报须知：{Wording.ApplicantNote}；咨询方式：{Wording.Contact}", NewValue = $"申报须知：{wording.ApplicantNote}；咨询方式：{wording.Contact}" });
        Wording = wording;
    }

    /// <summary>Terms of a role as they stand in this round; null: nothing is asked of it.</summary>
    public Terms? TermsOf(Role role, ProgrammePack pack)
    {
        var given = pack.Terms.FirstOrDefault(t => t.Role == role);
        return OwnTerms.FirstOrDefault(t => t.Role == role) is { } own
            ? new Terms { Role = role, Title = own.Title, Paragraphs = own.Paragraphs, Clause = given?.Clause }
            : given;
    }

    /// <summary>Rewords the terms of a role (修改须知与承诺); whoever has accepted the older text is asked again. After the call it needs a reason.</summary>
    public void ChangeTerms(RoundTerms terms, ProgrammePack pack, string? reason, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequireNotClosed();
        var before = TermsOf(terms.Role, pack);
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(terms.Title))
        {
            problems.Add(new InputProblem("Input.Title", $"请填写{RoleNames.Of(terms.Role)}须知的标题。"));
        }

        if (terms.Paragraphs.Count == 0)
        {
            problems.Add(new InputProblem("Input.Text", $"请填写{RoleNames.Of(terms.Role)}须知的正文。"));
        }

        if (State == RoundState.Published && string.IsNullOrWhiteSpace(reason))
        {
            problems.Add(new InputProblem("Input.Reason", "申报通告已发布，修改须知须写明理由；已签署的人员会被要求重新签署。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        var after = new Terms { Role = terms.Role, Title = terms.Title, Paragraphs = terms.Paragraphs };
        if (string.Equals(before?.Hash(), after.Hash(), StringComparison.Ordinal))
        {
            return;
        }

        OwnTerms = [.. OwnTerms.Where(t => t.Role != terms.Role), terms];
        Record(new CaseEvent(Id, "ChangeTerms", actor, now, $"修改{RoleNames.Of(terms.Role)}须知，校验值 {after.Hash()[..12]}")
        {
            OldValue = before is null ? null : $"{before.Title}\n{string.Join('\n', before.Paragraphs)}", NewValue = $"{terms.Title}\n{string.Join('\n', terms.Paragraphs)}",
            Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(),
        });
    }

    /// <summary>Records in the round's trail that somebody accepted.</summary>
    internal void NoteAcceptance(Terms terms, Actor actor, DateTimeOffset now) =>
        Record(new CaseEvent(Id, "AcceptTerms", actor, now, $"签署《{terms.Title}》") { NewValue = terms.Hash() });

    /// <summary>Takes the edited forms over before the call (采用表单草案): the round pins them as its first version.</summary>
    /// <param name="packHash">The pinned pack with the edited forms.</param>
    public void AdoptForms(string packHash, IReadOnlyList<string> changes, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequirePreparing();
        Record(new CaseEvent(Id, "AdoptForms", actor, now, "采用修改后的申报表") { OldValue = PackHash, NewValue = $"{packHash}；{string.Join('；', changes)}" });
        PackHash = packHash;
    }

    /// <summary>Publishes a changed form after the call (发布申报表新版本): new applications are written on it, drafts are carried over by their owners.</summary>
    public FormVersion PublishForm(Track track, string packHash, IReadOnlyList<string> changes, string reason, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        if (State != RoundState.Published)
        {
            throw new RefusedException("round-not-published", "申报通告发布后、评奖结束前，才能发布申报表的新版本。");
        }

        if (changes.Count == 0)
        {
            throw new RefusedException("form-unchanged", "草案与现行申报表相同，没有可发布的改动。");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Reason", "请写明修改申报表的理由，理由会告知申报人并记入留痕。");
        }

        var version = new FormVersion((CurrentForm(track)?.Number ?? 0) + 1, track, packHash, now, actor.Name, reason.Trim(), changes);
        Record(new CaseEvent(Id, "PublishForm", actor, now, $"发布{TrackNames.Of(track)}申报表第{version.Number}版") { OldValue = PackHash, NewValue = $"{packHash}；{string.Join('；', changes)}", Reason = version.Reason });
        PackHash = packHash;
        FormVersions = [.. FormVersions, version];
        return version;
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
        FormVersions = [.. pack.Tracks.Select(t => new FormVersion(1, t.Track, PackHash, now, actor.Name, Reason: null, []))];
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

        if (LateAccesses.FirstOrDefault(l => l.IsRunning(now)) is { } late)
        {
            throw new RefusedException("late-access-running", $"“{late.ApplicantName}”获准补报至 {ChinaCalendar.Text(late.Until)}，此前不能结束本届评奖。");
        }

        State = RoundState.Closed;
        Record(new CaseEvent(Id, "CloseRound", actor, now, $"结束{Name}"));
    }

    /// <summary>True from 00:00 of the first to 24:00 of the last day, China time, for whoever has no permission of its own.</summary>
    public bool WindowIsOpen(DateTimeOffset now) => WindowFor(partyId: null).IsOpen(now);

    /// <summary>The applicant's window: the round's days, lengthened by a late access that was not taken back.</summary>
    public ApplicationWindow WindowFor(Guid? partyId)
    {
        var late = ApplicationWindow.LateFor(partyId, ClosesOn, LateAccesses);
        return new ApplicationWindow(this, ChinaCalendar.StartOf(OpensOn), late?.Until ?? ChinaCalendar.EndOf(ClosesOn), late);
    }

    /// <summary>Lets one applicant in after the window until a moment (准许逾期补报), with a reason for the trail.</summary>
    /// <param name="id">Of the permission.</param>
    /// <param name="applicantName">As registered.</param>
    public LateAccess GrantLateAccess(Guid id, Guid partyId, string applicantName, DateTimeOffset until, string reason, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        if (State != RoundState.Published)
        {
            throw new RefusedException("round-not-published", "申报通告发布后、评奖结束前，才能准许逾期补报。");
        }

        if (LateAccesses.Any(l => l.PartyId == partyId && l.IsRunning(now)))
        {
            throw new RefusedException("late-access-running", $"“{applicantName}”已有一份有效的补报许可；需要改变期限的，请先撤销再重新准许。");
        }

        var problems = new List<InputProblem>();
        if (until <= ChinaCalendar.EndOf(ClosesOn))
        {
            problems.Add(new InputProblem("Input.Until", $"补报期限须晚于申报截止时间（{ChinaCalendar.Text(ClosesOn)}24:00）。"));
        }
        else if (until <= now)
        {
            problems.Add(new InputProblem("Input.Until", "补报期限须晚于现在。"));
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            problems.Add(new InputProblem("Input.Reason", "请写明准许逾期补报的理由，理由记入留痕。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        var access = new LateAccess
        {
            Id = id, PartyId = partyId, ApplicantName = applicantName, Until = until, Reason = reason.Trim(), GrantedBy = actor.Name, GrantedAt = now,
        };
        LateAccesses = [.. LateAccesses, access];
        Record(new CaseEvent(Id, "GrantLateAccess", actor, now, $"准许{applicantName}逾期补报，至{ChinaCalendar.Text(until)}") { NewValue = ChinaCalendar.Text(until), Reason = access.Reason, ConcernedAccount = partyId, DueOn = ChinaCalendar.DateOf(until.AddTicks(-1)) });
        return access;
    }

    /// <summary>Takes a late access back (撤销补报许可); what was submitted meanwhile stays submitted.</summary>
    public LateAccess RevokeLateAccess(Guid id, string reason, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        var access = LateAccesses.FirstOrDefault(l => l.Id == id) ?? throw new RefusedException("no-late-access", "没有这份补报许可。");
        if (!access.IsRunning(now))
        {
            throw new RefusedException("late-access-over", "这份补报许可已撤销或已到期。");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Reason", "请填写撤销理由，理由记入留痕。");
        }

        var revoked = access with { RevokedAt = now, RevokedBy = actor.Name, RevokeReason = reason.Trim() };
        LateAccesses = [.. LateAccesses.Select(l => l.Id == id ? revoked : l)];
        Record(new CaseEvent(Id, "RevokeLateAccess", actor, now, $"撤销{access.ApplicantName}的补报许可") { OldValue = ChinaCalendar.Text(access.Until), Reason = reason.Trim(), ConcernedAccount = access.PartyId });
        return revoked;
    }

    /// <summary>Version of the track's form that new applications are written on; null before the call.</summary>
    public FormVersion? CurrentForm(Track track) => FormVersions.LastOrDefault(v => v.Track == track);

    /// <summary>The pinned pack with the track's form as it is now.</summary>
    public string FormHash(Track track) => CurrentForm(track)?.PackHash ?? PackHash;

    /// <summary>The version that a pack holds for a track.</summary>
    public FormVersion? FormVersionOf(Track track, string packHash) => FormVersions.LastOrDefault(v => v.Track == track && string.Equals(v.PackHash, packHash, StringComparison.Ordinal));

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

    private void RequireNotClosed()
    {
        if (State == RoundState.Closed)
        {
            throw new RefusedException("round-closed", "本届评奖已结束，不能再修改。");
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
