using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Identity;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Tests.Account;

public sealed class RegistrationTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task An_organisation_registers_and_is_logged_in_as_an_applicant()
    {
        using var visitor = site.Visit();
        var form = Organisation(await visitor.GetAsync("/account/register?kind=organisation"), "new-organisation", 101);

        var page = await form.SubmitAsync("注册");

        Assert.Equal("/", page.Path);
        Assert.Contains("注册成功", page.Text, StringComparison.Ordinal);
        Assert.Contains("新注册示例有限公司（申报人）", page.Text, StringComparison.Ordinal);
        var user = await UserAsync("new-organisation");
        Assert.Equal((Role.Applicant, AccountState.Active, RegisterApplicant.PrivacyVersion), (user.Role, user.State, user.PrivacyVersion));
        Assert.Equal(site.Clock.GetUtcNow(), user.PrivacyAcceptedAt);
    }

    [Fact]
    public async Task A_person_registers_and_the_ID_number_stands_nowhere_in_the_database_in_plain_text()
    {
        var number = Given.ResidentId(77);
        using var visitor = site.Visit();
        var form = Person(await visitor.GetAsync("/account/register?kind=individual"), "new-person", number);

        await form.SubmitAsync("注册");

        var party = await site.ReadAsync(async db => await db.Parties.AsNoTracking().SingleAsync(p => p.Id == db.Users.Single(u => u.UserName == "new-person").PartyId));
        Assert.Equal(number, party.ResidentId);
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.OpenAsync();
        Assert.Empty(await TablesWithAsync(connection, number));
        // The search itself finds what is there.
        Assert.Equal(["parties"], await TablesWithAsync(connection, party.ResidentIdHash!));
        await using var column = new NpgsqlCommand("select resident_id from parties where id = $1", connection) { Parameters = { new() { Value = party.Id } } };
        Assert.NotNull(await column.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("91320700MA0000102A", "校验")]
    [InlineData("9132070", "18")]
    [InlineData("", "统一社会信用代码")]
    public async Task A_wrong_credit_code_is_refused_at_its_field_and_what_was_typed_stays_but_for_the_passwords(string code, string says)
    {
        using var visitor = site.Visit();
        var form = Organisation(await visitor.GetAsync("/account/register?kind=organisation"), "wrong-code", 102).Fill("统一社会信用代码", code);

        var page = await form.SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.Contains(says, Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Contains(says, page.Document.GetElementById("Input_CreditCode-error")!.TextContent, StringComparison.Ordinal);
        var again = page.Form("注册");
        Assert.Equal(("新注册示例有限公司", code, "wrong-code", "true"), (again.Value("组织名称"), again.Value("统一社会信用代码"), again.Value("用户名"), again.Value("我已阅读并同意上述个人信息处理告知")));
        Assert.Equal(("", ""), (again.Value("密码"), again.Value("确认密码")));
        Assert.DoesNotContain(Site.Password, page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.False(await site.ReadAsync(db => db.Users.AnyAsync(u => u.UserName == "wrong-code")));
    }

    [Fact]
    public async Task An_ID_number_with_a_wrong_check_digit_is_refused()
    {
        var number = Given.ResidentId(78);
        var wrong = number[..17] + (number[17] == '0' ? '1' : '0');
        using var visitor = site.Visit();

        var page = await Person(await visitor.GetAsync("/account/register?kind=individual"), "wrong-id", wrong).SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("校验", Assert.Single(page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credit_code_registers_once()
    {
        using var visitor = site.Visit();

        var page = await Organisation(await visitor.GetAsync("/account/register?kind=organisation"), "org1-again", 1).SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith("该统一社会信用代码已注册过账号", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Equal("org1-again", page.Form("注册").Value("用户名"));
    }

    [Fact]
    public async Task An_ID_number_registers_once_however_it_is_typed()
    {
        using var visitor = site.Visit();

        var page = await Person(await visitor.GetAsync("/account/register?kind=individual"), "person1-again", " " + Given.ResidentId(1).ToLowerInvariant()).SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith("该身份证号已注册过账号", Assert.Single(page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_name_is_taken_once_and_nothing_of_the_second_registration_stays()
    {
        using var visitor = site.Visit();

        var page = await Organisation(await visitor.GetAsync("/account/register?kind=organisation"), "ORG1", 103).SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["用户名“ORG1”已被使用，请换一个。"], page.Errors);
        var code = DemoIdentifiers.CreditCode(91320700, 103);
        Assert.False(await site.ReadAsync(db => db.Parties.AnyAsync(p => p.CreditCode == code)));
    }

    [Theory]
    [InlineData("Aa1!", "密码至少需要 10 位，请重新设置。")]
    [InlineData("award-2026!", "密码须包含大写字母，请重新设置。")]
    [InlineData("AWARD-2026!", "密码须包含小写字母，请重新设置。")]
    [InlineData("Award-award!", "密码须包含数字，请重新设置。")]
    [InlineData("Award202612", "密码须包含符号（如 - ! @），请重新设置。")]
    public async Task A_weak_password_is_refused_with_its_rule(string password, string message)
    {
        using var visitor = site.Visit();
        var form = Organisation(await visitor.GetAsync("/account/register?kind=organisation"), "weak-password", 104).Fill("密码", password).Fill("确认密码", password);

        var page = await form.SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.Equal([message], page.Errors);
        Assert.DoesNotContain(password, page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_consent_and_with_two_passwords_nobody_registers_and_both_are_said_at_once()
    {
        using var visitor = site.Visit();
        var form = Organisation(await visitor.GetAsync("/account/register?kind=organisation"), "no-consent", 105)
            .Check("我已阅读并同意上述个人信息处理告知", on: false).Fill("确认密码", "Another-2026!").Fill("电子邮箱", "nonsense");

        var page = await form.SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(3, page.Errors.Count);
        Assert.Contains("两次填写的密码不一致，请重新填写。", page.Errors);
        Assert.Contains("请阅读并勾选同意个人信息处理告知，否则不能注册。", page.Errors);
    }

    [Fact]
    public async Task Whoever_says_no_kind_is_asked_for_it()
    {
        using var visitor = site.Visit();

        var page = await visitor.GetAsync("/account/register?kind=nonsense");
        var person = await page.FollowAsync("以个人身份注册 申报个人奖，需要居民身份证号码。");

        Assert.Equal("", person.Form("注册").Value("身份证号"));
    }

    private static PageForm Organisation(Page page, string userName, int number) => Common(page, userName)
        .Fill("组织名称", "新注册示例有限公司").Fill("统一社会信用代码", DemoIdentifiers.CreditCode(91320700, number));

    private static PageForm Person(Page page, string userName, string number) => Common(page, userName).Fill("姓名", "示例").Fill("身份证号", number);

    private static PageForm Common(Page page, string userName) => page.Form("注册")
        .Fill("电子邮箱", "someone@example.com").Fill("用户名", userName).Fill("密码", Site.Password).Fill("确认密码", Site.Password).Check("我已阅读并同意上述个人信息处理告知");

    private static async Task<List<string>> TablesWithAsync(NpgsqlConnection connection, string text)
    {
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var search = new NpgsqlCommand($"select exists (select 1 from \"{table}\" row where row::text like '%' || $1 || '%')", connection) { Parameters = { new() { Value = text } } };
            if (await search.ExecuteScalarAsync() is true)
            {
                found.Add(table);
            }
        }

        return found;
    }

    private Task<AppUser> UserAsync(string userName) => site.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName));
}
