using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Authorities;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Pages.Users;

/// <summary>What the system administrator gives for a staff account (开通账号).</summary>
public sealed record StaffAccount(string UserName, string DisplayName, Role Role, string? AuthorityCode, string FirstPassword);

/// <summary>
/// Makes a staff account that waits for the security administrator (开通账号): the one who makes accounts cannot give them a role, the one who
/// grants roles cannot make accounts (三员分立).
/// </summary>
public sealed class CreateStaffAccount(QualityAwardDbContext db, UserManager<AppUser> users, AuthorityTree authorities, TimeProvider time) : IOperation
{
    public async Task<AppUser> RunAsync(StaffAccount input, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageUsers);
        if (input.Role is Role.Applicant or Role.Public)
        {
            throw new InvalidInputException("Input.Role", "申报人自行注册，不由管理员开通。");
        }

        if (NeedsAuthority(input.Role) && string.IsNullOrEmpty(input.AuthorityCode))
        {
            throw new InvalidInputException("Input.AuthorityCode", $"“{RoleNames.Of(input.Role)}”账号须选择所属机关。");
        }

        if (!string.IsNullOrEmpty(input.AuthorityCode) && authorities.Find(input.AuthorityCode) is null)
        {
            throw new InvalidInputException("Input.AuthorityCode", "没有这个机关，请从列表中选择。");
        }

        var now = time.GetUtcNow();
        var user = new AppUser
        {
            Id = Guid.CreateVersion7(now), UserName = input.UserName, DisplayName = input.DisplayName, Role = input.Role, AuthorityCode = input.AuthorityCode,
            State = AccountState.AwaitingGrant, MustChangePassword = true, CreatedAt = now,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        AccountFields.Require(await users.CreateAsync(user, input.FirstPassword), passwordField: "Input.FirstPassword");
        await db.RecordAsync(
            new CaseEvent(user.Id, "CreateStaffAccount", actor, now, $"开通账号 {user.UserName}，拟授角色：{RoleNames.Of(user.Role)}") { NewValue = user.AuthorityCode },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return user;
    }

    /// <summary>Roles that act for an authority; experts and the three administrators do not.</summary>
    public static bool NeedsAuthority(Role role) => role switch
    {
        Role.RecommendingOffice or Role.Department or Role.Office or Role.CommitteeMember or Role.GovernmentApprover or Role.Supervisor => true,
        Role.Applicant or Role.Expert or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator or Role.Public => false,
    };
}

/// <summary>What an administrator does to an existing account (账号管理动作).</summary>
public enum AccountAct
{
    /// <summary>授权启用, by the security administrator.</summary>
    Grant,

    /// <summary>停用.</summary>
    Disable,

    /// <summary>解除锁定.</summary>
    Unlock,
}

/// <summary>Grants, disables or unlocks an account (账号授权、停用、解锁).</summary>
public sealed class ManageAccount(QualityAwardDbContext db, UserManager<AppUser> users, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid userId, AccountAct act, Actor actor, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken)
            ?? throw new RefusedException("no-such-account", "找不到该账号。");
        if (user.Id == actor.UserId)
        {
            throw new RefusedException("own-account", "不能对自己的账号进行授权、停用或解锁。");
        }

        string summary;
        switch (act)
        {
            case AccountAct.Grant:
                actor.Require(Permission.GrantRoles);
                user.State = AccountState.Active;
                summary = $"授权启用账号 {user.UserName}，角色：{RoleNames.Of(user.Role)}";
                break;
            case AccountAct.Disable:
                actor.Require(Permission.GrantRoles);
                user.State = AccountState.Disabled;
                summary = $"停用账号 {user.UserName}";
                break;
            case AccountAct.Unlock:
                actor.Require(Permission.GrantRoles);
                user.LockoutEnd = null;
                user.AccessFailedCount = 0;
                summary = $"解除账号 {user.UserName} 的锁定";
                break;
            default:
                throw new InvalidOperationException($"Unknown act {act}.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // A new stamp signs the account out everywhere within a minute.
        AccountFields.Require(await users.UpdateSecurityStampAsync(user));
        await db.RecordAsync(new CaseEvent(user.Id, act + "Account", actor, time.GetUtcNow(), summary), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
