using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Experts;

/// <summary>登记专家.</summary>
[RequirePermission(Permission.ManageExperts)]
public sealed class RegisterModel(QualityAwardDbContext db, RegisterExpert register) : ActorPage
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.AccountId).NotNull().WithMessage("请选择一个评审专家账号。"),
        v => v.RuleFor(x => x.EmployerName).MaxWords(100).WithMessage("工作单位不能超过 100 字。"),
        v => v.RuleFor(x => x.Title).MaxWords(50).WithMessage("职务、职称不能超过 50 字。"),
        v => v.RuleFor(x => x.Specialities).MaxWords(200).WithMessage("专业领域不能超过 200 字。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Accounts { get; private set; } = [];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Accounts = await db.Users.AsNoTracking().Where(u => u.Role == Role.Expert && !db.Set<Expert>().Any(e => e.Id == u.Id))
            .OrderBy(u => u.UserName).Select(u => new SelectListItem(u.DisplayName + "（" + u.UserName + "）", u.Id.ToString())).ToListAsync(HttpContext.RequestAborted);
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        await register.RunAsync(
            Input.AccountId!.Value, Input.EmployerName ?? "", Input.EmployerCreditCode, Input.Title ?? "", (Input.Specialities ?? "").Split(['、', '，', ',', '；', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Actor, cancellationToken);
        TempData.Flash("专家已登记。");
        return Redirect("/experts");
    }

    public sealed class InputModel
    {
        public Guid? AccountId { get; set; }

        public string? EmployerName { get; set; }

        public string? EmployerCreditCode { get; set; }

        public string? Title { get; set; }

        public string? Specialities { get; set; }
    }
}
