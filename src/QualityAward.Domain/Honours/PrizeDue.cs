using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Honours;

/// <summary>Prize money of a winner (奖金): due with the proclamation, paid once.</summary>
public sealed class PrizeDue : AggregateRoot
{
    /// <summary>Longest voucher number.</summary>
    public const int VoucherLength = 60;

    private PrizeDue()
    {
    }

    public Guid HonourId { get; private init; }

    public Guid RoundId { get; private init; }

    public Guid ApplicationId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public string HolderName { get; private init; } = "";

    public string TierName { get; private init; } = "";

    public Track Track { get; private init; }

    /// <summary>In yuan.</summary>
    public decimal Amount { get; private init; }

    /// <summary>The clause as cited.</summary>
    public string Clause { get; private init; } = "";

    /// <summary>Day of the decision, before which nothing can have been paid.</summary>
    public DateOnly DueSince { get; private init; }

    public DateOnly? PaidOn { get; private set; }

    /// <summary>凭证号.</summary>
    public string? Voucher { get; private set; }

    public string? RecordedBy { get; private set; }

    public static PrizeDue Of(Guid id, HonourEntry honour, string authorityCode, Prize prize, string clause) => new()
    {
        Id = id, HonourId = honour.Id, RoundId = honour.RoundId!.Value, ApplicationId = honour.ApplicationId!.Value, AuthorityCode = authorityCode, HolderName = honour.HolderName,
        TierName = honour.TierName, Track = honour.Track, Amount = prize.Yuan, Clause = clause, DueSince = honour.DecidedOn!.Value,
    };

    /// <summary>Records the payment (登记奖金发放), once.</summary>
    public void Pay(DateOnly paidOn, string voucher, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageHonours);
        actor.RequireAuthority(AuthorityCode);
        if (PaidOn is { } already)
        {
            throw new RefusedException("prize-paid", $"“{HolderName}”的奖金已于{ChinaCalendar.Text(already)}发放（凭证号 {Voucher}），不能重复登记。", Clause);
        }

        var problems = new List<InputProblem>();
        if (paidOn > ChinaCalendar.DateOf(now))
        {
            problems.Add(new InputProblem("Input.PaidOn", "发放日期不能晚于今天，请重新填写。"));
        }
        else if (paidOn < DueSince)
        {
            problems.Add(new InputProblem("Input.PaidOn", $"发放日期不能早于批准日期{ChinaCalendar.Text(DueSince)}，请重新填写。"));
        }

        if (string.IsNullOrWhiteSpace(voucher) || voucher.Trim().Length > VoucherLength)
        {
            problems.Add(new InputProblem("Input.Voucher", $"请填写付款凭证号，不超过 {VoucherLength} 个字符。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        PaidOn = paidOn;
        Voucher = voucher.Trim();
        RecordedBy = actor.Name;
        Record(new CaseEvent(RoundId, "RecordPrizePayment", actor, now, $"登记奖金发放：{HolderName}，{Amount:#,0.##} 元，{ChinaCalendar.Text(paidOn)}") { NewValue = Voucher });
        Record(new CaseEvent(ApplicationId, "RecordPrizePayment", actor, now, $"奖金 {Amount:#,0.##} 元已发放") { PublicText = $"奖金 {Amount:#,0.##} 元已于{ChinaCalendar.Text(paidOn)}发放" });
    }
}
