namespace QualityAward.Domain.Files;

/// <summary>What a file can prove (证明对象类别).</summary>
public enum EvidenceTargetKind
{
    /// <summary>评价条目, by its code.</summary>
    Item,

    /// <summary>申报表字段, as <c>section.question</c>.</summary>
    Field,
}

/// <summary>What a file proves, and on which pages (证据对应). Without pages it is the whole file.</summary>
/// <param name="Code">Code of the criteria item, or <c>section.question</c>.</param>
public sealed record EvidenceLink(EvidenceTargetKind Kind, string Code, int? FromPage, int? ToPage)
{
    public const int MostPerFile = 50;

    /// <summary>Pages that are written where nobody could count them.</summary>
    private const int MostPages = 9999;

    /// <summary>第3页, 第3–5页, or 全文.</summary>
    public string PageWords => (FromPage, ToPage) switch
    {
        (null, _) => "全文",
        ({ } from, { } to) when from != to => $"第{from}–{to}页",
        ({ } from, _) => $"第{from}页",
    };

    /// <summary>One page typed alone is a range of one.</summary>
    public static EvidenceLink Of(EvidenceTargetKind kind, string code, int? fromPage, int? toPage) => new(kind, code, fromPage ?? toPage, toPage ?? fromPage);

    /// <summary>Refuses a range that the file does not have.</summary>
    /// <param name="pages">Pages of the file; null: unknown, then any range is taken on trust.</param>
    internal void Check(int? pages)
    {
        var problems = new List<InputProblem>();
        if (FromPage is < 1 or > MostPages)
        {
            problems.Add(new InputProblem("Input.FromPage", "起始页码须是从 1 开始的整数。"));
        }
        else if (ToPage < FromPage)
        {
            problems.Add(new InputProblem("Input.ToPage", "结束页码不能小于起始页码。"));
        }
        else if (ToPage > (pages ?? MostPages))
        {
            problems.Add(new InputProblem("Input.ToPage", pages is { } known ? $"这个文件共 {known} 页，页码不能超过 {known}。" : $"页码不能超过 {MostPages}。"));
        }

        InvalidInputException.ThrowIfAny(problems);
    }
}
