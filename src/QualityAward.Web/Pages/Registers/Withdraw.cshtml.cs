using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using QualityAward.Domain.Access;
using QualityAward.Domain.Registers;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>Withdraws a wrong entry (撤回登记): with a reason, and a second person.</summary>
[RequirePermission(Permission.ManageRegisters)]
[RequestSizeLimit(25 * 1024 * 1024)]
public sealed class WithdrawModel(ProposeWithdrawal propose) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "register")]
    public string Slug { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RegisterKind Register { get; private set; }

    public string EntryName { get; private set; } = "";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (RegisterKinds.FromSlug(Slug) is not { } register || await propose.FindAsync(register, Id, Actor, HttpContext.RequestAborted) is not { } found)
        {
            context.Result = NotFound();
            return;
        }

        (Register, EntryName) = (register, found.Name);
        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await using var scan = Input.Document?.OpenReadStream();
        var id = await propose.RunAsync(Register, Id, Input.Reason, scan is null ? null : new RegisterUpload(scan, Input.Document!.FileName), Actor, cancellationToken);
        TempData.Flash("撤回申请已提交复核。复核通过以前，该条登记仍然有效。");
        return Redirect(RegisterLinks.Proposal(id));
    }

    public sealed class InputModel
    {
        public string? Reason { get; set; }

        public IFormFile? Document { get; set; }
    }
}
