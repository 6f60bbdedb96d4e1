using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One version in the choice.</summary>
/// <param name="Number">0: the draft as it stands.</param>
public sealed record VersionChoice(int Number, DateTimeOffset? At);

/// <summary>
/// Two submissions of a case field by field, for the applicant (with the draft besides) and the offices that see the case. What the applicant took back
/// stays between the applicant and the system.
/// </summary>
[RequirePermission(Permission.Apply, Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise)]
public sealed class CompareModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "from")]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "to")]
    public int? To { get; set; }

    public Guid? CaseId => Id;

    public Application Case { get; private set; } = null!;

    public RoundRules Rules { get; private set; } = null!;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<VersionChoice> Versions { get; private set; } = [];

    public VersionChoice Before { get; private set; } = null!;

    public VersionChoice After { get; private set; } = null!;

    public IReadOnlyList<ComparedSection> Sections { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Items(int chosen) =>
    [
        .. Versions.Select(v => new SelectListItem(
            v.At is { } at ? $"第 {v.Number} 版（{ChinaTime.Moment(at)} 提交）" : Case.Position.Stage == Stage.Application ? "现在的草稿" : "系统中现在的内容", v.Number.ToString(CultureInfo.InvariantCulture), v.Number == chosen)),
    ];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!await LoadAsync(HttpContext.RequestAborted))
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var isOwn = Actor.Role == Role.Applicant;
        var cases = db.VisibleApplications(Actor).AsNoTracking().Where(a => a.Id == Id);
        var found = isOwn ? await cases.AsSplitQuery().Include(a => a.Sections).Include(a => a.Attachments).SingleOrDefaultAsync(cancellationToken) : await cases.SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return false;
        }

        var submissions = db.Submissions.AsNoTracking().Where(s => s.ApplicationId == Id && (isOwn || s.RecalledAt == null));
        var versions = await submissions.OrderBy(s => s.Number).Select(s => new VersionChoice(s.Number, s.SubmittedAt)).ToListAsync(cancellationToken);
        if (isOwn && versions.Count > 0)
        {
            versions.Add(new VersionChoice(0, null));
        }

        if (versions.Count == 0)
        {
            return false;
        }

        Case = found;
        Versions = versions;
        Rules = await reader.GetAsync(found, cancellationToken);
        var last = versions[^1].Number == 0 && versions.Count > 2 ? versions.Count - 2 : versions.Count - 1;
        After = versions.Find(v => v.Number == To) ?? versions[last];
        Before = versions.Find(v => v.Number == From) ?? versions[Math.Max(0, last - 1)];
        var numbers = new[] { Before.Number, After.Number };
        var contents = await submissions.Where(s => numbers.Contains(s.Number)).ToDictionaryAsync(s => s.Number, s => s.Content, cancellationToken);
        var form = Rules.Track(found.Track).Form;
        Sections = ComparedSection.All(form, FormContexts.Of(Rules, time), Content(Before), Content(After), ReadingRights.Office);
        return true;

        FrozenContent Content(VersionChoice version) => version.Number == 0 ? found.Freeze(form, FormContexts.Of(Rules, time)) : contents[version.Number];
    }
}
