using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>The score sheet as an expert will see it (预览评分表), with the points as set so far; nothing is saved.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class PreviewScoringModel(RoundRulesReader reader) : RoundPage(reader)
{
    [BindProperty(SupportsGet = true, Name = "track")]
    public string TrackSlug { get; set; } = "";

    public TrackDefinition Track { get; private set; } = null!;

    public CriteriaSet Criteria { get; private set; } = null!;

    public void OnGet()
    {
        // Everything has been loaded.
    }

    protected override Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (TrackNames.FromSlug(TrackSlug) is not { } track || Pack.TrackOf(track) is not { } definition)
        {
            return Task.FromResult(false);
        }

        Track = definition;
        // Points that are not all set yet are not used: they would not add up.
        var set = Round.Settings.ItemPoints.OrNull() is { } all && all.TryGetValue(track, out var points) && definition.Criteria.Items.All(i => points.ContainsKey(i.Code));
        Criteria = set ? Rules.Criteria(track) : definition.Criteria;
        return Task.FromResult(true);
    }
}
