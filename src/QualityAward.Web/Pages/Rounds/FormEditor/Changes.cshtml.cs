using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>What was changed in the form, in words, and publishing it as the next version (改动与发布).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class ChangesModel(FormPageServices services, QualityAwardDbContext db, PublishForm publish) : FormPage(services)
{
    [BindProperty]
    public int Seen { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<string> Changes => [.. FormChanges.Between(Pack.FormOf(Which), Form).Select(c => c.Text)];

    public IReadOnlyList<string> Problems => Draft is null ? [] : [.. PackChecks.Check(Pack.WithForm(Which, Form)).Select(p => p.Reason)];

    /// <summary>Drafts that applicants are filling in now; only their number is known to the office.</summary>
    public int OpenDrafts { get; private set; }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (IsPreReview)
        {
            return NotFound();
        }

        var version = await publish.RunAsync(Id, Track, Seen, Reason ?? "", Actor, cancellationToken);
        TempData.Flash($"{Which.Name}第 {version.Number} 版已发布。");
        return Redirect(RoundLinks.Forms(Id));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        OpenDrafts = await db.Applications.CountAsync(a => a.RoundId == Id && a.Track == Track && a.Position.Ending == null && a.Position.Stage == Stage.Application, cancellationToken);
        return true;
    }
}
