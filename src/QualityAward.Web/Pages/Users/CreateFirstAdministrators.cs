using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Pages.Users;

/// <summary>Makes the three administrators of a new installation (三员初始化): once, while there is no staff account. Applicants who registered before do not stand in the way.</summary>
public sealed class CreateFirstAdministrators(QualityAwardDbContext db, UserManager<AppUser> users, TimeProvider time) : IOperation
{
    /// <param name="firstPassword">To be changed by each at first login.</param>
    public async Task RunAsync(string firstPassword, CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(u => u.Role != Role.Applicant, cancellationToken))
        {
            throw new RefusedException("accounts-exist", "系统中已有工作人员账号，不能再次初始化管理员。");
        }

        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (userName, role) in new[] { ("admin-system", Role.SystemAdministrator), ("admin-security", Role.SecurityAdministrator), ("admin-audit", Role.AuditAdministrator) })
        {
            var user = new AppUser
            {
                Id = Guid.CreateVersion7(now), UserName = userName, DisplayName = RoleNames.Of(role), Role = role, State = AccountState.Active, MustChangePassword = true, CreatedAt = now,
            };
            AccountFields.Require(await users.CreateAsync(user, firstPassword));
            await db.RecordAsync(
                new CaseEvent(user.Id, "CreateFirstAdministrators", new Actor(user.Id, user.DisplayName, role), now, $"初始化管理员账号 {userName}"), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
