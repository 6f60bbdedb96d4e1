using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Identity;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Account;

[RequirePermission(Permission.OwnAccount)]
public sealed class PasswordModel(ChangePassword change, SignInManager<AppUser> signIn) : ActorPage
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Current).NotEmpty().WithMessage("请填写原密码。"),
        v => v.RuleFor(x => x.Password).NotEmpty().WithMessage("请填写新密码。").NotEqual(x => x.Current).When(x => !string.IsNullOrEmpty(x.Password), ApplyConditionTo.CurrentValidator).WithMessage("新密码不能与原密码相同。"),
        v => v.RuleFor(x => x.PasswordAgain).Equal(x => x.Password).WithMessage("两次填写的新密码不一致，请重新填写。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public bool First { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        var user = await change.RunAsync(Input.Current!, Input.Password!, Actor, cancellationToken);
        await signIn.RefreshSignInAsync(user);
        TempData.Flash("密码已修改。");
        return Redirect("/");
    }

    public sealed class InputModel
    {
        public string? Current { get; set; }

        public string? Password { get; set; }

        public string? PasswordAgain { get; set; }
    }
}
