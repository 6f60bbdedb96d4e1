using System.Diagnostics.CodeAnalysis;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Rounds;

/// <summary>What an applicant's answers say of the variant of the criteria (申报人选择的评分类别).</summary>
/// <param name="Code">The variant; null: not answered yet.</param>
/// <param name="ByOffice">True when it is only the nearest one, which the office confirms or changes.</param>
/// <param name="Missing">Reference of the answer that is missing; null: none.</param>
public sealed record VariantChoice(string? Code, bool ByOffice, string? Missing);

/// <summary>A round's pinned pack with its settings applied (本届规则): what every verb of the round goes by.</summary>
public sealed class RoundRules(Round round, ProgrammePack pack)
{
    public Guid RoundId { get; } = round.Id;

    public Round Round { get; } = round;

    public ProgrammePack Pack { get; } = pack;

    public RoundSettings Settings { get; } = round.Settings;

    public TrackDefinition Track(Track track) => Pack.RequireTrack(track);

    /// <summary>The track's criteria, with the round's own points where the documents give none.</summary>
    public CriteriaSet Criteria(Track track)
    {
        var criteria = Track(track).Criteria;
        return Settings.ItemPoints.OrNull() is { } all && all.TryGetValue(track, out var points) && !criteria.HasPoints
            ? criteria.WithPoints(points)
            : criteria;
    }

    /// <summary>What a case is judged by: the common groups and those of its variant. Refuses while the variant is not known.</summary>
    public CriteriaSet Criteria(Track track, string? variant)
    {
        var criteria = Criteria(track);
        return criteria.Variants.Count == 0 ? criteria
            : variant is not null ? criteria.ForVariant(variant)
            : throw new RefusedException("criteria-variant-not-chosen", $"评价准则按申报人类别分为{string.Join('、', criteria.Variants.Select(v => v.Title))}，尚未确定本申报适用的评分类别，不能评审。", VariantClause(track));
    }

    /// <summary>True when a section can be looked at by itself (独立部分): what is asked in it depends on no other one, and it does not say by which criteria the applicant is scored.</summary>
    public bool StandsAlone(Track track, FormSection section)
    {
        var own = section.Id + ".";
        return section.When is null
            && section.Questions.All(q => q.When is not { } when || when.Reference(section.Id).StartsWith(own, StringComparison.Ordinal))
            && (Track(track).Criteria.VariantBy is not { } by
                || !(by.Answer.StartsWith(own, StringComparison.Ordinal) || by.Nearest?.StartsWith(own, StringComparison.Ordinal) is true));
    }

    /// <summary>What the answers say of the variant; null where the criteria have none.</summary>
    public VariantChoice? VariantChosenIn(Track track, Func<string, Answers> answersOf)
    {
        var criteria = Track(track).Criteria;
        if (criteria.VariantBy is not { } rule)
        {
            return null;
        }

        if (Text(rule.Answer) is not { } kind)
        {
            return new VariantChoice(null, ByOffice: false, rule.Answer);
        }

        return criteria.Variant(kind) is not null ? new VariantChoice(kind, ByOffice: false, Missing: null)
            : rule.Nearest is not null && criteria.Variant(Text(rule.Nearest)) is { } nearest ? new VariantChoice(nearest.Code, ByOffice: true, Missing: null)
            : new VariantChoice(null, ByOffice: true, rule.Nearest ?? rule.Answer);

        string? Text(string reference)
        {
            var dot = reference.IndexOf('.', StringComparison.Ordinal);
            return answersOf(reference[..dot]).Text(reference[(dot + 1)..]);
        }
    }

    /// <summary>True when the track's criteria differ by kind of applicant.</summary>
    public bool HasVariants(Track track) => Track(track).Criteria.VariantBy is not null;

    /// <summary>The variant's name; null: there is none of that code.</summary>
    public string? VariantTitle(Track track, string? code) => Track(track).Criteria.Variant(code)?.Title;

    /// <summary>Where the documents say how a variant is chosen, as cited on screen.</summary>
    public string? VariantClause(Track track) => Cite(Track(track).Criteria.VariantBy?.Clause);

    /// <summary>Bytes that all files of one application may have together.</summary>
    public long UploadLimit(Track track) => Settings.UploadMegabytes.Or(Track(track).Form.MaxTotalMegabytes) * 1024L * 1024;

    /// <summary>Winners at most of a tier: the round's own quota, else the documents' limit; null: no limit.</summary>
    public int? Limit(Tier tier) => Settings.Quotas.Or([]).FirstOrDefault(q => string.Equals(q.Tier, tier.Code, StringComparison.Ordinal))?.Limit ?? tier.Limit;

    [return: NotNullIfNotNull(nameof(clause))]
    public string? Cite(Clause? clause) => Pack.Cite(clause);
}
