using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QualityAward.Testing;
using QualityAward.Web.Jobs;

namespace QualityAward.Browser.Tests.Notifications;

[Collection(BrowserCollection.Name)]
public sealed class MessageTests(BrowserFixture browser, LiveReviewSite site) : IClassFixture<LiveReviewSite>
{
    [Fact]
    public async Task The_office_writes_a_template_looks_at_the_message_first_and_the_expert_finds_the_task_in_the_inbox()
    {
        var id = ReviewSite.Organisations[2];
        var messages = $"/rounds/{ReviewSite.RoundId}/messages";
        await using var office = await browser.OpenAsync(site);
        await office.LogInAsync("office");
        await office.GoAsync(messages);
        await office.AssertAccessibleAsync();
        await office.ShootAsync("messages-templates");
        await office.Page.GetByRole(AriaRole.Link, new() { Name = "开始评审", Exact = true }).ClickAsync();
        await office.Page.GetByLabel("标题").FillAsync("请在两周内评分，编号 {申报编号}");
        await office.Page.GetByLabel("处理方式").SelectOptionAsync(new SelectOptionValue { Label = "审核后发送" });
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "预览" }).ClickAsync();
        await Assertions.Expect(office.Page.GetByText("请在两周内评分，编号 2022-0001")).ToBeVisibleAsync();
        await office.AssertAccessibleAsync();
        await office.ShootAsync("messages-template");
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "保存模板" }).ClickAsync();
        await Assertions.Expect(office.Page.GetByText("模板已保存为本届第1版")).ToBeVisibleAsync();

        await site.OpenReviewAsync(id);
        await site.DeclareAsync(id, ReviewSite.Leader);
        while (await site.InScopeAsync(services => services.GetRequiredService<SpreadNotifications>().RunAsync(default)))
        {
        }

        await using var expert = await browser.OpenAsync(site, width: 360);
        await expert.LogInAsync("leader");
        await Assertions.Expect(expert.Page.GetByRole(AriaRole.Link, new() { Name = "站内信", Exact = true })).ToBeVisibleAsync();

        await office.GoAsync(messages + "/held");
        await office.ShootAsync("messages-held");
        await office.Page.GetByRole(AriaRole.Link, new() { Name = "请在两周内评分" }).ClickAsync();
        await office.Page.GetByLabel("标题").FillAsync("请于六月底前评分");
        await office.ShootAsync("messages-held-one");
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "发送", Exact = true }).ClickAsync();
        await Assertions.Expect(office.Page.GetByText("通知已发送，共 1 人")).ToBeVisibleAsync();
        await office.GoAsync(messages + "/log");
        await office.AssertAccessibleAsync();
        await office.ShootAsync("messages-log");

        await expert.GoAsync("/");
        await expert.Page.GetByRole(AriaRole.Link, new() { Name = "站内信，1 条未读" }).ClickAsync();
        await expert.AssertAccessibleAsync();
        await expert.ShootAsync("messages-inbox");
        await expert.Page.GetByRole(AriaRole.Link, new() { Name = "请于六月底前评分" }).ClickAsync();
        await expert.ShootAsync("messages-message");
        await Assertions.Expect(expert.Page.GetByRole(AriaRole.Link, new() { Name = "站内信", Exact = true }).First).ToBeVisibleAsync();
        await expert.Page.GetByRole(AriaRole.Link, new() { Name = "去办理" }).ClickAsync();
        await Assertions.Expect(expert.Page.GetByLabel("4.1.2 评分")).ToBeVisibleAsync();

        await expert.GoAsync("/messages/settings");
        await expert.AssertAccessibleAsync();
        await expert.ShootAsync("messages-settings");
    }
}
