using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Tests.Recommendations;

namespace QualityAward.Web.Tests.Printing;

/// <summary>A paper that cannot be printed now has no page of its own to say so: the error page says it, and not that the site is at fault.</summary>
public sealed class PrinterOutOfOrderTests(PrinterOutOfOrderTests.SiteWithoutBrowser site) : IClassFixture<PrinterOutOfOrderTests.SiteWithoutBrowser>
{
    [Fact]
    public async Task Whoever_prints_is_told_that_it_is_the_printer_and_that_nothing_has_changed()
    {
        var id = await site.CaseAsync("打印故障有限公司");
        using var office = await site.LogInAsync("haizhou");

        var paper = await office.GetAsync($"/recommendations/{id}/papers/pre-review?handler=Pdf", HttpStatusCode.ServiceUnavailable);

        Assert.Equal("暂时不能打印", paper.Heading);
        Assert.Contains("打印服务暂时不可用，这份文书没有生成", paper.Text, StringComparison.Ordinal);
        Assert.Single(paper.All(".qa-error-number"));
    }

    public sealed class SiteWithoutBrowser : CaseSite
    {
        protected override void Configure(IServiceCollection services)
        {
            services.RemoveAll<IPrinter>();
            services.AddSingleton<IPrinter>(_ => new ChromiumPrinter(new PrintingOptions { Chromium = "/nonexistent/chromium" }, Path.GetTempPath(), NullLogger<ChromiumPrinter>.Instance));
        }
    }
}
