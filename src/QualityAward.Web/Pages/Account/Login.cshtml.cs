using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Account;

[AllowAnonymous]
public sealed class LoginModel(SignInManager<AppUser> signIn, UserManager<AppUser> users, QualityAwardDbContext db, TimeProvider time) : PageModel
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(Input.UserName))
        {
            problems.Add(new InputProblem("Input.UserName", "请填写用户名。"));
        }

        if (string.IsNullOrEmpty(Input.Password))
        {
            problems.Add(new InputProblem("Input.Password", "请填写密码。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        var user = await users.FindByNameAsync(Input.UserName!.Trim());
        if (user is null)
        {
            // As slow as a wrong password, so that the time does not tell either.
            users.PasswordHasher.HashPassword(new AppUser(), Input.Password!);
            throw Wrong();
        }

        var result = await signIn.CheckPasswordSignInAsync(user, Input.Password!, lockoutOnFailure: true);
        if (result.IsLockedOut)
        {
            await RecordAsync(user, "LoginLocked", "登录被拒绝：账号已锁定", cancellationToken);
            throw new InvalidInputException("Input.UserName", "密码连续输错 5 次，账号已锁定 15 分钟；请稍后再试，或联系管理员解锁。");
        }

        if (!result.Succeeded)
        {
            await RecordAsync(user, "LoginFailed", "登录失败：密码不正确", cancellationToken);
            throw Wrong();
        }

        if (user.State != AccountState.Active)
        {
            await RecordAsync(user, "LoginRefused", "登录被拒绝：账号未启用", cancellationToken);
            throw new InvalidInputException("Input.UserName", user.State == AccountState.AwaitingGrant ? "该账号尚待安全管理员授权，暂不能登录。" : "该账号已停用，请联系管理员。");
        }

        await signIn.SignInAsync(user, isPersistent: false);
        await RecordAsync(user, "Login", "登录", cancellationToken);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");

        // The same words for both, so that nobody learns which user names exist.
        static InvalidInputException Wrong() => new("Input.Password", "用户名或密码不正确，请重新填写。");
    }

    private Task RecordAsync(AppUser user, string action, string summary, CancellationToken cancellationToken) => db.RecordAsync(
        new CaseEvent(user.Id, action, new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode, HttpContext.Connection.RemoteIpAddress?.ToString()), time.GetUtcNow(), summary),
        cancellationToken);

    public sealed class InputModel
    {
        public string? UserName { get; set; }

        public string? Password { get; set; }
    }
}
