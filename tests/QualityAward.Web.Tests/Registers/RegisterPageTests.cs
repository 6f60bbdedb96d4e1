using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Testing;
using QualityAward.Web.Jobs;

namespace QualityAward.Web.Tests.Registers;

public sealed class RegisterPageTests(RegisterSite site) : IClassFixture<RegisterSite>
{
    [Fact]
    public async Task A_bar_is_proposed_by_one_and_confirmed_by_another_and_its_days_are_said_in_words()
    {
        using var first = await site.LogInAsync("office-lyg");
        var form = await first.GetAsync($"/registers/new/bar?code={RegisterSite.CodeOf(11)}");
        Assert.Contains("连云港市市长质量奖：申报中提供虚假材料，3 年（《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第十四条）", form.Text, StringComparison.Ordinal);

        var proposed = await form.Form("提交复核").Fill("名称或姓名", "示例受限公司").Fill("事由", "申报中提供虚假材料").Fill("决定日期", "2022-03-01").Fill("来源", "办公室决定")
            .Fill("登记理由", "申报材料中的检验报告系伪造").Attach("依据材料扫描件", "决定.pdf", "application/pdf", RegisterSite.Pdf).SubmitAsync("提交复核");

        Assert.Equal("示例受限公司：申报中提供虚假材料", proposed.Heading);
        Assert.Contains("决定日 2022年3月1日 + 3 年 = 2025年3月1日，该日起可以申报；2022年3月1日至2025年2月28日截止申报的各届不得申报（《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第十四条）。", proposed.Text, StringComparison.Ordinal);
        Assert.Contains("您是提交人，须由本机关另一人复核。", proposed.Text, StringComparison.Ordinal);
        Assert.False(await site.ReadAsync(db => db.Parties.AnyAsync(p => p.CreditCode == RegisterSite.CodeOf(11))));

        var same = await proposed.Form("撤销这份登记").SubmitToAsync($"{proposed.Path}?handler=Approve", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["登记须由另一人复核：您是提交人，不能复核自己提交的登记。"], same.Errors);

        using var second = await site.LogInAsync("office-lyg-2");
        Assert.Contains("复核登记簿的登记", (await second.GetAsync("/")).Text, StringComparison.Ordinal);
        var confirmed = await (await second.GetAsync(proposed.Path)).Form("复核通过，写入登记簿").SubmitAsync("复核通过，写入登记簿");

        Assert.Contains("复核通过，已写入登记簿。", confirmed.Text, StringComparison.Ordinal);
        var party = await site.PartyAsync(RegisterSite.CodeOf(11));
        var bar = await site.ReadAsync(db => db.Set<Bar>().SingleAsync(b => b.PartyId == party));
        Assert.Equal((BarGround.FalseMaterial, new DateOnly(2022, 3, 1), new DateOnly(2025, 2, 28), "lyg", "办公室决定"), (bar.Ground, bar.From, bar.Until, bar.AuthorityCode, bar.Source));
        Assert.Contains("示例受限公司", (await second.GetAsync("/registers/bars?state=Running&q=受限")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("示例受限公司", (await second.GetAsync("/registers/bars?state=Over")).Text, StringComparison.Ordinal);
        var chain = Guid.Parse(proposed.Path.Split('/')[^1]);
        Assert.Equal(
            ["ProposeRegisterEntry", "Refused:same-person", "ApproveRegisterEntry"],
            await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == chain).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync()));
    }

    [Fact]
    public async Task Two_who_decide_at_once_do_not_both_win()
    {
        var id = await site.ProposeAsync(RegisterKind.Incident, RegisterSite.Incident(12, "示例竞态公司", "2022-01-05"));
        using var second = await site.LogInAsync("office-lyg-2");
        var open = await second.GetAsync($"/registers/proposals/{id}");
        await open.Form("复核不通过").Fill("不通过的理由", "来源不清").SubmitAsync("复核不通过");

        var late = await open.Form("复核通过，写入登记簿").SubmitAsync("复核通过，写入登记簿", HttpStatusCode.Conflict);

        Assert.Contains("他人已办理了这份登记", Assert.Single(late.Errors), StringComparison.Ordinal);
        Assert.False(await site.ReadAsync(db => db.Parties.AnyAsync(p => p.CreditCode == RegisterSite.CodeOf(12))));
    }

    [Fact]
    public async Task A_forged_or_duplicate_code_is_refused_with_the_reason_and_leaves_a_trace()
    {
        using var office = await site.LogInAsync("office-lyg");
        var code = RegisterSite.CodeOf(13);
        var forged = code[..17] + (code[17] == '0' ? '1' : '0');
        var refused = await (await office.GetAsync("/registers/new/party")).Form("提交复核").Fill("统一社会信用代码", forged).Fill("名称或姓名", "示例伪码公司").Fill("登记理由", "登记")
            .SubmitAsync("提交复核", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["统一社会信用代码的校验码不符，至少有一位填错，请对照营业执照或法人证书逐位核对。"], refused.Errors);
        Assert.Equal((forged, "示例伪码公司"), (refused.Form("提交复核").Value("统一社会信用代码"), refused.Form("提交复核").Value("名称或姓名")));

        var twice = await refused.Form("提交复核").Fill("统一社会信用代码", RegisterSite.CodeOf(1)).SubmitAsync("提交复核", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["该统一社会信用代码已在登记簿中，登记名称为“示例1号有限公司”，不能重复登记。"], twice.Errors);
        var actor = await site.Given.ActorAsync("office-lyg");
        Assert.Equal(
            ["Refused:duplicate-entry", "Refused:forged-identifier"],
            await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == actor.UserId && (e.Action == "Refused:duplicate-entry" || e.Action == "Refused:forged-identifier")).Select(e => e.Action).Distinct().OrderBy(a => a).ToListAsync()));
    }

    [Fact]
    public async Task A_forged_code_at_registration_leaves_a_trace_of_the_public()
    {
        using var visitor = site.Visit();
        var code = RegisterSite.CodeOf(14);
        var page = await (await visitor.GetAsync("/account/register?kind=organisation")).Form("注册").Fill("组织名称", "示例冒名公司").Fill("统一社会信用代码", code[..17] + (code[17] == '0' ? '1' : '0')).Fill("电子邮箱", "a@example.com")
            .Fill("用户名", "forger").Fill("密码", Site.Password).Fill("确认密码", Site.Password).Set("Input.Consent", "true").SubmitAsync("注册", HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith("统一社会信用代码的校验码不符", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == Guid.Empty && e.Action == "Refused:forged-identifier")));
    }

    [Fact]
    public async Task Whoever_registers_takes_over_what_the_office_entered_and_only_once()
    {
        await site.EnterAsync(RegisterKind.Bar, RegisterSite.Bar(15, "示例先登记公司", "2022-01-10"));

        await site.Given.OrganisationAsync("taker", 15, "自称的名称");

        Assert.Equal(1, await site.ReadAsync(db => db.Parties.CountAsync(p => p.CreditCode == RegisterSite.CodeOf(15))));
        using var taker = await site.LogInAsync("taker");
        var own = await taker.GetAsync($"/registers/parties/{await site.PartyAsync(RegisterSite.CodeOf(15))}");
        Assert.Contains("示例先登记公司", own.Text, StringComparison.Ordinal);
        Assert.Contains("2025年1月9日截止申报的各届不得申报", own.Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Domain.InvalidInputException>(() => site.Given.OrganisationAsync("taker2", 15, "再来一次"));
    }

    [Fact]
    public async Task Names_holdings_and_heads_have_a_history_with_days()
    {
        await site.EnterAsync(RegisterKind.Party, new(StringComparer.Ordinal) { [RegisterKeys.CreditCode] = RegisterSite.CodeOf(20), [RegisterKeys.Name] = "示例集团旧名" });
        await site.EnterAsync(RegisterKind.Rename, new(StringComparer.Ordinal) { [RegisterKeys.CreditCode] = RegisterSite.CodeOf(20), [RegisterKeys.Name] = "示例集团新名", [RegisterKeys.On] = "2021-03-01" });
        var holding = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RegisterKeys.CreditCode] = RegisterSite.CodeOf(20), [RegisterKeys.Name] = "示例集团新名", [RegisterKeys.HeldCode] = RegisterSite.CodeOf(21), [RegisterKeys.HeldName] = "示例子公司", [RegisterKeys.Share] = "51",
            [RegisterKeys.From] = "2018-01-01",
        };
        await site.EnterAsync(RegisterKind.Holding, holding);
        await site.EnterAsync(RegisterKind.Headship, new(StringComparer.Ordinal)
        {
            [RegisterKeys.CreditCode] = RegisterSite.CodeOf(20), [RegisterKeys.Name] = "示例集团新名", [RegisterKeys.PersonId] = Given.ResidentId(70), [RegisterKeys.PersonName] = "示例掌门", [RegisterKeys.Post] = "总经理",
            [RegisterKeys.From] = "2019-05-01",
        });
        // The same relation again says how it ended.
        await site.EnterAsync(RegisterKind.Holding, new(holding, StringComparer.Ordinal) { [RegisterKeys.Until] = "2022-02-28" });

        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync($"/registers/parties/{await site.PartyAsync(RegisterSite.CodeOf(20))}");

        Assert.Contains("现用名称 示例集团新名（自2021年3月1日起）", page.Text, StringComparison.Ordinal);
        Assert.Contains("示例集团旧名（至2021年2月28日）", page.Text, StringComparison.Ordinal);
        Assert.Contains("控股 示例子公司 ，51%，自2018年1月1日至2022年2月28日", page.Text, StringComparison.Ordinal);
        Assert.Contains("示例掌门 ，总经理，自2019年5月1日起", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.ResidentId(70), page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("示例集团新名", (await office.GetAsync("/registers?q=集团旧名")).Text, StringComparison.Ordinal);
        var found = await (await office.GetAsync("/registers")).Form("查找").Fill("居民身份证号码", Given.ResidentId(70)).SubmitAsync("查找");
        Assert.Equal("示例掌门", found.Heading);
        Assert.DoesNotContain(Given.ResidentId(70), found.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_is_withdrawn_with_a_reason_and_a_second_person_and_stays_to_be_read()
    {
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(25, "示例误记公司", "2021-12-01"));
        using var first = await site.LogInAsync("office-lyg");
        var list = await first.GetAsync("/registers/incidents?q=误记");
        var link = list.All("a[href^='/registers/withdraw/']").Single().GetAttribute("href")!;
        var form = await first.GetAsync(link);
        Assert.Equal(["请写明登记理由。"], (await form.Form("提交撤回复核").SubmitAsync("提交撤回复核", HttpStatusCode.UnprocessableEntity)).Errors);
        var proposed = await form.Form("提交撤回复核").Fill("撤回理由", "系同名企业，登记有误").SubmitAsync("提交撤回复核");
        Assert.Contains("有效", (await first.GetAsync("/registers/incidents?q=误记")).Text, StringComparison.Ordinal);
        // While it waits, nobody proposes the same again.
        Assert.Equal(["该条登记已有一份待复核的申请，复核后才能再次提出。"], (await form.Form("提交撤回复核").Fill("撤回理由", "再来").SubmitAsync("提交撤回复核", HttpStatusCode.UnprocessableEntity)).Errors);

        using var second = await site.LogInAsync("office-lyg-2");
        await (await second.GetAsync(proposed.Path)).Form("复核通过，写入登记簿").SubmitAsync("复核通过，写入登记簿");

        Assert.Contains("已撤回 系同名企业，登记有误", (await first.GetAsync("/registers/incidents?q=误记")).Text, StringComparison.Ordinal);
        await first.GetAsync($"/registers/withdraw/incident/{Guid.NewGuid()}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_import_shows_what_is_wrong_in_each_row_and_nothing_is_handed_on()
    {
        var good = RegisterSite.CodeOf(30);
        var forged = RegisterSite.CodeOf(31)[..17] + (RegisterSite.CodeOf(31)[17] == '0' ? '1' : '0');
        var page = await ImportAsync("incident", $"统一社会信用代码,名称或姓名,类别,等级,发生日期,来源\r\n{good},示例甲公司,安全生产事故,重大,2021-05-01,市应急管理局\r\n{forged},示例乙公司,安全生产事故,重大,2021-05-02,市应急管理局\r\n{good},示例甲公司,安全生产事故,重大,2021-05-01,市应急管理局\r\n{RegisterSite.CodeOf(32)},=1+1,火灾,很大,明天,\r\n");

        Assert.Contains("读到 4 行，其中 3 行有问题。请改好原表后重新导入。", page.Text, StringComparison.Ordinal);
        var rows = page.Table("登记内容").Select(r => r[1]).ToList();
        Assert.Contains("通过后按所填名称建立主体", rows[0], StringComparison.Ordinal);
        Assert.Equal("统一社会信用代码的校验码不符，至少有一位填错，请对照营业执照或法人证书逐位核对。", rows[1].Split(' ')[0]);
        Assert.Contains("与第 2 行重复。", rows[2], StringComparison.Ordinal);
        Assert.Contains("发生日期“明天”不是日期", rows[3], StringComparison.Ordinal);
        Assert.DoesNotContain(page.All("button"), b => b.TextContent.Contains("提交复核", StringComparison.Ordinal));
        Assert.Equal(3, (await page.FollowAsync("只看有问题的 3 行")).Table("登记内容").Count);
        var chain = Guid.Parse(page.Path.Split('/')[^1]);
        Assert.Equal("代码或证号不合格 1 行，重复 1 行", await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == chain && e.Action == "Refused:import-rows").Select(e => e.Reason).SingleAsync()));
        var refused = await page.Form("撤销这份登记").SubmitToAsync($"{page.Path}?handler=Submit", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["有 3 行存在问题，请改好原表后重新导入，不能提交复核。"], refused.Errors);
    }

    [Fact]
    public async Task A_good_import_is_handed_on_whole_and_confirmed_whole()
    {
        var sheet = new StringBuilder("名称或姓名,统一社会信用代码,事由,决定日期,来源\r\n");
        for (var i = 0; i < 60; i++)
        {
            sheet.Append("\"=cmd|' /C calc'!A").Append(i).Append("\",").Append(RegisterSite.CodeOf(1000 + i)).Append(",骗取荣誉被撤销,2022/2/").Append(1 + (i % 28)).Append(",市政府批复\r\n");
        }

        var draft = await ImportAsync("bar", sheet.ToString());
        Assert.Contains("读到 60 行，没有发现问题。", draft.Text, StringComparison.Ordinal);
        var proposed = await draft.Form("提交复核").Fill("登记理由", "历年撤销名单").SubmitAsync("提交复核");
        using var second = await site.LogInAsync("office-lyg-2");
        await (await second.GetAsync(proposed.Path)).Form("复核通过，写入登记簿").SubmitAsync("复核通过，写入登记簿");

        Assert.Equal(60, await site.ReadAsync(db => db.Set<Bar>().CountAsync(b => b.Ground == BarGround.FraudRevoked && b.Years == 5)));
        var list = await second.GetAsync("/registers/bars?ground=FraudRevoked");
        Assert.Equal(25, list.Table("限制申报").Count);
        Assert.Contains("共 60 条", list.Text, StringComparison.Ordinal);
        var csv = await second.Client.GetStringAsync(new Uri("/registers/bars?ground=FraudRevoked&handler=Export&format=csv", UriKind.Relative));
        Assert.Equal(61, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"'=cmd|' /C calc'!A0\"", csv, StringComparison.Ordinal);
        var workbook = SpreadsheetReader.Read(new MemoryStream(await second.Client.GetByteArrayAsync(new Uri("/registers/bars?ground=FraudRevoked&handler=Export&format=xlsx", UriKind.Relative))), 100);
        Assert.Null(workbook.Problem);
        Assert.Equal((61, "名称或姓名"), (workbook.Rows.Count, workbook.Rows[0][0]));
        Assert.Contains(workbook.Rows, r => r[0] == "=cmd|' /C calc'!A0" && r[1] == RegisterSite.CodeOf(1000));

        // The same again: what stands in the register is refused row by row.
        Assert.Contains("其中 60 行有问题", (await ImportAsync("bar", sheet.ToString())).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_proposes_the_other_hears_of_and_its_author_hears_what_came_of_it()
    {
        var id = await site.ProposeAsync(RegisterKind.Incident, RegisterSite.Incident(70, "示例通知公司", "2021-12-01"));
        await SpreadAsync();
        using var first = await site.LogInAsync("office-lyg");
        using var second = await site.LogInAsync("office-lyg-2");
        using var other = await site.LogInAsync("office-js");
        const string Title = "登记簿有一份不良记录登记，请复核";

        Assert.DoesNotContain(Title, (await first.GetAsync("/messages")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Title, (await other.GetAsync("/messages")).Text, StringComparison.Ordinal);
        Assert.Contains("复核登记簿的登记", (await second.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains(Title, (await second.GetAsync("/messages")).Text, StringComparison.Ordinal);
        // Other tests of this class propose too: the message about this one.
        var told = await site.ReadAsync(db => db.Set<Message>().Where(m => db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.Url.EndsWith(id.ToString()))).Select(m => m.Id).SingleAsync());
        var message = await second.GetAsync($"/messages/{told}");
        Assert.DoesNotContain("示例通知公司", message.Text, StringComparison.Ordinal);
        var proposal = await message.FollowAsync("去办理");
        Assert.Equal($"/registers/proposals/{id}", proposal.Path);
        await proposal.Form("复核通过，写入登记簿").SubmitAsync("复核通过，写入登记簿");
        await SpreadAsync();

        Assert.Contains("您提交的不良记录登记已复核", (await first.GetAsync("/messages")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("您提交的不良记录登记已复核", (await second.GetAsync("/messages")).Text, StringComparison.Ordinal);

        async Task SpreadAsync()
        {
            while (await site.InScopeAsync(services => services.GetRequiredService<SpreadNotifications>().RunAsync(default)))
            {
            }
        }
    }

    [Fact]
    public async Task Lists_are_sorted_by_their_headings_and_their_files_with_them()
    {
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(71, "示例排序乙公司", "2021-02-01", source: "排序通报"));
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(72, "示例排序甲公司", "2021-01-01", source: "排序通报"));
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(72, "示例排序甲公司", "2021-03-01", source: "排序通报"));
        await site.EnterAsync(RegisterKind.Bar, RegisterSite.Bar(71, "示例排序乙公司", "2021-05-01"));
        using var office = await site.LogInAsync("office-lyg");

        Assert.Equal(["2021年3月1日", "2021年2月1日", "2021年1月1日"], await ColumnAsync("/registers/incidents?q=排序", "不良记录", 2));
        var sorted = await office.GetAsync("/registers/incidents?q=排序&sort=day");
        Assert.Equal(["2021年1月1日", "2021年2月1日", "2021年3月1日"], sorted.Table("不良记录").Select(r => r[2]));
        Assert.Equal("ascending", sorted.All("th[aria-sort]").Single().GetAttribute("aria-sort"));
        // Filtering again keeps the order; the heading turns it round.
        Assert.Equal("day", sorted.All("input[name=sort]").Single().GetAttribute("value"));
        Assert.Equal(["2021年3月1日", "2021年2月1日", "2021年1月1日"], (await sorted.FollowAsync("发生日期")).Table("不良记录").Select(r => r[2]));
        Assert.Equal(["示例排序甲公司", "示例排序乙公司"], await ColumnAsync("/registers?q=排序&sort=-incidents", "主体", 0));
        Assert.Equal(["示例排序乙公司", "示例排序甲公司"], await ColumnAsync("/registers?q=排序&sort=-barred", "主体", 0));
        Assert.Equal(["示例排序甲公司", "示例排序乙公司"], await ColumnAsync("/registers?q=排序&sort=-code", "主体", 0));
        var csv = (await office.Client.GetStringAsync(new Uri("/registers/incidents?q=排序&sort=day&handler=Export&format=csv", UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["2021-01-01", "2021-02-01", "2021-03-01"], csv.Skip(1).Select(l => l.Split(',')[4].Trim('"')));
        // A sort that no heading has is none.
        Assert.Equal(3, (await ColumnAsync("/registers/incidents?q=排序&sort=;drop", "不良记录", 2)).Count);
        var proposals = await office.GetAsync("/registers/proposals?q=排序甲&sort=title");
        Assert.Equal(2, proposals.Table("登记申请").Count);
        Assert.Equal(3, (await office.Client.GetStringAsync(new Uri("/registers/proposals?q=排序甲&handler=Export&format=csv", UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (var address in new[] { "bars?sort=name", "bars?sort=-until", "bars?sort=ground", "honours?sort=year", "honours?sort=-name", "honours?sort=tier", "honours?sort=decided", "proposals?sort=kind", "proposals?sort=rows", "proposals?sort=-proposed", "proposals?sort=state", "incidents?sort=name", "incidents?sort=kind", "incidents?sort=source" })
        {
            await office.GetAsync("/registers/" + address);
        }

        foreach (var key in new[] { "name", "kind", "applications", "honours", "barred", "incidents" })
        {
            await office.GetAsync($"/registers?sort={key}");
        }

        async Task<List<string>> ColumnAsync(string address, string table, int column) => (await office.GetAsync(address)).Table(table).Select(r => r[column].Split(' ')[0]).ToList();
    }

    [Fact]
    public async Task A_long_sheet_is_entered_in_several_batches_and_one_beyond_the_bound_is_refused()
    {
        static string Sheet(int rows, Func<int, string> row) => "统一社会信用代码,名称或姓名\r\n" + string.Concat(Enumerable.Range(0, rows).Select(row));
        var draft = await ImportAsync("party", Sheet(4500, i => $"{RegisterSite.CodeOf(10_000 + i)},示例批量{i}号公司\r\n"));
        var proposed = await draft.Form("提交复核").Fill("登记理由", "名录库").SubmitAsync("提交复核");
        using var second = await site.LogInAsync("office-lyg-2");
        await (await second.GetAsync(proposed.Path)).Form("复核通过，写入登记簿").SubmitAsync("复核通过，写入登记簿");

        Assert.Equal(4500, await site.ReadAsync(db => db.Parties.CountAsync(p => p.Name.StartsWith("示例批量"))));
        Assert.Contains("共 4,500 条，本页第 26–50 条", (await second.GetAsync("/registers?q=示例批量&p=2")).Text, StringComparison.Ordinal);

        var refused = await ImportAsync("party", Sheet(100_050, i => $"{i},甲\r\n"), HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["表格超过 100000 行，这里最多填 100000 行，请删去多余的行后再导入。"], refused.Errors);
    }

    [Theory]
    [InlineData("不是表格\u0001", "文件不是 .xlsx 或 .csv 表格，请重新选择。")]
    [InlineData("甲,乙\r\n1,2\r\n", "没有找到列名。请下载空表，按列名填写后再导入。")]
    [InlineData("统一社会信用代码,名称或姓名\r\n", "列名下面没有内容，请填写后再导入。")]
    public async Task What_is_no_sheet_of_ours_is_refused(string content, string says)
    {
        var page = await ImportAsync("party", content, HttpStatusCode.UnprocessableEntity);

        Assert.Equal([says], page.Errors);
    }

    [Fact]
    public async Task The_template_has_the_columns_that_the_import_reads()
    {
        using var office = await site.LogInAsync("office-lyg");
        var sheet = SpreadsheetReader.Read(new MemoryStream(await office.Client.GetByteArrayAsync(new Uri("/registers/import/honour?handler=Template&format=xlsx", UriKind.Relative))), 10);

        Assert.Equal(["统一社会信用代码", "居民身份证号码", "名称或姓名", "等次", "获奖年度", "决定日期", "批准文号", "来源"], Assert.Single(sheet.Rows));
        await office.GetAsync("/registers/import/withdrawal", HttpStatusCode.NotFound);
        await office.GetAsync("/registers/new/nonsense", HttpStatusCode.NotFound);
    }

    private async Task<Page> ImportAsync(string kind, string content, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var office = await site.LogInAsync("office-lyg");
        return await (await office.GetAsync($"/registers/import/{kind}")).Form("预览").Attach("表格文件", "导入.csv", "text/csv", Encoding.UTF8.GetBytes(content)).SubmitAsync("预览", expected);
    }
}
