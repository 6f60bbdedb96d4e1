namespace QualityAward.Infrastructure.Persistence.Applications;

/// <summary>Somebody who has a section open for editing (正在编辑); forgotten soon after the page is closed, no part of any record.</summary>
public sealed class SectionPresence
{
    public Guid ApplicationId { get; init; }

    public string SectionId { get; init; } = "";

    public Guid UserId { get; init; }

    /// <summary>Name on screen.</summary>
    public string Name { get; init; } = "";

    public DateTimeOffset SeenAt { get; init; }
}
