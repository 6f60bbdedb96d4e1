using QualityAward.Domain.Files;

namespace QualityAward.Domain.Applications;

/// <summary>A file given with the application (附件), tied to the question it proves; its bytes are stored once by SHA-256.</summary>
public sealed class Attachment
{
    private Attachment()
    {
    }

    public Attachment(Guid id, Guid applicationId, string sectionId, string questionId, string fileName, string sha256, long length, string contentType, DateTimeOffset uploadedAt)
    {
        Id = id;
        ApplicationId = applicationId;
        SectionId = sectionId;
        QuestionId = questionId;
        FileName = fileName;
        Sha256 = sha256;
        Length = length;
        ContentType = contentType;
        UploadedAt = uploadedAt;
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    public string SectionId { get; private set; } = "";

    public string QuestionId { get; private set; } = "";

    public string FileName { get; private init; } = "";

    public string Sha256 { get; private init; } = "";

    /// <summary>Bytes.</summary>
    public long Length { get; private init; }

    /// <summary>As read from the content, not from the name.</summary>
    public string ContentType { get; private init; } = "";

    public DateTimeOffset UploadedAt { get; private init; }

    /// <summary>Pages of a PDF, one for a picture; null: they could not be counted.</summary>
    public int? Pages { get; init; }

    /// <summary>What the file proves, and on which pages.</summary>
    public IReadOnlyList<EvidenceLink> Evidence { get; private set; } = [];

    internal void AddEvidence(EvidenceLink link)
    {
        link.Check(Pages);
        if (Evidence.Contains(link))
        {
            throw new InvalidInputException("Input.Target", "已经登记过这一条目和页码，不需要重复登记。");
        }

        if (Evidence.Count >= EvidenceLink.MostPerFile)
        {
            throw new RefusedException("too-many-links", $"一个文件最多对应 {EvidenceLink.MostPerFile} 处，请先删除不需要的对应关系。");
        }

        Evidence = [.. Evidence, link];
    }

    internal void RemoveEvidence(EvidenceLink link) => Evidence = Evidence.Contains(link)
        ? [.. Evidence.Where(e => e != link)]
        : throw new RefusedException("no-such-link", "找不到这一对应关系，可能已被删除。");

    /// <summary>When a newer form left out the question that it was given to; it is neither frozen nor counted any more, only kept. Null: in use.</summary>
    public DateTimeOffset? AsideSince { get; private set; }

    internal void PutAside(DateTimeOffset now) => AsideSince ??= now;

    /// <summary>Follows its question to another section of a newer form.</summary>
    internal void MoveTo(string sectionId, string questionId)
    {
        SectionId = sectionId;
        QuestionId = questionId;
    }
}
