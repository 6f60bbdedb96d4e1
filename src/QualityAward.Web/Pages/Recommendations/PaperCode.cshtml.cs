using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>What a code on a paper stands for (校验码查验): which form of which case, printed when, and whether the data are still the same.</summary>
[RequirePermission(Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise)]
public sealed class PaperCodeModel(QualityAwardDbContext db, RoundRulesReader reader) : ActorPage
{
    public PrintedPaper Printed { get; private set; } = null!;

    public string ApplicantName { get; private set; } = "";

    public string ReceiptNumber { get; private set; } = "";

    /// <summary>True while the data are those of the paper.</summary>
    public bool IsCurrent { get; private set; }

    /// <summary>True when the sealed paper of this version has been handed back.</summary>
    public bool IsBack { get; private set; }

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        var visible = db.VisibleApplications(Actor);
        var read = PaperVersion.Read(code);
        var printed = await db.Set<PrintedPaper>().AsNoTracking().Where(p => p.Code == read && visible.Any(a => a.Id == p.ApplicationId)).OrderBy(p => p.PrintedAt).FirstOrDefaultAsync(cancellationToken);
        if (printed is null)
        {
            return NotFound();
        }

        var application = await visible.AsNoTracking().SingleAsync(a => a.Id == printed.ApplicationId, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var recommendation = await db.Set<Recommendation>().AsNoTracking().Include(r => r.Sections).Include(r => r.Opinions).AsSplitQuery().SingleOrDefaultAsync(r => r.ApplicationId == application.Id, cancellationToken);
        var now = PaperVersion.Of(printed.Kind, await RecommendationCase.BasisAsync(db, application, rules, cancellationToken), application, recommendation, rules);
        (Printed, ApplicantName, ReceiptNumber) = (printed, application.ApplicantName, application.ReceiptNumber!);
        IsCurrent = string.Equals(now.Sha256, printed.Sha256, StringComparison.Ordinal);
        IsBack = string.Equals(recommendation?.Scan(printed.Kind)?.PaperSha256, printed.Sha256, StringComparison.Ordinal);
        return Page();
    }
}
