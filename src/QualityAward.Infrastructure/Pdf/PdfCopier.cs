namespace QualityAward.Infrastructure.Pdf;

/// <summary>Copies objects with everything they refer to from one file to another (PDF 复制), under new numbers and without recursion through references.</summary>
internal sealed class PdfCopier(PdfFile from, PdfOutput to)
{
    private readonly Dictionary<int, PdfReference> _numbers = [];
    private readonly Queue<int> _waiting = new();
    private readonly HashSet<int> _tables = [];

    /// <summary>True drops what leads to other pages, so that one page does not bring its whole document along.</summary>
    public bool LeavesPages { get; init; }

    /// <summary>True for documents that Chromium printed: their tables of characters are mended.</summary>
    public bool MendsText { get; init; }

    /// <summary>Dictionaries to change on the way, by their object's number.</summary>
    public Dictionary<int, Func<PdfDictionary, PdfDictionary>> Changes { get; } = [];

    /// <summary>Where an object of the source will stand.</summary>
    public PdfReference Of(int number)
    {
        if (!_numbers.TryGetValue(number, out var reference))
        {
            reference = _numbers[number] = to.Reserve();
            _waiting.Enqueue(number);
        }

        return reference;
    }

    /// <summary>A value with its references renumbered; what they lead to is written by <see cref="Complete"/>.</summary>
    public PdfValue Map(PdfValue value) => value switch
    {
        PdfReference reference => Of(reference.Number),
        PdfArray array => new PdfArray([.. array.Items.Select(Map)]),
        PdfDictionary dictionary => Map(dictionary),
        _ => value,
    };

    public PdfDictionary Map(PdfDictionary dictionary) => new(dictionary.Entries.ToDictionary(e => e.Key, e => Map(e.Value), StringComparer.Ordinal));

    /// <summary>Writes everything that was referred to.</summary>
    public void Complete()
    {
        while (_waiting.TryDequeue(out var number))
        {
            switch (from.Object(number))
            {
                case PdfStream table when _tables.Contains(number):
                    to.WriteStream(_numbers[number], PdfDictionary.Of(), PdfUnicodeTable.Mended(table, from));
                    break;
                case PdfStream stream:
                    to.WriteStream(_numbers[number], Map(stream.Dictionary.Without("Length")), stream.Source, stream.Offset, stream.Length);
                    break;
                case PdfDictionary page when LeavesPages && page.Name("Type") is "Page" or "Pages" or "Catalog" or "StructTreeRoot" or "StructElem":
                    to.Write(_numbers[number], PdfValue.Null);
                    break;
                case PdfDictionary dictionary:
                    if (MendsText && dictionary["ToUnicode"] is PdfReference text)
                    {
                        _tables.Add(text.Number);
                    }

                    var mapped = Map(dictionary);
                    to.Write(_numbers[number], Changes.TryGetValue(number, out var change) ? change(mapped) : mapped);
                    break;
                case var value:
                    to.Write(_numbers[number], Map(value));
                    break;
            }
        }
    }
}
