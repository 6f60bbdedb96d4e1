using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using QualityAward.Infrastructure.Identity;

namespace QualityAward.Web.Access;

/// <summary>
/// Looks at the account behind a login again every minute (账号复核): disabled, granted anew or with another password, it has a new stamp, and all its
/// logins end. The framework's own check builds the whole of Identity on every request before it finds that it is not time yet, and when it ends a login
/// it asks for a two-factor scheme that this site does not have.
/// </summary>
public static class AccountCheck
{
    public static Task WhenDueAsync(CookieValidatePrincipalContext context)
    {
        var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<SecurityStampValidatorOptions>>().Value;
        return context.Properties.IssuedUtc is { } issued && (options.TimeProvider ?? TimeProvider.System).GetUtcNow() - issued <= options.ValidationInterval
            ? Task.CompletedTask
            : CheckAsync(context);
    }

    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<SignInManager<AppUser>>();
        if (await accounts.ValidateSecurityStampAsync(context.Principal) is { State: AccountState.Active } user)
        {
            // Role and authority as they are now; the renewed cookie is good for another minute.
            context.ReplacePrincipal(await accounts.CreateUserPrincipalAsync(user));
            context.ShouldRenew = true;
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
