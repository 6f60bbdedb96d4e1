using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Applications;

public sealed class CollaborationTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task Somebody_invited_by_user_name_finds_it_on_the_desk_edits_and_cannot_submit()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org1");
        using var owner = await site.LogInAsync("org1");
        using var helper = await site.LogInAsync("person1");
        await helper.GetAsync($"/applications/{id}", HttpStatusCode.NotFound);

        var invited = await InviteAsync(owner, id, "person1", "编辑：可以填写、上传附件，不能提交");
        var invitation = await (await helper.GetAsync("/")).FollowAsync($"答复协作邀请：{await NameAsync(id)}");
        var joined = await invitation.Form("接受邀请").SubmitAsync("接受邀请");
        var saved = await (await helper.GetAsync($"/applications/{id}/sections/basic")).Form("保存").Fill("组织名称", "协作人填写").SubmitAsync("保存");
        var submit = await helper.GetAsync($"/applications/{id}/submit");
        var refused = await submit.Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);
        var withdraw = await (await helper.GetAsync($"/applications/{id}/withdraw")).Form("撤回申报").Set("Reason", "理由").SubmitAsync("撤回申报", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("邀请已建立", invited.Text, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}", joined.Path);
        Assert.Contains("您的权限：编辑", joined.Text, StringComparison.Ordinal);
        Assert.Equal("协作人填写", saved.Form("保存").Value("组织名称"));
        Assert.Contains("您在这份申报中没有提交权限", submit.Text, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Errors);
        Assert.Contains("只有申报负责人可以办理此事项", Assert.Single(withdraw.Errors), StringComparison.Ordinal);
        Assert.Contains("协作：", (await helper.GetAsync("/applications")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await site.ReadAsync(db => db.Submissions.CountAsync(s => s.ApplicationId == id)));
        await AssertOwnListAsync(id, owner, helper);
    }

    /// <summary>The list as a file: what is on the page, the cases that one works on included, and nobody else's.</summary>
    private async Task AssertOwnListAsync(Guid id, Visitor owner, Visitor helper)
    {
        using var stranger = await site.LogInAsync("org8");
        using var office = await site.LogInAsync("office-lyg");
        var export = new Uri("/applications?handler=Export&format=csv", UriKind.Relative);
        var name = await NameAsync(id);

        var page = await helper.GetAsync("/applications");
        var (own, shared, other) = (await owner.Client.GetStringAsync(export), await helper.Client.GetStringAsync(export), await stranger.Client.GetStringAsync(export));
        using var workbook = new MemoryStream(await helper.Client.GetByteArrayAsync(new Uri("/applications?handler=Export&format=xlsx", UriKind.Relative)));
        using var forbidden = await office.Client.GetAsync(export);

        Assert.Contains(page.All("a[download]"), a => a.GetAttribute("href") == "/applications?handler=Export&format=xlsx");
        Assert.All([own, shared], text => Assert.Contains($"\"2022年连云港市市长质量奖\",\"组织\",\"{name}\",", text, StringComparison.Ordinal));
        Assert.Contains("填写中", shared, StringComparison.Ordinal);
        Assert.DoesNotContain(name, other, StringComparison.Ordinal);
        Assert.Contains(SpreadsheetReader.Read(workbook, 100).Rows, row => row[2] == name);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task An_address_that_nobody_has_gets_the_same_answer_and_its_link_works_once()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org2");
        using var owner = await site.LogInAsync("org2");
        using var helper = await site.LogInAsync("person2");
        using var late = await site.LogInAsync("person3");

        var known = await InviteAsync(owner, id, "person3", "查看：只能阅读，个人信息部分遮盖");
        var unknown = await InviteAsync(owner, id, "nobody@example.com", "查看：只能阅读，个人信息部分遮盖");
        var link = LinkOf(unknown);
        using var anonymous = site.Visit();
        var login = await anonymous.GetAsync(link);
        var joined = await (await helper.GetAsync(link)).Form("接受邀请").SubmitAsync("接受邀请");
        var read = await helper.GetAsync($"/applications/{id}/sections/basic");

        Assert.Equal(known.All(".qa-notice-success p").Select(p => p.TextContent.Replace(LinkOf(known), "", StringComparison.Ordinal)).First(), unknown.All(".qa-notice-success p").Select(p => p.TextContent).First());
        Assert.StartsWith("/account/login", login.Path, StringComparison.Ordinal);
        Assert.Contains("您的权限：查看", joined.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("轮到您", joined.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("轮到您", (await helper.GetAsync("/applications")).Text, StringComparison.Ordinal);
        Assert.Contains("您在这份申报中的权限是“查看”", read.Text, StringComparison.Ordinal);
        Assert.Empty(read.All("form[data-autosave]"));
        // Who opens the used link once more is where it led; everybody else reads why it does not work, and not what it was.
        Assert.Equal($"/applications/{id}", (await helper.GetAsync(link)).Path);
        var gone = await late.GetAsync(link, HttpStatusCode.NotFound);
        var never = await late.GetAsync("/invitations/never-given", HttpStatusCode.NotFound);
        Assert.Contains("这份邀请不能使用。", gone.Text, StringComparison.Ordinal);
        Assert.Equal(gone.All("main").Single().TextContent, never.All("main").Single().TextContent);
        // Named invitations are found by the named account alone.
        var named = await site.ReadAsync(db => db.Set<Collaborator>().SingleAsync(c => c.ApplicationId == id && c.State == CollaboratorState.Invited));
        await helper.GetAsync($"/invitations/{named.Id}", HttpStatusCode.NotFound);
        var open = await late.GetAsync($"/invitations/{named.Id}");
        site.Clock.Set(2022, 6, 15);
        var expired = await late.GetAsync($"/invitations/{named.Id}", HttpStatusCode.NotFound);
        Assert.Contains("14 天的有效期", expired.Text, StringComparison.Ordinal);
        Assert.Empty(expired.All("form button[name='answer']"));
        Assert.Contains("这份邀请不能使用。", (await open.Form("接受邀请").SubmitAsync("接受邀请", HttpStatusCode.NotFound)).Text, StringComparison.Ordinal);
        // What the owner typed is stored encrypted.
        Assert.Equal("person3", named.InvitedAs);
        Assert.Equal(0, await site.ReadAsync(db => db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from application_collaborators where invited_as in ('person3', 'nobody@example.com')").SingleAsync()));
    }

    [Fact]
    public async Task A_right_taken_back_in_the_middle_of_typing_is_told_to_the_script()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org3");
        using var owner = await site.LogInAsync("org3");
        using var helper = await JoinAsync(owner, id, "person3", "编辑：可以填写、上传附件，不能提交");
        var page = await helper.GetAsync($"/applications/{id}/sections/basic");
        var script = ScriptedSave.Of(helper, page);
        Assert.Equal(HttpStatusCode.OK, (await script.SendAsync(0, ("q.name", "甲"))).Status);
        var shared = await owner.GetAsync($"/applications/{id}/sections/basic");
        await owner.GetAsync($"/applications/{id}/sections/no-such-section", HttpStatusCode.NotFound);
        var presence = await helper.Client.GetStringAsync(new Uri($"/applications/{id}/sections/basic/presence", UriKind.Relative));

        await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("更改权限").Set("right", nameof(CaseRight.View)).SubmitAsync("更改权限");
        // Neither who may only read nor a stranger is somebody who writes.
        await helper.GetAsync($"/applications/{id}/sections/economy");
        using var stranger = await site.LogInAsync("org7");
        await stranger.GetAsync($"/applications/{id}/sections/economy", HttpStatusCode.NotFound);
        var present = await site.ReadAsync(db => db.Database.SqlQuery<string>($"select distinct section_id as \"Value\" from section_presence where application_id = {id}").ToListAsync());
        var (viewing, told) = await script.SendAsync(1, ("q.name", "乙"));
        await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("收回权限").SubmitAsync("收回权限");
        var (gone, _) = await script.SendAsync(1, ("q.name", "丙"));

        Assert.Contains("正在编辑本节", shared.All(".qa-presence").Single().TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("正在编辑本节", page.Text, StringComparison.Ordinal);
        Assert.Equal(["basic"], present);
        Assert.Contains(await NameAsync(id), System.Text.RegularExpressions.Regex.Unescape(presence), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (viewing, gone));
        Assert.Contains("您在这份申报中的权限是“查看”，不能修改", told, StringComparison.Ordinal);
        await helper.GetAsync($"/applications/{id}", HttpStatusCode.NotFound);
        Assert.Equal("甲", (await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).SingleAsync())).Answers.Text("name"));
    }

    [Fact]
    public async Task Handing_over_takes_both_passwords_and_stands_in_the_trail()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org4");
        using var owner = await site.LogInAsync("org4");
        using var helper = await JoinAsync(owner, id, "person4", "查看：只能阅读，个人信息部分遮盖");

        var wrong = await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("移交申报").Set("password", "no").SubmitAsync("移交申报", HttpStatusCode.UnprocessableEntity);
        await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("移交申报").Set("password", Site.Password).SubmitAsync("移交申报");
        var asked = await (await helper.GetAsync("/")).FollowAsync($"确认是否接任申报负责人：{await NameAsync(id)}");
        var taken = await asked.Form("确认接任申报负责人").Fill("密码", Site.Password).SubmitAsync("确认接任申报负责人");
        var left = await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("退出协作").SubmitAsync("退出协作");

        Assert.Contains("密码不正确", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        // The summary leads to the password of that person, who stands open.
        var field = wrong.Document.QuerySelector(wrong.All(".qa-errors a").Single().GetAttribute("href")!)!;
        Assert.Equal(("password", "true"), (field.GetAttribute("type"), field.GetAttribute("aria-invalid")));
        Assert.True(field.Closest("details")!.HasAttribute("open"));
        Assert.Contains("移交完成", taken.Text, StringComparison.Ordinal);
        Assert.Equal("/applications", left.Path);
        await owner.GetAsync($"/applications/{id}", HttpStatusCode.NotFound);
        Assert.Equal(
            ["StartApplication", "InviteCollaborator", "AcceptInvitation", "OfferHandover", "AcceptHandover", "LeaveApplication"],
            await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id && !e.Action.StartsWith("Refused:")).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync()));
    }

    [Fact]
    public async Task An_invitation_without_anything_filled_in_names_all_that_is_missing()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org5");
        using var owner = await site.LogInAsync("org5");

        var refused = await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("建立邀请").SubmitAsync("建立邀请", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请填写对方的用户名或电子邮箱。", "请选择授予的权限：查看、编辑或提交。"], refused.Errors);
    }

    private static async Task<Page> InviteAsync(Visitor owner, Guid id, string invitedAs, string right) =>
        await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("建立邀请").Fill("对方的用户名或电子邮箱", invitedAs).Fill("授予的权限", right).SubmitAsync("建立邀请");

    private static string LinkOf(Page page) => new Uri(page.All(".qa-link-code").Single().TextContent.Trim()).AbsolutePath;

    private async Task<Visitor> JoinAsync(Visitor owner, Guid id, string userName, string right)
    {
        var invited = await InviteAsync(owner, id, userName, right);
        var helper = await site.LogInAsync(userName);
        await (await helper.GetAsync(LinkOf(invited))).Form("接受邀请").SubmitAsync("接受邀请");
        return helper;
    }

    private Task<string> NameAsync(Guid id) => site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.ApplicantName).SingleAsync());
}
