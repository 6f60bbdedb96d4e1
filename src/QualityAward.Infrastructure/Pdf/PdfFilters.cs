using System.IO.Compression;
using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>Undoes the compression of a PDF's own structures (解压). Pages and pictures are copied as they are and never come here.</summary>
internal static class PdfFilters
{
    /// <summary>No object stream or table of an honest file is so long.</summary>
    private const int Largest = 32 * 1024 * 1024;

    private const int MaxFilters = 4;

    public static byte[] Decode(PdfStream stream, PdfFile file)
    {
        var filters = All(file.Resolve(stream.Dictionary["Filter"]), file);
        var settings = All(file.Resolve(stream.Dictionary["DecodeParms"]), file);
        if (filters.Count > MaxFilters)
        {
            throw new PdfException("文件使用了不支持的压缩方式");
        }

        if (filters.Any(f => f is not PdfName { Text: "FlateDecode" or "Fl" }))
        {
            throw new PdfException("文件使用了不支持的压缩方式");
        }

        var budget = stream.Source.Budget;
        byte[]? bytes = null;
        for (var i = 0; i < filters.Count; i++)
        {
            using var packed = bytes is null ? stream.Source.OpenPart(stream.Offset, stream.Length) : new MemoryStream(bytes);
            bytes = Inflate(packed, budget);
            if (i < settings.Count && settings[i] is PdfDictionary setting)
            {
                bytes = Unpredict(bytes, Number(setting, "Predictor", 1, 15, file), Number(setting, "Colors", 1, 32, file), Number(setting, "BitsPerComponent", 8, 16, file), Number(setting, "Columns", 1, 1_000_000, file));
            }
        }

        if (bytes is null)
        {
            using var plain = stream.Source.OpenPart(stream.Offset, stream.Length);
            bytes = ReadBounded(plain, budget);
        }

        return bytes;
    }

    private static IReadOnlyList<PdfValue> All(PdfValue value, PdfFile file) => value switch
    {
        PdfArray array => [.. array.Items.Select(file.Resolve)],
        PdfKeyword => [],
        _ => [value],
    };

    private static int Number(PdfDictionary setting, string key, int otherwise, int most, PdfFile file) =>
        file.Resolve(setting[key]) is PdfNumber number ? (int)Math.Clamp(number.Whole, 0, most) : otherwise;

    private static byte[] Inflate(Stream packed, PdfBudget budget)
    {
        // Behind the two bytes of zlib's header: many writers get the checksum at the end wrong.
        if (packed.ReadByte() < 0 || packed.ReadByte() < 0)
        {
            return [];
        }

        try
        {
            using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
            return ReadBounded(deflate, budget);
        }
        catch (InvalidDataException)
        {
            throw new PdfException("文件已损坏");
        }
    }

    private static byte[] ReadBounded(Stream stream, PdfBudget budget)
    {
        using var plain = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            budget.Unpack(read);
            plain.Write(buffer, 0, read);
            if (plain.Length > Largest)
            {
                throw new PdfException("文件结构过大", PageTrouble.TooComplex);
            }
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
