using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>The form as the applicant, or the recommending office, will see it (预览申报表、预审表), with what is being edited; nothing is saved.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class PreviewModel(RoundRulesReader reader, FormDrafts forms, TimeProvider time) : RoundPage(reader)
{
    [BindProperty(SupportsGet = true, Name = "track")]
    public string FormSlug { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? SectionId { get; set; }

    public RoundForm Which { get; private set; }

    public bool IsPreReview => Which.Purpose == FormPurpose.PreReview;

    public TrackDefinition Track { get; private set; } = null!;

    public FormDefinition Form { get; private set; } = null!;

    public FormSection? Section { get; private set; }

    /// <summary>True when a draft is shown that nobody has published.</summary>
    public bool IsDraft { get; private set; }

    public FormSection? Next => Form.Sections.SkipWhile(s => !string.Equals(s.Id, SectionId, StringComparison.Ordinal)).Skip(1).FirstOrDefault();

    public SectionEditor Editor => new() { Section = Section!, Answers = Answers.Empty, Context = new FormContext(Round.Year, Round.ClosesOn, time.Today()), TakesFiles = false, Clauses = Which.Purpose == FormPurpose.Application ? QuestionClauses.Of(Pack, Which.Track) : null };

    public void OnGet()
    {
        // Everything has been loaded.
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (RoundForm.FromSlug(FormSlug) is not { } which || Pack.TrackOf(which.Track) is not { } definition)
        {
            return false;
        }

        var draft = await forms.FindAsync(Id, which, cancellationToken);
        Which = which;
        Track = definition;
        Form = draft?.Form ?? Pack.FormOf(which);
        IsDraft = draft is not null;
        Section = SectionId is null ? null : Form.Section(SectionId);
        return SectionId is null || Section is not null;
    }
}
