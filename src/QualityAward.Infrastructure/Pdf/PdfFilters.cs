using System.IO.Compression;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>Undoes the compression of a PDF's own structures (解压). Pages and pictures are copied as they are and never come here.</summary>
internal static class PdfFilters
{
    private const int Largest = 64 * 1024 * 1024;

    public static byte[] Decode(PdfStream stream, PdfFile file)
    {
        using var raw = new MemoryStream();
        if (stream.Length > Largest)
        {
            throw new PdfException("文件结构过大");
        }

        stream.Source.CopyTo(stream.Offset, stream.Length, raw);
        var bytes = raw.ToArray();
        var filters = All(file.Resolve(stream.Dictionary["Filter"]), file);
        var settings = All(file.Resolve(stream.Dictionary["DecodeParms"]), file);
        for (var i = 0; i < filters.Count; i++)
        {
            if (filters[i] is not PdfName { Text: "FlateDecode" or "Fl" })
            {
                throw new PdfException("文件使用了不支持的压缩方式");
            }

            bytes = Inflate(bytes);
            if (i < settings.Count && settings[i] is PdfDictionary setting)
            {
                bytes = Unpredict(bytes, Number(setting, "Predictor", 1, file), Number(setting, "Colors", 1, file), Number(setting, "BitsPerComponent", 8, file), Number(setting, "Columns", 1, file));
            }
        }

        return bytes;
    }

    private static IReadOnlyList<PdfValue> All(PdfValue value, PdfFile file) => value switch
    {
        PdfArray array => [.. array.Items.Select(file.Resolve)],
        PdfKeyword => [],
        _ => [value],
    };

    private static int Number(PdfDictionary setting, string key, int otherwise, PdfFile file) =>
        file.Resolve(setting[key]) is PdfNumber number ? (int)Math.Clamp(number.Whole, 0, 1_000_000) : otherwise;

    private static byte[] Inflate(byte[] bytes)
    {
        if (bytes.Length < 2)
        {
            return [];
        }

        // Behind the two bytes of zlib's header: many writers get the checksum at the end wrong.
        using var deflate = new DeflateStream(new MemoryStream(bytes, 2, bytes.Length - 2), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = deflate.Read(buffer)) > 0;)
            {
                plain.Write(buffer, 0, read);
                if (plain.Length > Largest)
                {
                    throw new PdfException("文件结构过大");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new PdfException("文件已损坏");
        }

        return plain.ToArray();
    }

    /// <summary>PNG's predictors, ISO 32000-1, 7.4.4.4.</summary>
    private static byte[] Unpredict(byte[] bytes, int predictor, int colors, int bits, int columns)
    {
        if (predictor < 10)
        {
            return predictor <= 1 ? bytes : throw new PdfException("文件使用了不支持的压缩方式");
        }

        var pixel = Math.Max(1, colors * bits / 8);
        var width = Math.Max(1, ((colors * bits * columns) + 7) / 8);
        var rows = bytes.Length / (width + 1);
        var plain = new byte[rows * width];
        for (var row = 0; row < rows; row++)
        {
            var kind = bytes[row * (width + 1)];
            for (var i = 0; i < width; i++)
            {
                int left = i >= pixel ? plain[(row * width) + i - pixel] : 0;
                int up = row > 0 ? plain[((row - 1) * width) + i] : 0;
                int corner = row > 0 && i >= pixel ? plain[((row - 1) * width) + i - pixel] : 0;
                var guess = kind switch
                {
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => 0,
                };
                plain[(row * width) + i] = (byte)(bytes[(row * (width + 1)) + 1 + i] + guess);
            }
        }

        return plain;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (byLeft, byUp, byCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        if (byLeft <= byUp && byLeft <= byCorner)
        {
            return left;
        }

        return byUp <= byCorner ? up : corner;
    }
}
