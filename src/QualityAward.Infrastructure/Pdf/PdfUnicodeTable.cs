using System.Globalization;
using System.Text;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>
/// Mends the tables by which readers find and copy text (文字对照表). A font draws 门 and the radical ⻔ with one glyph, and Chromium notes the radical:
/// the page looks right, but no search for 门 would find it.
/// </summary>
internal static class PdfUnicodeTable
{
    /// <summary>
    /// CJK radicals that have no compatibility mapping, and their ideographs (Unicode's EquivalentUnifiedIdeograph), in the same order; first one whose mapping is
    /// the traditional form, which our fonts draw otherwise.
    /// </summary>
    private const string Radicals = "\u2F3E\u2E81\u2E82\u2E83\u2E84\u2E85\u2E86\u2E88\u2E89\u2E8A\u2E8B\u2E8C\u2E8D\u2E8E\u2E8F\u2E90\u2E92\u2E93\u2E94\u2E95\u2E96\u2E97\u2E98\u2E99\u2E9B\u2E9C\u2E9D\u2E9E\u2E9F\u2EA0\u2EA1\u2EA2\u2EA3\u2EA4\u2EA5\u2EA6\u2EA7\u2EA8\u2EA9\u2EAB\u2EAC\u2EAD\u2EAF\u2EB0\u2EB1\u2EB2\u2EB3\u2EB4\u2EB6\u2EB9\u2EBA\u2EBB\u2EBC\u2EBE\u2EBF\u2EC0\u2EC1\u2EC2\u2EC3\u2EC4\u2EC5\u2EC6\u2EC8\u2EC9\u2ECB\u2ECC\u2ECD\u2ECE\u2ECF\u2ED0\u2ED1\u2ED2\u2ED3\u2ED4\u2ED6\u2ED7\u2ED8\u2ED9\u2EDA\u2EDB\u2EDC\u2EDD\u2EDF\u2EE0\u2EE2\u2EE3\u2EE4\u2EE5\u2EE6\u2EE7\u2EE8\u2EE9\u2EEA\u2EEB\u2EEC\u2EED\u2EEE\u2EEF\u2EF0\u2EF1\u2EF2\u2EF3";

    private const string Ideographs = "\u6237\u5382\u4E5B\u4E5A\u4E59\u4EBB\u5182\u5200\u5202\u535C\u353E\u5C0F\u5C0F\u5140\u5C23\u5C22\u5DF3\u5E7A\u5F51\u5F50\u5FC4\u5FC3\u624C\u6535\u65E1\u65E5\u6708\u6B7A\u6BCD\u6C11\u6C35\u6C3A\u706C\u722B\u722B\u4E2C\u725B\u72AD\u738B\u76EE\u793A\u793B\u7CF9\u7E9F\u7F53\u7F52\u34C1\u5197\u7F8A\u8002\u8080\u807F\u8089\u8279\u8279\u8279\u864E\u8864\u8980\u897F\u89C1\u89D2\u8BA0\u8D1D\u8F66\u8FB6\u8FB6\u8FB6\u9091\u9485\u9577\u9578\u957F\u95E8\u961D\u96E8\u9752\u97E6\u9875\u98CE\u98DE\u98DF\u98E0\u9963\u9A6C\u9AA8\u9B3C\u9C7C\u9E1F\u5364\u9EA6\u9EC4\u9EFE\u6589\u9F50\u6B6F\u9F7F\u7ADC\u9F99\u9F9C\u4E80\u9F9F";

    private const int PerBlock = 100;

    /// <summary>The text of each code of a ToUnicode table.</summary>
    public static IReadOnlyDictionary<int, string> Read(PdfStream table, PdfFile file)
    {
        var map = new SortedDictionary<int, string>();
        var source = new PdfSource(PdfFilters.Decode(table, file), file.Budget);
        var parser = new PdfParser(source, 0);
        var values = new List<PdfValue>();
        for (parser.SkipWhite(); parser.Position < source.Length; parser.SkipWhite())
        {
            var value = parser.Read();
            if (value is not PdfKeyword keyword)
            {
                values.Add(value);
                continue;
            }

            if (string.Equals(keyword.Word, "endbfchar", StringComparison.Ordinal))
            {
                foreach (var pair in values.OfType<PdfString>().Chunk(2).Where(p => p.Length == 2))
                {
                    map[Code(pair[0])] = Encoding.BigEndianUnicode.GetString(pair[1].Bytes);
                }
            }
            else if (string.Equals(keyword.Word, "endbfrange", StringComparison.Ordinal))
            {
                for (var i = 0; i + 2 < values.Count; i += 3)
                {
                    Range(map, values[i], values[i + 1], values[i + 2], file.Budget);
                }
            }

            values.Clear();
        }

        return map;
    }

    /// <summary>The table again, with ideographs in place of radicals.</summary>
    public static byte[] Mended(PdfStream table, PdfFile file)
    {
        var map = Read(table, file);
        var text = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def "
            + "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var block in map.Chunk(PerBlock))
        {
            text.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (code, characters) in block)
            {
                text.Append(CultureInfo.InvariantCulture, $"<{code:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(Ideograph(characters)))}>\n");
            }

            text.Append("endbfchar\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString());
    }

    private static string Ideograph(string characters)
    {
        if (characters is [var c] && c is >= '\u2E80' and <= '\u2FDF')
        {
            var at = Radicals.IndexOf(c, StringComparison.Ordinal);
            return at >= 0 ? Ideographs[at].ToString() : characters.Normalize(NormalizationForm.FormKC);
        }

        return characters;
    }

    private static void Range(SortedDictionary<int, string> map, PdfValue from, PdfValue to, PdfValue target, PdfBudget budget)
    {
        if (from is not PdfString { Bytes.Length: <= 2 } first || to is not PdfString { Bytes.Length: <= 2 } last || Code(last) < Code(first))
        {
            return;
        }

        // A few bytes ask for thousands of entries.
        budget.Look(32L * (Code(last) - Code(first) + 1));

        for (var code = Code(first); code <= Code(last); code++)
        {
            var offset = code - Code(first);
            if (target is PdfArray list && offset < list.Items.Count && list.Items[offset] is PdfString one)
            {
                map[code] = Encoding.BigEndianUnicode.GetString(one.Bytes);
            }
            else if (target is PdfString { Bytes.Length: >= 2 } begin)
            {
                map[code] = char.ConvertFromUtf32(char.ConvertToUtf32(Encoding.BigEndianUnicode.GetString(begin.Bytes), 0) + offset);
            }
        }
    }

    private static int Code(PdfString code) => code.Bytes.Aggregate(0, (value, next) => (value << 8) | next);
}
