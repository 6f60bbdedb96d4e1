using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// Invites somebody to work on an application (邀请协作人). The answer is the same whether such an account exists or not: a code, shown once, for the
/// owner to pass on. An account found by its user name sees the invitation on its desk too; an e-mail address, which nobody has verified, finds no account.
/// </summary>
public sealed class InviteCollaborator(QualityAwardDbContext db, ILookupNormalizer normalizer, TimeProvider time) : IOperation
{
    /// <summary>The code of the invitation's link.</summary>
    public async Task<string> RunAsync(Guid applicationId, string? invitedAs, CaseRight right, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var name = normalizer.NormalizeName((invitedAs ?? "").Trim());
        var invitee = await db.Users.Where(u => u.NormalizedUserName == name && u.Role == Role.Applicant && u.State == AccountState.Active).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancellationToken);
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
        var now = time.GetUtcNow();
        db.Add(application.Invite(Guid.CreateVersion7(now), invitedAs, invitee, right, HashOf(code), actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return code;
    }

    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
