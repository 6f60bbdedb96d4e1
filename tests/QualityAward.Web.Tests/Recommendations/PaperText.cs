using System.Text;
using QualityAward.Infrastructure.Pdf;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>The text of a printed paper as anybody finds and copies it, without white space.</summary>
internal static class PaperText
{
    public static string Of(byte[] pdf) => string.Concat(PdfWords.Read(new MemoryStream(pdf)).Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));
}
