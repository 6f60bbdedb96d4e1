using System.Buffers.Binary;

namespace QualityAward.Infrastructure.Files;

/// <summary>
/// Tells a file's format from its content, never from its name (按内容识别文件类型). Reads a bounded part only, whatever the file
/// claims about itself, so that crafted files cost no more than honest ones.
/// </summary>
public static class ContentSniffer
{
    /// <summary>Readers accept a PDF whose header comes a little late (scanners put their own lines before it).</summary>
    private const int HeadLength = 1024;

    /// <summary>Looks at a seekable stream; its position afterwards is undefined.</summary>
    /// <returns><see cref="FileVerdict.Accepted"/> with the format, or the reason to refuse.</returns>
    public static (FileVerdict Verdict, FileFormat? Format) Sniff(Stream content)
    {
        var buffer = new byte[HeadLength];
        content.Position = 0;
        var head = buffer.AsSpan(0, content.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false));
        if (head.IsEmpty)
        {
            return (FileVerdict.Empty, null);
        }

        if (head.StartsWith("PK\x03\x04"u8))
        {
            return OfficePackage.Sniff(content);
        }

        if (head.StartsWith(CompoundFile.Signature))
        {
            return CompoundFile.Sniff(content);
        }

        var format = Simple(head);
        return format is null ? (FileVerdict.UnknownContent, null) : (FileVerdict.Accepted, format);
    }

    private static FileFormat? Simple(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => FileKinds.Jpeg,
        _ when head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) => FileKinds.Png,
        _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => FileKinds.Gif,
        _ when head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) => FileKinds.WebP,
        _ when head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) => FileKinds.Tiff,
        _ when IsBmp(head) => FileKinds.Bmp,
        _ when IsPdf(head) => FileKinds.Pdf,
        _ => null,
    };

    /// <summary>"BM" alone begins many a text; the size of the header that follows does not.</summary>
    private static bool IsBmp(ReadOnlySpan<byte> head) =>
        head.Length >= 26
        && head.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(head[6..]) == 0
        && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    private static bool IsPdf(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("%PDF-"u8);
        // A late header is taken after printer commands and blanks, not after markup or a program's header: that would be something else dressed up as a PDF.
        return at >= 0 && !head.StartsWith("MZ"u8) && !head.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F']) && head[..at].IndexOf((byte)'<') < 0 && at + 5 < head.Length && char.IsAsciiDigit((char)head[at + 5]);
    }
}
