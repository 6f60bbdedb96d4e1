using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Registers;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Registers;

namespace QualityAward.Web.Tests.Registers;

/// <summary>Two persons of the Lianyungang office, one of Wuhan's, two of Jiangsu's, a county, a supervisor and two applicants.</summary>
public class RegisterSite : Site
{
    public static readonly byte[] Pdf = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"u8.ToArray();

    public static string CodeOf(int number) => DemoIdentifiers.CreditCode(91320700, number);

    /// <summary>Proposes by the first person and confirms by the second, as the pages do.</summary>
    public async Task EnterAsync(RegisterKind kind, Dictionary<string, string> cells, bool withDocument = true, Guid? target = null, string first = "office-lyg", string second = "office-lyg-2")
    {
        var id = await ProposeAsync(kind, cells, withDocument, target, first);
        var confirms = await Given.ActorAsync(second);
        await Given.DoAsync<DecideProposal>(o => o.ApproveAsync(id, 0, confirms, default));
    }

    public async Task<Guid> ProposeAsync(RegisterKind kind, Dictionary<string, string> cells, bool withDocument = true, Guid? target = null, string first = "office-lyg")
    {
        var proposes = await Given.ActorAsync(first);
        var id = Guid.Empty;
        await Given.DoAsync<ProposeEntry>(async o => id = await o.RunAsync(kind, cells, "据来文登记", withDocument ? new RegisterUpload(new MemoryStream(Pdf), "来文.pdf") : null, target, proposes, default));
        return id;
    }

    public Task<Guid> PartyAsync(string creditCode) => ReadAsync(db => db.Parties.Where(p => p.CreditCode == creditCode).Select(p => p.Id).SingleAsync());

    public static Dictionary<string, string> Bar(int number, string name, string on, string ground = "申报中提供虚假材料") => new(StringComparer.Ordinal)
    {
        [RegisterKeys.CreditCode] = CodeOf(number), [RegisterKeys.Name] = name, [RegisterKeys.Ground] = ground, [RegisterKeys.On] = on, [RegisterKeys.Source] = "办公室决定",
    };

    public static Dictionary<string, string> Incident(int number, string name, string on, string kind = "安全生产事故", string severity = "重大", string source = "市应急管理局通报") => new(StringComparer.Ordinal)
    {
        [RegisterKeys.CreditCode] = CodeOf(number), [RegisterKeys.Name] = name, [RegisterKeys.Kind] = kind, [RegisterKeys.Severity] = severity, [RegisterKeys.On] = on, [RegisterKeys.Source] = source,
    };

    protected override async Task FillAsync(IServiceProvider services)
    {
        var given = new Given(services);
        var office = await given.StaffAsync("office-lyg", Role.Office, "lyg", "办公室甲");
        await given.StaffAsync("office-lyg-2", Role.Office, "lyg", "办公室乙");
        await given.StaffAsync("office-wh", Role.Office, "wh");
        await given.StaffAsync("office-js", Role.Office, "jiangsu");
        await given.StaffAsync("office-js-2", Role.Office, "jiangsu");
        await given.StaffAsync("county-haizhou", Role.RecommendingOffice, "lyg-haizhou");
        await given.StaffAsync("dept-emergency", Role.Department, "lyg-emergency");
        await given.StaffAsync("supervisor-lyg", Role.Supervisor, "lyg");
        await given.OrganisationAsync();
        await given.PersonAsync();
        await given.PublishedRoundAsync(office);
    }
}
