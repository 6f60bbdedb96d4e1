namespace QualityAward.Infrastructure.Programmes;

/// <summary>Programme data that cannot be used (奖项数据有误): file, line and reason. Stops the program at the start.</summary>
/// <param name="file">Path below the programmes' root, with forward slashes.</param>
/// <param name="line">Line in the file, from 1; null when the file as a whole is meant.</param>
/// <param name="reason">What is wrong.</param>
/// <param name="inner">What the JSON reader said.</param>
public sealed class PackException(string file, int? line, string reason, Exception? inner = null)
    : Exception(line is null ? $"{file}：{reason}" : $"{file} 第 {line} 行：{reason}", inner)
{
    public string File { get; } = file;

    public int? Line { get; } = line;

    public string Reason { get; } = reason;
}
