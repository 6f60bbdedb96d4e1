using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Account;

/// <summary>What a new applicant gives (注册信息).</summary>
/// <param name="Identifier">统一社会信用代码 of an organisation, 居民身份证号码 of a person.</param>
public sealed record ApplicantRegistration(Track Kind, string UserName, string Password, string Name, string Identifier, string Email);

/// <summary>Makes an applicant's party and account in one transaction (注册申报账号).</summary>
public sealed class RegisterApplicant(QualityAwardDbContext db, UserManager<AppUser> users, PersonalDataCipher cipher, AccountLetters letters, IMailSender mail, TimeProvider time) : IOperation
{
    /// <summary>Version of the purpose notice for personal data that a registration agrees to.</summary>
    public const string PrivacyVersion = "2022-06";

    public async Task<AppUser> RunAsync(ApplicantRegistration input, string? address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(input.Name))
        {
            problems.Add(new InputProblem("Input.Name", input.Kind == Track.Organisation ? "请填写组织名称。" : "请填写姓名。"));
        }

        Party party;
        if (input.Kind == Track.Organisation)
        {
            var code = CreditCode.Normalise(input.Identifier);
            if (CreditCode.Problem(input.Identifier) is { } forged)
            {
                // A code of the right length that is none is more than a slip: the attempt is kept.
                throw new InvalidInputException([.. problems, new InputProblem("Input.CreditCode", forged)]) { Code = code.Length == CreditCode.Length ? "forged-identifier" : null };
            }

            InvalidInputException.ThrowIfAny(problems);
            party = await EnteredAsync(db.Parties.Where(p => p.CreditCode == code), "Input.CreditCode", "该统一社会信用代码", cancellationToken) ?? Party.Organisation(Guid.CreateVersion7(now), input.Name.Trim(), code);
        }
        else
        {
            Problem("Input.ResidentId", ResidentId.Problem(input.Identifier, time.Today()));
            InvalidInputException.ThrowIfAny(problems);
            var number = ResidentId.Normalise(input.Identifier);
            var hash = cipher.KeyedHash(number);
            party = await EnteredAsync(db.Parties.Where(p => p.ResidentIdHash == hash), "Input.ResidentId", "该身份证号", cancellationToken) ?? Party.Individual(Guid.CreateVersion7(now), input.Name.Trim(), number, hash);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db.Entry(party).State == EntityState.Detached)
        {
            db.Parties.Add(party);
        }

        await db.SaveChangesAsync(cancellationToken);
        var user = new AppUser
        {
            Id = Guid.CreateVersion7(now), UserName = input.UserName, Email = EmailAddress.Normalise(input.Email), DisplayName = party.Name, Role = Role.Applicant, State = AccountState.Active,
            PartyId = party.Id, CreatedAt = now, PrivacyAcceptedAt = now, PrivacyVersion = PrivacyVersion,
        };
        AccountFields.Require(await users.CreateAsync(user, input.Password));
        var actor = new Actor(user.Id, user.DisplayName, user.Role, null, address);
        await db.RecordAsync(new CaseEvent(user.Id, "RegisterApplicant", actor, now, $"注册申报账号（{TrackNames.Of(input.Kind)}），同意个人信息处理告知（{PrivacyVersion}版）"), cancellationToken);
        if (mail.IsOn)
        {
            await letters.AskAsync(LetterPurpose.ConfirmAddress, user.Id, user.Email, address, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return user;

        // An office has entered the party already: whoever registers takes it over, with its honours and bars. Its name is the register's.
        async Task<Party?> EnteredAsync(IQueryable<Party> same, string field, string what, CancellationToken token)
        {
            if (await same.SingleOrDefaultAsync(token) is not { } entered)
            {
                return null;
            }

            if (await db.Users.AnyAsync(u => u.PartyId == entered.Id, token))
            {
                throw new InvalidInputException([new InputProblem(field, $"{what}已注册过账号，请直接登录；忘记密码请联系质量奖办公室。")]) { Code = "duplicate-identifier" };
            }

            // Whoever only knows a number must not learn whose it is.
            return entered.Kind == Track.Individual && !string.Equals(entered.Name, input.Name.Trim(), StringComparison.Ordinal)
                ? throw new InvalidInputException("Input.Name", "姓名与该身份证号在登记簿中的姓名不一致，请核对；确需更正的请联系质量奖办公室。")
                : entered;
        }

        void Problem(string field, string? message)
        {
            if (message is not null)
            {
                problems.Add(new InputProblem(field, message));
            }
        }
    }
}
