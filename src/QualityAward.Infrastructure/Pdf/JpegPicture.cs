namespace QualityAward.Infrastructure.Pdf;

/// <summary>What a PDF must know of a JPEG to show it as it is (JPEG 图片), read from its header alone.</summary>
/// <param name="CanBeLaid">8 bits with one, three or four components, in a coding that PDF knows.</param>
/// <param name="Turn">Clockwise degrees by which a camera held it: 0, 90, 180 or 270.</param>
internal sealed record JpegPicture(int Width, int Height, int Components, bool CanBeLaid, bool Inverted, int Turn)
{
    /// <summary>Null when it is no JPEG, or says nothing of its size.</summary>
    public static JpegPicture? Read(PdfSource source)
    {
        if (source.At(0) != 0xFF || source.At(1) != 0xD8)
        {
            return null;
        }

        var (adobe, turn) = (false, 0);
        for (var at = 2L; source.At(at) == 0xFF;)
        {
            var marker = source.At(at + 1);
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = (source.At(at + 2) << 8) | source.At(at + 3);
            if (length < 2 || marker is 0xDA or 0xD9)
            {
                return null;
            }

            switch (marker)
            {
                case 0xE1 when source.Has(at + 4, "Exif\0\0"u8):
                    turn = Turned(source, at + 10, at + 2 + length);
                    break;
                case 0xEE when source.Has(at + 4, "Adobe"u8):
                    adobe = true;
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    var height = (source.At(at + 5) << 8) | source.At(at + 6);
                    var width = (source.At(at + 7) << 8) | source.At(at + 8);
                    var components = source.At(at + 9);
                    return width > 0 && height > 0
                        ? new JpegPicture(width, height, components, source.At(at + 4) == 8 && components is 1 or 3 or 4 && marker is 0xC0 or 0xC1 or 0xC2, adobe && components == 4, turn)
                        : null;
            }

            at += 2 + length;
        }

        return null;
    }

    /// <summary>The Exif tag 0x0112, as far as it only turns.</summary>
    private static int Turned(PdfSource source, long tiff, long end)
    {
        var little = source.At(tiff) == 'I';
        int Short(long at) => little ? source.At(at) | (source.At(at + 1) << 8) : (source.At(at) << 8) | source.At(at + 1);
        long Long(long at) => little ? Short(at) + (Short(at + 2) * 65536L) : (Short(at) * 65536L) + Short(at + 2);
        var directory = tiff + Long(tiff + 4);
        if (directory <= tiff || directory + 2 > end)
        {
            return 0;
        }

        var count = Math.Min(Short(directory), 200);
        for (var i = 0; i < count && directory + 2 + (12 * (i + 1)) <= end; i++)
        {
            var entry = directory + 2 + (12 * i);
            if (Short(entry) == 0x0112)
            {
                return Short(entry + 8) switch { 3 => 180, 6 => 90, 8 => 270, _ => 0 };
            }
        }

        return 0;
    }
}
