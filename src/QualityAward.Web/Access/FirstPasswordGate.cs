namespace QualityAward.Web.Access;

/// <summary>Holds staff at the password page until the first password, which the administrator knows, is changed (首次登录修改密码, GB/T 22239).</summary>
public sealed class FirstPasswordGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User.HasClaim(c => string.Equals(c.Type, ActorClaims.MustChangePasswordClaim, StringComparison.Ordinal))
            && !context.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/display", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/errors", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            context.Response.Redirect("/account/password?first=true");
            return Task.CompletedTask;
        }

        return next(context);
    }
}
