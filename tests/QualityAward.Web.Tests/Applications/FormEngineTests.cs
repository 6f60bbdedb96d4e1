using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using QualityAward.Web.Tests.Spreadsheets;

namespace QualityAward.Web.Tests.Applications;

/// <summary>Conditional and computed questions, warnings, secrets and the import of rows, on the pages of an application.</summary>
public sealed class FormEngineTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task A_conditional_question_says_when_it_is_asked_and_a_hidden_answer_is_kept_but_not_submitted()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org1");
        using var visitor = await site.LogInAsync("org1");

        var section = await visitor.GetAsync($"/applications/{id}/sections/basic");
        var question = section.All("[data-question='foreign-share']").Single();
        var saved = await section.Form("保存").Fill("外商出资比例", "33.5").Fill("经济类型", "国有").SubmitAsync("保存");
        var check = await visitor.GetAsync($"/applications/{id}/check");
        var foreign = await saved.Form("保存").Fill("经济类型", "外商投资企业").SubmitAsync("保存");

        Assert.Contains("“经济类型”为“外商投资企业”的，请填写。", question.TextContent, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"q.economic-type\"", question.GetAttribute("data-when"), StringComparison.Ordinal);
        Assert.Equal("33.5", saved.Form("保存").Value("外商出资比例"));
        Assert.DoesNotContain("33.5", check.Text, StringComparison.Ordinal);
        Assert.Equal("33.5", foreign.Form("保存").Value("外商出资比例"));
        Assert.Contains("33.5 %", (await visitor.GetAsync($"/applications/{id}/check")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_is_answered_or_fixed_before_submission_and_a_share_is_computed()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org2");
        using var visitor = await site.LogInAsync("org2");

        var wrong = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("保存").Fill("职工总数", "120").Fill("研发人员数量", "150").SubmitAsync("保存");
        var refused = await (await visitor.GetAsync($"/applications/{id}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);
        await wrong.Form("保存").Fill("情况说明", "含劳务派遣的研发人员").SubmitAsync("保存");
        var check = await visitor.GetAsync($"/applications/{id}/check");

        Assert.Contains("研发人员数量大于职工总数（150 与 120）。", wrong.Text, StringComparison.Ordinal);
        Assert.Equal("125", wrong.All("output[name='q.research-staff-share']").Single().TextContent);
        Assert.Contains(refused.Errors, e => e.Contains("研发人员数量大于职工总数（150 与 120）。请更正；确属实际情况的，请说明。", StringComparison.Ordinal));
        Assert.Contains("申报人说明：含劳务派遣的研发人员", check.Text, StringComparison.Ordinal);
        Assert.Contains("材料已填写完整，可以提交。", check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_holds_for_the_numbers_it_explained_until_somebody_says_that_it_still_does()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org7");
        using var visitor = await site.LogInAsync("org7");
        var open = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("保存").Fill("职工总数", "120").Fill("研发人员数量", "150").SubmitAsync("保存");
        await open.Form("保存").Fill("情况说明", "含劳务派遣的研发人员").SubmitAsync("保存");

        var changed = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("保存").Fill("研发人员数量", "160").SubmitAsync("保存");
        var check = await visitor.GetAsync($"/applications/{id}/check");
        await changed.Form("保存").Set(changed.All("[name^='q.still.']").Single().GetAttribute("name")!, "1").SubmitAsync("保存");
        var again = await visitor.GetAsync($"/applications/{id}/check");
        var fixedNumbers = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("保存").Fill("研发人员数量", "15").SubmitAsync("保存");

        Assert.Contains("数字改动以前的说明：含劳务派遣的研发人员", changed.Text.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("", changed.Form("保存").Value("情况说明"));
        Assert.Contains("数字改动后，以前的说明不再对应", check.Text, StringComparison.Ordinal);
        Assert.Contains("申报人说明：含劳务派遣的研发人员", again.Text, StringComparison.Ordinal);
        Assert.Empty(fixedNumbers.All(".qa-doubt"));
    }

    [Fact]
    public async Task The_doubts_of_a_section_are_there_for_the_script_and_for_nobody_else()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org8");
        using var visitor = await site.LogInAsync("org8");
        using var other = await site.LogInAsync("org1");
        var section = await visitor.GetAsync($"/applications/{id}/sections/basic");
        var address = section.All("form[data-warnings]").Single().GetAttribute("data-warnings")!;

        var quiet = await visitor.Client.GetStringAsync(address);
        await section.Form("保存").Fill("职工总数", "120").Fill("研发人员数量", "150").SubmitAsync("保存");
        var doubtful = await visitor.Client.GetStringAsync(address);

        Assert.DoesNotContain("qa-doubt\"", quiet, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", doubtful, StringComparison.Ordinal);
        Assert.Contains("data-doubts=\"research-staff\" data-doubts-state=\"research-staff-within-staff.", doubtful, StringComparison.Ordinal);
        Assert.Contains("q.explain.research-staff-within-staff.", doubtful, StringComparison.Ordinal);
        await other.GetAsync(address, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_saved_ID_number_shows_its_end_only_and_stays_when_the_rest_is_saved()
    {
        site.Clock.Set(2022, 6, 1);
        const string Number = "11010519491231002X";
        var id = await site.DraftAsync("person1");
        using var visitor = await site.LogInAsync("person1");

        var saved = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("保存").Fill("身份证号", Number).Fill("姓名", "甲").SubmitAsync("保存");
        var again = await saved.Form("保存").Fill("姓名", "乙").SubmitAsync("保存");
        var stored = await site.ReadAsync(db => db.Applications.Include(a => a.Sections).Where(a => a.Id == id).SingleAsync());
        var wrong = await again.Form("保存").Fill("身份证号", "110105194912310021").SubmitAsync("保存");

        Assert.Equal("**************002X", saved.Form("保存").Value("身份证号"));
        Assert.DoesNotContain(Number, saved.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal((Number, "乙"), (stored.AnswersOf("basic").Text("resident-id"), stored.AnswersOf("basic").Text("name")));
        Assert.Equal("110105194912310021", wrong.Form("保存").Value("身份证号"));
        Assert.Equal(["重新填写：身份证号"], again.All("button[data-refill='q_resident-id']").Select(b => b.TextContent));
        Assert.Contains("data-secret", again.All("[name='q.resident-id']").Single().OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_text_is_shown_as_text()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org3");
        using var visitor = await site.LogInAsync("org3");

        var saved = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("保存").Fill("注册地址", "<script>alert(1)</script>\u202E\0\"onload=").SubmitAsync("保存");

        Assert.Equal("<script>alert(1)</script>\"onload=", saved.Form("保存").Value("注册地址"));
        Assert.DoesNotContain(saved.All("script"), s => s.TextContent.Contains("alert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_are_pasted_looked_at_and_appended_or_put_in_the_place_of_others()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org4");
        using var visitor = await site.LogInAsync("org4");
        var choice = await (await visitor.GetAsync($"/applications/{id}/sections/responsibility")).Form("保存").SubmitAsync("从 Excel 导入或整表粘贴：公益支持指标");

        var empty = await choice.Form("预览").SubmitAsync("预览", HttpStatusCode.UnprocessableEntity);
        var preview = await choice.Form("预览").Fill("或者粘贴表格内容", "序号\t支持领域\t2021年费用（万元）\t备注\n1\t教育\t12.5\tx\n2\t环保\t很多\ty").SubmitAsync("预览");
        var nothing = await site.ReadAsync(db => db.Applications.Include(a => a.Sections).Where(a => a.Id == id).SingleAsync());
        var written = await preview.Form("写入申报表").SubmitAsync("写入申报表");
        var second = await (await visitor.GetAsync($"/applications/{id}/sections/responsibility/import/charity")).Form("预览").Fill("或者粘贴表格内容", "助学\t1\t2\t3").SubmitAsync("预览");
        await second.Form("写入申报表").Set("mode", "replace").SubmitAsync("写入申报表");

        Assert.Equal(["请选择文件，或者粘贴表格内容。"], empty.Errors);
        Assert.Contains("读到 2 行，其中 1 处有问题", preview.Text, StringComparison.Ordinal);
        Assert.Contains("以下列不属于本表，没有读入：备注。", preview.Text, StringComparison.Ordinal);
        Assert.Contains("应填数字", preview.All(".qa-import-problem").Single().TextContent, StringComparison.Ordinal);
        Assert.Empty(nothing.AnswersOf("responsibility").Rows("charity"));
        Assert.Contains("“公益支持指标”已导入 2 行，其中 1 处需要更正。", written.Text, StringComparison.Ordinal);
        Assert.Contains("没有找到与本表一致的列名", second.Text, StringComparison.Ordinal);
        Assert.Contains("删除现有 2 行，只保留导入的 1 行", second.Text, StringComparison.Ordinal);
        Assert.Equal(["助学"], (await site.ReadAsync(db => db.Applications.Include(a => a.Sections).Where(a => a.Id == id).SingleAsync())).AnswersOf("responsibility").Rows("charity").Select(r => r["area"]));
    }

    [Fact]
    public async Task A_workbook_is_taken_a_broken_one_and_too_many_rows_are_refused_with_a_reason()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org5");
        using var visitor = await site.LogInAsync("org5");
        var choice = await visitor.GetAsync($"/applications/{id}/sections/market/import/customers");
        var workbook = SpreadsheetReaderTests.Workbook("""<row r="1"><c r="A1" t="inlineStr"><is><t>客户名称</t></is></c><c r="B1" t="inlineStr"><is><t>主要业务</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>甲公司</t></is></c><c r="B2"><f>1+1</f><v>2</v></c></row>""");

        var preview = await choice.Form("预览").Attach("Excel 或 CSV 文件", "客户.xlsx", "application/octet-stream", workbook.ToArray()).SubmitAsync("预览");
        var broken = await choice.Form("预览").Attach("Excel 或 CSV 文件", "客户.xlsx", "application/octet-stream", "PK\u0003\u0004x"u8.ToArray()).SubmitAsync("预览", HttpStatusCode.UnprocessableEntity);
        var many = await choice.Form("预览").Attach("Excel 或 CSV 文件", "客户.csv", "text/csv", Encoding.UTF8.GetBytes("客户名称,主要业务\n" + string.Concat(Enumerable.Repeat("甲,乙\n", 500)))).SubmitAsync("预览", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["1", "甲公司", "2", "", "", ""], preview.Table("主要客户（预览）")[^1].Take(6));
        Assert.Equal(["文件不是 .xlsx 表格，请重新选择。"], broken.Errors);
        Assert.Equal(["表格超过 30 行，这里最多填 30 行，请删去多余的行后再导入。"], many.Errors);
    }

    [Fact]
    public async Task The_template_has_the_headings_and_others_see_nothing()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org6");
        using var visitor = await site.LogInAsync("org6");
        using var other = await site.LogInAsync("org1");

        // The terms of the round come first.
        await visitor.GetAsync($"/applications/{id}");
        var template = await visitor.Client.GetStringAsync($"/applications/{id}/sections/responsibility/import/charity?handler=Template");

        Assert.Equal("\"支持领域\",\"2019年费用（万元）\",\"2020年费用（万元）\",\"2021年费用（万元）\"\r\n", template);
        await other.GetAsync($"/applications/{id}/sections/responsibility/import/charity", HttpStatusCode.NotFound);
        await visitor.GetAsync($"/applications/{id}/sections/responsibility/import/credit", HttpStatusCode.NotFound);
        await visitor.GetAsync($"/applications/{id}/sections/nothing/import/charity", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Rows_imported_in_two_windows_at_once_are_merged()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("person2");
        using var visitor = await site.LogInAsync("person2");
        var address = $"/applications/{id}/sections/experience/import/periods";
        const string Rows = "2010-01-01\t\t甲公司\t主任\t质量改进";
        var first = await (await visitor.GetAsync(address)).Form("预览").Fill("或者粘贴表格内容", Rows).SubmitAsync("预览");
        var second = await (await visitor.GetAsync(address)).Form("预览").Fill("或者粘贴表格内容", Rows.Replace("甲", "乙", StringComparison.Ordinal)).SubmitAsync("预览");
        await first.Form("写入申报表").SubmitAsync("写入申报表");

        await second.Form("写入申报表").SubmitAsync("写入申报表");

        Assert.Equal(["甲公司", "乙公司"], (await site.ReadAsync(db => db.Applications.Include(a => a.Sections).Where(a => a.Id == id).SingleAsync())).AnswersOf("experience").Rows("periods").Select(r => r["employer"]));
    }
}
