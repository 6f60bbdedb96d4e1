using System.Globalization;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Printing;

namespace QualityAward.Web.Documents;

/// <summary>A file in the list of the bound evidence (证实性材料目录一行).</summary>
/// <param name="FirstPage">Where it begins; null: it is not bound, <paramref name="Reason"/> says why.</param>
public sealed record EvidenceLine(EvidenceItem Item, int? FirstPage, int Pages, string? Reason)
{
    public string Title => Item.Question.Label;
}

/// <summary>One page of the bound evidence (证实性材料一页).</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="Picture">Data address of a picture that the browser prints; null: the page is laid on afterwards.</param>
public sealed record EvidenceFrame(string Heading, string? Picture);

/// <summary>The evidence of an application, bound on its own (证实性材料合订本): model of the views <c>Evidence…</c>.</summary>
public sealed class EvidenceBook
{
    public required Book Book { get; init; }

    public required IReadOnlyList<EvidenceLine> Lines { get; init; }

    public required IReadOnlyList<EvidenceFrame> Frames { get; init; }

    public required IReadOnlyList<EvidenceSheet> Sheets { get; init; }

    /// <summary>Lines by the part of the form that they prove.</summary>
    public IEnumerable<IGrouping<FormSection, EvidenceLine>> Parts => Lines.GroupBy(l => l.Item.Section);

    public IReadOnlyList<EvidenceMark> Marks => [.. Lines.Where(l => l.FirstPage is not null)
        .Select(l => new EvidenceMark(string.Create(CultureInfo.InvariantCulture, $"{l.Item.Number} {l.Title}：{l.Item.File.FileName}"), l.FirstPage!.Value))];
}
