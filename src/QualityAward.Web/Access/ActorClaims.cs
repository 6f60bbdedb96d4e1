using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Identity;

namespace QualityAward.Web.Access;

/// <summary>Puts role, authority and display name into the sign-in cookie, so that no page has to read the account again.</summary>
public sealed class ActorClaimsFactory(UserManager<AppUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<AppUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AppUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(ActorClaims.RoleClaim, user.Role.ToString()));
        identity.AddClaim(new Claim(ActorClaims.NameClaim, user.DisplayName));
        if (user.AuthorityCode is not null)
        {
            identity.AddClaim(new Claim(ActorClaims.AuthorityClaim, user.AuthorityCode));
        }

        if (user.MustChangePassword)
        {
            identity.AddClaim(new Claim(ActorClaims.MustChangePasswordClaim, "1"));
        }

        return identity;
    }
}

/// <summary>Reads the actor from the signed-in principal (当前操作人).</summary>
public static class ActorClaims
{
    public const string RoleClaim = "qa:role";
    public const string NameClaim = "qa:name";
    public const string AuthorityClaim = "qa:authority";
    public const string MustChangePasswordClaim = "qa:must-change-password";

    /// <summary>The actor, or null when nobody is signed in.</summary>
    public static Actor? FindActor(this ClaimsPrincipal user, string? address = null) =>
        user.Identity?.IsAuthenticated == true
        && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && Enum.TryParse<Role>(user.FindFirstValue(RoleClaim), out var role)
            ? new Actor(id, user.FindFirstValue(NameClaim) ?? "", role, user.FindFirstValue(AuthorityClaim), address)
            : null;

    public static Actor? FindActor(this HttpContext context) => context.User.FindActor(context.Connection.RemoteIpAddress?.ToString());
}
