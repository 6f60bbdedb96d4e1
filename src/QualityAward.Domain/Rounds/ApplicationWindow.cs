namespace QualityAward.Domain.Rounds;

/// <summary>
/// When an applicant may fill in and submit (申报窗口): the round's days, or until the moment of a late access (逾期补报). The only place that says
/// whether it is open; <see cref="Round.WindowFor"/> makes it.
/// </summary>
/// <param name="Round">The round that it belongs to.</param>
/// <param name="OpensAt">First moment.</param>
/// <param name="ClosesAt">First moment that is too late.</param>
/// <param name="Late">The permission that lengthens it; null: the round's own days.</param>
public sealed record ApplicationWindow(Round Round, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, LateAccess? Late)
{
    /// <summary>The same moment for who has only the columns of the round, as a list has.</summary>
    public static DateTimeOffset ClosesFor(Guid? partyId, DateOnly closesOn, IReadOnlyList<LateAccess> lateAccesses) => LateFor(partyId, closesOn, lateAccesses)?.Until ?? ChinaCalendar.EndOf(closesOn);

    /// <summary>The applicant's late access, when it was not taken back and lengthens the round's days.</summary>
    public static LateAccess? LateFor(Guid? partyId, DateOnly closesOn, IReadOnlyList<LateAccess> lateAccesses) =>
        partyId is null ? null : lateAccesses.Where(l => l.PartyId == partyId && l.RevokedAt is null && l.Until > ChinaCalendar.EndOf(closesOn)).MaxBy(l => l.Until);

    public bool IsOpen(DateTimeOffset now) => Round.State == RoundState.Published && now >= OpensAt && now < ClosesAt;

    /// <summary>Refuses outside the window, naming it.</summary>
    public void RequireOpen(DateTimeOffset now)
    {
        if (Round.State != RoundState.Published)
        {
            throw new RefusedException("round-not-published", $"“{Round.Name}”的申报通告尚未发布或评奖已结束。");
        }

        if (now < OpensAt)
        {
            throw new RefusedException("window-not-open", $"“{Round.Name}”自{ChinaCalendar.Text(Round.OpensOn)}起受理申报，现在还不能提交。");
        }

        if (now >= ClosesAt)
        {
            throw new RefusedException(
                "window-closed",
                Late is null
                    ? $"“{Round.Name}”的申报已于{ChinaCalendar.Text(Round.ClosesOn)}24:00截止，不能再提交；已填写的内容全部保留。"
                    : $"“{Round.Name}”准许您补报的期限已于{ChinaCalendar.Text(ClosesAt)}届满，不能再提交；已填写的内容全部保留。");
        }
    }
}

/// <summary>The office lets one applicant in after the window (逾期补报许可), with its reason; taken back, it stays here with who did it and why.</summary>
public sealed record LateAccess
{
    public required Guid Id { get; init; }

    /// <summary>The applicant.</summary>
    public required Guid PartyId { get; init; }

    public required string ApplicantName { get; init; }

    /// <summary>First moment that is too late.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>For the trail; never shown to the public.</summary>
    public required string Reason { get; init; }

    public required string GrantedBy { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    public string? RevokeReason { get; init; }

    public bool IsRunning(DateTimeOffset now) => RevokedAt is null && now < Until;
}

/// <summary>A version of a track's form within a round (表单版本). Published ones never change; every application keeps to the one it was written on.</summary>
/// <param name="Number">1 for the form of the call, one more for each change of the same track after it.</param>
/// <param name="Track">Whose form.</param>
/// <param name="PackHash">The pinned pack that holds it.</param>
/// <param name="PublishedAt">When it came into force.</param>
/// <param name="PublishedBy">Who published it.</param>
/// <param name="Reason">Why it was changed; null for the first.</param>
/// <param name="Changes">What changed, in words.</param>
public sealed record FormVersion(int Number, Programmes.Track Track, string PackHash, DateTimeOffset PublishedAt, string PublishedBy, string? Reason, IReadOnlyList<string> Changes);
