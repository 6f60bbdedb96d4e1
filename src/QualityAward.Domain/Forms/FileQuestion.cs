namespace QualityAward.Domain.Forms;

/// <summary>What a file may be (附件类别), decided by its content.</summary>
public enum FileKind
{
    Pdf,
    Image,
    Word,
    Excel,
    PowerPoint,
}

/// <summary>附件.</summary>
public sealed record FileQuestion : Question
{
    public IReadOnlyList<FileKind> Kinds { get; init; } = [FileKind.Pdf, FileKind.Image, FileKind.Word, FileKind.Excel];

    public int MaxFiles { get; init; } = 20;

    public int MaxMegabytes { get; init; } = 50;

    /// <summary>Takes files of many purposes: each must be tied to what it proves, or nobody looks at it. All others prove what their label names.</summary>
    public bool General { get; init; }

    public override bool IsBlank(Answers answers, int files) => files == 0;

    public override int? MostFiles() => MaxFiles;

    internal override AnswerProblem? Missing(Answers answers, int files, FormContext context) =>
        !Optional && files == 0 ? new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”尚未上传附件") : null;

    internal override IEnumerable<string> Faults()
    {
        if (Kinds.Count == 0)
        {
            yield return $"附件“{Id}”没有可用的文件类别。";
        }

        if (MaxFiles <= 0 || MaxMegabytes <= 0)
        {
            yield return $"附件“{Id}”的数量和大小限制必须大于 0。";
        }
    }
}
