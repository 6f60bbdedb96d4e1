using System.Globalization;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Eligibility;

/// <summary>How far a department's opinion speaks (部门意见证明期间).</summary>
/// <param name="Kind">Kind of opinion, as the pack names it.</param>
/// <param name="Until">Last day that it covers: that of the period asked about, of a paper its date.</param>
public sealed record ClearanceFact(string Kind, string DepartmentName, DateOnly Until);

/// <summary>
/// The clearances of an accepted case on the day of a re-check (证明、意见有效期复核): the sealed certificate and the departments' opinions end at a day, and after the months that the round
/// sets they no longer speak for the applicant. The registers are asked besides; they know what was entered, a clearance says that there was nothing.
/// </summary>
/// <param name="Verdicts">One for the certificate and one for the opinions, where there are some; met while they are good.</param>
/// <param name="Months">How long they are good, and how long the office's word that they still are.</param>
/// <param name="On">Day of the re-check.</param>
public sealed record Clearances(IReadOnlyList<Verdict> Verdicts, int Months, DateOnly On)
{
    /// <summary>Stands in place of a condition's code.</summary>
    public const string Certificate = "clearance-certificate";

    /// <inheritdoc cref="Certificate"/>
    public const string Opinions = "clearance-opinions";

    /// <param name="certificateUntil">Last day of the sealed certificate; null: there is none.</param>
    /// <param name="opinions">The opinions that count.</param>
    /// <returns>Null where the round does not say how long clearances are good.</returns>
    public static Clearances? Of(RoundRules rules, Track track, DateOnly? certificateUntil, IReadOnlyList<ClearanceFact> opinions, DateOnly on)
    {
        if (!rules.Settings.ClearanceMonths.IsSet)
        {
            return null;
        }

        var months = rules.Settings.ClearanceMonths.OrNull();
        var said = $"{rules.Round.Name}年度设置“复核时证明、意见的有效期”为 {months} 个月";
        var verdicts = new List<Verdict>(2);
        if (certificateUntil is { } until && rules.Pack.Recommendation.CleanRecordCertificate is { } certificate)
        {
            var facts = $"证明期间至 {Day(until)}；{said}，{Day(LastGood(until, months).AddDays(1))} 起须重新核实";
            verdicts.Add(new Verdict(Certificate, $"《{certificate.Title}》在复核时仍有效", Outcome(LastGood(until, months) < on), facts, rules.Cite(certificate.Clause), Hard: false));
        }

        var asked = rules.Track(track).Conditions.OfType<CleanRecordCondition>().SelectMany(c => c.Departments).ToHashSet(StringComparer.Ordinal);
        var given = opinions.Where(o => asked.Contains(o.Kind)).OrderBy(o => o.Until).ThenBy(o => o.Kind, StringComparer.Ordinal).ToList();
        if (given.Count > 0)
        {
            var old = given.Where(o => LastGood(o.Until, months) < on).ToList();
            var facts = $"{string.Join('；', (old.Count > 0 ? old : given).Select(o => $"{o.DepartmentName}意见至 {Day(o.Until)}"))}；{said}，已超过的须重新核实";
            var clauses = (old.Count > 0 ? old : given).Select(o => rules.Pack.Recommendation.Opinions.FirstOrDefault(r => string.Equals(r.Kind, o.Kind, StringComparison.Ordinal))).OfType<DepartmentOpinionRule>()
                .Select(r => rules.Cite(r.Clause)).Distinct(StringComparer.Ordinal);
            verdicts.Add(new Verdict(Opinions, "部门意见在复核时仍有效", Outcome(old.Count > 0), facts, string.Join('；', clauses), Hard: false));
        }

        return new Clearances(verdicts, months, on);
    }

    /// <summary>True while the office's word, given on a day, still counts.</summary>
    internal bool StillCounts(DateOnly day) => LastGood(day, Months) >= On;

    private static DateOnly LastGood(DateOnly until, int months) => until.AddMonths(months);

    private static VerdictOutcome Outcome(bool old) => old ? VerdictOutcome.NeedsEvidence : VerdictOutcome.Met;

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
