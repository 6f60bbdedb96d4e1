using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using static Microsoft.Playwright.Assertions;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>A published round, an organisation and a person who have registered and begun nothing yet.</summary>
public sealed class AnnouncedSite : LiveSite
{
    protected override async Task FillAsync(IServiceProvider services)
    {
        Clock.Set(2022, 6, 1);
        var given = new Given(services);
        await given.PublishedRoundAsync(await given.StaffAsync("office-lyg", Role.Office, "lyg"));
        foreach (var who in new[] { DemoPeople.Of("org1"), DemoPeople.Of("person1") })
        {
            await given.DoAsync<Web.Pages.Account.RegisterApplicant>(o => o.RunAsync(
                new Web.Pages.Account.ApplicantRegistration(who.Kind, who.UserName, Password, who.Name, who.Identifier, who.UserName + "@example.com"), address: null, default));
        }
    }
}

/// <summary>Who has switched scripts off, or whose old computer cannot run them, gets from the call to the receipt by forms and links alone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WithoutJavaScriptTests(BrowserFixture browser, AnnouncedSite site) : IClassFixture<AnnouncedSite>
{
    private const string Round = "2022年连云港市市长质量奖";

    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 1));

    [Theory]
    [InlineData("org1", 360)]
    [InlineData("person1", 1440)]
    public async Task An_application_is_begun_filled_in_checked_and_handed_in_without_JavaScript(string userName, int width)
    {
        var who = DemoPeople.Of(userName);
        var form = site.Services.GetRequiredService<ProgrammeCatalogue>().Require(Given.Programme).RequireTrack(who.Kind).Form;
        await using var tab = await browser.OpenAsync(site, width, javaScript: false);
        tab.Page.SetDefaultTimeout(60_000);
        await tab.LogInAsync(userName);

        await tab.GoAsync("/applications");
        await tab.FollowAsync($"我要申报：{Round}");
        await tab.ChooseAsync("推荐单位", "海州区");
        await tab.PressAsync("开始申报");
        await tab.FollowAsync(form.Sections[0].Heading);
        var filler = new FormFiller(tab, who, Context, form);
        foreach (var section in form.Sections)
        {
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = section.Heading, Level = 1 })).ToBeVisibleAsync();
            await filler.FillAsync(section);
            if (section == form.Sections[0])
            {
                await AssertASlipIsShownAndKeptAsync(tab, section);
                await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Artifacts("screenshots"), $"without-javascript-{width}.png"), FullPage = true });
            }

            await tab.PressAsync(section == form.Sections[^1] ? "保存并返回总览" : "保存并继续");
            await tab.SeesAsync($"“{section.Heading}”已保存。");
        }

        await tab.SeesAsync($"共 {form.Sections.Count} 个部分，已完成 {form.Sections.Count} 个");
        await tab.FollowAsync("核对并提交");
        await tab.SeesAsync("材料已填写完整，可以提交");
        await tab.FollowAsync("下一步：声明并提交");
        await tab.PressAsync("提交申报材料");
        await tab.SeesAsync("请更正以下问题");
        await tab.Page.Locator("#main").GetByRole(AriaRole.Checkbox).CheckAsync();
        await tab.PressAsync("提交申报材料");
        await tab.SeesAsync("校验值（SHA-256）");

        await AssertEverythingTypedIsInTheSubmissionAsync(tab, filler, form, who);
    }

    /// <summary>A wrong postcode: the page comes back with what was typed and says what is wrong; put right, it goes on.</summary>
    private static async Task AssertASlipIsShownAndKeptAsync(Tab tab, FormSection section)
    {
        var postcode = section.Questions.OfType<IdentifierQuestion>().First(q => q.Kind == IdentifierKind.PostCode);
        var name = section.Questions.First(q => q.Fact == Fact.ApplicantName);
        var typed = await tab.Field(name.Label).InputValueAsync();
        await tab.FillAsync(postcode.Label, "22200");
        await tab.PressAsync("保存并继续");
        await tab.SeesAsync($"“{section.Heading}”已保存，其中 1 处需要更正");
        await Expect(tab.Field(postcode.Label)).ToHaveValueAsync("22200");
        await Expect(tab.Field(postcode.Label)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(tab.Field(name.Label)).ToHaveValueAsync(typed);
        await tab.FillAsync(postcode.Label, "222000");
    }

    private async Task AssertEverythingTypedIsInTheSubmissionAsync(Tab tab, FormFiller filler, FormDefinition form, DemoApplicant who)
    {
        var submission = await site.ReadAsync(db => db.Submissions.AsNoTracking().SingleAsync(s => db.Applications.Any(a => a.Id == s.ApplicationId && a.ApplicantName == who.Name)));
        await tab.SeesAsync(submission.Sha256);
        var typed = new FilledForm(form, id => filler.AnswersTo(form.Section(id)!), Context);
        foreach (var section in typed.AskedForm.Sections)
        {
            var expected = typed.Answers(form.Section(section.Id)!);
            var stored = submission.Content.Sections.GetValueOrDefault(section.Id) ?? Answers.Empty;
            Assert.True(expected.Only(Stored(section)).SameAs(stored.Only(Stored(section))), $"{section.Id} was handed in otherwise than it was typed.");
            var required = section.Questions.Where(q => q is FileQuestion or PhotoQuestion && !q.Optional).Select(q => q.Id);
            Assert.Equal([], required.Except(submission.Content.Files.Where(f => f.SectionId == section.Id).Select(f => f.QuestionId), StringComparer.Ordinal));
        }

        // The organisation's second row came by the button that sends the page.
        Assert.True(who.Kind == Track.Individual || submission.Content.Sections["basic"].Rows("branches").Count == 2);
    }

    private static HashSet<string> Stored(FormSection section) => section.Questions.Where(q => q is not (FileQuestion or PhotoQuestion)).Select(q => q.Id).ToHashSet(StringComparer.Ordinal);
}
