using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Recommendations;

/// <summary>Where a request stands (征求意见状态), derived from the day and from what was answered.</summary>
public enum OpinionRequestState
{
    /// <summary>待答复.</summary>
    Open,

    /// <summary>已逾期.</summary>
    Overdue,

    /// <summary>已答复.</summary>
    Answered,
}

/// <summary>States in Chinese.</summary>
public static class OpinionRequestStates
{
    public static string NameOf(OpinionRequestState state) => state switch
    {
        OpinionRequestState.Open => "待答复",
        OpinionRequestState.Overdue => "已逾期",
        OpinionRequestState.Answered => "已答复",
    };
}

/// <summary>All that a department is told of an applicant (征求意见事项): no ID number, no phone, nothing of the application.</summary>
/// <param name="Subject">The organisation, or the one that a person works for.</param>
/// <param name="Person">The person who applies; null for organisations.</param>
/// <param name="CreditCode">统一社会信用代码 of the subject; null: not known.</param>
/// <param name="From">First day asked about.</param>
/// <param name="Until">Last day asked about.</param>
public sealed record AskedAbout(string Subject, string? Person, string? CreditCode, DateOnly From, DateOnly Until)
{
    internal IEnumerable<InputProblem> Problems(DateOnly today)
    {
        if (From > Until)
        {
            yield return new InputProblem("Input.From", "核查期间的起始日期不能晚于截止日期，请重新填写。");
        }

        if (Until > today)
        {
            yield return new InputProblem("Input.Until", "核查期间的截止日期不能晚于今天，请重新填写。");
        }
    }
}

/// <summary>By when a department answers (答复期限).</summary>
/// <param name="DueOn">Last day, until 24:00.</param>
/// <param name="RemindOn">Day on which whoever has not answered is reminded; null: not before the due date.</param>
/// <param name="Note">What the office writes to the departments.</param>
public sealed record AskedUntil(DateOnly DueOn, DateOnly? RemindOn = null, string? Note = null)
{
    internal IEnumerable<InputProblem> Problems(DateOnly today)
    {
        if (DueOn <= today)
        {
            yield return new InputProblem("Input.DueOn", "答复期限须晚于今天，请重新填写。");
        }

        if (RemindOn is { } remind && (remind <= today || remind > DueOn))
        {
            yield return new InputProblem("Input.RemindOn", "提醒日期须晚于今天，且不晚于答复期限。");
        }
    }
}

/// <summary>
/// A recommending office's request to one department about one applicant (征求意见函). It carries a copy of the little that the department may see, so that a
/// department's pages never touch the application. Answers become <see cref="DepartmentOpinion"/>s.
/// </summary>
public sealed class OpinionRequest : AggregateRoot
{
    private OpinionRequest()
    {
    }

    public Guid ApplicationId { get; private init; }

    public Guid RecommendationId { get; private init; }

    public Guid RoundId { get; private init; }

    /// <summary>Who asks.</summary>
    public string ChannelCode { get; private init; } = "";

    /// <summary>Who is asked; nobody else sees it.</summary>
    public string DepartmentCode { get; private init; } = "";

    /// <summary>Kind of opinion, as the pack names it.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>The department as the programme's forms call it.</summary>
    public string KindName { get; private init; } = "";

    public Track Track { get; private init; }

    public string SubjectName { get; private init; } = "";

    /// <summary>The person who applies; null for organisations.</summary>
    public string? PersonName { get; private init; }

    public string? CreditCode { get; private init; }

    public DateOnly PeriodFrom { get; private init; }

    public DateOnly PeriodUntil { get; private init; }

    public string? Note { get; private init; }

    public string RequestedBy { get; private init; } = "";

    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>Last day for the answer, until 24:00.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>Day of the reminder; null: none is asked for.</summary>
    public DateOnly? RemindOn { get; private set; }

    /// <summary>When the office last urged by hand (催办).</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    public int Reminders { get; private set; }

    /// <summary>Day on which the system last reminded the department (到期提醒); written with the message.</summary>
    public DateOnly? RemindedOn { get; private set; }

    /// <summary>The opinion that counts; null: no answer yet.</summary>
    public Guid? OpinionId { get; private set; }

    public OpinionFinding? Finding { get; private set; }

    public string? AnsweredBy { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public OpinionRequestState StateOn(DateOnly today) =>
        OpinionId is not null ? OpinionRequestState.Answered : today > DueOn ? OpinionRequestState.Overdue : OpinionRequestState.Open;

    /// <summary>Gives the opinion (答复意见), or another one while the date has not passed; the earlier one is kept.</summary>
    public DepartmentOpinion Answer(Guid id, OpinionContent content, Recommendation recommendation, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOwn(actor);
        RequireTime(recommendation.TakesOpinions(application), rules, now);
        var problems = content.Problems(KindName, Recommendation.AskedCodes(rules, application.Track, Kind), ChinaCalendar.DateOf(now)).ToList();
        if (content.Finding == OpinionFinding.Adverse)
        {
            if (content.Severity is null)
            {
                problems.Add(new InputProblem("Input.Severity", "请选择不良记录的等级。"));
            }

            if (content.IncidentOn is not { } on)
            {
                problems.Add(new InputProblem("Input.IncidentOn", "请填写不良记录的发生日期。"));
            }
            else if (on < PeriodFrom)
            {
                problems.Add(new InputProblem("Input.IncidentOn", $"不良记录的发生日期早于核查期间（{ChinaCalendar.Text(PeriodFrom)}起），不属于本次核查的范围。"));
            }
        }

        InvalidInputException.ThrowIfAny(problems);
        var before = Finding;
        var opinion = new DepartmentOpinion(id, RecommendationId, KindName, content with { Kind = Kind }, actor.Name, now) { RequestId = Id };
        OpinionId = id;
        Finding = content.Finding;
        AnsweredBy = actor.Name;
        AnsweredAt = now;
        Record(new CaseEvent(ApplicationId, "AnswerDepartmentOpinion", actor, now, $"{KindName}{(before is null ? "答复" : "更正")}意见：{OpinionFindings.NameOf(content.Finding)}")
        {
            OldValue = before is { } old ? OpinionFindings.NameOf(old) : null, NewValue = $"{OpinionFindings.NameOf(content.Finding)}：{opinion.Text}",
            ConcernedAuthority = ChannelCode,
        });
        return opinion;
    }

    /// <summary>Refuses whoever was not asked (不属于本部门的征求意见).</summary>
    public void RequireOwn(Actor actor)
    {
        actor.Require(Permission.GiveDepartmentOpinion);
        if (!string.Equals(DepartmentCode, actor.AuthorityCode, StringComparison.Ordinal))
        {
            throw new RefusedException("not-asked", "推荐单位没有就该申报人向本部门征求意见，不能答复。");
        }
    }

    /// <summary>Refuses when no answer is taken any more: the date has passed, or the office has gone on without it.</summary>
    /// <param name="takesOpinions">Whether the case is still in pre-review.</param>
    public void RequireTime(bool takesOpinions, RoundRules rules, DateTimeOffset now)
    {
        var clause = rules.Cite(rules.Pack.Recommendation.Opinions.FirstOrDefault(o => string.Equals(o.Kind, Kind, StringComparison.Ordinal))?.Clause);
        if (!takesOpinions)
        {
            throw new RefusedException("opinion-closed", $"“{SubjectName}”的预审已经结束，推荐单位不再接收部门意见。", clause);
        }

        if (now >= ChinaCalendar.EndOf(DueOn))
        {
            throw new RefusedException("opinion-late", $"“{SubjectName}”的答复期限已于{ChinaCalendar.Text(DueOn)}24:00届满，不能再答复；如仍需答复，请联系推荐单位延长期限。", clause);
        }
    }

    /// <summary>Gives the department more time (延长答复期限).</summary>
    public void Extend(AskedUntil until, Actor actor, DateTimeOffset now)
    {
        RequireAsker(actor);
        RequireUnanswered();
        var problems = until.Problems(ChinaCalendar.DateOf(now)).ToList();
        if (until.DueOn <= DueOn)
        {
            problems.Add(new InputProblem("Input.DueOn", $"新的期限须晚于原期限（{ChinaCalendar.Text(DueOn)}）。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        Record(new CaseEvent(ApplicationId, "ExtendOpinionRequest", actor, now, $"延长{KindName}的答复期限") { OldValue = ChinaCalendar.Text(DueOn), NewValue = ChinaCalendar.Text(until.DueOn), ConcernedAuthority = DepartmentCode, DueOn = until.DueOn });
        DueOn = until.DueOn;
        RemindOn = until.RemindOn;
    }

    /// <summary>Urges the department (催办); its desk shows it.</summary>
    public void Remind(Actor actor, DateTimeOffset now)
    {
        RequireAsker(actor);
        RequireUnanswered();
        RemindedAt = now;
        Reminders++;
        Record(new CaseEvent(ApplicationId, "RemindDepartment", actor, now, $"催办{KindName}意见（第{Reminders}次），期限{ChinaCalendar.Text(DueOn)}") { ConcernedAuthority = DepartmentCode, DueOn = DueOn });
    }

    internal static OpinionRequest Start(
        Guid id, Recommendation recommendation, DepartmentOpinionRule rule, Authority department, AskedAbout about, AskedUntil until, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var request = new OpinionRequest
        {
            Id = id, ApplicationId = application.Id, RecommendationId = recommendation.Id, RoundId = rules.RoundId, ChannelCode = application.ChannelCode, DepartmentCode = department.Code,
            Kind = rule.Kind, KindName = rule.Name, Track = application.Track, SubjectName = about.Subject, PersonName = about.Person, CreditCode = about.CreditCode, PeriodFrom = about.From,
            PeriodUntil = about.Until, Note = string.IsNullOrWhiteSpace(until.Note) ? null : until.Note.Trim(), RequestedBy = actor.Name, RequestedAt = now, DueOn = until.DueOn, RemindOn = until.RemindOn,
        };
        request.Record(new CaseEvent(application.Id, "RequestDepartmentOpinion", actor, now, $"向{department.Name}征求意见，答复期限{ChinaCalendar.Text(until.DueOn)}") { ConcernedAuthority = department.Code, DueOn = until.DueOn });
        return request;
    }

    private void RequireAsker(Actor actor)
    {
        actor.Require(Permission.Recommend);
        actor.RequireAuthority(ChannelCode);
    }

    private void RequireUnanswered()
    {
        if (OpinionId is not null)
        {
            throw new RefusedException("opinion-answered", $"{KindName}已经答复“{SubjectName}”，无需催办或延期。");
        }
    }
}
