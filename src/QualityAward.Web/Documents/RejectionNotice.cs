namespace QualityAward.Web.Documents;

/// <summary>One condition that was not met (不符合的条件).</summary>
public sealed record UnmetCondition(string Text, string Clause, string Facts, string? Reason);

/// <summary>What stands on the notice that an application is not accepted (不予受理通知书).</summary>
/// <param name="ReceiptNumber">Number of the application.</param>
/// <param name="SubmittedOn">When it was handed in.</param>
/// <param name="Unmet">Conditions that the office confirmed as not met; may be empty, the reason always stands.</param>
/// <param name="Clause">Where the documents let the office examine the conditions; null: none says so.</param>
/// <param name="Contact">Where questions go; empty: not published.</param>
public sealed record RejectionNotice(
    Guid ApplicationId, string ReceiptNumber, string ApplicantName, bool IsOrganisation, string RoundName, DateOnly SubmittedOn, IReadOnlyList<UnmetCondition> Unmet, string Reason, string? Clause, string OfficeName,
    string Contact, DateOnly DecidedOn);
