using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>An earlier application that can be copied.</summary>
public sealed record CopySource(Guid Id, string RoundName, DateTimeOffset StartedAt, string? ReceiptNumber);

/// <summary>Copies an earlier application of the same applicant into the draft.</summary>
[RequirePermission(Permission.Apply)]
public sealed class CopyModel(OwnCaseServices services, CopyApplication copy) : OwnCasePage(services)
{
    private const int Most = 25;

    [BindProperty]
    public Guid? Source { get; set; }

    public IReadOnlyList<CopySource> Sources { get; private set; } = [];

    /// <summary>True while a part of the draft may be changed.</summary>
    public bool IsEditable => Track.Form.Sections.Any(s => MayEdit(s.Id));

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        base.OnPageHandlerExecutionAsync(context, async () =>
        {
            Sources = await CopyApplication.Sources(Services.Db, Case, Actor).AsNoTracking().Take(Most)
                .Join(Services.Db.Rounds, a => a.RoundId, r => r.Id, (a, r) => new { a.Id, r.Name, a.StartedAt, a.ReceiptNumber })
                .OrderByDescending(a => a.StartedAt).Select(a => new CopySource(a.Id, a.Name, a.StartedAt, a.ReceiptNumber)).ToListAsync(HttpContext.RequestAborted);
            return await next();
        });

    public void OnGet() => Source = Sources.Count > 0 ? Sources[0].Id : null;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Source is not { } source)
        {
            throw new InvalidInputException(nameof(Source), "请选择要复制的申报。");
        }

        var copied = await copy.RunAsync(Id, source, Actor, cancellationToken);
        TempData.Flash($"已复制 {copied.Answers} 项内容、{copied.Files} 个附件。请逐部分核对并确认，确认完才能提交。", Tone.Warning);
        return Redirect(ApplicationLinks.Overview(Id));
    }
}
