using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// 证据对应表: per criteria item and field the files with their pages, what lacks proof, and the files that prove nothing that is named. The applicant
/// fills it in for the draft; everybody else reads what the latest submission froze, under the own rights.
/// </summary>
[RequirePermission(Permission.Apply, Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise, Permission.Score, Permission.Deliberate, Permission.ViewApproval)]
public sealed class EvidencePageModel(QualityAwardDbContext db, RoundRulesReader reader, TieEvidence tie, TimeProvider time) : ActorPage, ICasePage
{
    private const string TargetField = "Input.Target";

    public sealed class InputModel
    {
        public Guid? File { get; set; }

        /// <summary>As <see cref="EvidenceTarget.Value"/>.</summary>
        public string? Target { get; set; }

        public string? FromPage { get; set; }

        public string? ToPage { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The file that somebody came for.</summary>
    [BindProperty(SupportsGet = true, Name = "file")]
    public Guid? ChosenFile { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public Guid? CaseId => Id;

    public Application Case { get; private set; } = null!;

    public RoundRules Rules { get; private set; } = null!;

    public EvidenceReading Reading { get; private set; } = null!;

    public bool IsOwner { get; private set; }

    /// <summary>Files that the owner may still change.</summary>
    public IReadOnlyList<AttachedFile> Editable { get; private set; } = [];

    public IReadOnlyList<SelectListItem> FileItems => [.. Editable.Select(f => new SelectListItem($"{f.FileName}{(f.PageWords is { } pages ? $"（{pages}）" : null)}", f.Id.ToString()))];

    public IReadOnlyList<SelectListItem> TargetItems { get; private set; } = [];

    public string Back => Actor.Role switch
    {
        Role.Applicant => ApplicationLinks.Overview(Id),
        Role.Expert => ScoringLinks.Material(Id),
        _ => ApplicationLinks.View(Id),
    };

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!await LoadAsync(HttpContext.RequestAborted))
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    public void OnGet() => Input.File = ChosenFile;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        if (Input.File is null)
        {
            problems.Add(new InputProblem("Input.File", "请选择文件。"));
        }

        var target = EvidenceTargets.Parse(Input.Target);
        if (target is null)
        {
            problems.Add(new InputProblem(TargetField, "请选择这个文件证明的条目或字段。"));
        }

        var (from, to) = (Page(Input.FromPage, "Input.FromPage", "起始页码", problems), Page(Input.ToPage, "Input.ToPage", "结束页码", problems));
        InvalidInputException.ThrowIfAny(problems);
        await tie.AddAsync(Id, Input.File!.Value, EvidenceLink.Of(target!.Value.Kind, target.Value.Code, from, to), Actor, cancellationToken);
        TempData.Flash("证据对应已登记。");
        return Redirect($"{ApplicationLinks.Evidence(Id)}?file={Input.File}#add");
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid attachment, string? target, int? fromPage, int? toPage, CancellationToken cancellationToken)
    {
        if (EvidenceTargets.Parse(target) is not { } parsed)
        {
            throw new RefusedException("no-such-link", "找不到这一对应关系，可能已被删除。");
        }

        await tie.RemoveAsync(Id, attachment, new EvidenceLink(parsed.Kind, parsed.Code, fromPage, toPage), Actor, cancellationToken);
        TempData.Flash("证据对应已删除。");
        return Redirect(ApplicationLinks.Evidence(Id));
    }

    private static int? Page(string? typed, string field, string what, List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        if (int.TryParse(AnswerText.Number(typed), NumberStyles.None, CultureInfo.InvariantCulture, out var page))
        {
            return page;
        }

        problems.Add(new InputProblem(field, $"{what}须是整数，请重新填写；证明内容是整个文件的，两个页码都不填。"));
        return null;
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        // Who fills it in works on the map; an office that types in a paper one does, too, while it may still be changed.
        IsOwner = Actor.Role == Role.Applicant || await db.OwnApplications(Actor).AnyAsync(a => a.Id == Id, cancellationToken);
        var query = (IsOwner ? db.OwnApplications(Actor) : db.VisibleApplications(Actor)).AsNoTracking();
        var found = IsOwner
            ? await query.Include(a => a.Sections).Include(a => a.Attachments).Include(a => a.Corrections).Include(a => a.Collaborators).AsSplitQuery().SingleOrDefaultAsync(a => a.Id == Id, cancellationToken)
            : await query.SingleOrDefaultAsync(a => a.Id == Id, cancellationToken);
        var submission = found is null || IsOwner ? null : await db.Submissions.AsNoTracking().Where(s => s.ApplicationId == Id).OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellationToken);
        if (found is null || (submission is null && !IsOwner))
        {
            return false;
        }

        Case = found;
        Rules = submission is null ? await reader.GetAsync(found, cancellationToken) : await reader.OfAsync(await db.Rounds.SingleAsync(r => r.Id == found.RoundId, cancellationToken), submission.PackHash, cancellationToken);
        var whole = Rules.Track(found.Track).Form;
        var context = FormContexts.Of(Rules, time);
        var content = submission?.Content ?? found.Freeze(whole, context);
        var form = (submission is null ? found.Filled(whole, context) : submission.Content.Filled(whole, context)).AskedForm;
        var records = await db.FileRecordsAsync(content.Files.Select(f => f.Sha256), cancellationToken);
        Reading = new EvidenceReading(Id, form, Rules.Criteria(found.Track), content, ViewModel.RightsOf(Actor.Role), records, byOwner: IsOwner);
        if (IsOwner)
        {
            var now = time.GetUtcNow();
            // A collaborator who may only read finds the map without its forms.
            var mayEdit = found.RightOf(Actor.UserId) >= CaseRight.Edit;
            var sections = content.Files.Where(f => mayEdit && found.MayEdit(f.SectionId, Rules.Round, now)).Select(f => f.Id).ToHashSet();
            Editable = [.. Reading.Files.Where(f => sections.Contains(f.Id))];
            TargetItems = Items(EvidenceTargets.All(form, Rules.Criteria(found.Track)));
        }

        return true;
    }

    private static IReadOnlyList<SelectListItem> Items(IReadOnlyList<EvidenceTarget> targets)
    {
        var groups = targets.Select(t => t.Group).Distinct(StringComparer.Ordinal).ToDictionary(g => g, g => new SelectListGroup { Name = g }, StringComparer.Ordinal);
        return [.. targets.Select(t => new SelectListItem(t.Label, t.Value) { Group = groups[t.Group] })];
    }
}
