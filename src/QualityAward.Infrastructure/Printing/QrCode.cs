using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using QRCoder;

namespace QualityAward.Infrastructure.Printing;

/// <summary>QR code (二维码) of an address as SVG without style or script, so that it passes the content security policy and prints sharp.</summary>
public static class QrCode
{
    /// <param name="width">Width and height in CSS pixels (96 to the inch); 120 prints as 32 mm.</param>
    /// <param name="label">What screen readers say.</param>
    public static string Svg(Uri url, int width = 120, string label = "二维码")
    {
        if (!url.IsAbsoluteUri)
        {
            throw new ArgumentException("A QR code on paper needs the whole address.", nameof(url));
        }

        using var generator = new QRCodeGenerator();
        // Level M survives the folds and stains of paper and keeps the modules large.
        using var code = generator.CreateQrCode(url.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                var start = x;
                while (x < modules.Count && modules[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        // The matrix includes the quiet zone of four modules that the standard demands; white, because a page may be dark.
        var size = string.Create(CultureInfo.InvariantCulture, $"0 0 {modules.Count} {modules.Count}");
        var length = width.ToString(CultureInfo.InvariantCulture);
        return $"""<svg xmlns="http://www.w3.org/2000/svg" width="{length}" height="{length}" viewBox="{size}" role="img" aria-label="{HtmlEncoder.Default.Encode(label)}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path fill="#000" d="{path}"/></svg>""";
    }
}
