using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Recommendations;

/// <summary>A section of the pre-review form as filled in (预审表内容).</summary>
public sealed class PreReviewSection
{
    private PreReviewSection()
    {
    }

    internal PreReviewSection(Guid recommendationId, string sectionId)
    {
        RecommendationId = recommendationId;
        SectionId = sectionId;
    }

    public Guid RecommendationId { get; private init; }

    public string SectionId { get; private init; } = "";

    public Answers Answers { get; private set; } = Answers.Empty;

    /// <summary>Counts the saves of this section; a concurrency token of its own.</summary>
    public int Version { get; private set; }

    internal void Save(Answers answers, int expectedVersion)
    {
        if (expectedVersion != Version)
        {
            throw new StaleVersionException("预审表已在另一个窗口或由他人保存过，请核对两处内容后再保存。");
        }

        Answers = answers;
        Version++;
    }
}
