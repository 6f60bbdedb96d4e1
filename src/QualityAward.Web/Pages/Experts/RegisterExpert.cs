using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Experts;

/// <summary>登记评审专家: takes an expert's account into the office's pool.</summary>
public sealed class RegisterExpert(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(
        Guid accountId, string employerName, string? employerCreditCode, string title, IReadOnlyList<string> specialities, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageExperts);
        var name = await db.Users.Where(u => u.Id == accountId && u.Role == Role.Expert).Select(u => u.DisplayName).SingleOrDefaultAsync(cancellationToken)
            ?? throw new InvalidInputException("Input.AccountId", "请选择一个评审专家账号。");
        if (await db.Set<Expert>().AnyAsync(e => e.Id == accountId, cancellationToken))
        {
            throw new RefusedException("expert-registered", "该账号已登记为评审专家。");
        }

        db.Add(Expert.Register(accountId, name, employerName, employerCreditCode, title, specialities, actor, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }
}
