namespace QualityAward.Domain.Forms;

/// <summary>按条款自评: the text for one criteria item.</summary>
public sealed record NarrativeQuestion : Question
{
    /// <summary>Code of the criteria item, or group of items, that it answers.</summary>
    public required string Item { get; init; }

    public int? Limit { get; init; }

    public IReadOnlyList<string> Prompts { get; init; } = [];

    internal override string Clean(string? typed) => AnswerText.Lines(typed);

    internal override IEnumerable<string> Faults() => AnswerRules.LimitFaults(Id, Limit);

    protected override string? Wrong(string text, FormContext context) => Limit is { } limit ? AnswerRules.TooLong(text, limit) : null;
}

/// <summary>Shorthand of a pack: one narrative for every item of the track's criteria; the reader expands it, so a running form never holds one.</summary>
public sealed record NarrativeSetQuestion : Question
{
    /// <summary>The variant whose groups it stands for; null: the common groups.</summary>
    public string? Variant { get; init; }

    /// <summary>One narrative for each group, with the items as prompts.</summary>
    public bool PerGroup { get; init; }

    public int? Limit { get; init; }

    internal override IEnumerable<string> Faults() => [$"题目“{Id}”应由读取程序展开为逐条自评。"];
}
