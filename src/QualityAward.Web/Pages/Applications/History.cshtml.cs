using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One earlier text in the list.</summary>
public sealed record SectionVersionRow(int Version, string SavedBy, DateTimeOffset SavedAt);

/// <summary>Earlier texts of a section: seen beside the present one, and brought back.</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class HistoryModel(OwnCaseServices services, SaveSection save) : OwnCasePage(services)
{
    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "version")]
    public int? Version { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public FormSection Section { get; private set; } = null!;

    public IReadOnlyList<SectionVersionRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public SectionVersion? Chosen { get; private set; }

    public IReadOnlyList<ComparedAnswer> Differences { get; private set; } = [];

    public bool IsEditable => MayEdit(SectionId);

    /// <summary>The stored version that is shown beside the chosen one.</summary>
    public int Present => Case.Sections.FirstOrDefault(s => string.Equals(s.SectionId, SectionId, StringComparison.Ordinal))?.Version ?? 0;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await FillAsync(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromForm] int present, CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken) || Chosen is null)
        {
            return NotFound();
        }

        if (present != Present)
        {
            throw new StaleVersionException("您打开页面之后，这一部分又有人保存过。请核对下面的差别后再恢复。");
        }

        await save.RunAsync(Id, SectionId, Chosen.Answers, present, Actor, cancellationToken);
        TempData.Flash($"“{Section.Heading}”已恢复为第 {Chosen.Version} 版。");
        return Redirect(ApplicationLinks.Section(Id, SectionId));
    }

    protected override IActionResult? Refuse()
    {
        if (Track.Form.Section(SectionId) is not { } section)
        {
            return NotFound();
        }

        Section = section;
        return null;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var versions = Services.Db.Set<SectionVersion>().AsNoTracking().Where(v => v.ApplicationId == Id && v.SectionId == SectionId);
        Paging = new Paging(PageNumber, await versions.CountAsync(cancellationToken));
        Rows = await versions.OrderByDescending(v => v.Version).Skip(Paging.Skip).Take(Paging.Size).Select(v => new SectionVersionRow(v.Version, v.SavedBy, v.SavedAt)).ToListAsync(cancellationToken);
        if (Version is not { } version)
        {
            return true;
        }

        Chosen = await SectionHistory.FindAsync(Services.Db, Id, SectionId, version, cancellationToken);
        if (Chosen is null)
        {
            return false;
        }

        Differences = ComparedSection.Of(Section, FormContexts.Of(Rules, Services.Time), Chosen.Answers, Case.AnswersOf(SectionId), new ReadingRights(MaskPersonal: !IsEditable)).Answers;
        return true;
    }
}
