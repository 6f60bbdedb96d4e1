using QualityAward.Testing;

namespace QualityAward.Web.Tests.Eligibility;

/// <summary>What an office does on a review page.</summary>
internal static class ReviewActs
{
    /// <summary>Confirms every condition as met, with a reason where the computed verdict is another.</summary>
    public static async Task<Page> ConfirmAllAsync(Page page)
    {
        var form = page.Form("确认全部已选结论");
        for (var i = 1; page.All("h3").Any(h => h.TextContent.StartsWith($"{i}. ", StringComparison.Ordinal)); i++)
        {
            form.Fill($"第 {i} 项结论", "符合").Fill($"第 {i} 项理由", "已核实");
        }

        return await form.SubmitAsync("确认全部已选结论");
    }

    /// <summary>The second person approves what waits for it.</summary>
    public static async Task<Page> ApproveAllAsync(Site site, Guid id, string second = "office2")
    {
        using var office = await site.LogInAsync(second);
        var page = await office.GetAsync($"/eligibility/{id}?show=Overrides");
        while (page.All("button[formaction*=ApproveOverride]").FirstOrDefault()?.TextContent is { } approve)
        {
            await page.Form(approve).SubmitAsync(approve);
            page = await office.GetAsync($"/eligibility/{id}?show=Overrides");
        }

        return page;
    }
}
