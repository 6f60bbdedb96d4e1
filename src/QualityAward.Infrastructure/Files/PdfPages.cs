using System.Globalization;
using System.IO.Compression;
using System.Text;
using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Files;

/// <summary>Pages of a PDF, and what is wrong with it (PDF 页数).</summary>
public sealed record PageCount(int? Pages, PageTrouble? Trouble = null);

/// <summary>
/// Counts the pages of a PDF (ISO 32000-1, 7.5) as readers do: from the last cross-reference to the catalogue to the root of the page tree. Only
/// these few objects are read, each up to a fixed size and depth, so that a crafted or huge file costs no more than an honest one.
/// </summary>
public static class PdfPages
{
    /// <summary>More pages than any binder holds: such a number is a lie.</summary>
    public const int MostPages = 100_000;

    /// <summary>Never throws for what the content is; its position afterwards is undefined.</summary>
    public static PageCount Count(Stream content)
    {
        try
        {
            return new PdfStructure(content).CountPages();
        }
        catch (PdfBoundException)
        {
            return new PageCount(null, PageTrouble.TooComplex);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException)
        {
            return new PageCount(null, PageTrouble.Broken);
        }
    }
}

/// <summary>The file goes beyond what is read of it.</summary>
internal sealed class PdfBoundException() : Exception("Beyond the bounds of what is read of a PDF.");

/// <summary>A reference to an object of a PDF.</summary>
internal sealed record PdfReference(int Number);

/// <summary>A name of a PDF, without its slash.</summary>
internal sealed record PdfName(string Text);

/// <summary>The objects of a PDF that lead to its page tree.</summary>
internal sealed class PdfStructure
{
    private const int TailLength = 2048;
    private const int MaxSections = 256;
    private const int MaxObjectLength = 1024 * 1024;
    private const int MaxDecodedLength = 24 * 1024 * 1024;
    private const int EntryLength = 20;
    private const int MaxReferences = 16;

    private readonly Stream _content;
    private readonly List<Func<int, Place?>> _sections = [];
    private long _shift;
    private int _decoded;

    public PdfStructure(Stream content) => _content = content;

    /// <summary>Where an object lies: at an offset of the file, or within an object stream.</summary>
    private sealed record Place(long Offset, int? ObjectStream = null);

    public PageCount CountPages()
    {
        _shift = Math.Max(0, Window(0, 1024).AsSpan().IndexOf("%PDF-"u8));
        var trailer = ReadSections(StartOfLastSection());
        var encrypted = trailer.ContainsKey("Encrypt");
        try
        {
            var catalogue = Resolve(trailer.GetValueOrDefault("Root")) as Dictionary<string, object?>;
            var tree = Resolve(catalogue?.GetValueOrDefault("Pages")) as Dictionary<string, object?>;
            return Resolve(tree?.GetValueOrDefault("Count")) is double count && count >= 1
                ? count <= PdfPages.MostPages ? new PageCount((int)count, encrypted ? PageTrouble.Encrypted : null) : throw new PdfBoundException()
                : throw new InvalidDataException("The page tree has no count.");
        }
        catch (Exception unreadable) when (encrypted && unreadable is InvalidDataException or EndOfStreamException)
        {
            // The tree lies in an encrypted object stream.
            return new PageCount(null, PageTrouble.Encrypted);
        }
    }

    private long StartOfLastSection()
    {
        var tail = Window(Math.Max(0, _content.Length - TailLength), TailLength);
        var at = tail.AsSpan().LastIndexOf("startxref"u8);
        return at >= 0 && new PdfTokens(tail, at + "startxref".Length, isWhole: true).Value() is double start
            ? (long)start
            : throw new InvalidDataException("No startxref.");
    }

    /// <summary>Follows the chain of cross-references from the newest to the oldest; the newest trailer counts.</summary>
    private Dictionary<string, object?> ReadSections(long start)
    {
        Dictionary<string, object?>? newest = null;
        var seen = new HashSet<long>();
        for (long? next = start; next is { } at && seen.Add(at);)
        {
            if (seen.Count > MaxSections)
            {
                throw new PdfBoundException();
            }

            var trailer = ReadSection(at);
            if (trailer.GetValueOrDefault("XRefStm") is double hybrid && seen.Add((long)hybrid))
            {
                ReadSection((long)hybrid);
            }

            newest ??= trailer;
            next = trailer.GetValueOrDefault("Prev") is double previous ? (long)previous : null;
        }

        return newest ?? throw new InvalidDataException("No trailer.");
    }

    private Dictionary<string, object?> ReadSection(long offset)
    {
        var start = Shifted(offset, window => window.StartsWith("xref"u8) || PdfTokens.IsObjectHeader(window));
        var head = Window(start, 64);
        var skipped = PdfTokens.SkipBlanks(head, 0);
        return head.AsSpan(skipped).StartsWith("xref"u8) ? ReadTable(start + skipped + 4) : ReadStreamSection(start);
    }

    /// <summary>A table: subsections of entries of twenty bytes each, then the trailer.</summary>
    private Dictionary<string, object?> ReadTable(long at)
    {
        for (var count = 0; count < MaxSections; count++)
        {
            var window = Window(at, 128);
            var tokens = new PdfTokens(window, 0, isWhole: true);
            if (tokens.Word() is not { } first)
            {
                throw new InvalidDataException("The table does not end.");
            }

            if (string.Equals(first, "trailer", StringComparison.Ordinal))
            {
                return Parse(at + tokens.Position, t => t.Value()) as Dictionary<string, object?> ?? throw new InvalidDataException("No trailer.");
            }

            var from = int.Parse(first, NumberStyles.None, CultureInfo.InvariantCulture);
            var number = int.Parse(tokens.Word() ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
            var entries = at + PdfTokens.SkipBlanks(window, tokens.Position);
            _sections.Add(wanted => wanted >= from && wanted < (long)from + number ? Entry(entries + ((long)(wanted - from) * EntryLength)) : null);
            at = entries + ((long)number * EntryLength);
        }

        throw new PdfBoundException();
    }

    private Place? Entry(long at)
    {
        var entry = Window(at, EntryLength);
        if (entry.Length < 18)
        {
            throw new EndOfStreamException();
        }

        return entry[17] == (byte)'n' ? new Place(long.Parse(Encoding.ASCII.GetString(entry, 0, 10), NumberStyles.None, CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>A cross-reference stream: rows of fixed width after decompression.</summary>
    private Dictionary<string, object?> ReadStreamSection(long at)
    {
        var (dictionary, data) = ReadStream(at);
        var widths = (dictionary.GetValueOrDefault("W") as List<object?> ?? []).OfType<double>().Select(w => (int)w).ToList();
        if (widths.Count != 3 || widths.Exists(w => w is < 0 or > 8))
        {
            throw new InvalidDataException("A cross-reference stream without widths.");
        }

        var index = (dictionary.GetValueOrDefault("Index") as List<object?> ?? [0d, dictionary.GetValueOrDefault("Size")]).OfType<double>().Select(i => (int)i).ToList();
        var row = widths.Sum();
        var position = 0;
        for (var i = 0; i + 1 < index.Count; i += 2)
        {
            var (from, number, begins) = (index[i], index[i + 1], position);
            _sections.Add(wanted => wanted >= from && wanted < (long)from + number ? Row(data, begins + ((wanted - from) * (long)row), widths) : null);
            position = checked(position + (number * row));
        }

        return dictionary;
    }

    private static Place? Row(byte[] data, long at, List<int> widths)
    {
        if (at < 0 || at + widths.Sum() > data.Length)
        {
            throw new EndOfStreamException();
        }

        var position = (int)at;
        var type = widths[0] == 0 ? 1 : Field(widths[0]);
        var second = Field(widths[1]);
        return type switch
        {
            1 => new Place(second),
            2 => new Place(0, checked((int)second)),
            _ => null,
        };

        long Field(int width)
        {
            long value = 0;
            for (var i = 0; i < width; i++)
            {
                value = checked((value << 8) | data[position++]);
            }

            return value;
        }
    }

    private object? Resolve(object? value)
    {
        for (var count = 0; value is PdfReference reference; count++)
        {
            if (count == MaxReferences)
            {
                throw new InvalidDataException("References in a circle.");
            }

            value = Read(reference.Number);
        }

        return value;
    }

    private object? Read(int number)
    {
        var place = Find(number);
        if (place.ObjectStream is not { } container)
        {
            return Parse(ObjectStart(place.Offset), t => t.Object());
        }

        if (Find(container) is not { ObjectStream: null } outer)
        {
            throw new InvalidDataException("An object stream within another.");
        }

        var (dictionary, data) = ReadStream(ObjectStart(outer.Offset));
        var first = dictionary.GetValueOrDefault("First") is double f ? (int)f : throw new InvalidDataException("An object stream without a beginning.");
        var count = dictionary.GetValueOrDefault("N") is double n ? (int)n : 0;
        var tokens = new PdfTokens(data, 0, isWhole: true);
        for (var i = 0; i < count; i++)
        {
            if (tokens.Value() is not double id || tokens.Value() is not double offset)
            {
                break;
            }

            if ((int)id == number)
            {
                return new PdfTokens(data, checked(first + (int)offset), isWhole: true).Value();
            }
        }

        throw new InvalidDataException("The object stream does not have the object.");
    }

    private Place Find(int number)
    {
        foreach (var section in _sections)
        {
            if (section(number) is { } place)
            {
                return place;
            }
        }

        throw new InvalidDataException("No such object.");
    }

    private long ObjectStart(long offset) => Shifted(offset, PdfTokens.IsObjectHeader);

    /// <summary>Offsets count from the header, which may stand late; some writers count from the first byte all the same.</summary>
    private long Shifted(long offset, Func<ReadOnlySpan<byte>, bool> fits)
    {
        foreach (var start in _shift == 0 ? [offset] : new[] { offset + _shift, offset })
        {
            if (start >= 0 && start < _content.Length)
            {
                var window = Window(start, 64);
                if (fits(window.AsSpan(PdfTokens.SkipBlanks(window, 0))))
                {
                    return start;
                }
            }
        }

        throw new InvalidDataException("A cross-reference leads nowhere.");
    }

    private (Dictionary<string, object?> Dictionary, byte[] Data) ReadStream(long at)
    {
        long dataStart = 0;
        var dictionary = Parse(at, t =>
        {
            var value = t.Object() as Dictionary<string, object?> ?? throw new InvalidDataException("No stream.");
            dataStart = at + t.StreamStart();
            return value;
        });
        var filter = dictionary.GetValueOrDefault("Filter") is List<object?> { Count: 1 } one ? one[0] : dictionary.GetValueOrDefault("Filter");
        var parameters = dictionary.GetValueOrDefault("DecodeParms") is List<object?> { Count: 1 } only ? only[0] : dictionary.GetValueOrDefault("DecodeParms");
        _content.Position = dataStart;
        byte[] data;
        if (filter is PdfName { Text: "FlateDecode" })
        {
            // The compressed data ends by itself; what the dictionary says of its length does not matter.
            using var inflate = new ZLibStream(_content, CompressionMode.Decompress, leaveOpen: true);
            data = ReadBounded(inflate, MaxDecodedLength - _decoded);
        }
        else if (filter is null && Resolve(dictionary.GetValueOrDefault("Length")) is double length)
        {
            _content.Position = dataStart;
            data = length <= MaxDecodedLength - _decoded ? Window(dataStart, (int)length) : throw new PdfBoundException();
        }
        else
        {
            throw new InvalidDataException("A filter that such streams do not have.");
        }

        _decoded += data.Length;
        return (dictionary, parameters is Dictionary<string, object?> p && p.GetValueOrDefault("Predictor") is double and >= 10 ? Unpredict(data, p) : data);
    }

    private static byte[] ReadBounded(Stream stream, int most)
    {
        using var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (result.Length + read > most)
            {
                throw new PdfBoundException();
            }

            result.Write(buffer, 0, read);
        }

        return result.ToArray();
    }

    /// <summary>Undoes the filters of PNG rows, which writers use before compressing.</summary>
    private static byte[] Unpredict(byte[] data, Dictionary<string, object?> parameters)
    {
        var columns = parameters.GetValueOrDefault("Columns") is double c and >= 1 and <= 1024 ? (int)c : 1;
        var rows = data.Length / (columns + 1);
        var result = new byte[rows * columns];
        var zero = new byte[columns];
        for (var row = 0; row < rows; row++)
        {
            var source = data.AsSpan((row * (columns + 1)) + 1, columns);
            var target = result.AsSpan(row * columns, columns);
            var above = row == 0 ? zero : result.AsSpan((row - 1) * columns, columns);
            for (var i = 0; i < columns; i++)
            {
                var (left, up, corner) = (i == 0 ? 0 : target[i - 1], above[i], i == 0 ? 0 : above[i - 1]);
                target[i] = (byte)(source[i] + (data[row * (columns + 1)] switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => throw new InvalidDataException("An unknown row filter."),
                }));
            }
        }

        return result;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    /// <summary>Parses at an offset with as large a window as it takes, up to the bound.</summary>
    private T Parse<T>(long at, Func<PdfTokens, T> parse)
    {
        for (var length = 4096; ; length *= 4)
        {
            var window = Window(at, Math.Min(length, MaxObjectLength));
            var isWhole = at + window.Length >= _content.Length;
            try
            {
                return parse(new PdfTokens(window, 0, isWhole));
            }
            catch (EndOfStreamException) when (!isWhole)
            {
                if (length >= MaxObjectLength)
                {
                    throw new PdfBoundException();
                }
            }
        }
    }

    private byte[] Window(long start, int length)
    {
        if (start < 0 || start > _content.Length)
        {
            throw new InvalidDataException("An offset outside the file.");
        }

        var window = new byte[Math.Min(length, _content.Length - start)];
        _content.Position = start;
        _content.ReadExactly(window);
        return window;
    }
}

/// <summary>Reads the notation of PDF objects: numbers as <see cref="double"/>, names, references, arrays, dictionaries; strings and the rest as null.</summary>
internal sealed class PdfTokens(byte[] data, int position, bool isWhole)
{
    private const int MaxDepth = 64;
    private int _depth;

    public int Position { get; private set; } = position;

    public static int SkipBlanks(ReadOnlySpan<byte> data, int at)
    {
        while (at < data.Length && (IsBlank(data[at]) || data[at] == (byte)'%'))
        {
            if (data[at] == (byte)'%')
            {
                while (at < data.Length && data[at] is not ((byte)'\r' or (byte)'\n'))
                {
                    at++;
                }
            }
            else
            {
                at++;
            }
        }

        return at;
    }

    /// <summary>True at <c>12 0 obj</c>.</summary>
    public static bool IsObjectHeader(ReadOnlySpan<byte> window)
    {
        var at = 0;
        for (var number = 0; number < 2; number++)
        {
            var start = at;
            while (at < window.Length && char.IsAsciiDigit((char)window[at]))
            {
                at++;
            }

            if (at == start)
            {
                return false;
            }

            at = SkipBlanks(window, at);
        }

        return window[at..].StartsWith("obj"u8);
    }

    /// <summary>The next word, up to a blank or a delimiter.</summary>
    public string? Word()
    {
        Position = SkipBlanks(data, Position);
        var start = Position;
        while (Position < data.Length && !IsBlank(data[Position]) && !IsDelimiter(data[Position]))
        {
            Position++;
        }

        if (Position == data.Length && !isWhole)
        {
            throw new EndOfStreamException();
        }

        return Position == start ? null : Encoding.ASCII.GetString(data, start, Position - start);
    }

    /// <summary>The value of <c>12 0 obj … endobj</c>.</summary>
    public object? Object()
    {
        Word();
        Word();
        return string.Equals(Word(), "obj", StringComparison.Ordinal) ? Value() : throw new InvalidDataException("No object.");
    }

    /// <summary>Where the data of a stream begins, after its dictionary.</summary>
    public int StreamStart()
    {
        if (!string.Equals(Word(), "stream", StringComparison.Ordinal))
        {
            throw new InvalidDataException("No stream.");
        }

        // CR LF or LF follows the word, and nothing else.
        var at = Position;
        at += at < data.Length && data[at] == (byte)'\r' ? 1 : 0;
        return at + (at < data.Length && data[at] == (byte)'\n' ? 1 : 0);
    }

    public object? Value()
    {
        Position = SkipBlanks(data, Position);
        switch (Peek())
        {
            case (byte)'/':
                Position++;
                return new PdfName(Word() ?? "");
            case (byte)'[':
                return Nested(Array);
            case (byte)'<' when Position + 1 < data.Length && data[Position + 1] == (byte)'<':
                return Nested(Dictionary);
            case (byte)'<':
                SkipTo((byte)'>');
                return null;
            case (byte)'(':
                SkipString();
                return null;
        }

        var word = Word() ?? throw new InvalidDataException("Not the notation of a PDF.");
        if (!double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return ReferenceAfter(number) ?? (object)number;
    }

    /// <summary>Two numbers and an R are a reference; anything else is left to be read next.</summary>
    private PdfReference? ReferenceAfter(double number)
    {
        var back = Position;
        if (number is >= 0 and <= int.MaxValue
            && Word() is { Length: > 0 } generation && generation.All(char.IsAsciiDigit)
            && string.Equals(Word(), "R", StringComparison.Ordinal))
        {
            return new PdfReference((int)number);
        }

        Position = back;
        return null;
    }

    private object Nested(Func<object> read)
    {
        if (++_depth > MaxDepth)
        {
            throw new PdfBoundException();
        }

        var value = read();
        _depth--;
        return value;
    }

    private List<object?> Array()
    {
        Position++;
        var values = new List<object?>();
        for (; ; )
        {
            Position = SkipBlanks(data, Position);
            if (Peek() == (byte)']')
            {
                Position++;
                return values;
            }

            values.Add(Value());
        }
    }

    private Dictionary<string, object?> Dictionary()
    {
        Position += 2;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (; ; )
        {
            Position = SkipBlanks(data, Position);
            if (Peek() == (byte)'>')
            {
                Position += 2;
                return values;
            }

            if (Value() is not PdfName name)
            {
                throw new InvalidDataException("A dictionary's key is no name.");
            }

            values[name.Text] = Value();
        }
    }

    private void SkipString()
    {
        var open = 0;
        do
        {
            switch (Peek())
            {
                case (byte)'\\':
                    Position++;
                    break;
                case (byte)'(':
                    open++;
                    break;
                case (byte)')':
                    open--;
                    break;
            }

            Position++;
        }
        while (open > 0);
    }

    private void SkipTo(byte end)
    {
        while (Peek() != end)
        {
            Position++;
        }

        Position++;
    }

    private byte Peek() => Position < data.Length ? data[Position] : throw new EndOfStreamException();

    private static bool IsBlank(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(byte b) => b is (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%';
}
