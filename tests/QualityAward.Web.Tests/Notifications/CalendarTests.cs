using System.Net;
using QualityAward.Testing;
using QualityAward.Web.Pages.Notifications;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Tests.Notifications;

public sealed class CalendarTests(NotificationSite site) : IClassFixture<NotificationSite>
{
    private static readonly Guid Owner = new("11111111-1111-7111-8111-111111111111");

    [Fact]
    public async Task Somebody_subscribes_to_the_own_due_dates_renews_the_address_and_ends_it()
    {
        site.Clock.Set(2022, 6, 1, 9, 0);
        await site.DraftAsync("org6");
        using var visitor = await site.LogInAsync("org6");
        using var reader = site.Visit();

        var made = await (await visitor.GetAsync("/messages/settings")).Form("生成日历地址").SubmitAsync("生成日历地址");
        var first = Path(made);
        var text = await reader.Client.GetStringAsync(first);
        var again = await visitor.GetAsync("/messages/settings");
        var renewed = await again.Form("重新生成日历地址").SubmitAsync("重新生成日历地址");
        using var old = await reader.Client.GetAsync(first);
        using var present = await reader.Client.GetAsync(Path(renewed));
        await (await visitor.GetAsync("/messages/settings")).Form("停止订阅").SubmitAsync("停止订阅");
        using var ended = await reader.Client.GetAsync(Path(renewed));

        Assert.Contains("SUMMARY:填写并提交申报：2022年连云港市市长质量奖", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20220626\r\nDTEND;VALUE=DATE:20220627\r\n", text, StringComparison.Ordinal);
        // Shown once.
        Assert.DoesNotContain(again.All("input"), i => i.GetAttribute("value")?.Contains("/calendar/", StringComparison.Ordinal) == true);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound), (old.StatusCode, present.StatusCode, ended.StatusCode));
        Assert.Equal("text/calendar; charset=utf-8", present.Content.Headers.ContentType?.ToString());
        await reader.GetAsync("/calendar/anything.ics", HttpStatusCode.NotFound);
    }

    [Fact]
    public void A_text_is_escaped_and_folded_and_keeps_its_identity_when_the_date_is_put_off()
    {
        var item = new DeskItem("办理：甲,乙;丙\\丁\r\n第二行" + new string('质', 60), "/x?a=1", new DateOnly(2022, 12, 31));
        var now = new DateTimeOffset(2022, 6, 1, 1, 0, 0, TimeSpan.Zero);

        var text = OwnCalendar.Text(Owner, [item, item with { Title = "没有期限", DueOn = null }], "https://award.example.cn", now);
        var later = OwnCalendar.Text(Owner, [item with { DueOn = new DateOnly(2023, 1, 5) }], "https://award.example.cn", now);

        Assert.Contains(@"SUMMARY:办理：甲\,乙\;丙\\丁\n第二行", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20221231\r\nDTEND;VALUE=DATE:20230101", text, StringComparison.Ordinal);
        Assert.Contains("TZID:Asia/Shanghai", text, StringComparison.Ordinal);
        Assert.Contains("DTSTAMP:20220601T010000Z", text, StringComparison.Ordinal);
        Assert.DoesNotContain("没有期限", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\uFFFD', text);
        Assert.Equal(Uid(text), Uid(later));
    }

    private static string Uid(string text) => text.Split("\r\n").Single(l => l.StartsWith("UID:", StringComparison.Ordinal));

    private static Uri Path(Page page) => new(new Uri(page.All("input").Select(i => i.GetAttribute("value") ?? "").Single(v => v.Contains("/calendar/", StringComparison.Ordinal))).PathAndQuery, UriKind.Relative);
}
