using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain.Parties;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Web.Errors;

namespace QualityAward.Web.Pages.Account;

/// <summary>Asks for a link to set a new password (忘记密码). The answer is the same whether there is such an account or not.</summary>
[AllowAnonymous]
public sealed class ForgotModel(AskPasswordReset ask, IMailSender mail) : PageModel
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.UserName).NotEmpty().WithMessage("请填写用户名。").MaximumLength(100).WithMessage("用户名过长，请检查。"),
        v => v.RuleFor(x => x.Email).Must(value => EmailAddress.Problem(value ?? "") is null).WithMessage(x => EmailAddress.Problem(x.Email ?? "")),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public bool Asked { get; set; }

    public bool HasMail => mail.IsOn;

    public void OnGet()
    {
        // Nothing to load.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Asked = false;
        Rules.Check(Input, nameof(Input));
        await ask.RunAsync(Input.UserName!, Input.Email!, HttpContext.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        return RedirectToPage(new { asked = true });
    }

    public sealed class InputModel
    {
        public string? UserName { get; set; }

        public string? Email { get; set; }
    }
}
