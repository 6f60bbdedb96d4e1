using Microsoft.AspNetCore.Identity;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Account;

/// <summary>What a new applicant gives (注册信息).</summary>
/// <param name="Identifier">统一社会信用代码 of an organisation, 居民身份证号码 of a person.</param>
public sealed record ApplicantRegistration(Track Kind, string UserName, string Password, string Name, string Identifier, string Email);

/// <summary>Makes an applicant's party and account in one transaction (注册申报账号).</summary>
public sealed class RegisterApplicant(QualityAwardDbContext db, UserManager<AppUser> users, PersonalDataCipher cipher, TimeProvider time) : IOperation
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
            Problem("Input.CreditCode", CreditCode.Problem(input.Identifier));
            InvalidInputException.ThrowIfAny(problems);
            party = Party.Organisation(Guid.CreateVersion7(now), input.Name.Trim(), CreditCode.Normalise(input.Identifier));
        }
        else
        {
            Problem("Input.ResidentId", ResidentId.Problem(input.Identifier, time.Today()));
            InvalidInputException.ThrowIfAny(problems);
            var number = ResidentId.Normalise(input.Identifier);
            party = Party.Individual(Guid.CreateVersion7(now), input.Name.Trim(), number, cipher.KeyedHash(number));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Parties.Add(party);
        await db.SaveChangesAsync(cancellationToken);
        var user = new AppUser
        {
            Id = Guid.CreateVersion7(now), UserName = input.UserName, Email = input.Email, DisplayName = party.Name, Role = Role.Applicant, State = AccountState.Active,
            PartyId = party.Id, CreatedAt = now, PrivacyAcceptedAt = now, PrivacyVersion = PrivacyVersion,
        };
        AccountFields.Require(await users.CreateAsync(user, input.Password));
        var actor = new Actor(user.Id, user.DisplayName, user.Role, null, address);
        await db.RecordAsync(new CaseEvent(user.Id, "RegisterApplicant", actor, now, $"注册申报账号（{TrackNames.Of(input.Kind)}），同意个人信息处理告知（{PrivacyVersion}版）"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return user;

        void Problem(string field, string? message)
        {
            if (message is not null)
            {
                problems.Add(new InputProblem(field, message));
            }
        }
    }
}
