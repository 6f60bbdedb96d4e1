using System.IO.Compression;
using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Rounds.FormEditor;

namespace QualityAward.Web.Tests.Rounds;

public sealed class FormEditorTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task Before_the_call_the_office_edits_the_form_and_the_call_pins_it_as_the_first_version()
    {
        var id = await site.Given.CompleteRoundAsync(await OfficeAsync(), "改过申报表的一届");
        using var office = await site.LogInAsync("office-lyg");
        var outline = await office.GetAsync($"/rounds/{id}/forms/organisation");
        var types = await outline.FollowAsync("增加题目");
        var fields = await types.FollowAsync("单选");

        var saved = await fields.Form("保存题目").Fill("题目名称", "拟申报等次").Fill("选项1名称", "市长质量奖").Fill("选项2名称", "提名奖").Fill("填写提示", "只选一项").SubmitAsync("保存题目");
        Assert.Contains("拟申报等次", saved.Text, StringComparison.Ordinal);
        var changes = await saved.FollowAsync("查看改动");
        Assert.Contains("中新增“拟申报等次”", changes.Text, StringComparison.Ordinal);
        var preview = await office.GetAsync($"/rounds/{id}/preview/organisation/basic");
        Assert.Contains("拟申报等次", preview.Text, StringComparison.Ordinal);

        var detail = await office.GetAsync($"/rounds/{id}");
        var asked = await detail.Form("发布申报通告").SubmitAsync("发布申报通告", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("请核对后勾选确认", Assert.Single(asked.Errors), StringComparison.Ordinal);
        await asked.Form("发布申报通告").Check("我已核对落在休息日的日期，按此发布").SubmitAsync("发布申报通告");

        var round = await RoundAsync(id);
        Assert.Equal((1, round.PackHash), (round.CurrentForm(Track.Organisation)!.Number, round.FormHash(Track.Organisation)));
        var form = (await RulesAsync(id)).Track(Track.Organisation).Form;
        Assert.Contains(form.Section("basic")!.Questions, q => q.Label is "拟申报等次" && q.Hint is "只选一项");
        Assert.DoesNotContain(form.Sections.SelectMany(s => s.Questions), q => q.Label is "拟申报等次" && q.Optional);
        Assert.Empty(await site.ReadAsync(db => db.Set<FormDraft>().Where(d => d.RoundId == id).ToListAsync()));
        Assert.Equal(["EditForm", "AdoptForms", "PublishCall"], (await ActionsAsync(id)).TakeLast(3));
    }

    [Fact]
    public async Task A_question_is_reworded_moved_and_removed_and_one_that_is_needed_says_who_needs_it()
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), "删改题目的一届");
        using var office = await site.LogInAsync("office-lyg");
        var form = (await RulesAsync(id)).Track(Track.Organisation).Form;
        var free = form.Section("basic")!.Questions.First(q => q.Fact is null && q is Domain.Forms.TextQuestion
            && FormReferences.Of(site.Services.Pack(), Track.Organisation, form).All(r => r.Question != $"basic.{q.Id}"));

        var page = await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{free.Id}");
        await page.Form("保存题目").Fill("题目名称", "改过的名称").Fill("字数限制", "33").Check("选填").SubmitAsync("保存题目");
        var outline = await office.GetAsync($"/rounds/{id}/forms/organisation");
        Assert.Contains("改过的名称 单行文字，不超过 33 字，选填", outline.Text, StringComparison.Ordinal);
        await outline.Form("上移“改过的名称”").SubmitAsync("上移“改过的名称”");
        var removed = await (await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{free.Id}/remove")).Form("删除这一题").SubmitAsync("删除这一题");
        Assert.DoesNotContain("改过的名称", removed.All("ol.qa-outline").First().TextContent, StringComparison.Ordinal);

        var needed = form.Section("basic")!.Questions.First(q => q.Fact == Domain.Forms.Fact.CreditCode);
        var refusal = await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{needed.Id}/remove");
        Assert.Contains("系统功能（统一社会信用代码", refusal.Text, StringComparison.Ordinal);
        var forged = await outline.Form("下移“改过的名称”").Set("Seen", "").SubmitToAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{needed.Id}/remove", HttpStatusCode.Conflict);
        Assert.Contains("他人已修改", Assert.Single(forged.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_office_has_the_form_ask_for_referees_changes_it_and_takes_it_back()
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), "请推荐人的一届");
        using var office = await site.LogInAsync("office-lyg");
        var outline = await office.GetAsync($"/rounds/{id}/forms/organisation");
        Assert.Contains("本申报表不请推荐人填写意见。", outline.Text, StringComparison.Ordinal);
        var page = await office.GetAsync($"/rounds/{id}/forms/organisation/referees");

        var refused = await page.Form("保存").Check("请推荐人填写意见").Fill("最少人数", "3").Fill("最多人数", "2").Fill("每份意见字数限制", "800").Fill("链接有效天数", "61").Fill("提前提醒天数", "3")
            .Fill("条款", "第七条").SubmitAsync("保存", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["最多人数须是 3 至 20 之间的整数。", "请写明请推荐人填写什么。", "请选择依据文件。", "链接有效天数须是 1 至 60 之间的整数。"], refused.Errors.Order(StringComparer.Ordinal));
        Assert.Equal(("3", "第七条"), (refused.Form("保存").Value("最少人数"), refused.Form("保存").Value("条款")));
        outline = await refused.Form("保存").Fill("请推荐人填写什么", "对申报组织的评价").Fill("最少人数", "1").Fill("依据文件", refused.All("select[name='Input.Source'] option[value='rules']").Single().TextContent.Trim()).Fill("链接有效天数", "14").Check("评审专家可以阅读意见").SubmitAsync("保存");

        Assert.Contains("请至少 1 位、最多 2 位推荐人填写“对申报组织的评价”，每份不超过 800 字，链接 14 天内有效，到期前 3 天提醒；由质量奖办公室、推荐单位、监督人员、评审专家阅读。", outline.Text, StringComparison.Ordinal);
        Assert.Contains("增加了推荐人意见", (await outline.FollowAsync("查看改动")).Text, StringComparison.Ordinal);
        var draft = await site.ReadAsync(db => db.Set<FormDraft>().AsNoTracking().SingleAsync(d => d.RoundId == id));
        Assert.Equal((1, 2, 3, false, true), (draft.Form.Referees!.AtLeast, draft.Form.Referees.AtMost, draft.Form.Referees.RemindDays, draft.Form.Referees.ApplicantMayRead, draft.Form.Referees.ReviewersMayRead));

        // Two of the office at once: the later one reads what stands there now and keeps the own text.
        var (one, two) = (await office.GetAsync($"/rounds/{id}/forms/organisation/referees"), await office.GetAsync($"/rounds/{id}/forms/organisation/referees"));
        await one.Form("保存").Fill("请推荐人填写什么", "先保存的内容").SubmitAsync("保存");
        var lost = await two.Form("保存").Fill("请推荐人填写什么", "后保存的内容").SubmitAsync("保存", HttpStatusCode.Conflict);
        Assert.Contains("先保存的内容；1 至 2 位", lost.Text, StringComparison.Ordinal);
        Assert.Equal("后保存的内容", lost.Form("保存").Value("请推荐人填写什么"));
        outline = await lost.Form("保存").Check("请推荐人填写意见", on: false).SubmitAsync("保存");
        Assert.Contains("本申报表不请推荐人填写意见。", outline.Text, StringComparison.Ordinal);
        await office.GetAsync($"/rounds/{id}/forms/pre-review-organisation/referees", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_at_its_field_and_everything_typed_stays()
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), "填错题目的一届");
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/new?type=number");

        var refused = await page.Form("保存题目").Fill("单位", "万元").Fill("最小值", "10").Fill("最大值", "5").Fill("取决于题目", "组织名称").SubmitAsync("保存题目", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请填写题目名称。", "最大值不能小于最小值。", "请写明填写条件的答案。"], refused.Errors);
        Assert.Equal(("万元", "10"), (refused.Form("保存题目").Value("单位"), refused.Form("保存题目").Value("最小值")));
        Assert.Empty(await site.ReadAsync(db => db.Set<FormDraft>().Where(d => d.RoundId == id).ToListAsync()));
    }

    [Theory]
    [InlineData("number", "Input.Min", "一百", "“最小值”须是数字，请重新填写。")]
    [InlineData("number", "Input.Decimals", "1.5", "“小数位数”须是整数，请重新填写。")]
    [InlineData("longText", "Input.Limit", "99999999999", "“字数限制”须是整数，请重新填写。")]
    [InlineData("date", "Input.Optional", "也许", "“选填”的内容无法识别，请检查后重新填写。")]
    [InlineData("growingTable", "Input.MinRows", "两", "“最少行数”须是整数，请重新填写。")]
    [InlineData("growingTable", "Input.Columns[0].Order", "甲", "“第1列顺序”须是整数，请重新填写。")]
    [InlineData("growingTable", "Input.Columns[0].Kind", "Movie", "请从“第1列内容”列出的选项中选择。")]
    [InlineData("growingTable", "Input.Columns[0].Limit", "3000", "第1列字数限制须是 1 至 2000 之间的整数。")]
    public async Task What_cannot_be_read_is_named_and_not_taken_for_an_empty_field(string type, string field, string typed, string said)
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), $"读不出的数字 {type} {field}");
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/new?type={type}");
        var form = page.Form("保存题目").Fill("题目名称", "新的一题").Fill("填写提示", "写好的提示");
        if (type is "growingTable")
        {
            form.Fill("第1列名称", "客户名称");
        }

        var refused = await form.Set(field, typed).SubmitAsync("保存题目", HttpStatusCode.UnprocessableEntity);

        Assert.Equal([said], refused.Errors);
        Assert.Equal(("新的一题", "写好的提示"), (refused.Form("保存题目").Value("题目名称"), refused.Form("保存题目").Value("填写提示").Trim()));
        Assert.Empty(await site.ReadAsync(db => db.Set<FormDraft>().Where(d => d.RoundId == id).ToListAsync()));
    }

    [Theory]
    [InlineData("choice", "选项2名称", "甲", "“甲”写了不止一次，请改为不同的名称。")]
    [InlineData("yesNo", "“是”的用词", "否", "“是”和“否”的用词不能相同。")]
    [InlineData("computed", "计算公式", "{职工总数}/", "公式有误：公式“{职工总数}/”第 8 个字符处：应为数、{引用} 或括号。")]
    [InlineData("date", "分组标题", "*101", "分组标题不能超过 100 字。")]
    [InlineData("text", "答案", "很多", "“不小于”“不大于”的答案须是一个数字。")]
    public async Task What_would_confuse_whoever_fills_the_form_in_is_refused_in_words_of_the_form(string type, string label, string typed, string said)
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), $"容易混淆的题目 {type}");
        using var office = await site.LogInAsync("office-lyg");
        var form = (await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/new?type={type}")).Form("保存题目").Fill("题目名称", "新的一题");
        var text = typed.StartsWith('*') ? new string('名', int.Parse(typed[1..], System.Globalization.CultureInfo.InvariantCulture)) : typed;
        _ = type switch
        {
            "choice" => form.Fill("选项1名称", "甲"),
            "text" => form.Fill("取决于题目", "职工总数").Fill("条件", "不小于"),
            _ => form,
        };

        var refused = await form.Fill(label, text).SubmitAsync("保存题目", HttpStatusCode.UnprocessableEntity);

        Assert.Equal([said], refused.Errors);
        Assert.Equal(text, refused.Form("保存题目").Value(label));
    }

    [Fact]
    public void Every_question_of_the_official_forms_can_be_saved_as_it_is()
    {
        foreach (var pack in Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ProgrammeCatalogue>(site.Services).All)
        {
            foreach (var form in pack.Tracks.SelectMany(t => new[] { (RoundForm)t.Track, RoundForm.PreReview(t.Track) }).Select(pack.FormOf))
            {
                foreach (var (section, question) in form.Sections.SelectMany(s => s.Questions.Select(q => (s, q))))
                {
                    var problems = new List<InputProblem>();
                    var saved = QuestionFields.Apply(question, QuestionFields.From(question, form, section.Id), form, section.Id, problems);
                    Assert.True(problems.Count == 0, $"{pack.Code} {section.Id}.{question.Id}: {string.Join('；', problems.Select(p => p.Message))}");
                    Assert.Equal(question.Label, saved.Label);
                }
            }
        }
    }

    [Fact]
    public async Task Two_of_the_office_at_once_lose_nothing_and_the_later_sees_both_texts()
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), "两人同改申报表的一届");
        using var first = await site.LogInAsync("office-lyg");
        using var second = await site.LogInAsync("office-lyg");
        var form = (await RulesAsync(id)).Track(Track.Organisation).Form.Section("basic")!;
        var (same, other) = (form.Questions[0], form.Questions[1]);
        var one = await first.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{same.Id}");
        var two = await second.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{same.Id}");
        var third = await second.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{other.Id}");
        await one.Form("保存题目").Fill("填写提示", "先保存的提示").SubmitAsync("保存题目");

        // Another question of the same form is in nobody's way.
        await third.Form("保存题目").Fill("填写提示", "另一题的提示").SubmitAsync("保存题目");
        var lost = await two.Form("保存题目").Fill("填写提示", "后保存的提示").SubmitAsync("保存题目", HttpStatusCode.Conflict);

        Assert.Contains("先保存的提示", lost.All(".qa-conflict").Single().TextContent, StringComparison.Ordinal);
        Assert.Equal("后保存的提示", lost.Form("保存题目").Value("填写提示").Trim());
        await lost.Form("保存题目").SubmitAsync("保存题目");
        var draft = await site.ReadAsync(db => db.Set<FormDraft>().SingleAsync(d => d.RoundId == id));
        Assert.Equal(["后保存的提示", "另一题的提示"], draft.Form.Section("basic")!.Questions.Take(2).Select(q => q.Hint));
    }

    [Fact]
    public async Task After_the_call_a_change_is_a_new_version_drafts_are_carried_over_and_submitted_text_stays()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.Given.PublishedRoundAsync(await OfficeAsync(), "中途改表的一届");
        using var office = await site.LogInAsync("office-lyg");
        var owner = await site.Given.OrganisationAsync("org-form", 71, "改表试验有限公司");
        var application = await StartAsync(id, owner);
        using var applicant = await site.LogInAsync("org-form");
        var before = (await RulesAsync(id)).Track(Track.Organisation).Form;
        var section = before.Section("basic")!;
        var gone = section.Questions.First(q => q is Domain.Forms.TextQuestion && FormReferences.Of(site.Services.Pack(), Track.Organisation, before).All(r => r.Question != $"basic.{q.Id}"));
        var open = await applicant.GetAsync($"/applications/{application}/sections/basic");
        await open.Form("保存").Fill("组织名称", "改表试验有限公司").Fill(gone.Label, "旧题目里的内容").SubmitAsync("保存");
        open = await applicant.GetAsync($"/applications/{application}/sections/basic");

        await (await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{gone.Id}/remove")).Form("删除这一题").SubmitAsync("删除这一题");
        Assert.Equal(1, (await RoundAsync(id)).CurrentForm(Track.Organisation)!.Number);
        var changes = await office.GetAsync($"/rounds/{id}/forms/organisation/changes");
        var reasonless = await changes.Form("发布新版本").SubmitAsync("发布新版本", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("请写明修改申报表的理由", Assert.Single(reasonless.Errors), StringComparison.Ordinal);
        await changes.Form("发布新版本").Fill("修改理由", "该栏目与通告附件不一致").SubmitAsync("发布新版本");

        // The page that was open when the form changed still saves, on the version that it was made from.
        var typing = await open.Form("保存").Fill("组织名称", "改表试验股份有限公司").SubmitAsync("保存");
        Assert.Contains("申报表有新版本（第 2 版）", typing.Text, StringComparison.Ordinal);
        Assert.Contains("该栏目与通告附件不一致", typing.Text, StringComparison.Ordinal);
        var stale = await applicant.GetAsync($"/applications/{application}/sections/basic");

        var upgrade = await applicant.GetAsync($"/applications/{application}/upgrade");
        Assert.Contains($"中删除了“{gone.Label}”", upgrade.Text, StringComparison.Ordinal);
        Assert.Contains("旧题目里的内容", upgrade.Text, StringComparison.Ordinal);
        var kept = await upgrade.Form("更新到第 2 版").SubmitAsync("更新到第 2 版");
        Assert.Contains("旧题目里的内容", kept.Text, StringComparison.Ordinal);
        Assert.Equal("改表试验股份有限公司", (await applicant.GetAsync($"/applications/{application}/sections/basic")).Form("保存").Value("组织名称"));

        // A window that was still open on the old form: its text finds its question, or is kept aside.
        var late = await stale.Form("保存").Fill("组织名称", "改表试验集团有限公司").Fill(gone.Label, "迟到的内容").SubmitAsync("保存");
        Assert.Contains("申报表已更新到新版本，您刚才填写的内容已保存", late.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("改表试验集团有限公司", (await applicant.GetAsync($"/applications/{application}/sections/basic")).Form("保存").Value("组织名称"));
        var all = await applicant.GetAsync($"/applications/{application}/upgrade");
        Assert.Contains("迟到的内容", all.Text, StringComparison.Ordinal);

        // What was replaced by taking the form over can be read again.
        var replaced = await applicant.GetAsync($"/applications/{application}/sections/basic/history");
        Assert.Contains("本节的历史版本", replaced.Text, StringComparison.Ordinal);
        Assert.NotEmpty(await site.ReadAsync(db => db.Set<SectionVersion>().Where(v => v.ApplicationId == application && v.SectionId == "basic").ToListAsync()));

        await AssertOnlyEditorsSeeToWhatWasKeptAsync(application, applicant, all);
        await all.Form("我已处理，不再显示").SubmitAsync("我已处理，不再显示");
        Assert.DoesNotContain("查看留存的内容", (await applicant.GetAsync($"/applications/{application}")).Text, StringComparison.Ordinal);
        var stored = await site.ReadAsync(db => db.Applications.AsNoTracking().SingleAsync(a => a.Id == application));
        var round = await RoundAsync(id);
        Assert.Equal(round.FormHash(Track.Organisation), stored.PackHash);
        Assert.Equal(["该栏目与通告附件不一致"], round.FormVersions.Where(v => v.Number == 2).Select(v => v.Reason));
    }

    /// <summary>Who may only read sees what was kept aside, without a button; a form sent all the same is refused, and everything stays.</summary>
    private async Task AssertOnlyEditorsSeeToWhatWasKeptAsync(Guid application, Visitor owner, Page ofOwner)
    {
        await site.Given.PersonAsync("kept-reader", 73);
        await (await owner.GetAsync($"/applications/{application}/collaborators")).Form("建立邀请").Fill("对方的用户名或电子邮箱", "kept-reader").Fill("授予的权限", "查看：只能阅读，个人信息部分遮盖").SubmitAsync("建立邀请");
        var invitation = await site.ReadAsync(db => db.Set<Collaborator>().Where(c => c.ApplicationId == application && c.State == CollaboratorState.Invited).Select(c => c.Id).SingleAsync());
        using var reader = await site.LogInAsync("kept-reader");
        await (await reader.GetAsync($"/invitations/{invitation}")).Form("接受邀请").SubmitAsync("接受邀请");

        var read = await reader.GetAsync($"/applications/{application}/upgrade");
        Assert.Contains("旧题目里的内容", read.Text, StringComparison.Ordinal);
        Assert.Contains("您在这份申报中的权限是“查看”", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("我已处理，不再显示", read.Text, StringComparison.Ordinal);
        // Any form of the reader's own, sent to where the owner's button leads.
        var refused = await (await reader.GetAsync($"/applications/{application}/collaborators")).Form("退出协作").SubmitToAsync($"/applications/{application}/upgrade?handler=Confirm", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("旧题目里的内容", refused.Text, StringComparison.Ordinal);
        Assert.Contains("旧题目里的内容", (await owner.GetAsync(ofOwner.Path)).Text, StringComparison.Ordinal);
        Assert.Equal(0, await site.ReadAsync(db => db.Set<KeptAnswers>().CountAsync(k => k.ApplicationId == application && k.ConfirmedAt != null)));
    }

    [Fact]
    public async Task A_draft_that_is_behind_cannot_be_submitted_before_it_is_taken_over()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.Given.PublishedRoundAsync(await OfficeAsync(), "提交前须更新的一届");
        var owner = await site.Given.OrganisationAsync("org-behind", 72, "落后版本有限公司");
        var application = await StartAsync(id, owner);
        using var office = await site.LogInAsync("office-lyg");
        await (await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/new?type=yesNo")).Form("保存题目").Fill("题目名称", "是否上市").SubmitAsync("保存题目");
        await (await office.GetAsync($"/rounds/{id}/forms/organisation/changes")).Form("发布新版本").Fill("修改理由", "补充").SubmitAsync("发布新版本");
        using var applicant = await site.LogInAsync("org-behind");

        var refused = await (await applicant.GetAsync($"/applications/{application}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("申报表已有第2版，请先在申报总览中更新", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exported_folder_is_the_rounds_pack()
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), "导出的一届");
        using var office = await site.LogInAsync("office-lyg");
        await (await office.GetAsync($"/rounds/{id}/forms/individual/sections/new")).Form("保存").Fill("标题", "附加部分").SubmitAsync("保存");
        var outline = await office.GetAsync($"/rounds/{id}/forms/individual");
        Assert.Contains("没有题目", outline.Text, StringComparison.Ordinal);
        var section = (await site.ReadAsync(db => db.Set<FormDraft>().SingleAsync(d => d.RoundId == id))).Form.Sections[^1].Id;
        await (await office.GetAsync($"/rounds/{id}/forms/individual/sections/{section}/questions/new?type=longText")).Form("保存题目").Fill("题目名称", "补充说明").Fill("字数限制", "800").SubmitAsync("保存题目");

        using var response = await office.Client.GetAsync(new Uri($"/rounds/{id}/export", UriKind.Relative));
        response.EnsureSuccessStatusCode();
        var folder = Directory.CreateTempSubdirectory("export").FullName;
        try
        {
            await ZipFile.ExtractToDirectoryAsync(await response.Content.ReadAsStreamAsync(), folder);
            var pack = PackReader.Read(folder, Given.Programme);

            Assert.Equal(["补充说明"], pack.RequireTrack(Track.Individual).Form.Sections[^1].Questions.Select(q => q.Label));
            Assert.NotEmpty(pack.Terms);

            // The same check as ./dev programme check, on the folder as it lies there.
            await using var output = new StringWriter();
            var code = await Commands.ProgrammeCommand.RunAsync(["check", Path.Combine(folder, Given.Programme)], Path.Combine(Checkout.Root, "src", "Programmes"), output);
            Assert.Equal((0, $"已检查 {Given.Programme}，没有问题。"), (code, output.ToString().Trim()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_recommending_offices_form_is_edited_before_the_call_and_fixed_with_it()
    {
        var id = await site.Given.CompleteRoundAsync(await OfficeAsync(), "改过预审表的一届");
        using var office = await site.LogInAsync("office-lyg");
        var before = (await RulesAsync(id)).Pack;
        var outline = await (await office.GetAsync($"/rounds/{id}/forms")).FollowAsync("修改组织预审表");

        var saved = await (await (await outline.FollowAsync("增加题目")).FollowAsync("数字")).Form("保存题目").Fill("题目名称", "上年度研发投入").Fill("单位", "万元").SubmitAsync("保存题目");
        var changes = await saved.FollowAsync("查看改动");
        var detail = await office.GetAsync($"/rounds/{id}");
        await (await detail.Form("发布申报通告").SubmitAsync("发布申报通告", HttpStatusCode.UnprocessableEntity)).Form("发布申报通告").Check("我已核对落在休息日的日期，按此发布").SubmitAsync("发布申报通告");
        var after = (await RulesAsync(id)).Pack;
        var late = await office.GetAsync($"/rounds/{id}/forms/pre-review-organisation");
        var refused = await office.GetAsync($"/rounds/{id}/forms/pre-review-organisation/head");
        var lost = await refused.Form("保存").Fill("表名", "事后改名").SubmitAsync("保存", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("中新增“上年度研发投入”", changes.Text, StringComparison.Ordinal);
        Assert.Contains(after.FormOf(RoundForm.PreReview(Track.Organisation)).Sections.SelectMany(s => s.Questions), q => q.Label is "上年度研发投入");
        Assert.Equal(before.FormOf(RoundForm.PreReview(Track.Individual)).Sections.Sum(s => s.Questions.Count), after.FormOf(RoundForm.PreReview(Track.Individual)).Sections.Sum(s => s.Questions.Count));
        Assert.DoesNotContain("增加题目", late.Text, StringComparison.Ordinal);
        Assert.Contains("预审表随通告固定", Assert.Single(lost.Errors), StringComparison.Ordinal);
        Assert.Equal("事后改名", lost.Form("保存").Value("表名"));
    }

    [Fact]
    public async Task A_computed_question_is_written_in_official_names_and_a_register_of_certificates_keeps_its_end()
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), "增加计算项的一届");
        using var office = await site.LogInAsync("office-lyg");
        var adding = $"/rounds/{id}/forms/organisation/sections/basic/questions/new?type=";
        var computed = await office.GetAsync(adding + "computed");

        var wrong = await computed.Form("保存题目").Fill("题目名称", "人均").Fill("计算公式", "{没有的栏目} / {职工总数}").SubmitAsync("保存题目", HttpStatusCode.UnprocessableEntity);
        var broken = await computed.Form("保存题目").Fill("题目名称", "人均").Fill("计算公式", "{职工总数} /").SubmitAsync("保存题目", HttpStatusCode.UnprocessableEntity);
        await computed.Form("保存题目").Fill("题目名称", "非研发人员比例").Fill("计算公式", "100 - {研发人员数量} / {职工总数} * 100").Fill("单位", "%").Fill("小数位数", "1").SubmitAsync("保存题目");
        await (await office.GetAsync(adding + "certificates")).Form("保存题目").Fill("题目名称", "体系证书").Fill("有效期应覆盖的月数", "6").SubmitAsync("保存题目");
        var form = (await site.ReadAsync(db => db.Set<FormDraft>().SingleAsync(d => d.RoundId == id))).Form;
        var share = form.Section("basic")!.Questions.OfType<Domain.Forms.ComputedQuestion>().Single(q => q.Label is "非研发人员比例");
        var certificates = form.Section("basic")!.Questions.OfType<Domain.Forms.CertificatesQuestion>().Single(q => q.Label is "体系证书");
        var again = await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{share.Id}");
        var endless = await (await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/{certificates.Id}")).Form("保存题目").Check("删除第5列").SubmitAsync("保存题目", HttpStatusCode.UnprocessableEntity);
        var needed = await office.GetAsync($"/rounds/{id}/forms/organisation/sections/basic/questions/research-staff/remove");

        Assert.Equal(["“没有的栏目”不是本表的数字栏目，请从下面的列表中选用。"], wrong.Errors);
        Assert.Equal("{没有的栏目} / {职工总数}", wrong.Form("保存题目").Value("计算公式"));
        Assert.StartsWith("公式有误：", Assert.Single(broken.Errors), StringComparison.Ordinal);
        Assert.Equal(("100 - {basic.research-staff} / {basic.staff} * 100", 1), (share.Formula, share.Decimals));
        Assert.Equal("100 - {研发人员数量} / {职工总数} * 100", again.Form("保存题目").Value("计算公式"));
        Assert.Equal((6, 5), (certificates.ValidForMonths, certificates.Columns.Count));
        Assert.Equal(["证书登记表须保留“有效期至”一列，系统据此提示到期。"], endless.Errors);
        Assert.Contains("计算项“非研发人员比例”", needed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_sees_the_editor()
    {
        var id = await site.Given.PreparingRoundAsync(await OfficeAsync(), "别人看不见的一届");
        using var other = await site.LogInAsync("office-etdz");
        using var expert = await site.LogInAsync("expert1");
        foreach (var path in new[] { "forms", "forms/organisation", "forms/pre-review-organisation", "forms/organisation/head", "forms/organisation/changes", "forms/organisation/sections/basic", "preview/organisation", "preview-scoring/organisation", "export", "rules", "wording", "terms", "late-access", "copy" })
        {
            await other.GetAsync($"/rounds/{id}/{path}", HttpStatusCode.NotFound);
            await expert.GetAsync($"/rounds/{id}/{path}", HttpStatusCode.Forbidden);
        }
    }

    private Task<Actor> OfficeAsync() => site.Given.ActorAsync("office-lyg");

    private Task<Round> RoundAsync(Guid id) => site.ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Id == id));

    private Task<RoundRules> RulesAsync(Guid id) => site.InScopeAsync(services => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<RoundRulesReader>(services).GetAsync(id));

    private Task<List<string>> ActionsAsync(Guid id) => site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());

    private async Task<Guid> StartAsync(Guid round, Actor owner)
    {
        Application? started = null;
        await site.Given.DoAsync<StartApplication>(async o => started = await o.RunAsync(round, Track.Organisation, "lyg-haizhou", owner, default));
        return started!.Id;
    }
}

internal static class InstalledPack
{
    public static ProgrammePack Pack(this IServiceProvider services) => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ProgrammeCatalogue>(services).Require(Given.Programme);
}
