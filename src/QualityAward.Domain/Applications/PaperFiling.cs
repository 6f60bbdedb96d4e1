using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Applications;

/// <summary>The paper original as scanned (纸质原件扫描件); its bytes are stored once by SHA-256.</summary>
public sealed record PaperScan(string FileName, string Sha256, long Length, string ContentType);

/// <summary>Where an application that came in on paper stands (代录状态).</summary>
public enum PaperFilingState
{
    /// <summary>录入中.</summary>
    Entering,

    /// <summary>待申报人确认.</summary>
    AwaitsApplicant,

    /// <summary>申报人已确认.</summary>
    Confirmed,

    /// <summary>申报人指出不符.</summary>
    Disputed,
}

/// <summary>States in Chinese.</summary>
public static class PaperFilingStateNames
{
    public static string Of(PaperFilingState state) => state switch
    {
        PaperFilingState.Entering => "录入中",
        PaperFilingState.AwaitsApplicant => "待申报人确认",
        PaperFilingState.Confirmed => "申报人已确认",
        PaperFilingState.Disputed => "申报人指出不符",
    };
}

/// <summary>
/// That an application came in on paper and the office typed it in on the applicant's behalf (代录纸质申报): why, when the paper came, its scan, who typed
/// it, and what the applicant says to it. Stands beside the application, in the same trail.
/// </summary>
public sealed class PaperFiling : AggregateRoot
{
    /// <summary>A few sentences.</summary>
    public const int TextLimit = 500;

    private PaperFiling()
    {
    }

    public Guid ApplicationId { get; private init; }

    /// <summary>Authority whose office runs the round.</summary>
    public string AuthorityCode { get; private init; } = "";

    /// <summary>Why it did not come in on line.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>When the office received the paper.</summary>
    public DateOnly ReceivedOn { get; private init; }

    public PaperScan Scan { get; private init; } = new("", "", 0, "");

    public string EnteredBy { get; private init; } = "";

    public DateTimeOffset EnteredAt { get; private init; }

    /// <summary>The applicant's own account, when it confirmed.</summary>
    public string? ConfirmedBy { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>Number of the submission that was confirmed or found to differ.</summary>
    public int? SeenSubmission { get; private set; }

    /// <summary>Where it differs from the paper, in the applicant's words; null: it does not, or nobody has said so.</summary>
    public string? Difference { get; private set; }

    public DateTimeOffset? DifferenceAt { get; private set; }

    public static PaperFiling Enter(Guid id, Application application, string? reason, DateOnly receivedOn, PaperScan scan, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.EnterOnBehalf);
        actor.RequireAuthority(application.AuthorityCode);
        var problems = Problems(reason, receivedOn, rules.Round, application.PartyId, now);
        InvalidInputException.ThrowIfAny(problems);
        var filing = new PaperFiling
        {
            Id = id, ApplicationId = application.Id, AuthorityCode = application.AuthorityCode, Reason = reason!.Trim(), ReceivedOn = receivedOn, Scan = scan, EnteredBy = actor.Name, EnteredAt = now,
        };
        filing.Record(new CaseEvent(application.Id, "EnterOnBehalf", actor, now, $"代录纸质申报，纸质材料收到日期{ChinaCalendar.Text(receivedOn)}，原件扫描件校验值 {scan.Sha256[..12]}")
        {
            PublicText = "办公室收到纸质申报材料，代为录入", NewValue = scan.Sha256, Reason = filing.Reason,
        });
        return filing;
    }

    /// <summary>What is wrong with reason and date, before anything is stored.</summary>
    public static IReadOnlyList<InputProblem> Problems(string? reason, DateOnly receivedOn, Round round, Guid? partyId, DateTimeOffset now)
    {
        var problems = new List<InputProblem>();
        var text = (reason ?? "").Trim();
        if (text.Length == 0)
        {
            problems.Add(new InputProblem("Input.Reason", "请写明由办公室代录的原因，例如申报人不具备上网条件。"));
        }
        else if (text.Length > TextLimit)
        {
            problems.Add(new InputProblem("Input.Reason", $"代录原因不超过 {TextLimit} 字。"));
        }

        var window = round.WindowFor(partyId);
        if (receivedOn > ChinaCalendar.DateOf(now))
        {
            problems.Add(new InputProblem("Input.ReceivedOn", "收到日期不能晚于今天。"));
        }
        else if (receivedOn < round.OpensOn || ChinaCalendar.StartOf(receivedOn) >= window.ClosesAt)
        {
            problems.Add(new InputProblem("Input.ReceivedOn", "纸质材料须在申报时间内收到；逾期收到的，先在年度设置中办理延期申报并写明理由。"));
        }

        return problems;
    }

    /// <param name="isSubmitted">True while a submission of the application stands.</param>
    public PaperFilingState State(bool isSubmitted) => StateOf(isSubmitted, ConfirmedAt is not null, DifferenceAt is not null);

    public static PaperFilingState StateOf(bool isSubmitted, bool isConfirmed, bool isDisputed) => !isSubmitted ? PaperFilingState.Entering
        : isConfirmed ? PaperFilingState.Confirmed
        : isDisputed ? PaperFilingState.Disputed
        : PaperFilingState.AwaitsApplicant;

    /// <summary>
    /// The office has handed in what it typed (提请申报人核对): the applicant is asked to compare this version with the paper, whatever was said of an earlier one.
    /// </summary>
    public void AskApplicant(Submission submission, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.EnterOnBehalf);
        actor.RequireAuthority(AuthorityCode);
        (ConfirmedBy, ConfirmedAt, SeenSubmission) = (null, null, null);
        (Difference, DifferenceAt) = (null, null);
        Record(new CaseEvent(ApplicationId, "AskToConfirmPaper", actor, now, $"代录的申报已提交第{submission.Number}版，请申报人核对确认") { PublicText = "办公室代录的申报已提交，请申报人核对确认" });
    }

    /// <summary>The applicant has compared what was typed in with the paper and stands by it (申报人确认代录内容).</summary>
    public void Confirm(Application application, Submission submission, Actor actor, DateTimeOffset now)
    {
        RequireApplicant(application, actor);
        if (ConfirmedAt is not null && SeenSubmission == submission.Number)
        {
            throw new RefusedException("paper-confirmed", "您已确认过这份代录的申报，不需要再次确认。");
        }

        (ConfirmedBy, ConfirmedAt, SeenSubmission) = (actor.Name, now, submission.Number);
        (Difference, DifferenceAt) = (null, null);
        Record(new CaseEvent(application.Id, "ConfirmPaperFiling", actor, now, $"申报人确认代录内容与纸质原件一致，第{submission.Number}版，校验值 {submission.Sha256[..12]}") { PublicText = "申报人确认代录内容与纸质原件一致", NewValue = submission.Sha256 });
    }

    /// <summary>The applicant says where it differs; the office corrects it by returning the section (指出与原件不符).</summary>
    public void Dispute(string? difference, Application application, Submission submission, Actor actor, DateTimeOffset now)
    {
        RequireApplicant(application, actor);
        var text = (difference ?? "").Trim();
        if (text.Length is 0 or > TextLimit)
        {
            throw new InvalidInputException("Input.Difference", text.Length == 0 ? "请写明哪一处与纸质原件不符，应当是什么。" : $"说明不超过 {TextLimit} 字。");
        }

        (ConfirmedBy, ConfirmedAt, SeenSubmission) = (null, null, submission.Number);
        (Difference, DifferenceAt) = (text, now);
        Record(new CaseEvent(application.Id, "DisputePaperFiling", actor, now, $"申报人指出代录内容与纸质原件不符，第{submission.Number}版") { PublicText = "申报人指出代录内容与纸质原件不符", Reason = text });
    }

    private static void RequireApplicant(Application application, Actor actor)
    {
        actor.Require(Permission.Apply);
        application.RequireOwner(actor);
        if (!application.Position.IsOpen)
        {
            throw new RefusedException("case-ended", "申报已经终止，不需要再确认。");
        }
    }
}
