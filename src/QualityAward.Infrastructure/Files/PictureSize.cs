using System.Buffers.Binary;
using QualityAward.Infrastructure.Pdf;

namespace QualityAward.Infrastructure.Files;

/// <summary>
/// Width and height of a picture as its header says (图片尺寸). A few kilobytes may claim billions of pixels, and whoever unpacks them pays for it: so the header is read
/// before anything else looks at the picture, and nothing is ever unpacked here.
/// </summary>
public sealed record PictureSize(int Width, int Height)
{
    private const int HeadLength = 32;

    public long Pixels => (long)Width * Height;

    /// <summary>Null: the header is cut off or nonsense, or the format has no size that we read (TIFF, which no browser shows).</summary>
    public static PictureSize? Read(Stream content, FileFormat format)
    {
        if (ReferenceEquals(format, FileKinds.Jpeg))
        {
            return JpegPicture.Read(new PdfSource(content)) is { } jpeg ? new PictureSize(jpeg.Width, jpeg.Height) : null;
        }

        var buffer = new byte[HeadLength];
        content.Position = 0;
        var head = buffer.AsSpan(0, content.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false));
        PictureSize? size = head.Length < 26 ? null
            : ReferenceEquals(format, FileKinds.Png) ? Png(head)
            : ReferenceEquals(format, FileKinds.Gif) ? new PictureSize(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]))
            : ReferenceEquals(format, FileKinds.Bmp) ? Bmp(head)
            : ReferenceEquals(format, FileKinds.WebP) ? WebP(head)
            : null;
        return size is { Width: > 0, Height: > 0 } ? size : null;
    }

    private static PictureSize? Png(ReadOnlySpan<byte> head) =>
        head[12..16].SequenceEqual("IHDR"u8) ? new PictureSize(Whole(BinaryPrimitives.ReadUInt32BigEndian(head[16..])), Whole(BinaryPrimitives.ReadUInt32BigEndian(head[20..]))) : null;

    private static PictureSize Bmp(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) == 12
        ? new PictureSize(BinaryPrimitives.ReadUInt16LittleEndian(head[18..]), BinaryPrimitives.ReadUInt16LittleEndian(head[20..]))
        // A negative height: the rows stand from top to bottom.
        : new PictureSize(BinaryPrimitives.ReadInt32LittleEndian(head[18..]), Whole((uint)Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(head[22..]))));

    private static PictureSize? WebP(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30)
        {
            return null;
        }

        var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
        return head[12..16] switch
        {
            var kind when kind.SequenceEqual("VP8X"u8) => new PictureSize(Three(head[24..]) + 1, Three(head[27..]) + 1),
            var kind when kind.SequenceEqual("VP8L"u8) && head[20] == 0x2F => new PictureSize((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1),
            var kind when kind.SequenceEqual("VP8 "u8) && head[23] == 0x9D && head[24] == 0x01 && head[25] == 0x2A =>
                new PictureSize(BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF),
            _ => null,
        };
    }

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static int Whole(uint value) => (int)Math.Min(value, int.MaxValue);
}
