using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Reads what was handed in last (最近提交的材料).</summary>
internal static class LatestSubmission
{
    public static Task<Submission?> OfAsync(QualityAwardDbContext db, Guid applicationId, CancellationToken cancellationToken) =>
        db.Submissions.AsNoTracking().Where(s => s.ApplicationId == applicationId).OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The answer with a well-known meaning, whatever the form calls it.</summary>
    public static string? FactIn(FrozenContent content, FormDefinition form, Fact fact) =>
        form.Sections.SelectMany(s => s.Questions.Where(q => q.Fact == fact).Select(q => content.AnswersOf(s.Id).Text(q.Id))).FirstOrDefault(t => t is not null);
}
