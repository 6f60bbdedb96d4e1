using QualityAward.Domain;
using QualityAward.Domain.Rounds;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Says of a round's dates which fall on days off (日期提示). The office may keep them; it is asked to confirm when it publishes.</summary>
public static class RoundDates
{
    /// <summary>Warning by form field.</summary>
    public static IReadOnlyList<(string Field, string Message)> Warnings(Round round, WorkingCalendar calendar)
    {
        var found = new List<(string, string)>();
        Add("OpensOn", "申报开始日", round.OpensOn, "当日0:00仍会开始受理");
        Add("ClosesOn", "申报截止日", round.ClosesOn, "当日24:00仍会截止");
        if (round.Settings.CertificateWindowEnd.IsSet)
        {
            Add("CertificateWindowEnd", "无不良记录证明的截止日", round.Settings.CertificateWindowEnd.OrNull(), "部门当日可能不办公");
        }

        foreach (var year in new[] { round.OpensOn.Year, round.ClosesOn.Year }.Distinct().Where(y => !calendar.Knows(y)))
        {
            found.Add(("ClosesOn", $"{year}年的节假日安排尚未载入，以上只核对了星期六、星期日。"));
        }

        return found;

        void Add(string field, string what, DateOnly day, string then)
        {
            if (calendar.DayOff(day) is { } why)
            {
                found.Add((field, $"{what}{ChinaCalendar.Text(day)}是{why}，{then}。"));
            }
        }
    }

    public static string? Warning(IReadOnlyList<(string Field, string Message)> warnings, string field) =>
        string.Concat(warnings.Where(w => string.Equals(w.Field, field, StringComparison.Ordinal)).Select(w => w.Message)) is { Length: > 0 } text ? text : null;
}
