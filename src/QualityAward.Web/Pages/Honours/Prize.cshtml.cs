using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Honours;

/// <summary>Records the payment of one prize.</summary>
[RequirePermission(Permission.ManageHonours)]
public sealed class PrizeModel(QualityAwardDbContext db, RecordPrizePayment record) : ActorPage, ICasePage
{
    private static readonly InlineValidator<InputModel> Validator = new()
    {
        v => v.RuleFor(x => x.PaidOn).NotNull().WithMessage("请填写发放日期。"),
        v => v.RuleFor(x => x.Sure).Equal(toCompare: true).WithMessage("发放登记后不能更改，请核对后勾选确认。"),
    };

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public PrizeDue Prize { get; private set; } = null!;

    public Guid? CaseId => Prize?.ApplicationId;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await db.Set<PrizeDue>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id && p.AuthorityCode == Actor.AuthorityCode, HttpContext.RequestAborted) is not { } prize)
        {
            context.Result = NotFound();
            return;
        }

        Prize = prize;
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Validator.Check(Input, nameof(Input));
        await record.RunAsync(Id, Input.PaidOn!.Value, Input.Voucher ?? "", Actor, cancellationToken);
        TempData.Flash($"“{Prize.HolderName}”的奖金发放已登记。");
        return Redirect(HonoursLinks.Manage(Prize.RoundId));
    }

    public sealed class InputModel
    {
        public DateOnly? PaidOn { get; set; }

        public string? Voucher { get; set; }

        public bool Sure { get; set; }
    }
}
