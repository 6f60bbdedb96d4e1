using System.Runtime.InteropServices;
using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>A page with what it inherits (PDF 页).</summary>
/// <param name="Number">Its object's number; 0 for a page that stands directly in the tree.</param>
internal sealed record PdfPage(int Number, PdfDictionary Dictionary);

/// <summary>One bookmark (书签) with the index of the page that it leads to; -1: to none.</summary>
internal sealed record PdfBookmark(string Title, int Level, int Page);

/// <summary>
/// A PDF opened for reading (PDF 文件): finds its objects by the cross-reference, or by searching the whole file when that is damaged. Only structure is
/// kept in memory, bounded, and what reading costs is bounded by its <see cref="PdfBudget"/>. Throws <see cref="PdfException"/> for whatever it cannot read.
/// </summary>
internal sealed class PdfFile
{
    private const int MaxObjects = 500_000;
    private const int MaxPages = 5_000;

    /// <summary>Values of objects that are kept for the next who asks; some 60 MB at most.</summary>
    private const long MaxKept = 600_000;

    /// <summary>Unpacked object streams that are kept.</summary>
    private const long MaxContainers = 64 * 1024 * 1024;

    /// <summary>Objects whose length is an object whose length is an object …: each takes its share of the stack.</summary>
    private const int MaxUnderWay = 32;

    /// <summary>What throwing and catching costs, in bytes looked at.</summary>
    private const long FaultCost = 20_000;

    /// <summary>Nodes of the page tree that wait to be looked at.</summary>
    private const int MaxWaiting = 200_000;

    private static readonly string[] Inherited = ["Resources", "MediaBox", "CropBox", "Rotate"];

    private readonly PdfSource _source;
    private readonly Dictionary<int, Place> _places = [];
    private readonly Dictionary<int, PdfValue> _kept = [];
    private readonly Dictionary<int, (PdfSource Bytes, Dictionary<int, long> Offsets)> _containers = [];
    private readonly HashSet<int> _underWay = [];
    private long _keptValues;
    private long _containerBytes;
    private bool _rebuilt;

    /// <summary>Offsets count from the header, which may stand late; some writers count from the first byte all the same.</summary>
    private long _shift;

    private PdfFile(PdfSource source) => _source = source;

    public PdfDictionary Trailer { get; private set; } = PdfDictionary.Of();

    public PdfDictionary Catalog { get; private set; } = PdfDictionary.Of();

    public IReadOnlyList<PdfPage> Pages { get; private set; } = [];

    public PdfBudget Budget => _source.Budget;

    public bool IsEncrypted => Trailer.Entries.ContainsKey("Encrypt");

    /// <summary>With all its pages; a damaged cross-reference is made anew.</summary>
    /// <param name="stream">Seekable; it stays open as long as the file is used.</param>
    /// <param name="budget">Left out: what binding may cost.</param>
    public static PdfFile Open(Stream stream, PdfBudget? budget = null)
    {
        var file = new PdfFile(new PdfSource(stream, budget));
        try
        {
            file.ReadCrossReferences();
            file.ReadPages();
        }
        catch (PdfException) when (!file.IsEncrypted && !file.Budget.IsSpent)
        {
            file.Rebuild();
            file.ReadPages();
        }

        return file;
    }

    /// <summary>Its objects can be asked for; its pages are not read, and what is damaged stays so.</summary>
    public static PdfFile OpenIndex(Stream stream, PdfBudget budget)
    {
        var file = new PdfFile(new PdfSource(stream, budget));
        file.ReadCrossReferences();
        return file;
    }

    public PdfValue Resolve(PdfValue value)
    {
        for (var hops = 0; value is PdfReference reference; hops++)
        {
            if (hops > 16)
            {
                return PdfValue.Null;
            }

            value = Object(reference.Number);
        }

        return value;
    }

    public PdfDictionary? Dictionary(PdfValue value) => Resolve(value) switch
    {
        PdfDictionary dictionary => dictionary,
        PdfStream stream => stream.Dictionary,
        _ => null,
    };

    /// <summary>The object of a number; null when the file has none.</summary>
    public PdfValue Object(int number)
    {
        if (_kept.TryGetValue(number, out var known))
        {
            return known;
        }

        if (!_places.TryGetValue(number, out var place) || !_underWay.Add(number))
        {
            return PdfValue.Null;
        }

        try
        {
            if (_underWay.Count > MaxUnderWay)
            {
                throw new PdfException("文件结构异常", PageTrouble.TooComplex);
            }

            var before = Budget.Values;
            var value = place.Container == 0 ? ReadIndirect(place.Offset, number) : ReadContained(place.Container, number);
            _keptValues += Budget.Values - before + 1;
            if (_keptValues > MaxKept)
            {
                _kept.Clear();
                _keptValues = Budget.Values - before + 1;
            }

            return _kept[number] = value;
        }
        finally
        {
            _underWay.Remove(number);
        }
    }

    /// <summary>The document's bookmarks in order.</summary>
    public IReadOnlyList<PdfBookmark> Bookmarks()
    {
        var pages = Pages.Select((page, index) => (page.Number, index)).Where(p => p.Number > 0).DistinctBy(p => p.Number).ToDictionary(p => p.Number, p => p.index);
        var found = new List<PdfBookmark>();
        var seen = new HashSet<int>();
        Walk(Dictionary(Catalog["Outlines"])?["First"] ?? PdfValue.Null, 0);
        return found;

        void Walk(PdfValue first, int level)
        {
            for (var next = first; level < 16 && next is PdfReference reference && seen.Add(reference.Number) && Dictionary(reference) is { } item; next = item["Next"])
            {
                found.Add(new PdfBookmark(PdfText.Decode((Resolve(item["Title"]) as PdfString)?.Bytes ?? []), level, PageOf(item)));
                Walk(item["First"], level + 1);
            }
        }

        int PageOf(PdfDictionary item)
        {
            var target = Resolve(item["Dest"]);
            if (target is PdfKeyword)
            {
                target = Dictionary(item["A"]) is { } action ? Resolve(action["D"]) : target;
            }

            if (target is PdfName named && Dictionary(Catalog["Dests"]) is { } names)
            {
                target = Resolve(names[named.Text]);
            }

            return target is PdfArray { Items: [PdfReference page, ..] } ? pages.GetValueOrDefault(page.Number, -1) : -1;
        }
    }

    private void ReadCrossReferences()
    {
        _shift = _source.Find(0, "%PDF-"u8, before: 1024);
        if (_shift < 0)
        {
            throw new PdfException("不是 PDF 文件");
        }

        var start = -1L;
        for (var from = Math.Max(0, _source.Length - 2048); _source.Find(from, "startxref"u8) is >= 0 and var at; from = at + 1)
        {
            start = new PdfParser(_source, at + 9).TryWhole() ?? -1;
        }

        var seen = new HashSet<long>();
        var first = true;
        var waiting = new Queue<long>([start]);
        while (waiting.TryDequeue(out var at))
        {
            if (at < 0 || !seen.Add(at))
            {
                continue;
            }

            var trailer = ReadCrossReference(at);
            if (first)
            {
                Trailer = trailer;
                first = false;
            }

            if (trailer["XRefStm"] is PdfNumber hybrid)
            {
                waiting.Enqueue(hybrid.Whole);
            }

            if (trailer["Prev"] is PdfNumber previous)
            {
                waiting.Enqueue(previous.Whole);
            }
        }

        if (first)
        {
            throw new PdfException("文件已损坏");
        }
    }

    private PdfDictionary ReadCrossReference(long at)
    {
        var parser = new PdfParser(_source, at + _shift);
        if (!parser.TryWord("xref"u8))
        {
            parser = new PdfParser(_source, at);
            if (!parser.TryWord("xref"u8))
            {
                return ReadCrossReferenceStream(at);
            }
        }

        while (!parser.TryWord("trailer"u8))
        {
            if (parser.TryWhole() is not { } number || parser.TryWhole() is not { } count || count > MaxObjects)
            {
                throw new PdfException("文件已损坏");
            }

            for (var i = 0; i < count; i++)
            {
                if (parser.TryWhole() is not { } offset || parser.TryWhole() is null)
                {
                    throw new PdfException("文件已损坏");
                }

                if (parser.TryWord("n"u8))
                {
                    Note(number + i, new Place(offset, 0));
                }
                else if (!parser.TryWord("f"u8))
                {
                    throw new PdfException("文件已损坏");
                }
            }
        }

        return parser.Read() as PdfDictionary ?? throw new PdfException("文件已损坏");
    }

    private PdfDictionary ReadCrossReferenceStream(long at)
    {
        if (ReadIndirect(at, number: null) is not PdfStream stream || !string.Equals(stream.Dictionary.Name("Type"), "XRef", StringComparison.Ordinal)
            || stream.Dictionary["W"] is not PdfArray { Items: [PdfNumber { Whole: >= 0 and <= 8 } w0, PdfNumber { Whole: >= 1 and <= 8 } w1, PdfNumber { Whole: >= 0 and <= 8 } w2, ..] })
        {
            throw new PdfException("文件已损坏");
        }

        var bytes = PdfFilters.Decode(stream, this);
        var ranges = stream.Dictionary["Index"] is PdfArray index ? index.Items.OfType<PdfNumber>().Select(n => n.Whole).ToList() : [0, (stream.Dictionary["Size"] as PdfNumber)?.Whole ?? 0];
        var position = 0;
        for (var r = 0; r + 1 < ranges.Count; r += 2)
        {
            for (var i = 0L; i < ranges[r + 1]; i++)
            {
                if (position + w0.Whole + w1.Whole + w2.Whole > bytes.Length)
                {
                    return stream.Dictionary;
                }

                var kind = w0.Whole == 0 ? 1 : Field(w0.Whole);
                var second = Field(w1.Whole);
                position += (int)w2.Whole;
                if (kind == 1)
                {
                    Note(ranges[r] + i, new Place(second, 0));
                }
                else if (kind == 2 && second is > 0 and <= int.MaxValue)
                {
                    Note(ranges[r] + i, new Place(0, (int)second));
                }
            }
        }

        return stream.Dictionary;

        long Field(long width)
        {
            var value = 0L;
            for (var i = 0; i < width; i++)
            {
                value = (value << 8) | bytes[position++];
            }

            return value;
        }
    }

    /// <summary>The newest cross-reference is read first, so the first place of a number counts.</summary>
    private void Note(long number, Place place)
    {
        if (number is > 0 and <= int.MaxValue)
        {
            _places.TryAdd((int)number, place);
            if (_places.Count > MaxObjects)
            {
                throw new PdfException("文件结构过大", PageTrouble.TooComplex);
            }
        }
    }

    /// <summary>Finds every "n g obj" of a file whose cross-reference is wrong; the last of a number counts.</summary>
    private void Rebuild()
    {
        _rebuilt = true;
        // What is found is where it is.
        _shift = 0;
        _places.Clear();
        _kept.Clear();
        _keptValues = 0;
        _containers.Clear();
        _containerBytes = 0;
        var trailer = PdfDictionary.Of();
        var containers = new List<int>();
        for (var at = 0L; at < _source.Length; at++)
        {
            var current = _source.At(at);
            if (current is >= '0' and <= '9' && _source.At(at - 1) is not (>= '0' and <= '9'))
            {
                var parser = new PdfParser(_source, at);
                if (parser.TryWhole() is > 0 and <= int.MaxValue and var number && parser.TryWhole() is not null && parser.TryWord("obj"u8))
                {
                    _places[(int)number] = new Place(at, 0);
                    containers.Add((int)number);
                    at = parser.Position - 1;
                    if (_places.Count > MaxObjects)
                    {
                        throw new PdfException("文件结构过大", PageTrouble.TooComplex);
                    }
                }
            }
            else if (current == 't' && _source.Has(at, "trailer"u8) && TryRead(at + 7) is PdfDictionary found && found.Entries.ContainsKey("Root"))
            {
                trailer = found;
            }
        }

        foreach (var number in containers.Distinct().Order())
        {
            if (Quietly(number) is not PdfStream stream)
            {
                continue;
            }

            if (string.Equals(stream.Dictionary.Name("Type"), "XRef", StringComparison.Ordinal) && stream.Dictionary.Entries.ContainsKey("Root"))
            {
                trailer = trailer.Entries.ContainsKey("Root") ? trailer : stream.Dictionary;
            }
            else if (string.Equals(stream.Dictionary.Name("Type"), "ObjStm", StringComparison.Ordinal))
            {
                foreach (var inside in Container(number).Offsets.Keys)
                {
                    _places.TryAdd(inside, new Place(0, number));
                }
            }
        }

        if (!trailer.Entries.ContainsKey("Root"))
        {
            var root = _places.Keys.Order().FirstOrDefault(n => Quietly(n) is PdfDictionary d && string.Equals(d.Name("Type"), "Catalog", StringComparison.Ordinal));
            trailer = root > 0 ? PdfDictionary.Of(("Root", new PdfReference(root, 0))) : throw new PdfException("文件已损坏");
        }

        Trailer = trailer;

        PdfValue Quietly(int number)
        {
            try
            {
                return Object(number);
            }
            catch (PdfException) when (!Budget.IsSpent)
            {
                Budget.Look(FaultCost);
                return PdfValue.Null;
            }
        }

        PdfValue TryRead(long position)
        {
            try
            {
                return new PdfParser(_source, position).Read();
            }
            catch (PdfException) when (!Budget.IsSpent)
            {
                Budget.Look(FaultCost);
                return PdfValue.Null;
            }
        }
    }

    private void ReadPages()
    {
        if (IsEncrypted)
        {
            throw new PdfException("文件已加密或限制使用", PageTrouble.Encrypted);
        }

        Catalog = Dictionary(Trailer["Root"]) ?? throw new PdfException("文件已损坏");
        var pages = new List<PdfPage>();
        var seen = new HashSet<int>();
        var waiting = new Stack<(PdfValue Node, PdfDictionary Inherits)>([(Catalog["Pages"], PdfDictionary.Of())]);
        while (waiting.TryPop(out var next))
        {
            if ((next.Node is PdfReference reference && !seen.Add(reference.Number)) || Dictionary(next.Node) is not { } node)
            {
                continue;
            }

            var inherits = next.Inherits;
            foreach (var key in Inherited)
            {
                if (node.Entries.TryGetValue(key, out var own))
                {
                    inherits = inherits.With(key, own);
                }
            }

            if (Resolve(node["Kids"]) is PdfArray kids)
            {
                Budget.Look(kids.Items.Count);
                if (waiting.Count + kids.Items.Count > MaxWaiting)
                {
                    throw new PdfException("页数过多", PageTrouble.TooComplex);
                }

                for (var i = kids.Items.Count - 1; i >= 0; i--)
                {
                    waiting.Push((kids.Items[i], inherits));
                }
            }
            else if (node.Name("Type") is null or "Page")
            {
                pages.Add(new PdfPage((next.Node as PdfReference)?.Number ?? 0, inherits.Entries.Aggregate(node, (page, entry) => page.With(entry.Key, entry.Value))));
                if (pages.Count > MaxPages)
                {
                    throw new PdfException("页数过多", PageTrouble.TooComplex);
                }
            }
        }

        Pages = pages.Count > 0 ? pages : throw new PdfException(_rebuilt ? "文件已损坏" : "文件没有页面");
    }

    private PdfValue ReadIndirect(long offset, int? number)
    {
        var parser = Header(offset + _shift, number) ?? (_shift > 0 ? Header(offset, number) : null) ?? throw new PdfException("文件已损坏");
        var value = parser.Read();
        if (value is not PdfDictionary dictionary || !parser.TryWord("stream"u8))
        {
            return value;
        }

        var start = parser.Position;
        start += _source.At(start) == '\r' ? 1 : 0;
        start += _source.At(start) == '\n' ? 1 : 0;
        var length = Resolve(dictionary["Length"]) is PdfNumber { Whole: >= 0 } given && start + given.Whole <= _source.Length && new PdfParser(_source, start + given.Whole).TryWord("endstream"u8)
            ? given.Whole
            : _source.Find(start, "endstream"u8) is >= 0 and var end ? end - start : throw new PdfException("文件不完整");
        return new PdfStream(dictionary, _source, start, length);
    }

    /// <summary>Behind "12 0 obj"; null: it does not stand here.</summary>
    private PdfParser? Header(long at, int? number)
    {
        var parser = new PdfParser(_source, at);
        return parser.TryWhole() is { } found && parser.TryWhole() is not null && parser.TryWord("obj"u8) && (number is null || found == number) ? parser : null;
    }

    private PdfValue ReadContained(int container, int number)
    {
        var (bytes, offsets) = Container(container);
        return offsets.TryGetValue(number, out var at) ? new PdfParser(bytes, at).Read() : PdfValue.Null;
    }

    private (PdfSource Bytes, Dictionary<int, long> Offsets) Container(int number)
    {
        if (_containers.TryGetValue(number, out var known))
        {
            return known;
        }

        if (!_places.TryGetValue(number, out var place) || place.Container != 0 || Object(number) is not PdfStream stream
            || Resolve(stream.Dictionary["N"]) is not PdfNumber { Whole: >= 0 and <= MaxObjects } count || Resolve(stream.Dictionary["First"]) is not PdfNumber first)
        {
            throw new PdfException("文件已损坏");
        }

        var bytes = new PdfSource(PdfFilters.Decode(stream, this), Budget);
        var offsets = new Dictionary<int, long>();
        var parser = new PdfParser(bytes, 0);
        for (var i = 0; i < count.Whole && parser.TryWhole() is { } inside && parser.TryWhole() is { } offset; i++)
        {
            offsets.TryAdd((int)Math.Min(inside, int.MaxValue), first.Whole + offset);
        }

        // An entry of the table weighs about as much as this.
        _containerBytes += bytes.Length + (32L * offsets.Count);
        if (_containerBytes > MaxContainers)
        {
            _containers.Clear();
            _containerBytes = bytes.Length + (32L * offsets.Count);
        }

        return _containers[number] = (bytes, offsets);
    }

    /// <param name="Offset">Where the object begins.</param>
    /// <param name="Container">Number of the object stream that holds it; 0: it stands in the file.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(long Offset, int Container);
}
