using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Applications;

/// <summary>
/// A file that comes in pieces (分段上传): what has arrived stays through a lost line, a reload or a new login, until the file is whole and becomes an
/// attachment. An upload that nobody goes on with is cleaned away.
/// </summary>
public sealed class Upload
{
    /// <summary>One application's uploads under way.</summary>
    public const int MostOpen = 100;

    private const int MaxName = 255;
    private const int HashLength = 64;

    private Upload()
    {
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>The account that sends it; nobody else can go on with it.</summary>
    public Guid OwnerId { get; private init; }

    public string SectionId { get; private init; } = "";

    public string QuestionId { get; private init; } = "";

    public string FileName { get; private init; } = "";

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; private init; }

    /// <summary>What the whole file must hash to, where the sender said so.</summary>
    public string? Sha256 { get; private init; }

    /// <summary>Bytes that have safely arrived, from the beginning on.</summary>
    public long Received { get; private set; }

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset LastAt { get; private set; }

    /// <summary>The attachment that it became; null: under way.</summary>
    public Guid? AttachmentId { get; private set; }

    /// <param name="maxBytes">The limit of one file at this question.</param>
    /// <param name="open">Bytes and number of the application's other uploads under way.</param>
    public static Upload Begin(
        Guid id, Application application, string sectionId, string questionId, string fileName, long length, string? sha256, long maxBytes, (long Bytes, int Count) open,
        RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var question = application.RequireRoomForFile(sectionId, questionId, rules, actor, now);
        if (string.IsNullOrWhiteSpace(fileName) || fileName.Length > MaxName || (sha256 is not null && (sha256.Length != HashLength || !sha256.All(char.IsAsciiHexDigitLower))))
        {
            throw new RefusedException("upload-malformed", "上传的文件信息不完整，请重新选择文件。");
        }

        if (length <= 0)
        {
            throw new RefusedException("file-empty", $"文件“{fileName}”是空的，请检查后重新选择。");
        }

        if (length > maxBytes)
        {
            throw new RefusedException("file-too-large", $"文件“{fileName}”超过“{question.Label}”每个文件 {maxBytes / (1024 * 1024)} MB 的上限，请压缩或拆分后再上传。");
        }

        if (open.Count >= MostOpen)
        {
            throw new RefusedException("too-many-uploads", $"还有 {open.Count} 个文件没有传完，请先继续或取消这些上传。");
        }

        application.RequireSpace(length, open.Bytes, rules);
        return new Upload
        {
            Id = id, ApplicationId = application.Id, OwnerId = actor.UserId, SectionId = sectionId, QuestionId = questionId, FileName = fileName, Length = length, Sha256 = sha256,
            StartedAt = now, LastAt = now,
        };
    }

    /// <summary>
    /// How a piece that begins at this offset fits: true, it goes on where the last one ended; false, it has arrived before and need not be written
    /// again. A gap is refused: the sender asks where to go on.
    /// </summary>
    public bool Takes(long offset)
    {
        if (AttachmentId is not null || (offset >= 0 && offset < Received))
        {
            return false;
        }

        return offset == Received && offset < Length
            ? true
            : throw new RefusedException("upload-offset", $"上传进度不一致，已从第 {Received} 字节处继续。");
    }

    /// <summary>Refuses to end before everything has arrived.</summary>
    public void RequireWhole()
    {
        if (Received != Length)
        {
            throw new RefusedException("upload-incomplete", $"文件“{FileName}”还没有传完（{Received} / {Length} 字节），请继续上传。");
        }
    }
}
