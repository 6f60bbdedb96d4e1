using System.Buffers.Binary;
using System.Text;

namespace QualityAward.Infrastructure.Files;

/// <summary>
/// OLE compound file ([MS-CFB]): Word, Excel and PowerPoint up to 2003, and the envelope of password-protected newer documents.
/// Which one it is, the names of the streams in its directory tell.
/// </summary>
internal static class CompoundFile
{
    private const int HeaderLength = 512;
    private const int EntryLength = 128;
    private const int HeaderFatEntries = 109;
    private const int MaxDirectorySectors = 512;
    private const int MaxFatIndexSectors = 64;
    private const uint LastRegularSector = 0xFFFFFFFA;
    private const uint NoEntry = 0xFFFFFFFF;

    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private sealed record Entry(string Name, uint Left, uint Right, uint Child);

    public static (FileVerdict Verdict, FileFormat? Format) Sniff(Stream content)
    {
        var entries = ReadDirectory(content);
        if (entries.Count == 0)
        {
            return (FileVerdict.UnknownContent, null);
        }

        // Macros count wherever they are, also in an embedded document.
        if (entries.Exists(entry => entry.Name is "VBA" or "_VBA_PROJECT" or "_VBA_PROJECT_CUR"))
        {
            return (FileVerdict.HasMacros, null);
        }

        // The format is told by the top level only: a document may embed a workbook.
        var names = TopLevelNames(entries);
        if (names.Contains("EncryptedPackage"))
        {
            return (FileVerdict.PasswordProtected, null);
        }

        var format = names switch
        {
            _ when names.Contains("WordDocument") => FileKinds.Doc,
            _ when names.Contains("Workbook") || names.Contains("Book") => FileKinds.Xls,
            _ when names.Contains("PowerPoint Document") => FileKinds.Ppt,
            _ => null,
        };
        return format is null ? (FileVerdict.UnknownContent, null) : (FileVerdict.Accepted, format);
    }

    private static HashSet<string> TopLevelNames(List<Entry> entries)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<uint>();
        var open = new Stack<uint>([entries[0].Child]);
        while (open.TryPop(out var id))
        {
            if (id == NoEntry || id >= entries.Count || !seen.Add(id))
            {
                continue;
            }

            var entry = entries[(int)id];
            names.Add(entry.Name);
            open.Push(entry.Left);
            open.Push(entry.Right);
        }

        return names;
    }

    private static List<Entry> ReadDirectory(Stream content)
    {
        var entries = new List<Entry>();
        var header = new byte[HeaderLength];
        content.Position = 0;
        if (content.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            return entries;
        }

        int shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12))
        {
            return entries;
        }

        var sector = new byte[1 << shift];
        var next = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48));
        for (var count = 0; count < MaxDirectorySectors && next <= LastRegularSector && ReadSector(content, next, sector); count++)
        {
            for (var at = 0; at < sector.Length; at += EntryLength)
            {
                entries.Add(ReadEntry(sector.AsSpan(at, EntryLength)));
            }

            next = NextSector(content, header, next, sector);
        }

        return entries;
    }

    private static Entry ReadEntry(ReadOnlySpan<byte> entry)
    {
        // The length counts bytes and includes the closing zero.
        var nameLength = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2, 0, 62);
        return new Entry(
            Encoding.Unicode.GetString(entry[..nameLength]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[68..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[72..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[76..]));
    }

    /// <summary>Looks up the allocation table; <paramref name="buffer"/> is overwritten.</summary>
    private static uint NextSector(Stream content, byte[] header, uint current, byte[] buffer)
    {
        var perSector = buffer.Length / sizeof(uint);
        var tableSector = FatSector(content, header, current / (uint)perSector, buffer);
        return tableSector <= LastRegularSector && ReadSector(content, tableSector, buffer)
            ? BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan((int)(current % (uint)perSector) * sizeof(uint)))
            : NoEntry;
    }

    /// <summary>Where the given part of the allocation table lies: the header lists the first 109 parts, a chain of sectors the rest.</summary>
    private static uint FatSector(Stream content, byte[] header, uint part, byte[] buffer)
    {
        if (part < HeaderFatEntries)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(76 + (int)part * sizeof(uint)));
        }

        part -= HeaderFatEntries;
        // The last number of each sector of the chain points to the next one.
        var perSector = (uint)(buffer.Length / sizeof(uint) - 1);
        var next = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(68));
        for (var count = 0; count < MaxFatIndexSectors && next <= LastRegularSector && ReadSector(content, next, buffer); count++)
        {
            if (part < perSector)
            {
                return BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan((int)part * sizeof(uint)));
            }

            part -= perSector;
            next = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan((int)perSector * sizeof(uint)));
        }

        return NoEntry;
    }

    private static bool ReadSector(Stream content, uint sector, byte[] buffer)
    {
        // The header takes the place of one sector.
        var start = (sector + 1L) * buffer.Length;
        if (start >= content.Length)
        {
            return false;
        }

        content.Position = start;
        // The last sector of a file may be cut short.
        var read = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        Array.Clear(buffer, read, buffer.Length - read);
        return true;
    }
}
