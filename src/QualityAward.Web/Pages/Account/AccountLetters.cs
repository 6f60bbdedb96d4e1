using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Account;

/// <summary>Puts letters into the outbox (账号邮件请求), within limits that are the same whether there is such an account or not.</summary>
public sealed class AccountLetters(QualityAwardDbContext db, PersonalDataCipher cipher, TimeProvider time) : IOperation
{
    /// <summary>Most letters to one address in an hour.</summary>
    public const int MostToAddress = 5;

    /// <summary>Most requests from one network address in an hour.</summary>
    public const int MostFromRemote = 20;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <param name="userId">Null: nobody fits, nothing will be sent.</param>
    /// <param name="remote">Network address of whoever asks.</param>
    public Task AskAsync(LetterPurpose purpose, Guid? userId, string address, string? remote, CancellationToken cancellationToken) => PutAsync(purpose, userId, null, address, remote, cancellationToken);

    /// <summary>A mail to somebody without an account who is asked for a statement; what was sent before is good for nothing any more.</summary>
    public Task AskRefereeAsync(Guid requestId, string address, string? remote, CancellationToken cancellationToken) => PutAsync(LetterPurpose.Referee, null, requestId, address, remote, cancellationToken);

    /// <summary>Another mail about the same request; the link of the first stays good, because its owner may be writing at this moment.</summary>
    public Task RemindRefereeAsync(Guid requestId, string address, CancellationToken cancellationToken) => PutAsync(LetterPurpose.Referee, null, requestId, address, remote: null, cancellationToken, closes: false);

    private async Task PutAsync(LetterPurpose purpose, Guid? userId, Guid? refereeRequestId, string address, string? remote, CancellationToken cancellationToken, bool closes = true)
    {
        var now = time.GetUtcNow();
        var since = now - Window;
        var hash = cipher.KeyedHash(address.ToUpperInvariant());
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        // Requests about one address, or from one place, wait for each other, or a hundred at once would all find the limit untouched.
        foreach (var key in new[] { hash, remote ?? "" }.Order(StringComparer.Ordinal))
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 7))", cancellationToken);
        }

        if (await db.Set<AccountLetter>().CountAsync(l => l.AddressHash == hash && l.RequestedAt > since, cancellationToken) >= MostToAddress)
        {
            throw new RefusedException("too-many-letters", $"发往这个邮箱的邮件一小时内不超过 {MostToAddress} 封，请稍后再试，并查看垃圾邮件。");
        }

        if (remote is not null && await db.Set<AccountLetter>().CountAsync(l => l.Remote == remote && l.RequestedAt > since, cancellationToken) >= MostFromRemote)
        {
            throw new RefusedException("too-many-letters", "您所在的网络请求过于频繁，请一小时后再试。");
        }

        // What was asked for before still waits or lies in a mailbox: of addresses to confirm only the last one counts.
        if (purpose == LetterPurpose.ConfirmAddress)
        {
            await CloseAsync(purpose, userId!.Value, cancellationToken);
        }

        if (closes && refereeRequestId is { } request)
        {
            await CloseRefereeAsync(request, cancellationToken);
        }

        db.Add(new AccountLetter
        {
            Id = Guid.CreateVersion7(now), Purpose = purpose, UserId = userId, RefereeRequestId = refereeRequestId, Address = address, AddressHash = hash, Remote = remote, RequestedAt = now,
            State = userId is null && refereeRequestId is null ? MailState.Withdrawn : MailState.Waiting,
        });
        await db.SaveChangesAsync(cancellationToken);
        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }
    }

    /// <summary>The letter whose link this is, while it is good; null: wrong, used, or too old, which are not told apart.</summary>
    public Task<AccountLetter?> FindAsync(LetterPurpose purpose, string secret, CancellationToken cancellationToken)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), time.GetUtcNow());
        return db.Set<AccountLetter>().AsNoTracking().Where(l => l.TokenHash == hash && l.Purpose == purpose && l.UsedAt == null && l.ExpiresAt > now
            && db.Users.Any(u => u.Id == l.UserId && u.State == AccountState.Active)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Uses the link up; of two at once one gets it. To be called within a transaction.</summary>
    public async Task<AccountLetter> UseAsync(LetterPurpose purpose, string secret, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        if (await FindAsync(purpose, secret, cancellationToken) is not { } letter
            || await db.Set<AccountLetter>().Where(l => l.Id == letter.Id && l.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), cancellationToken) == 0)
        {
            throw new RefusedException("link-gone", "这个链接不正确、已经用过或已过有效期，请重新申请。");
        }

        await CloseAsync(purpose, letter.UserId!.Value, cancellationToken);
        return letter;
    }

    /// <summary>The address that waits for its owner to confirm it (待确认的邮箱); null: none.</summary>
    public Task<AccountLetter?> PendingAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return db.Set<AccountLetter>().AsNoTracking().Where(l => l.UserId == userId && l.Purpose == LetterPurpose.ConfirmAddress && l.UsedAt == null && (l.ExpiresAt == null || l.ExpiresAt > now))
            .OrderByDescending(l => l.RequestedAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The request whose link this is, while it can be answered; null: wrong, ended, used or taken back, which are not told apart.</summary>
    public Task<Guid?> FindRefereeAsync(string secret, CancellationToken cancellationToken)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), time.GetUtcNow());
        return db.Set<AccountLetter>().Where(l => l.TokenHash == hash && l.Purpose == LetterPurpose.Referee && l.UsedAt == null && l.ExpiresAt > now)
            .Join(db.Set<RefereeRequest>().Where(r => r.State == RefereeState.Asked && r.ExpiresAt > now), l => l.RefereeRequestId, r => (Guid?)r.Id, (l, r) => r)
            .Where(r => db.Applications.Any(a => a.Id == r.ApplicationId && a.Position.Stage == Stage.Application && a.Position.Ending == null))
            .Select(r => (Guid?)r.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>No link of this request is good any more.</summary>
    public Task<int> CloseRefereeAsync(Guid requestId, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return db.Set<AccountLetter>().Where(l => l.RefereeRequestId == requestId && l.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), cancellationToken);
    }

    private Task<int> CloseAsync(LetterPurpose purpose, Guid userId, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return db.Set<AccountLetter>().Where(l => l.UserId == userId && l.Purpose == purpose && l.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), cancellationToken);
    }
}

/// <summary>Confirms an address with the link that was sent to it (确认邮箱). The trail does not name the address.</summary>
public sealed class ConfirmAddress(QualityAwardDbContext db, AccountLetters letters, TimeProvider time) : IOperation
{
    public async Task RunAsync(string secret, string? remote, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var letter = await letters.UseAsync(LetterPurpose.ConfirmAddress, secret, cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == letter.UserId, cancellationToken);
        user.Email = letter.Address;
        user.NormalizedEmail = letter.Address.ToUpperInvariant();
        user.EmailConfirmed = true;
        await db.RecordAsync(new CaseEvent(user.Id, "ConfirmAddress", new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode, remote), time.GetUtcNow(), "确认电子邮箱"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Asks for a link to set a new password (忘记密码). What comes of it is the same for everybody who asks.</summary>
public sealed class AskPasswordReset(QualityAwardDbContext db, AccountLetters letters, UserManager<AppUser> users, IMailSender mail) : IOperation
{
    public async Task RunAsync(string userName, string email, string? remote, CancellationToken cancellationToken)
    {
        if (!mail.IsOn)
        {
            throw new RefusedException("no-mail", "本系统没有配置邮件发送，请联系管理员重设密码。");
        }

        var (name, address) = (users.NormalizeName(userName.Trim()), EmailAddress.Normalise(email));
        var upper = address.ToUpperInvariant();
        var found = await db.Users.Where(u => u.NormalizedUserName == name && u.NormalizedEmail == upper && u.EmailConfirmed && u.State == AccountState.Active).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancellationToken);
        await letters.AskAsync(LetterPurpose.ResetPassword, found, address, remote, cancellationToken);
    }
}

/// <summary>Sets a new password with the link that was sent (重设密码); all logins of the account end within a minute.</summary>
public sealed class ResetPassword(QualityAwardDbContext db, AccountLetters letters, UserManager<AppUser> users, TimeProvider time) : IOperation
{
    public async Task RunAsync(string secret, string password, string? remote, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var letter = await letters.UseAsync(LetterPurpose.ResetPassword, secret, cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == letter.UserId, cancellationToken);
        if (!user.EmailConfirmed || !string.Equals(user.Email, letter.Address, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException("link-gone", "账号的邮箱已经更换，这个链接不再有效，请重新申请。");
        }

        foreach (var validator in users.PasswordValidators)
        {
            AccountFields.Require(await validator.ValidateAsync(users, user, password));
        }

        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.MustChangePassword = false;
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        // A new stamp ends every login of the account.
        AccountFields.Require(await users.UpdateSecurityStampAsync(user));
        await db.RecordAsync(new CaseEvent(user.Id, "ResetPassword", new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode, remote), time.GetUtcNow(), "凭邮件链接重设密码"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
