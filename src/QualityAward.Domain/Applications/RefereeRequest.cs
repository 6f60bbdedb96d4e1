using System.Security.Cryptography;
using System.Text;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Applications;

/// <summary>What became of a request (推荐人意见状态); that a link has ended follows from the time.</summary>
public enum RefereeState
{
    /// <summary>已发出.</summary>
    Asked,

    /// <summary>已填写.</summary>
    Answered,

    /// <summary>已收回.</summary>
    TakenBack,
}

/// <summary>Who is asked (推荐人), as the applicant names him or her; personal data.</summary>
public sealed record RefereePerson(string? Name, string? Unit, string? Email);

/// <summary>
/// An applicant's request to somebody outside for a statement (推荐人意见), answered over a link that only the mail holds. Kept apart from the application, so that an answer
/// does not wait for whoever fills the form in. Answers are taken while the application is a draft, and are frozen with its submission.
/// </summary>
public sealed class RefereeRequest : AggregateRoot
{
    /// <summary>Most requests of one application, those that ended included.</summary>
    public const int MostEver = 20;

    private const int MostNameCharacters = 50;
    private const int MostUnitCharacters = 100;

    /// <summary>A word of the Latin alphabet counts as one 字 however long it is.</summary>
    private const int MostStatementCharacters = 40_000;

    private RefereeRequest()
    {
    }

    public Guid ApplicationId { get; private init; }

    public string Name { get; private init; } = "";

    public string Unit { get; private init; } = "";

    public string Email { get; private init; } = "";

    public RefereeState State { get; private set; }

    /// <summary>When the mail was last asked for.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>From this moment on the link is good for nothing.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When who has not answered was reminded; null: not since the last invitation.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>Taken from the form when the referee was asked, who is told: a later form does not change it.</summary>
    public bool ApplicantMayRead { get; private init; }

    public bool ReviewersMayRead { get; private init; }

    /// <summary>What the referee says; null: nothing yet.</summary>
    public string? Statement { get; private set; }

    /// <summary>SHA-256 (hex, lower case) of the statement, line ends as LF.</summary>
    public string? Sha256 { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public static RefereeRequest Ask(
        Guid id, Application application, IReadOnlyList<RefereeRequest> others, RefereePerson person, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var asked = RequireAsked(application, rules, actor, now);
        var (name, unit, email) = ((person.Name ?? "").Trim(), (person.Unit ?? "").Trim(), EmailAddress.Normalise(person.Email ?? ""));
        var problems = new List<InputProblem>();
        if (name.Length is 0 or > MostNameCharacters)
        {
            problems.Add(new InputProblem("Input.Name", $"请填写推荐人姓名，不超过 {MostNameCharacters} 个字符。"));
        }

        if (unit.Length is 0 or > MostUnitCharacters)
        {
            problems.Add(new InputProblem("Input.Unit", $"请填写推荐人所在单位，不超过 {MostUnitCharacters} 个字符。"));
        }

        if (EmailAddress.Problem(email) is { } wrong)
        {
            problems.Add(new InputProblem("Input.Email", wrong));
        }
        else if (others.Any(o => o.Counts(now) && string.Equals(o.Email, email, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(new InputProblem("Input.Email", "已经邀请过使用这个邮箱的推荐人。没有收到邮件的，请在上面重新发送。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        if (others.Count >= MostEver)
        {
            throw new RefusedException("too-many-referees", $"一份申报前后最多邀请 {MostEver} 位推荐人，不能再邀请。");
        }

        RequireRoom(asked, others, rules, now);
        var request = new RefereeRequest
        {
            Id = id, ApplicationId = application.Id, Name = name, Unit = unit, Email = email, State = RefereeState.Asked, AskedAt = now, ExpiresAt = EndOf(asked, application, rules, now),
            ApplicantMayRead = asked.ApplicantMayRead, ReviewersMayRead = asked.ReviewersMayRead,
        };
        request.Record(new CaseEvent(application.Id, "AskReferee", actor, now, "邀请推荐人填写意见") { PublicText = "邀请推荐人填写意见" });
        return request;
    }

    /// <summary>True while the link is good.</summary>
    public bool IsOpen(DateTimeOffset now) => State == RefereeState.Asked && now < ExpiresAt;

    /// <summary>True when it takes one of the places that the form has.</summary>
    public bool Counts(DateTimeOffset now) => State == RefereeState.Answered || IsOpen(now);

    public static string NameOf(RefereeState state, DateTimeOffset expiresAt, DateTimeOffset now) => state switch
    {
        RefereeState.Asked => now < expiresAt ? "已发出" : "已失效",
        RefereeState.Answered => "已填写",
        RefereeState.TakenBack => "已收回",
    };

    /// <summary>Another mail with another link, good for the whole time anew.</summary>
    public void AskAgain(Application application, IReadOnlyList<RefereeRequest> others, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var asked = RequireAsked(application, rules, actor, now);
        RequireUnanswered("重新发送");
        if (!IsOpen(now))
        {
            RequireRoom(asked, others, rules, now);
        }

        AskedAt = now;
        RemindedAt = null;
        ExpiresAt = EndOf(asked, application, rules, now);
        Record(new CaseEvent(ApplicationId, "AskRefereeAgain", actor, now, "重新发送推荐人意见邀请") { PublicText = "重新发送推荐人意见邀请" });
    }

    /// <summary>
    /// Reminds who has not answered (提醒推荐人), once, on the form's day or the first working day after it that anybody came to it; nobody is reminded on the day of the invitation or on a day off.
    /// </summary>
    /// <returns>False: there is nothing to remind of today.</returns>
    public bool Remind(RefereeRules asked, WorkingCalendar calendar, DateTimeOffset now)
    {
        var (today, day) = (ChinaCalendar.DateOf(now), ChinaCalendar.DateOf(ExpiresAt.AddTicks(-1)).AddDays(-asked.RemindDays));
        while (!calendar.IsWorkingDay(day))
        {
            day = day.AddDays(-1);
        }

        if (asked.RemindDays == 0 || !IsOpen(now) || RemindedAt is not null || today < day || today <= ChinaCalendar.DateOf(AskedAt) || !calendar.IsWorkingDay(today))
        {
            return false;
        }

        RemindedAt = now;
        Record(new CaseEvent(ApplicationId, "RemindReferee", Actor.System, now, "提醒推荐人填写意见") { PublicText = "提醒推荐人填写意见" });
        return true;
    }

    /// <summary>Ends the link at once; a statement that is there stays.</summary>
    public void TakeBack(Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireAsked(application, rules, actor, now);
        RequireUnanswered("收回");
        State = RefereeState.TakenBack;
        Record(new CaseEvent(ApplicationId, "TakeBackReferee", actor, now, "收回推荐人意见邀请") { PublicText = "收回推荐人意见邀请" });
    }

    /// <summary>The referee's word; the operation has made sure that whoever says it has the link.</summary>
    public void Answer(string? statement, bool declared, Application application, RefereeRules asked, DateTimeOffset now)
    {
        if (!IsOpen(now) || application.Id != ApplicationId || !application.Position.IsOpen || application.Position.Stage != Stage.Application)
        {
            throw Gone();
        }

        var text = (statement ?? "").ReplaceLineEndings("\n").Trim();
        var count = WordCount.Count(text);
        var problems = new List<InputProblem>();
        if (text.Length == 0)
        {
            problems.Add(new InputProblem("Input.Statement", "请填写意见。"));
        }
        else if (count > asked.Limit)
        {
            problems.Add(new InputProblem("Input.Statement", $"意见不超过 {asked.Limit} 字，现有 {count} 字，请删减 {count - asked.Limit} 字。"));
        }
        else if (text.Length > MostStatementCharacters)
        {
            problems.Add(new InputProblem("Input.Statement", $"意见不超过 {MostStatementCharacters} 个字符，请删减。"));
        }

        if (!declared)
        {
            problems.Add(new InputProblem("Input.Declared", "请阅读并勾选声明后再提交。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        State = RefereeState.Answered;
        Statement = text;
        Sha256 = HashOf(text);
        AnsweredAt = now;
        Record(new CaseEvent(ApplicationId, "AnswerReferee", Actor.Public, now, $"推荐人填写意见，校验值 {Sha256[..12]}") { PublicText = "推荐人已填写意见", NewValue = Sha256 });
    }

    /// <summary>What is said of a link that is wrong, ended, used or taken back, which are not told apart.</summary>
    public static RefusedException Gone() => new("link-gone", "这个链接不正确、已经用过、已收回或已过有效期。");

    public static string HashOf(string statement) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(statement)));

    /// <summary>What keeps an application from being handed in; null: enough have answered.</summary>
    public static string? Shortage(RefereeRules asked, int answered, RoundRules rules) => answered >= asked.AtLeast
        ? null
        : $"推荐人意见：至少 {asked.AtLeast} 位推荐人填写后才能提交，现有 {answered} 位已填写（依据：{rules.Cite(asked.Clause)}）";

    /// <summary>Never later than the applicant's window: an answer after it would come to nothing.</summary>
    private static DateTimeOffset EndOf(RefereeRules asked, Application application, RoundRules rules, DateTimeOffset now)
    {
        var (days, window) = (ChinaCalendar.EndOf(ChinaCalendar.DateOf(now).AddDays(asked.Days)), application.WindowOf(rules.Round).ClosesAt);
        return days < window ? days : window;
    }

    private static RefereeRules RequireAsked(Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        application.RequireRight(CaseRight.Edit, actor);
        Moves.RequireAt(application.Position, Stage.Application, "邀请推荐人");
        application.WindowOf(rules.Round).RequireOpen(now);
        return rules.Track(application.Track).Form.Referees ?? throw new RefusedException("no-referees", "本奖项的申报表没有推荐人意见。");
    }

    private static void RequireRoom(RefereeRules asked, IReadOnlyList<RefereeRequest> others, RoundRules rules, DateTimeOffset now)
    {
        if (others.Count(o => o.Counts(now)) >= asked.AtMost)
        {
            throw new RefusedException("referees-full", $"最多邀请 {asked.AtMost} 位推荐人。需要换人的，请先收回尚未填写的邀请。", rules.Cite(asked.Clause));
        }
    }

    private void RequireUnanswered(string act)
    {
        if (State != RefereeState.Asked)
        {
            throw new RefusedException("referee-settled", $"这位推荐人{(State == RefereeState.Answered ? "已填写意见" : "的邀请已收回")}，不能{act}。");
        }
    }
}
