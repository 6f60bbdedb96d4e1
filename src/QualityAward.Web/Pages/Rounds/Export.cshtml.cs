using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>The round's pack as a folder of files (导出奖项包), with forms, terms and drafts as they are now; <c>./dev programme check</c> takes it.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class ExportModel(RoundRulesReader reader, FormDrafts forms) : RoundPage(reader)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var pack = await forms.PackAsync(Rules, cancellationToken);
        pack = pack with { Terms = [.. Enum.GetValues<Role>().Select(r => Round.TermsOf(r, pack)).OfType<Domain.Programmes.Terms>()] };
        return File(PackWriter.Zip(pack), "application/zip", $"{pack.Code}-{Round.Year}.zip");
    }
}
