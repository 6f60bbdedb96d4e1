using System.Text;
using QualityAward.Infrastructure.Pdf;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>The text of a printed paper as it was written: Chromium maps some characters to the radicals that look the same.</summary>
internal static class PaperText
{
    private const string Radicals = "⺠⻚⻓⻔⻋⻢⻅⻉⻛⻜⻥⻦⻩⻬⻰⻝⺟⻄⻘⻣⻤⻁";
    private const string Written = "民页长门车马见贝风飞鱼鸟黄齐龙食母西青骨鬼虎";

    public static string Of(byte[] pdf) => string.Concat(PdfWords.Read(new MemoryStream(pdf)).Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))
        .Select(c => Radicals.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Written[at] : c));
}
