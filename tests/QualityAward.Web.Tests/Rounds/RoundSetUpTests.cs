using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Testing;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Rounds;

public sealed class RoundSetUpTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task A_copy_takes_everything_over_and_moves_the_dates_past_weekends_and_holidays()
    {
        var id = await site.Given.CompleteRoundAsync(await OfficeAsync(), "2022年复制来源奖", closesOn: new DateOnly(2022, 6, 22));
        using var office = await site.LogInAsync("office-lyg");
        await (await office.GetAsync($"/rounds/{id}/wording")).Form("保存公开文字").Fill("申报须知", "先准备材料").Fill("咨询方式", "质量科 0518-12345678").SubmitAsync("保存公开文字");
        await (await office.GetAsync($"/rounds/{id}/terms")).Form("保存评审专家须知").Fill("评审专家须知正文", "公正\n保密").SubmitAsync("保存评审专家须知");
        var copy = await office.GetAsync($"/rounds/{id}/copy");
        var form = copy.Form("建立新一届");

        // 2023-06-22 to 24 are holidays, Sunday the 25th is worked instead.
        Assert.Equal(("2023", "2023年复制来源奖", "2023-05-26", "2023-06-25"), (form.Value("评奖年度"), form.Value("名称"), form.Value("申报开始日期"), form.Value("申报截止日期")));
        Assert.Contains("2023年6月22日是法定节假日，已顺延到2023年6月25日", copy.Text, StringComparison.Ordinal);
        var unconfirmed = await form.SubmitAsync("建立新一届", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请核对日期后勾选确认。"], unconfirmed.Errors);
        var shifted = await unconfirmed.Form("建立新一届").Fill("评奖年度", "2024").SubmitAsync("重新推算日期");
        Assert.Equal("2024-06-24", shifted.Form("建立新一届").Value("申报截止日期"));
        Assert.Contains("2024年的节假日安排尚未载入", shifted.Text, StringComparison.Ordinal);
        var opened = await shifted.Form("建立新一届").Check("我已核对以上日期").SubmitAsync("建立新一届");

        var (from, to) = (await RoundAsync(id), await site.ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Name == "2024年复制来源奖")));
        Assert.Equal("2024年复制来源奖", opened.Heading);
        Assert.Equal((RoundState.Preparing, 2024, from.PackHash, from.CallText, from.Wording), (to.State, to.Year, to.PackHash, to.CallText, to.Wording));
        Assert.Equal((7, new DateOnly(2024, 6, 24), "公正、保密"), (to.Settings.NoticeDays.OrNull(), to.ClosesOn, string.Join('、', to.OwnTerms.Single().Paragraphs)));
        Assert.Contains("设置已齐备", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_is_never_more_than_the_documents_allow()
    {
        var id = await site.Given.CompleteRoundAsync(await OfficeAsync(), "名额的一届");
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync($"/rounds/{id}");

        var refused = await page.Form("保存设置").Fill("“连云港市市长质量奖”名额", "4").SubmitAsync("保存设置", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["“连云港市市长质量奖”名额须是 0 至 3 之间的数，请重新填写。"], refused.Errors);
        await refused.Form("保存设置").Fill("“连云港市市长质量奖”名额", "2").SubmitAsync("保存设置");

        Assert.Equal([new TierQuota("award", 2)], (await RoundAsync(id)).Settings.Quotas.Or([]));
        Assert.Contains("《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第四条", (await office.GetAsync($"/rounds/{id}/rules")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_previews_show_form_and_score_sheet_and_save_nothing()
    {
        var id = await site.Given.CompleteRoundAsync(await OfficeAsync(), "预览的一届");
        using var office = await site.LogInAsync("office-lyg");

        var parts = await office.GetAsync($"/rounds/{id}/preview/organisation");
        var form = await parts.FollowAsync(parts.All(".qa-tasks a").First().TextContent.Trim());
        var score = await office.GetAsync($"/rounds/{id}/preview-scoring/individual");

        Assert.Contains(form.All("label"), l => l.TextContent.Contains("组织名称", StringComparison.Ordinal));
        Assert.DoesNotContain(form.All("main button"), b => b.TextContent.Contains("保存", StringComparison.Ordinal));
        Assert.Contains("评分", score.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("分值尚未设定", score.Text, StringComparison.Ordinal);
        await office.GetAsync($"/rounds/{id}/preview/organisation/no-such-part", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Terms_are_accepted_once_before_the_work_and_again_when_they_change()
    {
        site.Clock.Set(2022, 6, 1);
        var round = await site.Given.PublishedRoundAsync(await OfficeAsync(), "签署须知的一届");
        var owner = await site.Given.OrganisationAsync("org-terms", 81, "签署试验有限公司");
        using var applicant = site.Visit(acceptsTerms: false);
        await applicant.LogInAsync("org-terms");
        var start = $"/applications/start/{round}?track=organisation";

        var asked = await applicant.GetAsync(start);
        Assert.Equal("申报须知与诚信承诺", asked.Heading);
        var forged = await asked.Form("签署并继续").Set("Input.ChannelCode", "lyg-haizhou").SubmitToAsync(start, HttpStatusCode.OK);
        Assert.Equal("申报须知与诚信承诺", forged.Heading);
        Assert.Equal(0, await site.ReadAsync(db => db.Applications.CountAsync(a => a.RoundId == round)));
        var unticked = await asked.Form("签署并继续").SubmitAsync("签署并继续", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请阅读并勾选承诺后再签署。"], unticked.Errors);
        var begun = await unticked.Form("签署并继续").Check("我已阅读，承诺遵守以上各条").SubmitAsync("签署并继续");
        Assert.Equal(start, begun.Path);
        Assert.Equal(start, (await applicant.GetAsync(start)).Path);

        using var office = await site.LogInAsync("office-lyg");
        var terms = await office.GetAsync($"/rounds/{round}/terms");
        Assert.Contains("签署试验有限公司", terms.Text, StringComparison.Ordinal);
        var reasonless = await terms.Form("保存申报人须知").Fill("申报人须知正文", "全部真实").SubmitAsync("保存申报人须知", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("全部真实", reasonless.Form("保存申报人须知").Value("申报人须知正文").Trim());
        var title = reasonless.Form("保存申报人须知").Value("申报人须知标题");
        var untitled = await reasonless.Form("保存申报人须知").Fill("修改申报人须知的理由", "简化表述").Fill("申报人须知标题", " ").SubmitAsync("保存申报人须知", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请填写申报人须知的标题。"], untitled.Errors);
        await untitled.Form("保存申报人须知").Fill("申报人须知标题", title).SubmitAsync("保存申报人须知");

        var again = await applicant.GetAsync(start);
        Assert.Contains("在您上次签署后有修改", again.Text, StringComparison.Ordinal);
        await again.Form("签署并继续").Check("我已阅读，承诺遵守以上各条").SubmitAsync("签署并继续");
        var accepted = await site.ReadAsync(db => db.Set<TermsAcceptance>().Where(a => a.RoundId == round && a.UserId == owner.UserId).ToListAsync());
        Assert.Equal(2, accepted.Select(a => a.Sha256).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == round && e.Action == "AcceptTerms")));
        var stale = await asked.Form("签署并继续").Check("我已阅读，承诺遵守以上各条").SubmitAsync("签署并继续", HttpStatusCode.Conflict);
        Assert.Contains("刚刚修改了这份须知", Assert.Single(stale.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_applicant_gets_in_after_the_window_until_the_moment_and_not_after_a_revocation()
    {
        site.Clock.Set(2022, 6, 1);
        var round = await site.Given.PublishedRoundAsync(await OfficeAsync(), "逾期补报的一届");
        var owner = await site.Given.OrganisationAsync("org-late", 91, "迟到试验有限公司");
        Application? started = null;
        await site.Given.DoAsync<StartApplication>(async o => started = await o.RunAsync(round, Track.Organisation, "lyg-haizhou", owner, default));
        var section = $"/applications/{started!.Id}/sections/basic";
        site.Clock.Set(2022, 6, 28, 9, 0);
        using var applicant = await site.LogInAsync("org-late");
        Assert.Contains("不能修改", (await applicant.GetAsync(section)).Text, StringComparison.Ordinal);
        using var office = await site.LogInAsync("office-lyg");
        var found = await (await office.GetAsync($"/rounds/{round}/late-access")).Form("查找").Fill("查找申报人", "迟到试验").SubmitAsync("查找");

        var early = await found.Form("准许补报").Check("迟到试验有限公司（" + await CodeAsync(owner) + "）").Fill("补报期限", "2022-06-28T08:00").Fill("理由", "停电，附供电公司证明").SubmitAsync("准许补报", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["补报期限须晚于现在。"], early.Errors);
        var granted = await early.Form("准许补报").Fill("补报期限", "2022-06-29T18:00").SubmitAsync("准许补报");
        Assert.Contains("停电，附供电公司证明", granted.Text, StringComparison.Ordinal);

        var open = await applicant.GetAsync(section);
        await open.Form("保存").Fill("组织名称", "迟到试验有限公司").SubmitAsync("保存");
        var overview = await applicant.GetAsync($"/applications/{started.Id}");
        Assert.Contains("办公室准许补报，至 2022-06-29 18:00", overview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("停电", overview.Text, StringComparison.Ordinal);
        Assert.Contains("逾期补报的一届", (await applicant.GetAsync("/applications")).Text, StringComparison.Ordinal);

        site.Clock.Set(2022, 6, 29, 18, 0);
        var over = await open.Form("保存").Fill("组织名称", "太迟了").SubmitAsync("保存", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("准许您补报的期限已于2022-06-29 18:00届满", over.Text, StringComparison.Ordinal);

        site.Clock.Set(2022, 6, 29, 12, 0);
        var revoke = await (await office.GetAsync($"/rounds/{round}/late-access")).FollowAsync("撤销迟到试验有限公司的许可");
        await revoke.Form("撤销许可").Fill("撤销理由", "证明不实").SubmitAsync("撤销许可");
        Assert.Contains("不能修改", (await applicant.GetAsync(section)).Text, StringComparison.Ordinal);
        Assert.Equal(["GrantLateAccess", "RevokeLateAccess"], await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == round && e.Action.EndsWith("LateAccess")).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync()));
        site.Clock.Set(2022, 6, 1);
    }

    private Task<Actor> OfficeAsync() => site.Given.ActorAsync("office-lyg");

    private Task<Round> RoundAsync(Guid id) => site.ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Id == id));

    private Task<string> CodeAsync(Actor owner) => site.ReadAsync(db => db.Users.Where(u => u.Id == owner.UserId).Join(db.Parties, u => u.PartyId, p => p.Id, (_, p) => p.CreditCode!).SingleAsync());
}
