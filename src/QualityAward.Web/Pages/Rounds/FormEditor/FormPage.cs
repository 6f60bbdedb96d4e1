using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>What the pages of the form editor need (表单编辑页面所需).</summary>
public sealed class FormPageServices(RoundRulesReader reader, FormDrafts drafts, EditForm edit) : Access.IOperation
{
    public RoundRulesReader Reader { get; } = reader;

    public FormDrafts Drafts { get; } = drafts;

    public EditForm Edit { get; } = edit;
}

/// <summary>Base of the form editor's pages about one form (表单编辑页面).</summary>
public abstract class FormPage(FormPageServices services) : RoundPage(services.Reader)
{
    [BindProperty(SupportsGet = true, Name = "track")]
    public string FormSlug { get; set; } = "";

    public RoundForm Which { get; private set; }

    public Track Track => Which.Track;

    /// <summary>申报表 or 预审表.</summary>
    public string Noun => Which.Noun;

    /// <summary>True for what the recommending offices fill in.</summary>
    public bool IsPreReview => Which.Purpose == FormPurpose.PreReview;

    /// <summary>Null: nothing has been edited since the last version.</summary>
    public FormDraft? Draft { get; private set; }

    /// <summary>The form as it is being edited.</summary>
    public FormDefinition Form => Draft?.Form ?? Pack.FormOf(Which);

    public bool MayEdit => FormDraft.MayChange(Round, Which);

    public (string Text, string Href)[] Crumbs =>
    [
        ("年度评奖", RoundLinks.List), (Round.Name, RoundLinks.Detail(Id)), ("申报表", RoundLinks.Forms(Id)), (Which.Name, RoundLinks.Form(Id, Which)),
    ];

    protected Task EditAsync(string? seen, Func<FormDefinition, string?> now, Action<FormDraft, RoundRules, DateTimeOffset> edit, CancellationToken cancellationToken) =>
        services.Edit.RunAsync(Id, Which, seen, now, edit, Actor, cancellationToken);

    /// <summary>Throws every problem at once; a number that could not be read is one too, it would be taken for an empty field.</summary>
    protected void RefuseAny(IEnumerable<InputProblem> problems) => InvalidInputException.ThrowIfAny(
        [.. problems, .. ModelState.Where(e => e.Key.StartsWith("Input.", StringComparison.Ordinal)).SelectMany(e => e.Value!.Errors.Select(error => new InputProblem(e.Key, ErrorSummary.Text(error))))]);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (RoundForm.FromSlug(FormSlug) is not { } which || Pack.TrackOf(which.Track) is null)
        {
            return false;
        }

        Which = which;
        await ReloadAsync(cancellationToken);
        return Find();
    }

    /// <summary>Reads the draft as it is now, also after somebody else was faster.</summary>
    protected async Task ReloadAsync(CancellationToken cancellationToken) => Draft = await services.Drafts.FindAsync(Id, Which, cancellationToken);

    /// <summary>Finds the piece that the page is about; false: not found.</summary>
    protected virtual bool Find() => true;
}
