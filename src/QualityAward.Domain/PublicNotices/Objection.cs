using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.PublicNotices;

/// <summary>Who objects (异议人类别).</summary>
public enum ObjectorKind
{
    /// <summary>个人.</summary>
    Person,

    /// <summary>单位.</summary>
    Body,
}

/// <summary>State of an objection (异议状态).</summary>
public enum ObjectionState
{
    /// <summary>核实中.</summary>
    Filed,

    /// <summary>匿名，不予受理.</summary>
    NotAccepted,

    /// <summary>成立.</summary>
    Sustained,

    /// <summary>不成立.</summary>
    Rejected,
}

/// <summary>Objections in Chinese.</summary>
public static class ObjectionNames
{
    public static string Of(ObjectionState state) => state switch
    {
        ObjectionState.Filed => "核实中",
        ObjectionState.NotAccepted => "匿名，不予受理",
        ObjectionState.Sustained => "成立",
        ObjectionState.Rejected => "不成立",
    };

    public static string Of(ObjectorKind kind) => kind switch
    {
        ObjectorKind.Person => "个人",
        ObjectorKind.Body => "单位",
    };
}

/// <summary>What an objector writes down (异议申请). A person gives name, ID number and phone; a body its name, credit code, contact and phone.</summary>
public sealed record ObjectionForm
{
    public Guid ApplicationId { get; init; }

    public ObjectorKind Kind { get; init; }

    public string Name { get; init; } = "";

    /// <summary>公民身份号码 or 统一社会信用代码.</summary>
    public string Number { get; init; } = "";

    /// <summary>联系人 of a body.</summary>
    public string ContactName { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Content { get; init; } = "";
}

/// <summary>A file given with an objection (异议证明材料).</summary>
public sealed record ObjectionEvidence(string FileName, string Sha256, long Length, string ContentType);

/// <summary>
/// An objection to an entry of a notice (异议). Name, numbers and words of the objector are personal data: encrypted at rest, shown to the office and the
/// supervisor only, in no event.
/// </summary>
public sealed class Objection : AggregateRoot
{
    /// <summary>Longest text of an objection in characters.</summary>
    public const int ContentLimit = 2000;

    private Objection()
    {
    }

    public Guid NoticeId { get; private init; }

    public Guid RoundId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public Guid ApplicationId { get; private init; }

    /// <summary>1, 2, 3 … within the notice; the objector may quote it.</summary>
    public int Number { get; private init; }

    public ObjectorKind Kind { get; private init; }

    /// <summary>Null for an anonymous objection.</summary>
    public string? ObjectorName { get; private init; }

    public string? ObjectorNumber { get; private init; }

    public string? ContactName { get; private init; }

    public string? Phone { get; private init; }

    public string Content { get; private init; } = "";

    public IReadOnlyList<ObjectionEvidence> Evidence { get; private init; } = [];

    public DateTimeOffset FiledAt { get; private init; }

    /// <summary>Last day to verify it; null when it was not accepted.</summary>
    public DateOnly? DueOn { get; private init; }

    public ObjectionState State { get; private set; }

    public string? DecisionReason { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DecidedBy { get; private set; }

    /// <summary>Takes an objection (提出异议) while the notice runs; one without a name is kept as not accepted.</summary>
    public static Objection File(
        Guid id, int number, ObjectionForm form, IReadOnlyList<ObjectionEvidence> evidence, Notice notice, Application application, RoundRules rules, WorkingCalendar calendar, Actor actor, DateTimeOffset now)
    {
        if (!notice.IsRunning(now))
        {
            throw new RefusedException("notice-closed", $"公示已于{ChinaCalendar.Text(notice.LastDay)}24:00届满，不再受理异议。", rules.Cite(rules.Pack.Notice.Clause));
        }

        var entry = notice.Listed.FirstOrDefault(e => e.ApplicationId == form.ApplicationId)
            ?? throw new InvalidInputException("Input.ApplicationId", "请选择异议所针对的公示对象。");
        var anonymous = string.IsNullOrWhiteSpace(form.Name);
        InvalidInputException.ThrowIfAny(Problems(form, anonymous, ChinaCalendar.DateOf(now)));
        var objection = new Objection
        {
            Id = id, NoticeId = notice.Id, RoundId = notice.RoundId, AuthorityCode = notice.AuthorityCode, ApplicationId = form.ApplicationId, Number = number, Kind = form.Kind,
            ObjectorName = anonymous ? null : form.Name.Trim(),
            ObjectorNumber = anonymous ? null : Normalise(form),
            ContactName = anonymous || form.Kind == ObjectorKind.Person ? null : form.ContactName.Trim(),
            Phone = anonymous ? null : PhoneNumber(form.Phone),
            Content = form.Content.Trim(), Evidence = evidence, FiledAt = now,
            DueOn = anonymous ? null : calendar.AddWorkingDays(ChinaCalendar.DateOf(now), rules.Settings.ObjectionWorkingDays.Required("异议核查工作日数")),
            State = anonymous ? ObjectionState.NotAccepted : ObjectionState.Filed,
        };
        var summary = anonymous ? $"收到对“{entry.Name}”的匿名异议（第{number}号），不予受理" : $"收到对“{entry.Name}”的实名异议（第{number}号），核实期限{ChinaCalendar.Text(objection.DueOn!.Value)}";
        objection.Record(new CaseEvent(notice.RoundId, "FileObjection", actor, now, summary) { DueOn = objection.DueOn });
        if (!anonymous)
        {
            application.Note(new CaseEvent(application.Id, "FileObjection", actor, now, $"公示期间收到异议（第{number}号）") { PublicText = "公示期间收到异议，质量奖办公室正在核实" });
        }

        return objection;
    }

    /// <summary>Decides it with a reason (异议处理). Sustained: the case is struck out, the list only shrinks.</summary>
    public void Decide(bool sustained, string reason, Notice notice, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        Notice.RequireOffice(actor, AuthorityCode);
        if (State != ObjectionState.Filed)
        {
            throw new RefusedException("objection-decided", $"该异议的状态是“{ObjectionNames.Of(State)}”，不能再次处理。");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写核实情况和处理理由。");
        }

        // The reason is shown to the applicant.
        if (new[] { ObjectorName, ObjectorNumber, ContactName, Phone }.Any(p => p is { Length: > 1 } && reason.Contains(p, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidInputException("Input.Reason", "处理理由会告知申报人，不能写入异议人的姓名、号码或电话，请删除后再提交。");
        }

        State = sustained ? ObjectionState.Sustained : ObjectionState.Rejected;
        DecisionReason = reason.Trim();
        DecidedAt = now;
        DecidedBy = actor.Name;
        var name = notice.Entries.First(e => e.ApplicationId == ApplicationId).Name;
        Record(new CaseEvent(RoundId, "DecideObjection", actor, now, $"对“{name}”的异议（第{Number}号）{ObjectionNames.Of(State)}") { Reason = DecisionReason });
        if (!sustained)
        {
            application.Note(new CaseEvent(application.Id, "DecideObjection", actor, now, $"异议（第{Number}号）不成立") { PublicText = "公示期间的异议经核实不成立", Reason = DecisionReason });
            return;
        }

        notice.StrikeOut(ApplicationId);
        if (application.Position is { IsOpen: true, Stage: Stage.PublicNotice })
        {
            application.End(Ending.StruckOut, $"公示期间的异议经核实成立：{DecisionReason}{(rules.Cite(rules.Pack.Notice.NoSubstitution?.Clause) is { } clause ? $"（依据：{clause}）" : "")}", "DecideObjection", "公示期间异议成立，取消获奖资格", actor, now);
        }
    }

    private static List<InputProblem> Problems(ObjectionForm form, bool anonymous, DateOnly today)
    {
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(form.Content))
        {
            problems.Add(new InputProblem("Input.Content", "请写明异议事项和事实依据。"));
        }
        else if (form.Content.Length > ContentLimit)
        {
            problems.Add(new InputProblem("Input.Content", $"异议事项不超过 {ContentLimit} 字，现在是 {form.Content.Length} 字。"));
        }

        if (anonymous)
        {
            return problems;
        }

        var number = form.Kind == ObjectorKind.Person ? ResidentId.Problem(form.Number, today) : CreditCode.Problem(form.Number);
        if (number is not null)
        {
            problems.Add(new InputProblem("Input.Number", number));
        }

        if (form.Kind == ObjectorKind.Body && string.IsNullOrWhiteSpace(form.ContactName))
        {
            problems.Add(new InputProblem("Input.ContactName", "请填写单位联系人。"));
        }

        if (MobileNumber.Problem(form.Phone) is not null && LandlineNumber.Problem(form.Phone) is not null)
        {
            problems.Add(new InputProblem("Input.Phone", "请填写手机号码或“区号-号码”格式的固定电话，以便核实时联系。"));
        }

        return problems;
    }

    private static string Normalise(ObjectionForm form) => form.Kind == ObjectorKind.Person ? ResidentId.Normalise(form.Number) : CreditCode.Normalise(form.Number);

    private static string PhoneNumber(string phone) => MobileNumber.Problem(phone) is null ? MobileNumber.Normalise(phone) : LandlineNumber.Normalise(phone);
}
