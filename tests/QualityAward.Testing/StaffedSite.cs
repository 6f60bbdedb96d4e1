using QualityAward.Domain.Access;

namespace QualityAward.Testing;

/// <summary>
/// A site with one account of every role, two applicants and the published round of 2022, made once for all classes with this fixture:
/// admin-system, admin-security, admin-audit, office-lyg, office-etdz (another authority), county-haizhou, dept-emergency, expert1, member1,
/// government-lyg, supervisor-lyg, org1, person1.
/// </summary>
public class StaffedSite : Site
{
    /// <summary>Name of the published round.</summary>
    public const string RoundName = "2022年连云港市市长质量奖";

    /// <summary>The account that acts for each role.</summary>
    public static IReadOnlyDictionary<Role, string> Accounts { get; } = new Dictionary<Role, string>
    {
        [Role.Applicant] = "org1",
        [Role.RecommendingOffice] = "county-haizhou",
        [Role.Department] = "dept-emergency",
        [Role.Office] = "office-lyg",
        [Role.Expert] = "expert1",
        [Role.CommitteeMember] = "member1",
        [Role.GovernmentApprover] = "government-lyg",
        [Role.Supervisor] = "supervisor-lyg",
        [Role.SystemAdministrator] = "admin-system",
        [Role.SecurityAdministrator] = "admin-security",
        [Role.AuditAdministrator] = "admin-audit",
    };

    protected override async Task FillAsync(IServiceProvider services)
    {
        var given = new Given(services);
        await given.StaffAsync("county-haizhou", Role.RecommendingOffice, "lyg-haizhou");
        await given.StaffAsync("dept-emergency", Role.Department, "lyg-emergency");
        var office = await given.StaffAsync("office-lyg", Role.Office, "lyg");
        await given.StaffAsync("office-etdz", Role.Office, "lyg-etdz");
        await given.StaffAsync("expert1", Role.Expert);
        await given.StaffAsync("member1", Role.CommitteeMember, "lyg");
        await given.StaffAsync("government-lyg", Role.GovernmentApprover, "lyg");
        await given.StaffAsync("supervisor-lyg", Role.Supervisor, "lyg");
        await given.OrganisationAsync();
        await given.PersonAsync();
        await given.PublishedRoundAsync(office, RoundName);
    }
}
