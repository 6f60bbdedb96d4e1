using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Tests.Files;

namespace QualityAward.Web.Tests.Applications;

/// <summary>An application that came in on paper: typed in by the office, seen and confirmed by the applicant.</summary>
public sealed class PaperFilingTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    private const string Reason = "单位地处海岛，没有网络，邮寄纸质材料";

    [Fact]
    public async Task The_office_types_it_in_and_hands_in_and_the_applicant_registers_sees_it_and_confirms()
    {
        site.Clock.Set(2022, 6, 1);
        var who = new DemoApplicant("paper-new", Track.Organisation, "海岛纸质申报有限公司", DemoIdentifiers.CreditCode(91320700, 811), "通用设备制造业", "lyg-haizhou", new DateOnly(2006, 3, 1));
        using var office = await site.LogInAsync("office-lyg");
        var entry = await (await office.GetAsync("/applications/paper")).FollowAsync("登记纸质申报");
        var overview = await Filled(entry, who).SubmitAsync("登记并开始录入");
        var id = await site.ReadAsync(db => db.Applications.Where(a => a.ApplicantName == who.Name).Select(a => a.Id).SingleAsync());

        var section = await office.GetAsync($"/applications/{id}/sections/basic");
        await site.FillInAsync(id, who, "office-lyg");
        var submit = await office.GetAsync($"/applications/{id}/submit");
        var receipt = await submit.Form("提交申报材料").Check("已逐项核对：录入的内容与申报人签字盖章的纸质原件一致，申报人的声明和承诺以纸质原件为准。").SubmitAsync("提交申报材料");
        var list = await office.GetAsync("/applications/paper");
        var desk = await office.GetAsync("/");
        var waiting = await office.GetAsync("/applications/paper?state=AwaitsApplicant");
        var entering = await office.GetAsync("/applications/paper?state=Entering");

        Assert.Contains("办公室代录的纸质申报", overview.Text, StringComparison.Ordinal);
        Assert.Equal("", section.Form("保存").Value("组织名称"));
        Assert.Contains("申报编号", receipt.Text, StringComparison.Ordinal);
        Assert.Equal("待申报人确认", list.Table("代录申报").Single(row => row[0] == who.Name)[4]);
        Assert.Contains("代录的申报待申报人确认", desk.Text, StringComparison.Ordinal);
        Assert.Contains(who.Name, waiting.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(who.Name, entering.Text, StringComparison.Ordinal);

        // The applicant registers afterwards: the code is taken by nobody's account, and nothing is shown before the office has made sure who it is.
        await site.Given.DoAsync<RegisterApplicant>(o => o.RunAsync(new ApplicantRegistration(Track.Organisation, who.UserName, Site.Password, who.Name, who.Identifier, "paper@example.com"), null, default));
        using var applicant = await site.LogInAsync(who.UserName);
        await applicant.GetAsync($"/applications/{id}", HttpStatusCode.NotFound);
        await applicant.GetAsync($"/applications/{id}/paper", HttpStatusCode.NotFound);
        var paper = await office.GetAsync($"/applications/{id}/paper");
        var unsure = await paper.Form("移交申报人").SubmitAsync("移交申报人", HttpStatusCode.UnprocessableEntity);
        await unsure.Form("移交申报人").Check("已核实账号为申报人本人（本组织）所有").SubmitAsync("移交申报人");

        var applicantsDesk = await applicant.GetAsync("/");
        var own = await applicant.GetAsync($"/applications/{id}");
        var answer = await own.FollowAsync("核对并确认代录内容");
        var scan = await applicant.Client.GetAsync(new Uri($"/applications/{id}/paper?handler=Scan", UriKind.Relative));
        var wrong = await answer.Form("确认与纸质原件一致").Fill("密码", "wrong").SubmitAsync("确认与纸质原件一致", HttpStatusCode.UnprocessableEntity);
        var empty = await answer.Form("告知办公室").SubmitAsync("告知办公室", HttpStatusCode.UnprocessableEntity);
        var disputed = await answer.Form("告知办公室").Fill("哪一处与纸质原件不符，应当是什么", "职工总数应为 120").SubmitAsync("告知办公室");
        var confirmed = await disputed.Form("确认与纸质原件一致").Fill("密码", Site.Password).SubmitAsync("确认与纸质原件一致");
        var actions = await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id && !e.Action.StartsWith("Refused")).OrderBy(e => e.Sequence).Select(e => new { e.Action, e.Reason }).ToListAsync());

        Assert.Contains(Reason, own.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (scan.StatusCode, scan.Content.Headers.ContentType?.MediaType));
        Assert.Equal(["密码不正确，请重新输入您的登录密码。"], wrong.Errors);
        Assert.Equal(["请写明哪一处与纸质原件不符，应当是什么。"], empty.Errors);
        Assert.Contains("核对并确认办公室代录的申报", applicantsDesk.Text, StringComparison.Ordinal);
        Assert.Contains("申报人指出不符", disputed.Text, StringComparison.Ordinal);
        Assert.Contains("申报人已确认", confirmed.Text, StringComparison.Ordinal);
        Assert.Equal(["EnterOnBehalf", "SubmitApplication", "AskToConfirmPaper", "HandToApplicant", "DisputePaperFiling", "ConfirmPaperFiling"], actions.Select(a => a.Action));
        Assert.Equal(Reason, actions[0].Reason);
        // The office reads what was handed in as any other case, marked.
        Assert.Contains("办公室代录的纸质申报", (await office.GetAsync($"/applications/{id}/view")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_applicant_with_an_account_sees_the_draft_at_once_and_may_not_begin_a_second_one()
    {
        site.Clock.Set(2022, 6, 1);
        var who = DemoPeople.Applicants.Single(a => a.UserName == "person3");
        using var office = await site.LogInAsync("office-lyg");
        await Filled(await office.GetAsync("/applications/paper/new"), who).SubmitAsync("登记并开始录入");
        var id = await site.ReadAsync(db => db.Applications.Where(a => a.ApplicantName == who.Name).Select(a => a.Id).SingleAsync());
        using var applicant = await site.LogInAsync("person3");

        var own = await applicant.GetAsync($"/applications/{id}");
        var early = await applicant.GetAsync($"/applications/{id}/paper");
        var again = await Filled(await office.GetAsync("/applications/paper/new"), who).SubmitAsync("登记并开始录入", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("录入中", own.Text, StringComparison.Ordinal);
        Assert.Contains("办公室正在录入。提交以后，请您在这里核对并确认", early.Text, StringComparison.Ordinal);
        Assert.Contains("同一届不得重复申报", Assert.Single(again.Errors), StringComparison.Ordinal);
        Assert.Equal(Reason, again.Form("登记并开始录入").Value("代录原因").Trim());
        // Only the applicant withdraws it; the office has no more than the right to submit.
        var refused = await (await office.GetAsync($"/applications/{id}/withdraw")).Form("撤回申报").Fill("撤回原因", "误录").SubmitAsync("撤回申报", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("只有申报负责人可以办理", Assert.Single(refused.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_is_stored()
    {
        site.Clock.Set(2022, 6, 1);
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync("/applications/paper/new");

        var bare = await page.Form("登记并开始录入").SubmitAsync("登记并开始录入", HttpStatusCode.UnprocessableEntity);
        var slip = await page.Form("登记并开始录入").Fill("申报类别", "组织").Fill("申报人名称（姓名）", "甲公司").Fill("统一社会信用代码或居民身份证号码", "91320700MA00000000").Fill("代录原因", Reason).SubmitAsync("登记并开始录入", HttpStatusCode.UnprocessableEntity);
        var late = await Filled(page, new DemoApplicant("x", Track.Organisation, "某某有限公司", DemoIdentifiers.CreditCode(91320700, 812), "", "lyg-haizhou", new DateOnly(2006, 3, 1))).Fill("收到纸质材料的日期", "2022-06-02").SubmitAsync("登记并开始录入", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请选择申报类别。"], bare.Errors);
        Assert.Equal("甲公司", slip.Form("登记并开始录入").Value("申报人名称（姓名）"));
        Assert.Contains(slip.Errors, e => e.Contains("统一社会信用代码", StringComparison.Ordinal));
        Assert.Equal(["收到日期不能晚于今天。"], late.Errors);
        Assert.Empty(await site.ReadAsync(db => db.Parties.Where(p => p.Name == "某某有限公司").ToListAsync()));
    }

    [Fact]
    public async Task Nobody_else_types_in_or_sees_it()
    {
        site.Clock.Set(2022, 6, 1);
        var who = DemoPeople.Applicants.Single(a => a.UserName == "person4");
        using var office = await site.LogInAsync("office-lyg");
        await Filled(await office.GetAsync("/applications/paper/new"), who).SubmitAsync("登记并开始录入");
        var id = await site.ReadAsync(db => db.Applications.Where(a => a.ApplicantName == who.Name).Select(a => a.Id).SingleAsync());
        await site.Given.StaffAsync("office-paper", Role.Office, "lyg");
        await site.Given.StaffAsync("office-far", Role.Office, "lyg-etdz");
        using var colleague = await site.LogInAsync("office-paper");
        using var far = await site.LogInAsync("office-far");
        using var applicant = await site.LogInAsync("person1");

        Assert.Contains(who.Name, (await colleague.GetAsync("/applications/paper")).Text, StringComparison.Ordinal);
        Assert.Contains(Reason, (await colleague.GetAsync($"/applications/{id}/paper")).Text, StringComparison.Ordinal);
        foreach (var path in new[] { "", "/sections/basic", "/check", "/submit", "/receipt", "/view", "/book" })
        {
            await colleague.GetAsync($"/applications/{id}{path}", HttpStatusCode.NotFound);
            await far.GetAsync($"/applications/{id}{path}", HttpStatusCode.NotFound);
        }

        await far.GetAsync($"/applications/{id}/paper", HttpStatusCode.NotFound);
        await applicant.GetAsync($"/applications/{id}/paper", HttpStatusCode.NotFound);
        await applicant.GetAsync("/applications/paper", HttpStatusCode.Forbidden);
        await applicant.GetAsync("/applications/paper/new", HttpStatusCode.Forbidden);
        Assert.DoesNotContain(who.Name, (await far.GetAsync("/applications/paper")).Text, StringComparison.Ordinal);
    }

    private static PageForm Filled(Page page, DemoApplicant who) => page.Form("登记并开始录入")
        .Fill("申报类别", TrackNames.Of(who.Kind)).Fill("申报人名称（姓名）", who.Name).Fill("统一社会信用代码或居民身份证号码", who.Identifier).Fill("推荐单位", "海州区").Fill("代录原因", Reason)
        .Attach("纸质原件扫描件", "纸质原件.pdf", "application/pdf", SampleFiles.Pdf("纸质原件"));
}
