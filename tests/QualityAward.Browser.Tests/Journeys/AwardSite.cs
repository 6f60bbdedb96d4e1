using System.Globalization;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Experts;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>
/// A site on a real port where everybody of an award's year has an account and the experts are in the pool; nothing has been announced yet. Journeys set
/// the clock themselves.
/// </summary>
public sealed class AwardSite : LiveSite
{
    public const string Leader = "leader1";

    public static readonly IReadOnlyList<string> Panel = [Leader, "expert1", "expert2", "expert3", "expert4"];

    public static readonly IReadOnlyList<string> Members = ["member1", "member2", "member3", "member4", "member5"];

    /// <summary>The name that the account shows.</summary>
    public static string NameOf(string userName) => DemoPeople.Staff.Single(s => string.Equals(s.UserName, userName, StringComparison.Ordinal)).Name;

    protected override async Task FillAsync(IServiceProvider services)
    {
        var given = new Given(services);
        string[] others = ["office-lyg", "county-haizhou", "supervisor-lyg", "government-lyg"];
        foreach (var staff in DemoPeople.Staff.Where(s => others.Concat(Panel).Concat(Members).Contains(s.UserName, StringComparer.Ordinal)))
        {
            await given.StaffAsync(staff.UserName, staff.Role, staff.Authority, staff.Name);
        }

        var office = await given.ActorAsync("office-lyg");
        for (var i = 0; i < Panel.Count; i++)
        {
            var (expert, employer) = (await given.ActorAsync(Panel[i]), string.Create(CultureInfo.InvariantCulture, $"示例质量研究所第{i + 1}室"));
            await given.DoAsync<RegisterExpert>(o => o.RunAsync(expert.UserId, employer, null, "高级工程师", ["卓越绩效", "质量管理"], office, default));
        }
    }
}
