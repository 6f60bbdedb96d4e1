using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Infrastructure.Identity;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Account;

/// <summary>Where the link of a letter leads with which a new password is set (重设密码).</summary>
[AllowAnonymous]
public sealed class ResetModel(AccountLetters letters, ResetPassword reset) : PageModel
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Password).NotEmpty().WithMessage("请填写新密码。"),
        v => v.RuleFor(x => x.PasswordAgain).Equal(x => x.Password).WithMessage("两次填写的新密码不一致，请重新填写。"),
    };

    [BindProperty(SupportsGet = true)]
    public string Secret { get; set; } = "";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>False: the link is good for nothing.</summary>
    public bool IsGood { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        IsGood = await letters.FindAsync(LetterPurpose.ResetPassword, Secret, HttpContext.RequestAborted) is not null;
        await next();
    }

    public void OnGet() => Response.StatusCode = IsGood ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        await reset.RunAsync(Secret, Input.Password!, HttpContext.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        TempData.Flash("密码已重设，请用新密码登录。");
        return Redirect(AccountLinks.Login);
    }

    public sealed class InputModel
    {
        public string? Password { get; set; }

        public string? PasswordAgain { get; set; }
    }
}
