using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>The declaration and the act of submitting, also for the answer to a return for correction.</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class SubmitModel(OwnCaseServices services, SubmitApplication submit) : OwnCasePage(services)
{
    public sealed class InputModel
    {
        public bool Declared { get; set; }
    }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public ApplicationCheck Check { get; private set; } = new([], []);

    public bool IsCorrection => Case.OpenCorrection is not null;

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        base.OnPageHandlerExecutionAsync(context, async () =>
        {
            Check = await Services.Check.RunAsync(Case, Rules, HttpContext.RequestAborted);
            return await next();
        });

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Input.Declared)
        {
            throw new InvalidInputException("Input.Declared", IsOnBehalf ? "请核对录入的内容与纸质原件一致后勾选，再提交。" : "请阅读并勾选声明后再提交。");
        }

        var receipt = await submit.RunAsync(Id, Actor, cancellationToken);
        TempData.Flash($"已提交，申报编号 {receipt.ReceiptNumber}。");
        return Redirect(ApplicationLinks.Receipt(Id));
    }
}
