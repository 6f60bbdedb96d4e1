using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Honours;

/// <summary>A winner with certificate and prize.</summary>
public sealed record WinnerRow(Guid HonourId, string HolderName, Track Track, string TierName, string CertificateNumber, HonourStatus Status, Guid? PrizeId, decimal? Amount, DateOnly? PaidOn, string? Voucher);

/// <summary>One round from approval to prizes: the office acts, the government approver and the supervisor read.</summary>
[RequirePermission(Permission.ManageHonours, Permission.ViewApproval, Permission.Supervise)]
[RequestSizeLimit(25 * 1024 * 1024)]
public sealed class RoundModel(QualityAwardDbContext db, RoundRulesReader reader, RecordApproval approve, FileDownloads files) : ActorPage, ICasePage
{
    private static readonly InlineValidator<InputModel> Validator = new()
    {
        v => v.RuleFor(x => x.DecidedOn).NotNull().WithMessage("请填写批准日期。"),
        v => v.RuleFor(x => x.Sure).Equal(toCompare: true).WithMessage("批准登记后不能更改，请核对后勾选确认。"),
    };

    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RoundRules Rules { get; private set; } = null!;

    public Notice Notice { get; private set; } = null!;

    public Approval? Approval { get; private set; }

    public IReadOnlyList<WinnerRow> Winners { get; private set; } = [];

    public Guid? CaseId => RoundId;

    public bool IsOffice => RolePermissions.Allows(Actor.Role, Permission.ManageHonours);

    public static string Accept { get; } = FileKinds.Accept(RecordApproval.Rule.Kinds);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var notice = await db.Set<Notice>().AsNoTracking().SingleOrDefaultAsync(n => n.RoundId == RoundId && n.AuthorityCode == Actor.AuthorityCode && n.EndedAt != null, cancellationToken);
        if (notice is null)
        {
            context.Result = NotFound();
            return;
        }

        Notice = notice;
        Rules = await reader.GetAsync(RoundId, cancellationToken);
        Approval = await db.Set<Approval>().AsNoTracking().SingleOrDefaultAsync(a => a.RoundId == RoundId, cancellationToken);
        if (Approval?.ProclaimedAt is not null)
        {
            Winners = await db.Set<HonourEntry>().AsNoTracking().Where(h => h.RoundId == RoundId).OrderBy(h => h.CertificateNumber)
                .Select(h => new { Honour = h, Prize = db.Set<PrizeDue>().FirstOrDefault(p => p.HonourId == h.Id) })
                .Select(x => new WinnerRow(
                    x.Honour.Id, x.Honour.HolderName, x.Honour.Track, x.Honour.TierName, x.Honour.CertificateNumber!, x.Honour.Status, x.Prize == null ? null : x.Prize.Id,
                    x.Prize == null ? null : x.Prize.Amount, x.Prize == null ? null : x.Prize.PaidOn, x.Prize == null ? null : x.Prize.Voucher))
                .ToListAsync(cancellationToken);
        }

        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnGetScanAsync(CancellationToken cancellationToken) => Approval is { Scan: { } scan }
        && await files.FindAsync(
            Response, new StoredFile(scan.Sha256, scan.Length, scan.ContentType), scan.FileName, preview: true, byOwner: RolePermissions.Allows(Actor.Role, Permission.ManageHonours), cancellationToken) is { } file
            ? file
            : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Validator.Check(Input, nameof(Input));
        var exclusions = Input.Excluded.Distinct().ToDictionary(id => id, id => Input.Reasons.GetValueOrDefault(id.ToString()) ?? "");
        await using var scan = Input.Scan?.OpenReadStream();
        await approve.RunAsync(RoundId, new ApprovalRecord(Input.DocumentNumber ?? "", Input.DecidedOn!.Value, exclusions), Input.Scan?.FileName, scan, Actor, cancellationToken);
        TempData.Flash("政府批准已登记，可以公布获奖名单。");
        return Redirect(HonoursLinks.Manage(RoundId));
    }

    public sealed class InputModel
    {
        public string? DocumentNumber { get; set; }

        public DateOnly? DecidedOn { get; set; }

        public IFormFile? Scan { get; set; }

        public List<Guid> Excluded { get; set; } = [];

        /// <summary>By application id.</summary>
        public Dictionary<string, string?> Reasons { get; set; } = new(StringComparer.OrdinalIgnoreCase);

        public bool Sure { get; set; }
    }
}
