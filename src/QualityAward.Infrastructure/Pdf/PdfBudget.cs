using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>
/// How much work one PDF may make (读取额度). The file decides what is read and how often: references to the same megabytes, streams that unfold into gigabytes,
/// pages that list each other. So what reading costs is counted where it arises, and a file that asks for more is given up, whatever it looks like.
/// </summary>
internal sealed class PdfBudget
{
    private const long Megabyte = 1024 * 1024;

    private long _looks;
    private long _unpacked;
    private long _copied;

    private PdfBudget(long looks, long unpacked, long copied) => (_looks, _unpacked, _copied) = (looks, unpacked, copied);

    /// <summary>Values parsed so far; tells what an object costs to keep.</summary>
    public long Values { get; set; }

    public bool IsSpent { get; private set; }

    /// <summary>To count the pages while somebody waits for an upload: the same for every length, a fraction of a second.</summary>
    public static PdfBudget ToCount() => new(32 * Megabyte, 24 * Megabyte, copied: 0);

    /// <summary>To find a code on a few pages of text.</summary>
    public static PdfBudget ToFindWords() => new(64 * Megabyte, 32 * Megabyte, copied: 0);

    /// <summary>To bind it: each byte may be looked at several times and copied twice, a few seconds for the largest upload.</summary>
    public static PdfBudget ToBind(long length) => new((8 * length) + (32 * Megabyte), 256 * Megabyte, (2 * length) + (16 * Megabyte));

    public void Look(long bytes = 1)
    {
        if ((_looks -= bytes) < 0)
        {
            throw Spent();
        }
    }

    public void Unpack(long bytes)
    {
        if ((_unpacked -= bytes) < 0)
        {
            throw Spent();
        }
    }

    public void Copy(long bytes)
    {
        if ((_copied -= bytes) < 0)
        {
            throw Spent();
        }
    }

    private PdfException Spent()
    {
        IsSpent = true;
        return new PdfException("文件结构过于复杂", PageTrouble.TooComplex);
    }
}
