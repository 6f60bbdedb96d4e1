using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace QualityAward.Web.Tests.Files;

/// <summary>Small files made from their format descriptions.</summary>
internal static class SampleFiles
{
    public const string WordMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    public static byte[] Pdf(string content = "x") => Encoding.ASCII.GetBytes($"%PDF-1.7\n% {content}\n%%EOF\n");

    /// <summary>One grey pixel.</summary>
    public static byte[] Png => Picture(1, 1);

    /// <summary>A PNG whose header claims this size, however little there is of it.</summary>
    public static byte[] Picture(int width, int height)
    {
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(new byte[Math.Min(4_000_000L, ((long)width + 1) * height)]);
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", rows.ToArray()), .. Chunk("IEND", [])];

        static byte[] Chunk(string kind, byte[] data)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
            var chunk = new byte[body.Length + 8];
            BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
            body.CopyTo(chunk, 4);
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc(body));
            return chunk;
        }
    }

    /// <summary>As PNG wants it (ISO 3309).</summary>
    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    public static byte[] Bmp
    {
        get
        {
            var file = new byte[64];
            "BM"u8.CopyTo(file);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(14), 40);
            return file;
        }
    }

    public static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return buffer.ToArray();
    }

    public static byte[] Office(string mainPart, string contentType = WordMain, params (string Name, string Text)[] more) => Zip([
        ("[Content_Types].xml", $"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{mainPart}" ContentType="{contentType}"/></Types>"""),
        ("_rels/.rels", "<Relationships/>"),
        (mainPart, "<x/>"),
        .. more]);

    /// <summary>An OLE compound file whose directory holds the names, all at the top level; <paramref name="directorySector"/> may lie far behind.</summary>
    public static byte[] Compound(uint directorySector, params string[] names)
    {
        const int sector = 512;
        const int perSector = sector / 4;
        var directoryLength = (names.Length + 1 + 3) / 4;
        var sectors = (int)directorySector + directoryLength;
        // Part k of the allocation table is put into sector k, the index of parts beyond 109 right behind them.
        var parts = (sectors + perSector - 1) / perSector;
        var file = new byte[(sectors + 1) * sector];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(30), 9);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(48), directorySector);
        for (var part = 0; part < Math.Min(parts, 109); part++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(76 + part * 4), (uint)part);
        }

        if (parts > 109)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(68), (uint)parts);
            var index = file.AsSpan((parts + 1) * sector, sector);
            for (var part = 109; part < parts; part++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(index[((part - 109) * 4)..], (uint)part);
            }
        }

        for (var i = 0; i < directoryLength; i++)
        {
            var next = i == directoryLength - 1 ? 0xFFFFFFFE : directorySector + (uint)i + 1;
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(sector + ((int)directorySector + i) * 4), next);
        }

        string[] all = ["Root Entry", .. names];
        for (var i = 0; i < all.Length; i++)
        {
            var entry = file.AsSpan(((int)directorySector + 1) * sector + i * 128, 128);
            Encoding.Unicode.GetBytes(all[i], entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)((all[i].Length + 1) * 2));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[68..], 0xFFFFFFFF);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[72..], i == 0 || i == all.Length - 1 ? 0xFFFFFFFF : (uint)i + 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[76..], i == 0 && all.Length > 1 ? 1 : 0xFFFFFFFF);
        }

        return file;
    }
}
