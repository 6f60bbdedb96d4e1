namespace QualityAward.Domain.Forms;

/// <summary>照片.</summary>
public sealed record PhotoQuestion : Question
{
    public int MinFiles { get; init; } = 1;

    public int MaxFiles { get; init; } = 1;

    public int MaxMegabytes { get; init; } = 10;

    public override bool IsBlank(Answers answers, int files) => files == 0;

    public override int? MostFiles() => MaxFiles;

    internal override bool MayBeExplained() => false;

    internal override AnswerProblem? Missing(Answers answers, int files, FormContext context) =>
        files < MinFiles && !(Optional && files == 0) ? new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”至少上传 {MinFiles} 张，现有 {files} 张") : null;

    internal override IEnumerable<string> Faults() =>
        MinFiles >= 0 && MaxFiles > 0 && MinFiles <= MaxFiles && MaxMegabytes > 0 ? [] : [$"照片“{Id}”的数量和大小限制有误。"];
}
