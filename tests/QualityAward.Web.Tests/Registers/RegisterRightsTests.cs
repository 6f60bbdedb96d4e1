using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Registers;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Tests.Registers;

/// <summary>Planted secrets of the Lianyungang office: who may read which of them, on pages and in files.</summary>
public sealed class RegisterRightsTests(RegisterRightsTests.SecretSite site) : IClassFixture<RegisterRightsTests.SecretSite>
{
    private const string SecretSource = "机密来源甲乙丙";
    private const string SecretParty = "示例机密公司";
    private static readonly string[] Lists = ["/registers", "/registers/honours", "/registers/bars", "/registers/incidents", "/registers/proposals"];
    private static readonly string[] Files = ["/registers", "/registers/honours", "/registers/bars", "/registers/incidents"];

    [Fact]
    public async Task The_own_office_and_the_supervisor_read_them()
    {
        foreach (var name in new[] { "office-lyg", "office-lyg-2", "supervisor-lyg" })
        {
            using var visitor = await site.LogInAsync(name);
            Assert.Contains(SecretSource, (await visitor.GetAsync("/registers/incidents")).Text, StringComparison.Ordinal);
            Assert.Contains(SecretSource, (await visitor.GetAsync($"/registers/parties/{site.Party}")).Text, StringComparison.Ordinal);
            Assert.Contains(SecretParty, await visitor.Client.GetStringAsync(new Uri("/registers/incidents?handler=Export&format=csv", UriKind.Relative)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("office-wh")]
    [InlineData("office-js")]
    public async Task Another_office_finds_nothing_on_any_page_or_in_any_file(string name)
    {
        using var visitor = await site.LogInAsync(name);
        foreach (var address in Lists)
        {
            AssertNothing(address, (await visitor.GetAsync(address)).Document.DocumentElement.OuterHtml);
            AssertNothing(address, (await visitor.GetAsync($"{address}?q=机密")).Document.QuerySelector("main table")?.OuterHtml ?? "");
        }

        foreach (var address in Files)
        {
            AssertNothing(address, await visitor.Client.GetStringAsync(new Uri($"{address}?handler=Export&format=csv", UriKind.Relative)));
        }

        await visitor.GetAsync($"/registers/parties/{site.Party}", HttpStatusCode.NotFound);
        await visitor.GetAsync($"/registers/proposals/{site.Proposal}", HttpStatusCode.NotFound);
        await visitor.GetAsync($"/registers/proposals/{site.Proposal}?handler=Document", HttpStatusCode.NotFound);
        await visitor.GetAsync($"/registers/withdraw/incident/{site.Entry}", HttpStatusCode.NotFound);
        // By the exact code it learns that such an organisation is known, and nothing of what is held against it.
        var known = await visitor.GetAsync($"/registers?q={RegisterSite.CodeOf(40)}");
        Assert.Contains("在其他机关的登记簿中，本机关没有它的记录", known.Text, StringComparison.Ordinal);
        Assert.Empty(known.All($"a[href='/registers/parties/{site.Party}']"));
    }

    [Fact]
    public async Task A_county_sees_its_own_applicants_their_bars_and_no_incidents()
    {
        using var county = await site.LogInAsync("county-haizhou");
        var list = await county.GetAsync("/registers");

        Assert.Equal([DemoPeople.Of("org4").Name], list.Table("主体").Select(r => r[0]));
        var page = await county.GetAsync($"/registers/parties/{site.Applicant}");
        Assert.Contains("决定日 2018年1月10日 + 3 年", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("不良记录", page.Text, StringComparison.Ordinal);
        AssertNothing("party", page.Document.DocumentElement.OuterHtml);
        AssertNothing("export", await county.Client.GetStringAsync(new Uri("/registers?handler=Export&format=csv", UriKind.Relative)));
        foreach (var address in Lists[1..])
        {
            await county.GetAsync(address, HttpStatusCode.Forbidden);
        }

        await county.GetAsync($"/registers/parties/{site.Party}", HttpStatusCode.NotFound);
        await county.GetAsync("/registers/new/bar", HttpStatusCode.Forbidden);
        await county.GetAsync("/registers/import/bar", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_applicant_reads_the_own_entries_and_nobody_elses()
    {
        using var own = await site.LogInAsync("org4");
        Assert.Contains("市应急管理局公开通报", (await own.GetAsync($"/registers/parties/{site.Applicant}")).Text, StringComparison.Ordinal);
        await own.GetAsync($"/registers/parties/{site.Party}", HttpStatusCode.NotFound);
        await own.GetAsync("/registers", HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("dept-emergency")]
    [InlineData("admin-system")]
    public async Task Other_roles_are_refused(string name)
    {
        using var visitor = await site.LogInAsync(name);
        foreach (var address in Lists.Append($"/registers/parties/{site.Party}").Append($"/registers/proposals/{site.Proposal}").Append("/registers/new/bar"))
        {
            await visitor.GetAsync(address, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task The_supervisor_reads_and_cannot_act()
    {
        using var supervisor = await site.LogInAsync("supervisor-lyg");
        var page = await supervisor.GetAsync($"/registers/proposals/{site.Waiting}");

        Assert.DoesNotContain(page.All("main button"), b => b.TextContent.Contains("复核", StringComparison.Ordinal) || b.TextContent.Contains("撤销", StringComparison.Ordinal));
        await supervisor.GetAsync("/registers/new/bar", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_ID_number_is_on_no_page_in_no_file_and_not_in_the_clear_in_the_database()
    {
        var number = Given.ResidentId(80);
        using var office = await site.LogInAsync("office-lyg");
        foreach (var address in Lists.Append($"/registers/proposals/{site.PersonProposal}").Append($"/registers/parties/{site.Person}"))
        {
            Assert.DoesNotContain(number, (await office.GetAsync(address)).Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        Assert.Contains($"**************{number[^4..]}", (await office.GetAsync($"/registers/proposals/{site.PersonProposal}")).Text, StringComparison.Ordinal);
        foreach (var address in Files)
        {
            Assert.DoesNotContain(number, await office.Client.GetStringAsync(new Uri($"{address}?handler=Export&format=csv", UriKind.Relative)), StringComparison.Ordinal);
        }

        Assert.Equal(0, await site.ReadAsync(db => db.Database.SqlQuery<int>(
            $"select ((select count(*) from register_rows where cells like '%' || {number} || '%') + (select count(*) from parties where resident_id like '%' || {number} || '%') + (select count(*) from audit_entries e where e::text like '%' || {number} || '%'))::int as \"Value\"").SingleAsync()));
    }

    private static void AssertNothing(string where, string html)
    {
        foreach (var secret in new[] { SecretSource, SecretParty, "市应急管理局公开通报", RegisterSite.CodeOf(40) })
        {
            Assert.False(html.Contains(secret, StringComparison.Ordinal), $"{where} says {secret}.");
        }
    }

    /// <summary>The register with secrets: an organisation that only the Lianyungang office knows, an applicant through Haizhou, a person.</summary>
    public sealed class SecretSite : RegisterSite, Xunit.IAsyncLifetime
    {
        public Guid Party { get; private set; }

        public Guid Applicant { get; private set; }

        public Guid Person { get; private set; }

        public Guid Entry { get; private set; }

        public Guid Proposal { get; private set; }

        public Guid PersonProposal { get; private set; }

        public Guid Waiting { get; private set; }

        async Task Xunit.IAsyncLifetime.InitializeAsync()
        {
            await base.InitializeAsync();
            await EnterAsync(RegisterKind.Incident, Incident(40, SecretParty, "2021-07-01", source: SecretSource));
            await EnterAsync(RegisterKind.Incident, new(StringComparer.Ordinal)
            {
                [RegisterKeys.ResidentId] = Testing.Given.ResidentId(80), [RegisterKeys.Name] = "示例个人机密", [RegisterKeys.Kind] = "违法违规", [RegisterKeys.On] = "2021-07-02", [RegisterKeys.Source] = SecretSource,
            });
            Waiting = await ProposeAsync(RegisterKind.Bar, Bar(40, SecretParty, "2021-08-01"));
            var who = DemoPeople.Of("org4");
            await Given.DoAsync<RegisterApplicant>(o => o.RunAsync(new ApplicantRegistration(who.Kind, who.UserName, Password, who.Name, who.Identifier, "org4@example.com"), address: null, default));
            var bar = Bar(0, who.Name, "2018-01-10");
            bar[RegisterKeys.CreditCode] = who.Identifier;
            await EnterAsync(RegisterKind.Bar, bar);
            var incident = Incident(0, who.Name, "2016-01-10", severity: "一般", source: "市应急管理局公开通报");
            incident[RegisterKeys.CreditCode] = who.Identifier;
            await EnterAsync(RegisterKind.Incident, incident);
            await HandInAsync(who);
            Party = await PartyAsync(CodeOf(40));
            Applicant = await PartyAsync(who.Identifier);
            Entry = await ReadAsync(db => db.Set<Domain.Supervision.Incident>().Where(i => i.PartyId == Party).Select(i => i.Id).SingleAsync());
            Proposal = await ReadAsync(db => db.Set<Domain.Supervision.Incident>().Where(i => i.PartyId == Party).Select(i => i.ProposalId!.Value).SingleAsync());
            Person = await ReadAsync(db => db.Parties.Where(p => p.Name == "示例个人机密").Select(p => p.Id).SingleAsync());
            PersonProposal = await ReadAsync(db => db.Set<Domain.Supervision.Incident>().Where(i => i.PartyId == Person).Select(i => i.ProposalId!.Value).SingleAsync());
        }

        private async Task HandInAsync(DemoApplicant who)
        {
            var stage = new DemoStage(Services, Clock, Clock.Set);
            var round = await ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());
            var scenes = await InScopeAsync(async services => new DemoScenes(stage, await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Infrastructure.Programmes.RoundRulesReader>(services).GetAsync(round)));
            await scenes.ApplyAsync(who);
        }
    }
}
