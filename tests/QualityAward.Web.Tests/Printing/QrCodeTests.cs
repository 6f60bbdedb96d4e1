using System.Xml.Linq;
using QualityAward.Infrastructure.Printing;

namespace QualityAward.Web.Tests.Printing;

public sealed class QrCodeTests
{
    [Fact]
    public void The_picture_passes_a_strict_policy()
    {
        var svg = XElement.Parse(QrCode.Svg(new Uri("https://award.example.gov.cn/v/abc"), 96, "查验\"真伪\""));

        Assert.Equal("96", svg.Attribute("width")?.Value);
        Assert.Equal("查验\"真伪\"", svg.Attribute("aria-label")?.Value);
        Assert.DoesNotContain(svg.DescendantsAndSelf(), element => element.Name.LocalName is "style" or "script" || element.Attribute("style") is not null);
        // Version 3 has 29 modules, and a quiet zone of four on each side.
        Assert.Equal("0 0 37 37", svg.Attribute("viewBox")?.Value);
        // The finder pattern in the corner begins with a run of seven.
        Assert.StartsWith("M4 4h7v1h-7z", svg.Elements().Last().Attribute("d")?.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_an_address_is_of_no_use_on_paper() =>
        Assert.Throws<ArgumentException>(() => QrCode.Svg(new Uri("/v/abc", UriKind.Relative)));
}
