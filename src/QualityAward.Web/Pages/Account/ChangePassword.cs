using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Account;

/// <summary>Changes the own password (修改密码); a first password is then no longer one that the administrator knows.</summary>
public sealed class ChangePassword(QualityAwardDbContext db, UserManager<AppUser> users, TimeProvider time) : IOperation
{
    public async Task<AppUser> RunAsync(string current, string password, Actor actor, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        AccountFields.Require(await users.ChangePasswordAsync(user, current, password));
        user.MustChangePassword = false;
        AccountFields.Require(await users.UpdateAsync(user));
        await db.RecordAsync(new CaseEvent(user.Id, "ChangePassword", actor, time.GetUtcNow(), "修改密码"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return user;
    }
}
