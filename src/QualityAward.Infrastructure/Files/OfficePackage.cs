using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace QualityAward.Infrastructure.Files;

/// <summary>
/// Office Open XML (docx, xlsx, pptx): a ZIP with a table of content types. Only the central directory and that one table are read,
/// both up to a fixed size, because the framework's ZIP reader would load whatever number of entries the file claims.
/// </summary>
internal static class OfficePackage
{
    private const int EndRecordLength = 22;
    private const int MaxCommentLength = ushort.MaxValue;
    private const int EntryLength = 46;
    private const int LocalHeaderLength = 30;
    private const int MaxDirectoryLength = 4 * 1024 * 1024;
    private const int MaxContentTypesLength = 1024 * 1024;
    private const ushort EncryptedFlag = 1;

    private static readonly (string Folder, FileFormat Format)[] Folders =
        [("word/", FileKinds.Docx), ("xl/", FileKinds.Xlsx), ("ppt/", FileKinds.Pptx)];

    private sealed record Entry(string Name, ushort Flags, ushort Method, uint CompressedLength, uint LocalHeader);

    public static (FileVerdict Verdict, FileFormat? Format) Sniff(Stream content)
    {
        var entries = ReadDirectory(content);
        var contentTypes = entries?.Find(entry => string.Equals(entry.Name, "[Content_Types].xml", StringComparison.Ordinal));
        var formats = Folders
            .Where(folder => entries?.Exists(entry => entry.Name.StartsWith(folder.Folder, StringComparison.Ordinal)) == true)
            .ToList();
        // An honest document has one main folder; a package with two cannot be served as either.
        if (entries is null || contentTypes is null || formats.Count != 1)
        {
            return (FileVerdict.UnknownContent, null);
        }

        if (entries.Exists(entry => (entry.Flags & EncryptedFlag) != 0))
        {
            return (FileVerdict.PasswordProtected, null);
        }

        if (entries.Exists(entry => entry.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
        {
            return (FileVerdict.HasMacros, null);
        }

        // The macro part may have any name; its content type cannot lie, or Office would not run it.
        return DeclaresMacros(content, contentTypes) switch
        {
            null => (FileVerdict.UnknownContent, null),
            true => (FileVerdict.HasMacros, null),
            false => (FileVerdict.Accepted, formats[0].Format),
        };
    }

    private static List<Entry>? ReadDirectory(Stream content)
    {
        var tail = Read(content, Math.Max(0, content.Length - EndRecordLength - MaxCommentLength), EndRecordLength + MaxCommentLength);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length - end < EndRecordLength)
        {
            return null;
        }

        var record = tail.AsSpan(end);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        // ZIP64 marks itself by all ones here: no document needs more than 4 GB.
        if (length > MaxDirectoryLength || start + (long)length > content.Length)
        {
            return null;
        }

        var directory = Read(content, start, (int)length).AsSpan();
        var entries = new List<Entry>(Math.Min(count, directory.Length / EntryLength));
        for (var at = 0; entries.Count < count;)
        {
            if (directory.Length - at < EntryLength || !directory[at..].StartsWith("PK\x01\x02"u8))
            {
                return null;
            }

            var entry = directory[at..];
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
            var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]);
            var commentLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
            if (entry.Length < EntryLength + nameLength)
            {
                return null;
            }

            entries.Add(new Entry(
                Encoding.UTF8.GetString(entry.Slice(EntryLength, nameLength)),
                BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[42..])));
            at += EntryLength + nameLength + extraLength + commentLength;
        }

        return entries;
    }

    /// <summary>Null when the table of content types cannot be read.</summary>
    private static bool? DeclaresMacros(Stream content, Entry contentTypes)
    {
        var header = Read(content, contentTypes.LocalHeader, LocalHeaderLength);
        if (header.Length < LocalHeaderLength || !header.AsSpan().StartsWith("PK\x03\x04"u8) || contentTypes.CompressedLength > MaxContentTypesLength)
        {
            return null;
        }

        var start = contentTypes.LocalHeader + LocalHeaderLength
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + (long)BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        using var compressed = new MemoryStream(Read(content, start, (int)contentTypes.CompressedLength));
        const ushort stored = 0;
        const ushort deflated = 8;
        using Stream? table = contentTypes.Method switch
        {
            stored => compressed,
            deflated => new DeflateStream(compressed, CompressionMode.Decompress),
            _ => null,
        };
        if (table is null)
        {
            return null;
        }

        try
        {
            // The reader stops at the limit, so a table that unfolds into gigabytes is cut off in the first megabyte.
            using var xml = XmlReader.Create(table, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaxContentTypesLength,
            });
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element
                    && xml.GetAttribute("ContentType") is { } type
                    && (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)
                        || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception broken) when (broken is XmlException or InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Read(Stream content, long start, int length)
    {
        if (start > content.Length)
        {
            return [];
        }

        var buffer = new byte[Math.Min(length, content.Length - start)];
        content.Position = start;
        content.ReadExactly(buffer);
        return buffer;
    }
}
