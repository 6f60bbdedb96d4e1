namespace QualityAward.Domain.Recommendations;

/// <summary>A note of the recommending office for itself (推荐单位内部备注).</summary>
public sealed class RecommendationNote
{
    private RecommendationNote()
    {
    }

    internal RecommendationNote(Guid id, Guid recommendationId, string text, string author, DateTimeOffset writtenAt) =>
        (Id, RecommendationId, Text, Author, WrittenAt) = (id, recommendationId, text, author, writtenAt);

    public Guid Id { get; private init; }

    public Guid RecommendationId { get; private init; }

    public string Text { get; private init; } = "";

    public string Author { get; private init; } = "";

    public DateTimeOffset WrittenAt { get; private init; }
}
