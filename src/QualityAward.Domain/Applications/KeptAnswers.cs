using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Applications;

/// <summary>
/// Answers that a newer version of the form has no place for (留存内容): as they were, of the version they were written on, until the owner confirms.
/// </summary>
public sealed class KeptAnswers
{
    private KeptAnswers()
    {
    }

    internal KeptAnswers(Guid id, Guid applicationId, string sectionId, string packHash, Answers answers, DateTimeOffset keptAt)
    {
        Id = id;
        ApplicationId = applicationId;
        SectionId = sectionId;
        PackHash = packHash;
        Answers = answers;
        KeptAt = keptAt;
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>Section of the older form.</summary>
    public string SectionId { get; private init; } = "";

    /// <summary>The pinned pack with the older form.</summary>
    public string PackHash { get; private init; } = "";

    public Answers Answers { get; private init; } = Answers.Empty;

    public DateTimeOffset KeptAt { get; private init; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    internal void Confirm(DateTimeOffset now) => ConfirmedAt ??= now;
}
