using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One line of the timeline in public wording (办理进度).</summary>
public sealed record TimelineEntry(DateTimeOffset At, string Text);

[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class DetailModel(OwnCaseServices services) : OwnCasePage(services)
{
    public IReadOnlyList<SectionState> Sections { get; private set; } = [];

    public IReadOnlyList<TimelineEntry> Timeline { get; private set; } = [];

    /// <summary>True while answers or files of an older form wait to be seen to.</summary>
    public bool HasKept { get; private set; }

    /// <summary>True while anything of it may be changed.</summary>
    public bool IsEditable => Sections.Any(s => Case.MayEdit(s.Section.Id, Round, Now));

    /// <summary>The owner's name, when somebody else reads.</summary>
    public string? OwnerName => Case.OwnerId == Actor.UserId ? null : Case.Collaborators.FirstOrDefault(c => c.Right == Domain.Applications.CaseRight.Own)?.Name;

    public int Complete => Sections.Count(s => s.Status is Domain.Forms.SectionStatus.Complete or Domain.Forms.SectionStatus.NotAsked);

    /// <summary>True for a returned part that has been worked on since.</summary>
    public bool IsCorrected(SectionState state) => Case.OpenCorrection is { } open && state.Correction is not null
        && (state.SavedAt > open.RequestedAt || Case.Attachments.Any(a => string.Equals(a.SectionId, state.Section.Id, StringComparison.Ordinal) && a.UploadedAt > open.RequestedAt));

    public string ChannelName => Services.Authorities.Find(Case.ChannelCode)?.Name ?? Case.ChannelCode;

    /// <summary>True when an earlier application could fill in what is still blank.</summary>
    public bool OffersCopy { get; private set; }

    /// <summary>That it came in on paper; null: it did not.</summary>
    public PaperFilingReading? Paper { get; private set; }

    /// <summary>Referees who have answered, where the form asks for them.</summary>
    public int RefereesAnswered { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Paper = await PaperFilingReading.FindAsync(Services.Db, Id, Actor, cancellationToken);
        RefereesAnswered = Track.Form.Referees is null ? 0 : await Services.Db.Set<RefereeRequest>().CountAsync(r => r.ApplicationId == Id && r.State == RefereeState.Answered, cancellationToken);
        Sections = Services.Check.Sections(Case, Rules);
        // A case that was never taken over to another form costs nothing here.
        HasKept = Case.Sections.Any(s => s.CarriedVersion is not null) && await Services.Db.Set<KeptAnswers>().AnyAsync(k => k.ApplicationId == Id && k.ConfirmedAt == null, cancellationToken);
        OffersCopy = !IsOnBehalf && Sections.Any(s => s.Status == Domain.Forms.SectionStatus.NotStarted && MayEdit(s.Section.Id)) && await CopyApplication.Sources(Services.Db, Case, Actor).AnyAsync(cancellationToken);
        Timeline = await Services.Db.AuditEntries.AsNoTracking().Where(e => e.ChainId == Id && e.PublicText != null).OrderByDescending(e => e.Sequence)
            .Select(e => new TimelineEntry(e.At, e.PublicText!)).ToListAsync(cancellationToken);
    }
}
