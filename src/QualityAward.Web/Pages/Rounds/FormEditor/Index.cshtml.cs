using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>The forms of a round with their versions and drafts (申报表清单).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class IndexModel(RoundRulesReader reader, FormDrafts drafts) : RoundPage(reader)
{
    public IReadOnlyDictionary<RoundForm, FormDraft> Drafts { get; private set; } = new Dictionary<RoundForm, FormDraft>();

    public void OnGet()
    {
        // Everything has been loaded.
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Drafts = (await drafts.AllAsync(Id, cancellationToken)).ToDictionary(d => d.Which);
        return true;
    }
}
