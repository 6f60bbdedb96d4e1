using System.Text;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>Text strings of a PDF (PDF 文字串): UTF-16 with its mark, else one byte a character.</summary>
internal static class PdfText
{
    public static string Decode(byte[] bytes) => bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2) : Encoding.Latin1.GetString(bytes);

    public static PdfString Encode(string text) => new([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]);
}
