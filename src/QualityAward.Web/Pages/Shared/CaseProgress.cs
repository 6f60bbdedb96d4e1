using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Shared;

/// <summary>One line of a case's trail (办理记录) as offices read it; model of <c>_CaseTimeline</c>.</summary>
public sealed record CaseTrace(DateTimeOffset At, string Who, string What, string? Reason);

/// <summary>How far a case has come (办理进度): its stages as a picture, its trail as a list.</summary>
public static class CaseProgress
{
    /// <summary>The track's stages; the present one carries the day since when it runs, or why the case ended there.</summary>
    public static IReadOnlyList<StageStep> Steps(TrackDefinition track, CasePosition position)
    {
        var at = track.Stages.ToList().FindIndex(s => s.Stage == position.Stage);
        return
        [
            .. track.Stages.Select((s, i) => i < at ? new StageStep(s.Name, StepState.Done)
                : i > at ? new StageStep(s.Name, StepState.Todo)
                : new StageStep(s.Name, position.IsOpen ? StepState.Current : StepState.Skipped, position.Ending is { } ending ? $"{StageNames.Of(ending)}，{ChinaTime.Date(position.Since)}" : $"自{ChinaTime.Date(position.Since)}起")),
        ];
    }

    /// <summary>Who hands a case in and recommends it (申报和推荐一方): what they did is no secret among them.</summary>
    private static readonly string[] Recommending = [nameof(Role.Applicant), nameof(Role.RecommendingOffice), nameof(Role.Department)];

    /// <summary>
    /// The case's trail, newest first, without refused attempts. Whoever recommends reads of the office's and the experts' acts what the public wording says, never
    /// their reasons, names or points.
    /// </summary>
    public static async Task<IReadOnlyList<CaseTrace>> TrailAsync(QualityAwardDbContext db, Guid caseId, Actor reader, CancellationToken cancellationToken)
    {
        var entries = db.AuditEntries.AsNoTracking().Where(e => e.ChainId == caseId && !e.Action.StartsWith("Refused:"));
        if (reader.Role != Role.RecommendingOffice)
        {
            return await entries.OrderByDescending(e => e.Sequence).Select(e => new CaseTrace(e.At, e.ActorName, e.Summary, e.Reason)).ToListAsync(cancellationToken);
        }

        var shown = await entries.Where(e => Recommending.Contains(e.ActorRole) || e.PublicText != null).OrderByDescending(e => e.Sequence)
            .Select(e => new { e.At, e.ActorName, e.ActorRole, e.Summary, e.PublicText, e.Reason }).ToListAsync(cancellationToken);
        return
        [
            .. shown.Select(e => Recommending.Contains(e.ActorRole, StringComparer.Ordinal)
                ? new CaseTrace(e.At, e.ActorName, e.Summary, e.Reason)
                : new CaseTrace(e.At, Enum.TryParse<Role>(e.ActorRole, out var role) ? RoleNames.Of(role) : "", e.PublicText!, Reason: null)),
        ];
    }
}
