using System.Globalization;
using System.Text;
using QualityAward.Infrastructure.Pdf;

namespace QualityAward.Infrastructure.Printing;

/// <summary>What is laid on one printed frame (一页证实性材料).</summary>
public abstract record EvidenceSheet;

/// <summary>Nothing: the frame has it all, e.g. a picture that the browser printed.</summary>
public sealed record PlainSheet : EvidenceSheet;

/// <summary>One page of an uploaded PDF; the index counts from 0.</summary>
public sealed record PdfSheet(Func<Stream> Open, string Key, int Page) : EvidenceSheet;

/// <summary>A JPEG, laid on as it is.</summary>
public sealed record JpegSheet(Func<Stream> Open) : EvidenceSheet;

/// <summary>One bookmark of the bound evidence (书签) and its page, counted from 1 without cover and contents.</summary>
public sealed record EvidenceMark(string Title, int Page);

/// <summary>
/// Binds uploaded files behind their contents (证实性材料装订): each page is scaled into a frame that Chromium printed, with the item's name above and hash,
/// version and page below. Streams are copied as they are, so memory does not grow with the files; scripts, forms and links of the uploads stay behind.
/// </summary>
public static class EvidenceBinder
{
    /// <summary>Where a page may lie on the frame, in points from the lower left; the margin for binding is on the left of odd pages.</summary>
    private const double Inner = 28 * PointsPerMillimetre;
    private const double Outer = 20 * PointsPerMillimetre;
    private const double Bottom = 24 * PointsPerMillimetre;
    private const double Top = 28 * PointsPerMillimetre;
    private const double PointsPerMillimetre = 72 / 25.4;

    /// <summary>What a value takes when it is written, about.</summary>
    private const long WeightInBytes = 8;

    /// <summary>Seals and stamps of one page.</summary>
    private const int MaxStamps = 200;
    private const double Width = 594.96;
    private const double Height = 841.92;

    /// <summary>Width, height and whether it can be laid on; null: no JPEG that PDF knows.</summary>
    public static (int Width, int Height)? Measure(Stream jpeg) => JpegPicture.Read(new PdfSource(jpeg)) is { CanBeLaid: true } picture ? (picture.Width, picture.Height) : null;

    /// <summary>The number of pages that can be bound; throws <see cref="PdfException"/> with the reason when the file, or any of its pages, cannot.</summary>
    public static int CheckPages(Stream pdf)
    {
        var file = PdfFile.Open(pdf);
        foreach (var page in file.Pages)
        {
            // What many pages have in common is written for each of them.
            var resources = file.Dictionary(page.Dictionary["Resources"]) ?? PdfDictionary.Of();
            var weight = page.Dictionary.Weight + resources.Weight + file.Resolve(page.Dictionary["Contents"]).Weight + file.Resolve(resources["XObject"]).Weight + file.Resolve(page.Dictionary["Annots"]).Weight;
            file.Budget.Copy(WeightInBytes * weight);
            // Broken content shows now, not in the middle of the binding.
            foreach (var part in Contents(file, page))
            {
                if (file.Resolve(part) is not PdfStream)
                {
                    throw new PdfException("文件已损坏");
                }
            }

            _ = BoxOf(file, page);
        }

        var trial = new PdfOutput(Stream.Null);
        var copier = new PdfCopier(file, trial) { LeavesPages = true };
        foreach (var page in file.Pages)
        {
            copier.Map(page.Dictionary.Without("Parent", "Annots"));
        }

        copier.Complete();
        return file.Pages.Count;
    }

    /// <param name="front">Cover and list; its last page, the spine label, is bound behind.</param>
    /// <param name="sheets">One for each page of <paramref name="frames"/>.</param>
    public static void Bind(Stream front, Stream frames, IReadOnlyList<EvidenceSheet> sheets, string title, IReadOnlyList<EvidenceMark> marks, Stream destination)
    {
        var (before, framed) = (PdfFile.Open(front), PdfFile.Open(frames));
        if (framed.Pages.Count < sheets.Count)
        {
            throw new InvalidOperationException($"{framed.Pages.Count} frames were printed for {sheets.Count} sheets.");
        }

        var output = new PdfOutput(destination);
        var root = output.Reserve();
        var targets = sheets.Select(_ => output.Reserve()).ToList();
        var kids = new List<PdfValue>();
        var around = BookBinder.Pages(before, output, root, targets);
        kids.AddRange(around.SkipLast(1));
        BookBinder.AddBlank(output, root, kids, when: kids.Count % 2 == 1);
        var lead = kids.Count;

        var frameCopier = new PdfCopier(framed, output) { LeavesPages = true };
        (string Key, Stream Stream, PdfFile File, PdfCopier Copier)? open = null;
        try
        {
            for (var i = 0; i < sheets.Count; i++)
            {
                var frame = Frame(framed, framed.Pages[i], frameCopier, output);
                var page = PdfDictionary.Of(("Type", new PdfName("Page")), ("Parent", root), ("MediaBox", Box(0, 0, Width, Height)));
                var area = (X: i % 2 == 0 ? Inner : Outer, Y: Bottom, Width: Width - Inner - Outer, Height: Height - Top - Bottom);
                switch (sheets[i])
                {
                    case PdfSheet sheet:
                        if (open is not { } current || !string.Equals(current.Key, sheet.Key, StringComparison.Ordinal))
                        {
                            open?.Copier.Complete();
                            open?.Stream.Dispose();
                            var stream = sheet.Open();
                            var file = PdfFile.Open(stream);
                            open = current = (sheet.Key, stream, file, new PdfCopier(file, output) { LeavesPages = true });
                        }

                        page = Lay(page, current.File, current.File.Pages[sheet.Page], current.Copier, output, frame, area);
                        break;
                    case JpegSheet sheet:
                        page = Lay(page, sheet, output, frame, area);
                        break;
                    default:
                        page = Drawn(page, PdfDictionary.Of(("QaFrame", frame)), [output.AddStream(PdfDictionary.Of(), "/QaFrame Do"u8)]);
                        break;
                }

                output.Write(targets[i], page);
                kids.Add(targets[i]);
            }

            open?.Copier.Complete();
        }
        finally
        {
            open?.Stream.Dispose();
        }

        frameCopier.Complete();
        BookBinder.AddBlank(output, root, kids, when: kids.Count % 2 == 1);
        kids.AddRange(around.TakeLast(1));
        output.Write(root, PdfDictionary.Of(("Type", new PdfName("Pages")), ("Kids", new PdfArray(kids)), ("Count", new PdfNumber(kids.Count))));
        var catalog = PdfDictionary.Of(
            ("Type", new PdfName("Catalog")), ("Pages", root), ("PageLabels", BookBinder.Labels(lead)), ("Lang", PdfText.Encode("zh-CN")),
            ("ViewerPreferences", PdfDictionary.Of(("DisplayDocTitle", new PdfKeyword("true")))));
        if (Outline(marks, targets, output) is { } outline)
        {
            catalog = catalog.With("Outlines", outline);
        }

        output.Finish(output.Add(catalog), output.Add(PdfDictionary.Of(("Title", PdfText.Encode(title)))));
    }

    /// <summary>A printed page as a picture that others can draw.</summary>
    private static PdfReference Frame(PdfFile framed, PdfPage page, PdfCopier copier, PdfOutput output)
    {
        if (framed.Resolve(Contents(framed, page)[0]) is not PdfStream content)
        {
            throw new PdfException("文件已损坏");
        }

        var reference = output.Reserve();
        var dictionary = copier.Map(content.Dictionary.Without("Length"))
            .With("Type", new PdfName("XObject")).With("Subtype", new PdfName("Form")).With("BBox", Box(0, 0, Width, Height)).With("Resources", copier.Map(page.Dictionary["Resources"]));
        output.WriteStream(reference, dictionary, content.Source, content.Offset, content.Length);
        return reference;
    }

    private static PdfDictionary Lay(
        PdfDictionary page, PdfFile file, PdfPage uploaded, PdfCopier copier, PdfOutput output, PdfReference frame, (double X, double Y, double Width, double Height) area)
    {
        var (left, low, right, high) = BoxOf(file, uploaded);
        var turn = file.Resolve(uploaded.Dictionary["Rotate"]) is PdfNumber rotate ? (int)(((rotate.Whole % 360) + 360) % 360) / 90 * 90 : 0;
        var upright = turn % 180 == 0 ? (right - left, high - low) : (high - low, right - left);
        if (upright.Item1 > upright.Item2)
        {
            // A landscape page is turned, its head to the binding, rather than made unreadably small.
            turn = (turn + 270) % 360;
            upright = (upright.Item2, upright.Item1);
        }

        var scale = Math.Min(1, Math.Min(area.Width / upright.Item1, area.Height / upright.Item2));
        var (x, y) = (area.X + ((area.Width - (upright.Item1 * scale)) / 2), area.Y + area.Height - (upright.Item2 * scale));
        var matrix = turn switch
        {
            90 => (0d, -scale, scale, 0d, x - (low * scale), y + (right * scale)),
            180 => (-scale, 0d, 0d, -scale, x + (right * scale), y + (high * scale)),
            270 => (0d, scale, -scale, 0d, x + (high * scale), y - (left * scale)),
            _ => (scale, 0d, 0d, scale, x - (left * scale), y - (low * scale)),
        };
        var place = string.Create(
            CultureInfo.InvariantCulture,
            $"q {x:0.###} {y:0.###} {upright.Item1 * scale:0.###} {upright.Item2 * scale:0.###} re W n {matrix.Item1:0.######} {matrix.Item2:0.######} {matrix.Item3:0.######} {matrix.Item4:0.######} {matrix.Item5:0.###} {matrix.Item6:0.###} cm\n");

        var resources = file.Dictionary(uploaded.Dictionary["Resources"]) ?? PdfDictionary.Of();
        var objects = copier.Map(file.Dictionary(resources["XObject"]) ?? PdfDictionary.Of()).With("QaFrame", frame);
        var stamps = new StringBuilder("\nQ\n");
        // Seals and stamps are annotations; they are drawn as they look.
        foreach (var (appearance, draw) in Stamps(file, uploaded).Take(MaxStamps))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"QaStamp{objects.Entries.Count}");
            objects = objects.With(name, copier.Of(appearance));
            stamps.Append(place).Append(draw).Append(" /").Append(name).Append(" Do\nQ\n");
        }

        var parts = new List<PdfValue> { output.AddStream(PdfDictionary.Of(), Encoding.ASCII.GetBytes("q /QaFrame Do Q\n" + place)) };
        parts.AddRange(Contents(file, uploaded).Where(c => file.Resolve(c) is PdfStream).Select(copier.Map));
        parts.Add(output.AddStream(PdfDictionary.Of(), Encoding.ASCII.GetBytes(stamps.ToString())));
        var laid = page.With("Resources", copier.Map(resources.Without("XObject")).With("XObject", objects)).With("Contents", new PdfArray(parts));
        return uploaded.Dictionary.Entries.TryGetValue("Group", out var group) ? laid.With("Group", copier.Map(group)) : laid;
    }

    private static PdfDictionary Lay(PdfDictionary page, JpegSheet sheet, PdfOutput output, PdfReference frame, (double X, double Y, double Width, double Height) area)
    {
        using var stream = sheet.Open();
        var source = new PdfSource(stream);
        var picture = JpegPicture.Read(source) is { CanBeLaid: true } read ? read : throw new PdfException("图片已损坏");
        var image = output.Reserve();
        var dictionary = PdfDictionary.Of(
            ("Type", new PdfName("XObject")), ("Subtype", new PdfName("Image")), ("Width", new PdfNumber(picture.Width)), ("Height", new PdfNumber(picture.Height)),
            ("ColorSpace", new PdfName(picture.Components switch { 1 => "DeviceGray", 4 => "DeviceCMYK", _ => "DeviceRGB" })), ("BitsPerComponent", new PdfNumber(8)), ("Filter", new PdfName("DCTDecode")));
        if (picture.Inverted)
        {
            dictionary = dictionary.With("Decode", new PdfArray([.. Enumerable.Range(0, 8).Select(i => new PdfNumber(1 - (i % 2)))]));
        }

        output.WriteStream(image, dictionary, source, 0, source.Length);
        var (width, height) = picture.Turn % 180 == 0 ? (picture.Width, picture.Height) : (picture.Height, picture.Width);
        var scale = Math.Min(area.Width / width, area.Height / height);
        var (w, h) = (width * scale, height * scale);
        var (x, y) = (area.X + ((area.Width - w) / 2), area.Y + area.Height - h);
        var matrix = picture.Turn switch
        {
            90 => (0d, -h, w, 0d, x, y + h),
            180 => (-w, 0d, 0d, -h, x + w, y + h),
            270 => (0d, h, -w, 0d, x + w, y),
            _ => (w, 0d, 0d, h, x, y),
        };
        var draw = string.Create(
            CultureInfo.InvariantCulture,
            $"q /QaFrame Do Q q {matrix.Item1:0.###} {matrix.Item2:0.###} {matrix.Item3:0.###} {matrix.Item4:0.###} {matrix.Item5:0.###} {matrix.Item6:0.###} cm /QaPicture Do Q");
        return Drawn(page, PdfDictionary.Of(("QaFrame", frame), ("QaPicture", image)), [output.AddStream(PdfDictionary.Of(), Encoding.ASCII.GetBytes(draw))]);
    }

    private static PdfDictionary Drawn(PdfDictionary page, PdfDictionary objects, IReadOnlyList<PdfValue> contents) =>
        page.With("Resources", PdfDictionary.Of(("XObject", objects))).With("Contents", new PdfArray(contents));

    private static IEnumerable<(int Appearance, string Draw)> Stamps(PdfFile file, PdfPage page)
    {
        foreach (var item in (file.Resolve(page.Dictionary["Annots"]) as PdfArray)?.Items ?? [])
        {
            if (file.Dictionary(item) is not { } annotation || annotation.Name("Subtype") is "Link" or "Popup"
                || (file.Resolve(annotation["F"]) is PdfNumber flags && (flags.Whole & 0x22) != 0)
                || file.Dictionary(annotation["AP"]) is not { } appearances || Rectangle(file, annotation["Rect"]) is not { } place)
            {
                continue;
            }

            var normal = appearances["N"];
            if (file.Resolve(normal) is PdfDictionary states)
            {
                normal = states[annotation.Name("AS") ?? "Off"];
            }

            if (normal is not PdfReference reference || file.Resolve(reference) is not PdfStream form || Rectangle(file, form.Dictionary["BBox"]) is not { } box)
            {
                continue;
            }

            var m = file.Resolve(form.Dictionary["Matrix"]) is PdfArray { Items.Count: 6 } given ? given.Items.Select(i => (file.Resolve(i) as PdfNumber)?.Value ?? 0).ToArray() : [1, 0, 0, 1, 0, 0];
            (double X, double Y)[] corners = [(box.Left, box.Low), (box.Right, box.Low), (box.Left, box.High), (box.Right, box.High)];
            var xs = corners.Select(c => (m[0] * c.X) + (m[2] * c.Y) + m[4]).ToList();
            var ys = corners.Select(c => (m[1] * c.X) + (m[3] * c.Y) + m[5]).ToList();
            var (wide, tall) = (xs.Max() - xs.Min(), ys.Max() - ys.Min());
            if (wide > 0 && tall > 0)
            {
                var (sx, sy) = ((place.Right - place.Left) / wide, (place.High - place.Low) / tall);
                yield return (reference.Number, string.Create(
                    CultureInfo.InvariantCulture, $"{sx:0.######} 0 0 {sy:0.######} {place.Left - (xs.Min() * sx):0.###} {place.Low - (ys.Min() * sy):0.###} cm"));
            }
        }
    }

    private static IReadOnlyList<PdfValue> Contents(PdfFile file, PdfPage page) => file.Resolve(page.Dictionary["Contents"]) switch
    {
        PdfArray parts => parts.Items,
        PdfStream => [page.Dictionary["Contents"]],
        _ => [],
    };

    private static (double Left, double Low, double Right, double High) BoxOf(PdfFile file, PdfPage page)
    {
        var media = Rectangle(file, page.Dictionary["MediaBox"]) ?? (0, 0, Width, Height);
        if (Rectangle(file, page.Dictionary["CropBox"]) is { } crop)
        {
            crop = (Math.Max(crop.Left, media.Left), Math.Max(crop.Low, media.Low), Math.Min(crop.Right, media.Right), Math.Min(crop.High, media.High));
            media = crop.Right - crop.Left > 1 && crop.High - crop.Low > 1 ? crop : media;
        }

        return media;
    }

    private static (double Left, double Low, double Right, double High)? Rectangle(PdfFile file, PdfValue value)
    {
        if (file.Resolve(value) is not PdfArray { Items.Count: 4 } array)
        {
            return null;
        }

        var n = array.Items.Select(i => (file.Resolve(i) as PdfNumber)?.Value ?? 0).ToArray();
        var box = (Math.Min(n[0], n[2]), Math.Min(n[1], n[3]), Math.Max(n[0], n[2]), Math.Max(n[1], n[3]));
        return box.Item3 - box.Item1 > 1 && box.Item4 - box.Item2 > 1 ? box : null;
    }

    private static PdfArray Box(double left, double low, double right, double high) => new([PdfNumber.Of(left), PdfNumber.Of(low), PdfNumber.Of(right), PdfNumber.Of(high)]);

    private static PdfReference? Outline(IReadOnlyList<EvidenceMark> marks, List<PdfReference> pages, PdfOutput output)
    {
        if (marks.Count == 0)
        {
            return null;
        }

        var outline = output.Reserve();
        var items = marks.Select(_ => output.Reserve()).ToList();
        for (var i = 0; i < marks.Count; i++)
        {
            var item = PdfDictionary.Of(("Title", PdfText.Encode(marks[i].Title)), ("Parent", outline), ("Dest", new PdfArray([pages[marks[i].Page - 1], new PdfName("Fit")])));
            item = i > 0 ? item.With("Prev", items[i - 1]) : item;
            output.Write(items[i], i < marks.Count - 1 ? item.With("Next", items[i + 1]) : item);
        }

        output.Write(outline, PdfDictionary.Of(("Type", new PdfName("Outlines")), ("First", items[0]), ("Last", items[^1]), ("Count", new PdfNumber(marks.Count))));
        return outline;
    }
}
