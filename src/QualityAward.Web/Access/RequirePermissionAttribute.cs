using Microsoft.AspNetCore.Authorization;
using QualityAward.Domain.Access;

namespace QualityAward.Web.Access;

/// <summary>What an account needs to see a page (页面权限). Stands on every page model; a page without it, and without <c>[AllowAnonymous]</c>, is refused to everybody.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequirePermissionAttribute(params Permission[] anyOf) : AuthorizeAttribute, IAuthorizationRequirementData
{
    public IReadOnlyList<Permission> AnyOf { get; } = anyOf;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new PermissionRequirement(AnyOf)];
}

/// <summary>Holds when the account's role allows at least one of the permissions.</summary>
public sealed record PermissionRequirement(IReadOnlyList<Permission> AnyOf) : IAuthorizationRequirement;

public sealed class PermissionHandler : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.User.FindActor() is { } actor && requirement.AnyOf.Any(p => RolePermissions.Allows(actor.Role, p)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
