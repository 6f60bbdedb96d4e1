using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Deliberations;

/// <summary>State of a meeting (会议状态).</summary>
public enum MeetingState
{
    /// <summary>已召集.</summary>
    Convened,

    /// <summary>表决中: attendance and recusals are recorded and fixed.</summary>
    Voting,

    /// <summary>已结束.</summary>
    Closed,
}

/// <summary>A member's vote on one case (表决意见).</summary>
public enum Vote
{
    /// <summary>同意.</summary>
    Yes,

    /// <summary>不同意.</summary>
    No,

    /// <summary>弃权.</summary>
    Abstain,
}

/// <summary>What the committee decided on a case (审议结果).</summary>
public enum Outcome
{
    Open,

    /// <summary>通过.</summary>
    Agreed,

    /// <summary>未通过.</summary>
    NotAgreed,

    /// <summary>不再审议: withdrawn or ended meanwhile.</summary>
    Dropped,
}

/// <summary>Votes and outcomes in Chinese.</summary>
public static class DeliberationNames
{
    public static string Of(Vote vote) => vote switch
    {
        Vote.Yes => "同意",
        Vote.No => "不同意",
        Vote.Abstain => "弃权",
    };

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Open => "待表决",
        Outcome.Agreed => "通过",
        Outcome.NotAgreed => "未通过",
        Outcome.Dropped => "不再审议",
    };

    public static string Of(MeetingState state) => state switch
    {
        MeetingState.Convened => "已召集",
        MeetingState.Voting => "表决中",
        MeetingState.Closed => "已结束",
    };

    public static string Of(Majority majority) => majority switch
    {
        Majority.Simple => "超过半数",
        Majority.TwoThirds => "三分之二以上",
    };
}

/// <summary>A committee member at a meeting (参会委员).</summary>
/// <param name="Present">Null until attendance is recorded.</param>
/// <param name="VotedAt">When the member voted; that is all a secret ballot keeps of a person.</param>
public sealed record MeetingMember(Guid UserId, string Name, bool? Present = null, DateTimeOffset? VotedAt = null);

/// <summary>A member who takes no part in one case (回避).</summary>
public sealed record MeetingRecusal(Guid UserId, Guid ApplicationId, string Reason);

/// <summary>A case before the meeting with its count (审议事项).</summary>
public sealed record MeetingCase(
    Guid ApplicationId, string ApplicantName, Track Track, string Tier, string TierName, int Yes = 0, int No = 0, int Abstain = 0, Outcome Outcome = Outcome.Open);

/// <summary>Who voted how in an open ballot (记名表决); a secret ballot has none of these.</summary>
public sealed record NamedVote(Guid UserId, Guid ApplicationId, Vote Vote);

/// <summary>The committee's meeting on a round's proposed list (委员会审议): attendance, recusals, ballots, minutes.</summary>
public sealed class Meeting : AggregateRoot
{
    private Meeting()
    {
    }

    public Guid RoundId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public DateOnly HeldOn { get; private set; }

    public string Place { get; private set; } = "";

    /// <summary>主持人.</summary>
    public string Chair { get; private set; } = "";

    public MeetingState State { get; private set; }

    /// <summary>Fixed when the meeting is convened, so that nobody changes the rule during the vote.</summary>
    public Majority Majority { get; private init; }

    public bool Secret { get; private init; }

    public IReadOnlyList<MeetingMember> Members { get; private set; } = [];

    public IReadOnlyList<MeetingRecusal> Recusals { get; private set; } = [];

    public IReadOnlyList<MeetingCase> Cases { get; private set; } = [];

    public IReadOnlyList<NamedVote> Votes { get; private set; } = [];

    /// <summary>会议纪要.</summary>
    public string Minutes { get; private set; } = "";

    public DateTimeOffset? ClosedAt { get; private set; }

    public static Meeting Convene(Guid id, Shortlist shortlist, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, rules.Round.AuthorityCode);
        if (shortlist.State != ShortlistState.Confirmed)
        {
            throw new RefusedException("shortlist-not-confirmed", "建议名单尚未确认，不能召集委员会审议。");
        }

        if (!shortlist.Listed.Any())
        {
            throw new RefusedException("shortlist-empty", "建议名单为空（本届空缺），没有需要审议的事项。");
        }

        var meeting = new Meeting
        {
            Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode,
            Majority = rules.Settings.Majority.Required("审议表决的通过比例"), Secret = rules.Settings.SecretBallot.Required("表决方式"),
            Cases = [.. shortlist.Listed.Select(e => new MeetingCase(e.ApplicationId, e.ApplicantName, e.Track, e.Tier!, rules.Pack.TiersByCode[e.Tier!].Name))],
        };
        return meeting;
    }

    /// <summary>Sets date, place, chair and members (召集会议); may be changed until attendance is recorded.</summary>
    public void Arrange(DateOnly heldOn, string place, string chair, IReadOnlyList<(Guid UserId, string Name)> members, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, AuthorityCode);
        RequireState(MeetingState.Convened, "表决已经开始，会议安排不能再修改。");
        var problems = new List<InputProblem>();
        Need(heldOn >= ChinaCalendar.DateOf(now), "Input.HeldOn", "会议日期不能早于今天，请重新填写。");
        Need(!string.IsNullOrWhiteSpace(place), "Input.Place", "请填写会议地点。");
        Need(!string.IsNullOrWhiteSpace(chair), "Input.Chair", "请填写主持人。");
        Need(members.Count > 0, "Input.Members", "请至少选择一名委员。");
        InvalidInputException.ThrowIfAny(problems);
        HeldOn = heldOn;
        Place = place.Trim();
        Chair = chair.Trim();
        Members = [.. members.DistinctBy(m => m.UserId).Select(m => new MeetingMember(m.UserId, m.Name))];
        Record(new CaseEvent(RoundId, "ConveneMeeting", actor, now, $"召集委员会审议：{ChinaCalendar.Text(heldOn)}，{Place}，委员 {Members.Count} 人，审议 {Cases.Count} 件"));

        void Need(bool ok, string field, string message)
        {
            if (!ok)
            {
                problems.Add(new InputProblem(field, message));
            }
        }
    }

    /// <summary>Records who is present and who recuses himself from what (签到、回避), and opens the ballot.</summary>
    public void OpenBallot(IReadOnlyCollection<Guid> present, IReadOnlyList<MeetingRecusal> recusals, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, AuthorityCode);
        RequireState(MeetingState.Convened, "表决已经开始，签到情况不能再修改。");
        if (ChinaCalendar.DateOf(now) < HeldOn)
        {
            throw new RefusedException("meeting-not-held", $"会议定于{ChinaCalendar.Text(HeldOn)}召开，届时才能登记签到、开始表决。");
        }

        var members = Members.Select(m => m.UserId).ToHashSet();
        if (present.Count == 0 || !present.All(members.Contains))
        {
            throw new InvalidInputException("Input.Present", "请从参会委员中选择到会人员，至少一人。");
        }

        if (recusals.Any(r => !members.Contains(r.UserId) || Cases.All(c => c.ApplicationId != r.ApplicationId) || string.IsNullOrWhiteSpace(r.Reason)))
        {
            throw new InvalidInputException("Input.Recusals", "请为每项回避选择委员、申报，并写明回避理由。");
        }

        foreach (var item in Cases.Where(c => present.All(p => recusals.Any(r => r.UserId == p && r.ApplicationId == c.ApplicationId))))
        {
            throw new RefusedException("nobody-votes", $"到会委员全部回避“{item.ApplicantName}”，无人可以表决。");
        }

        Members = [.. Members.Select(m => m with { Present = present.Contains(m.UserId) })];
        Recusals = [.. recusals.DistinctBy(r => (r.UserId, r.ApplicationId)).Select(r => r with { Reason = r.Reason.Trim() })];
        State = MeetingState.Voting;
        Record(new CaseEvent(RoundId, "OpenBallot", actor, now, $"委员会审议签到：应到 {Members.Count} 人，实到 {present.Count} 人，回避 {Recusals.Count} 项，开始{(Secret ? "无记名" : "记名")}表决")
        {
            Reason = Recusals.Count == 0 ? null : string.Join("；", Recusals.Select(r => $"{NameOf(r.UserId)}回避“{Case(r.ApplicationId).ApplicantName}”：{r.Reason}")),
        });
    }

    /// <summary>Casts a member's votes on all cases that he is not recused from (表决), once.</summary>
    public void Cast(IReadOnlyDictionary<Guid, Vote> votes, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Deliberate);
        var member = Members.FirstOrDefault(m => m.UserId == actor.UserId) ?? throw new RefusedException("not-a-member", "您不是本次会议的参会委员，不能表决。");
        RequireState(MeetingState.Voting, State == MeetingState.Convened ? "表决尚未开始，请等待办公室登记签到。" : "表决已经结束。");
        if (member.Present != true)
        {
            throw new RefusedException("absent", "您在本次会议登记为缺席，不能表决；如登记有误，请联系质量奖办公室。");
        }

        if (member.VotedAt is { } at)
        {
            throw new RefusedException("already-voted", $"您已于 {ChinaCalendar.Text(at)} 完成表决，每名委员只能表决一次。");
        }

        var mine = Cases.Where(c => !IsRecused(actor.UserId, c.ApplicationId)).Select(c => c.ApplicationId).ToHashSet();
        if (votes.Keys.FirstOrDefault(k => !mine.Contains(k)) is var other && other != Guid.Empty)
        {
            throw IsRecused(actor.UserId, other)
                ? new RefusedException("recused", $"您已回避“{Case(other).ApplicantName}”，不能对该申报表决。")
                : new RefusedException("no-such-case", "该申报不在本次会议的审议事项中。");
        }

        InvalidInputException.ThrowIfAny([.. Cases
            .Where(c => mine.Contains(c.ApplicationId) && !votes.ContainsKey(c.ApplicationId))
            .Select(c => new InputProblem($"Input.Votes[{c.ApplicationId}]", $"请对“{c.ApplicantName}”选择同意、不同意或弃权。"))]);

        Members = [.. Members.Select(m => m.UserId == actor.UserId ? m with { VotedAt = now } : m)];
        Cases = [.. Cases.Select(c => votes.TryGetValue(c.ApplicationId, out var vote) ? Counted(c, vote) : c)];
        if (!Secret)
        {
            Votes = [.. Votes, .. votes.Select(v => new NamedVote(actor.UserId, v.Key, v.Value))];
        }

        // The trail of a secret ballot says that somebody voted, never how.
        Record(new CaseEvent(RoundId, "CastBallot", actor, now, $"委员完成{(Secret ? "无记名" : "记名")}表决，共 {votes.Count} 件")
        {
            NewValue = Secret ? null : string.Join("；", votes.Select(v => $"{Case(v.Key).ApplicantName}：{DeliberationNames.Of(v.Value)}")),
        });
    }

    /// <summary>Closes the ballot (宣布表决结果): agreed cases go to the public notice, the others end. Minutes are kept.</summary>
    public void Close(string minutes, IReadOnlyList<Application> cases, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor, AuthorityCode);
        RequireState(MeetingState.Voting, State == MeetingState.Convened ? "表决尚未开始，不能宣布结果。" : "表决结果已经宣布。");
        if (string.IsNullOrWhiteSpace(minutes))
        {
            throw new InvalidInputException("Input.Minutes", "请填写会议纪要。");
        }

        if (Members.All(m => m.VotedAt is null))
        {
            throw new RefusedException("no-votes", "还没有委员表决，不能宣布结果。");
        }

        var byId = cases.ToDictionary(c => c.Id);
        var decided = new List<MeetingCase>();
        foreach (var item in Cases)
        {
            var application = byId.GetValueOrDefault(item.ApplicationId);
            if (application is null || !application.Position.IsOpen || application.Position.Stage != Stage.Deliberation)
            {
                decided.Add(item with { Outcome = Outcome.Dropped });
                continue;
            }

            var voters = Voters(item.ApplicationId);
            var agreed = Reaches(Majority, item.Yes, voters);
            decided.Add(item with { Outcome = agreed ? Outcome.Agreed : Outcome.NotAgreed });
            var count = $"到会且不回避的委员 {voters} 人，同意 {item.Yes} 票，不同意 {item.No} 票，弃权 {item.Abstain} 票";
            if (agreed)
            {
                application.Advance(Stage.Deliberation, rules, new CaseEvent(application.Id, "CloseBallot", actor, now, $"委员会审议通过：{item.TierName}；{count}") { PublicText = "委员会审议通过，即将公示" });
            }
            else
            {
                application.Note(new CaseEvent(application.Id, "CountVotes", actor, now, $"委员会审议未通过：{count}，须{DeliberationNames.Of(Majority)}同意"));
                application.End(Ending.NotAgreed, $"经{rules.Pack.CommitteeName}审议表决，未获{DeliberationNames.Of(Majority)}委员同意。", "CloseBallot", "委员会审议未通过", actor, now);
            }
        }

        Cases = decided;
        Minutes = minutes.Trim();
        State = MeetingState.Closed;
        ClosedAt = now;
        Record(new CaseEvent(RoundId, "CloseBallot", actor, now, $"委员会审议结束：通过 {Cases.Count(c => c.Outcome == Outcome.Agreed)} 件，未通过 {Cases.Count(c => c.Outcome == Outcome.NotAgreed)} 件")
        {
            NewValue = string.Join("；", Cases.Select(c => $"{c.ApplicantName} {c.Yes}/{c.No}/{c.Abstain} {DeliberationNames.Of(c.Outcome)}")),
        });
    }

    /// <summary>How many may vote on this case: present and not recused.</summary>
    public int Voters(Guid applicationId) => Members.Count(m => m.Present == true && !IsRecused(m.UserId, applicationId));

    public bool IsRecused(Guid userId, Guid applicationId) => Recusals.Any(r => r.UserId == userId && r.ApplicationId == applicationId);

    /// <summary>More than half, or at least two thirds, of those who may vote; whoever does not vote counts as not agreeing.</summary>
    public static bool Reaches(Majority majority, int yes, int voters) => majority switch
    {
        Majority.Simple => yes * 2 > voters,
        Majority.TwoThirds => voters > 0 && yes * 3 >= voters * 2,
    };

    private static MeetingCase Counted(MeetingCase item, Vote vote) => vote switch
    {
        Vote.Yes => item with { Yes = item.Yes + 1 },
        Vote.No => item with { No = item.No + 1 },
        Vote.Abstain => item with { Abstain = item.Abstain + 1 },
    };

    private MeetingCase Case(Guid applicationId) => Cases.First(c => c.ApplicationId == applicationId);

    private string NameOf(Guid userId) => Members.First(m => m.UserId == userId).Name;

    private void RequireState(MeetingState state, string message)
    {
        if (State != state)
        {
            throw new RefusedException("meeting-state", message);
        }
    }

    private static void RequireOffice(Actor actor, string authorityCode)
    {
        actor.Require(Permission.ManageDeliberation);
        actor.RequireAuthority(authorityCode);
    }
}
