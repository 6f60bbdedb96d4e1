using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Everything on one page before submitting, with the conditions' verdicts.</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class CheckModel(OwnCaseServices services) : OwnCasePage(services)
{
    public ApplicationCheck Check { get; private set; } = new([], []);

    public bool MayEdit(SectionState state) => MayEdit(state.Section.Id);

    /// <summary>True while the case, or its correction, waits to be handed in.</summary>
    public bool AwaitsSubmission => Right >= CaseRight.Submit && Check.Sections.Any(MayEdit);

    protected override IEnumerable<Domain.Applications.Attachment> ShownFiles => Case.Attachments;

    public SectionReading Reading(SectionState state) => new()
    {
        Section = state.Section, Answers = state.Answers, Warnings = state.Warnings, Context = FormContexts.Of(Rules, Services.Time), Rights = ReadingRights.Office, HeadingLevel = 0,
        Files = [.. Case.Attachments.Where(a => string.Equals(a.SectionId, state.Section.Id, StringComparison.Ordinal)).OrderBy(a => a.UploadedAt)
            .Select(a => AttachedFile.Of(a, Records))],
    };

    public async Task OnGetAsync(CancellationToken cancellationToken) => Check = await Services.Check.RunAsync(Case, Rules, cancellationToken);
}
