using Microsoft.AspNetCore.Identity;
using QualityAward.Domain;
using QualityAward.Infrastructure.Identity;

namespace QualityAward.Web.Access;

/// <summary>Asks for the password once more before an act with legal effect (法律行为再次验证密码); wrong ones count towards the lock-out.</summary>
public sealed class LegalAct(UserManager<AppUser> users) : IOperation
{
    public async Task RequirePasswordAsync(Actor actor, string? password)
    {
        var user = await users.FindByIdAsync(actor.UserId.ToString());
        if (user is null || await users.IsLockedOutAsync(user))
        {
            throw new RefusedException("locked", "密码连续输错，账号已暂时锁定，请稍后再试。");
        }

        if (string.IsNullOrEmpty(password) || !await users.CheckPasswordAsync(user, password))
        {
            if (!string.IsNullOrEmpty(password))
            {
                await users.AccessFailedAsync(user);
            }

            throw new InvalidInputException("Password", "密码不正确，请重新输入您的登录密码。");
        }

        await users.ResetAccessFailedCountAsync(user);
    }
}
