using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>That an application came in on paper, as whoever may see the case reads it (代录信息): model of <c>_PaperFiling</c>.</summary>
public sealed record PaperFilingReading(PaperFiling Filing, bool IsSubmitted, Actor Reader)
{
    public PaperFilingState State => Filing.State(IsSubmitted);

    public string StateName => PaperFilingStateNames.Of(State);

    public Tone Tone => ToneOf(State);

    /// <summary>Experts judge the material, not how it came in.</summary>
    public bool ShowsDetails => Reader.Role is Role.Applicant or Role.Office or Role.RecommendingOffice or Role.Supervisor;

    /// <summary>The owner's word is asked for.</summary>
    public bool AsksApplicant => Reader.Role == Role.Applicant && State is PaperFilingState.AwaitsApplicant;

    public static Tone ToneOf(PaperFilingState state) => state switch
    {
        PaperFilingState.Entering => Tone.Neutral,
        PaperFilingState.AwaitsApplicant => Tone.Warning,
        PaperFilingState.Confirmed => Tone.Success,
        PaperFilingState.Disputed => Tone.Danger,
    };

    /// <summary>Null: it came in on line. Whoever asks has been let to the case already.</summary>
    public static async Task<PaperFilingReading?> FindAsync(QualityAwardDbContext db, Guid applicationId, Actor actor, CancellationToken cancellationToken) =>
        await db.Set<PaperFiling>().AsNoTracking().Where(p => p.ApplicationId == applicationId)
            .Join(db.Applications, p => p.ApplicationId, a => a.Id, (p, a) => new { Filing = p, IsSubmitted = a.SubmittedAt != null }).SingleOrDefaultAsync(cancellationToken) is { } found
            ? new PaperFilingReading(found.Filing, found.IsSubmitted, actor)
            : null;
}
