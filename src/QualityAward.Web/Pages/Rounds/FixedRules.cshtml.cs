using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>What the documents fix for the round (规则已定事项), apart from what the office may set; each with its clause.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class FixedRulesModel(RoundRulesReader reader) : RoundPage(reader)
{
    public void OnGet()
    {
        // Everything has been loaded.
    }
}
