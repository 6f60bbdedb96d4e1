using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Account;

[RequirePermission(Permission.OwnAccount)]
public sealed class PasswordModel(UserManager<AppUser> users, SignInManager<AppUser> signIn, QualityAwardDbContext db, TimeProvider time) : ActorPage
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Current).NotEmpty().WithMessage("请填写原密码。"),
        v => v.RuleFor(x => x.Password).NotEmpty().WithMessage("请填写新密码。").NotEqual(x => x.Current).WithMessage("新密码不能与原密码相同。"),
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
        var user = await users.GetUserAsync(User) ?? throw new InvalidOperationException("The signed-in account is gone.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        AccountFields.Require(await users.ChangePasswordAsync(user, Input.Current!, Input.Password!));
        user.MustChangePassword = false;
        AccountFields.Require(await users.UpdateAsync(user));
        await db.RecordAsync(new CaseEvent(user.Id, "ChangePassword", Actor, time.GetUtcNow(), "修改密码"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
