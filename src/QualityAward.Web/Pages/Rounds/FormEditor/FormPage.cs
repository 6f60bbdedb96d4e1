using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Links;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>What the pages of the form editor need (表单编辑页面所需).</summary>
public sealed class FormPageServices(RoundRulesReader reader, FormDrafts drafts, EditForm edit) : Access.IOperation
{
    public RoundRulesReader Reader { get; } = reader;

    public FormDrafts Drafts { get; } = drafts;

    public EditForm Edit { get; } = edit;
}

/// <summary>Base of the form editor's pages about one track's form (表单编辑页面).</summary>
public abstract class FormPage(FormPageServices services) : RoundPage(services.Reader)
{
    [BindProperty(SupportsGet = true, Name = "track")]
    public string TrackSlug { get; set; } = "";

    public Track Track { get; private set; }

    /// <summary>Null: nothing has been edited since the last version.</summary>
    public FormDraft? Draft { get; private set; }

    /// <summary>The form as it is being edited.</summary>
    public FormDefinition Form => Draft?.Form ?? Rules.Track(Track).Form;

    public bool MayEdit => Round.State != RoundState.Closed;

    public string TrackName => TrackNames.Of(Track);

    public (string Text, string Href)[] Crumbs =>
    [
        ("年度评奖", RoundLinks.List), (Round.Name, RoundLinks.Detail(Id)), ("申报表", RoundLinks.Forms(Id)), ($"{TrackName}申报表", RoundLinks.Form(Id, Track)),
    ];

    protected Task EditAsync(string? seen, Func<FormDefinition, string?> now, Action<FormDraft, RoundRules, DateTimeOffset> edit, CancellationToken cancellationToken) =>
        services.Edit.RunAsync(Id, Track, seen, now, edit, Actor, cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (TrackNames.FromSlug(TrackSlug) is not { } track || Pack.TrackOf(track) is null)
        {
            return false;
        }

        Track = track;
        await ReloadAsync(cancellationToken);
        return Find();
    }

    /// <summary>Reads the draft as it is now, also after somebody else was faster.</summary>
    protected async Task ReloadAsync(CancellationToken cancellationToken) => Draft = await services.Drafts.FindAsync(Id, Track, cancellationToken);

    /// <summary>Finds the piece that the page is about; false: not found.</summary>
    protected virtual bool Find() => true;
}
