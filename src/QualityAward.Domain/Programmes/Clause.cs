using System.Text.Json.Serialization;

namespace QualityAward.Domain.Programmes;

/// <summary>Where a rule or number comes from (条款): a source document of the pack and the article in it.</summary>
/// <param name="Source">Id of a <see cref="SourceDocument"/> of the same pack.</param>
/// <param name="Article">The place, as cited: 第八条第（六）项.</param>
public sealed record Clause(string Source, string Article);

/// <summary>An official document that the pack rests on (依据文件).</summary>
public sealed record SourceDocument
{
    public required string Id { get; init; }

    /// <summary>Title without the book-title marks.</summary>
    public required string Title { get; init; }

    /// <summary>Document number with 〔〕; null where the document has none.</summary>
    public string? Number { get; init; }

    public DateOnly? Date { get; init; }

    /// <summary>What a reader must know, e.g. that it is a draft for comment.</summary>
    public string? Note { get; init; }

    [JsonIgnore]
    public string Citation => Number is null ? $"《{Title}》" : $"《{Title}》（{Number}）";
}
