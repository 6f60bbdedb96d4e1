using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Applications;

/// <summary>The draft answers of one section (部分草稿), saved and versioned on their own.</summary>
public sealed class ApplicationSection
{
    private ApplicationSection()
    {
    }

    internal ApplicationSection(Guid applicationId, string sectionId)
    {
        ApplicationId = applicationId;
        SectionId = sectionId;
    }

    public Guid ApplicationId { get; private init; }

    public string SectionId { get; private init; } = "";

    public Answers Answers { get; private set; } = Answers.Empty;

    /// <summary>Counts the saves of this section; a concurrency token of its own.</summary>
    public int Version { get; private set; }

    public DateTimeOffset? SavedAt { get; private set; }

    public string? SavedBy { get; private set; }

    /// <summary>Version that the last change of form left behind; null: never carried over.</summary>
    public int? CarriedVersion { get; private set; }

    /// <summary>True while nobody has saved since the draft was taken over to another form.</summary>
    internal bool IsAsCarried => CarriedVersion == Version;

    /// <summary>Puts the answers in the shape of a newer form; who saved last stays as it is.</summary>
    internal void Carry(Answers answers)
    {
        if (!Answers.SameAs(answers))
        {
            Answers = answers;
            Version++;
        }

        CarriedVersion = Version;
    }

    /// <summary>Questions whose answers or files were taken over from an earlier application and wait for somebody to confirm them (待确认).</summary>
    public IReadOnlyList<string> Unconfirmed { get; private set; } = [];

    internal void Mark(IEnumerable<string> questionIds) => Unconfirmed = [.. Unconfirmed.Union(questionIds, StringComparer.Ordinal)];

    /// <param name="questionIds">Null: all of them.</param>
    internal void Confirm(IReadOnlyCollection<string>? questionIds)
    {
        if (Unconfirmed.Count > 0)
        {
            Unconfirmed = questionIds is null ? [] : [.. Unconfirmed.Except(questionIds, StringComparer.Ordinal)];
        }
    }

    internal void Save(FormSection definition, Answers answers, int expectedVersion, Answers? basis, string by, DateTimeOffset now)
    {
        if (expectedVersion != Version)
        {
            var merged = AnswersMerge.Of(definition, expectedVersion == 0 ? Answers.Empty : basis, answers, Answers);
            if (merged.Conflicts.Count > 0)
            {
                throw new SectionConflictException(merged);
            }

            answers = merged.Answers;
            if (answers.SameAs(Answers))
            {
                return;
            }
        }

        // Whoever changes an answer that was taken over has looked at it.
        Confirm([.. Unconfirmed.Where(id => !answers.SameAs(Answers, id))]);
        Answers = answers;
        Version++;
        SavedAt = now;
        SavedBy = by;
    }
}

/// <summary>Two people changed the same field of a section differently (同一处两份内容); the first one's text is stored, the second must choose.</summary>
public sealed class SectionConflictException(MergedAnswers merged) : StaleVersionException("您打开页面之后，同一处内容已在另一个窗口或由他人改成了别的内容，请核对两处内容后再保存。")
{
    /// <summary>Everything that does not clash is merged already.</summary>
    public MergedAnswers Merged { get; } = merged;
}

/// <summary>An earlier text of a section (部分历史版本), kept so that nothing overwritten is lost; bounded in number.</summary>
public sealed class SectionVersion
{
    private SectionVersion()
    {
    }

    public Guid ApplicationId { get; private init; }

    public string SectionId { get; private init; } = "";

    public int Version { get; private init; }

    public Answers Answers { get; private init; } = Answers.Empty;

    public DateTimeOffset SavedAt { get; private init; }

    public string SavedBy { get; private init; } = "";
}
