using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.PublicNotices;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notices;

/// <summary>A public notice with the objection form while it runs.</summary>
[AllowAnonymous]
[RequestSizeLimit(110 * 1024 * 1024)]
[RequestFormLimits(MultipartBodyLengthLimit = 110 * 1024 * 1024)]
public sealed class DetailModel(QualityAwardDbContext db, FileObjection file, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public Notice Notice { get; private set; } = null!;

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public static IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<ObjectorKind>().Select(k => new SelectListItem(ObjectionNames.Of(k), k.ToString()))];

    public static string Accept { get; } = FileKinds.Accept(FileObjection.Rule.Kinds);

    public IEnumerable<SelectListItem> Targets => Notice.Listed.Select(e => new SelectListItem($"{e.Name}（{e.TierName}）", e.ApplicationId.ToString()));

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await db.Set<Notice>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == Id, HttpContext.RequestAborted) is not { } notice)
        {
            context.Result = NotFound();
            return;
        }

        Notice = notice;
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Input.ApplicationId is null || Input.Kind is null)
        {
            throw new InvalidInputException(
            [
                .. Input.ApplicationId is null ? [new InputProblem("Input.ApplicationId", "请选择异议所针对的公示对象。")] : Array.Empty<InputProblem>(),
                .. Input.Kind is null ? [new InputProblem("Input.Kind", "请选择您以个人还是单位名义提出异议。")] : Array.Empty<InputProblem>(),
            ]);
        }

        var opened = new List<Stream>();
        try
        {
            var evidence = new List<(string, Stream)>();
            foreach (var upload in Input.Evidence)
            {
                var stream = upload.OpenReadStream();
                opened.Add(stream);
                evidence.Add((upload.FileName, stream));
            }

            var form = new ObjectionForm
            {
                ApplicationId = Input.ApplicationId.Value, Kind = Input.Kind.Value, Name = Input.Name ?? "", Number = Input.Number ?? "", ContactName = Input.ContactName ?? "", Phone = Input.Phone ?? "",
                Content = Input.Content ?? "",
            };
            var objection = await file.RunAsync(Id, form, evidence, cancellationToken);
            if (objection.State == ObjectionState.NotAccepted)
            {
                TempData.Flash("您没有填写姓名或单位名称，按匿名异议登记，不予受理。如需核实处理，请实名重新提出。", Tone.Warning);
            }
            else
            {
                TempData.Flash($"已收到您的异议（第 {objection.Number} 号），将于{ChinaCalendar.Text(objection.DueOn!.Value)}前核实处理。您的身份信息严格保密。");
            }
        }
        finally
        {
            foreach (var stream in opened)
            {
                await stream.DisposeAsync();
            }
        }

        return Redirect(DecisionLinks.PublicNotice(Id));
    }

    public sealed class InputModel
    {
        public Guid? ApplicationId { get; set; }

        public ObjectorKind? Kind { get; set; }

        public string? Name { get; set; }

        public string? Number { get; set; }

        public string? ContactName { get; set; }

        public string? Phone { get; set; }

        public string? Content { get; set; }

        public List<IFormFile> Evidence { get; set; } = [];
    }
}
