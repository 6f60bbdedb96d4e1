using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Recommendations;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What the office gives for an application that came in on paper (代录登记).</summary>
/// <param name="Identifier">统一社会信用代码 of an organisation, 居民身份证号码 of a person.</param>
public sealed record PaperEntry(Guid RoundId, Track Track, string? Name, string? Identifier, string? ChannelCode, string? Reason, DateOnly ReceivedOn);

/// <summary>
/// Begins an application that came in on paper (代录纸质申报): the applicant is known by code or ID number, registered or not; the paper's scan is kept with
/// it. One application per party and round holds here, too.
/// </summary>
public sealed class EnterOnBehalf(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, PersonalDataCipher cipher, FileIntake files, TimeProvider time) : IOperation
{
    public async Task<Guid> RunAsync(PaperEntry entry, ScanUpload? scan, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.EnterOnBehalf);
        if (!await db.VisibleRounds(actor).AnyAsync(r => r.Id == entry.RoundId && r.AuthorityCode == actor.AuthorityCode, cancellationToken))
        {
            throw new InvalidInputException("Input.RoundId", "请选择评奖。");
        }

        var rules = await reader.GetAsync(entry.RoundId, cancellationToken);
        var now = time.GetUtcNow();
        var (party, isNew) = await PartyAsync(entry, now, cancellationToken);
        rules.Round.WindowFor(party.Id).RequireOpen(now);
        var problems = PaperFiling.Problems(entry.Reason, entry.ReceivedOn, rules.Round, party.Id, now).ToList();
        Authority? channel = null;
        try
        {
            channel = StartApplication.RequireChannel(authorities, rules, entry.ChannelCode);
        }
        catch (InvalidInputException none)
        {
            problems.AddRange(none.Problems);
        }

        if (scan is null)
        {
            problems.Add(new InputProblem("Input.Scan", "请选择纸质原件的扫描件。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        await StartApplication.RequireFirstAsync(db, authorities, rules, entry.Track, party, entry.ChannelCode, cancellationToken);
        var stored = await scan!.SaveAsync(files, "Input.Scan", cancellationToken);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (isNew)
        {
            db.Parties.Add(party);
        }

        var account = isNew ? null : await AccountAsync(db, party.Id, cancellationToken);
        var application = Application.StartOnBehalf(
            Guid.CreateVersion7(now), Guid.CreateVersion7(now), rules, entry.Track, party.Id, party.Name, channel!.Code, account, actor, now);
        db.Applications.Add(application);
        db.Add(PaperFiling.Enter(Guid.CreateVersion7(now), application, entry.Reason, entry.ReceivedOn, new PaperScan(stored.FileName, stored.Sha256, stored.Length, stored.ContentType), rules, actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return application.Id;
    }

    /// <summary>The account of a party, as the one that acts; null: it has none.</summary>
    public static async Task<Actor?> AccountAsync(QualityAwardDbContext db, Guid partyId, CancellationToken cancellationToken) =>
        await db.Users.Where(u => u.PartyId == partyId && u.Role == Role.Applicant && u.State == AccountState.Active).OrderBy(u => u.CreatedAt)
            .Select(u => new Actor(u.Id, u.DisplayName, u.Role, null, null)).FirstOrDefaultAsync(cancellationToken);

    private async Task<(Party Party, bool IsNew)> PartyAsync(PaperEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var name = (entry.Name ?? "").Trim();
        var problems = new List<InputProblem>();
        if (name.Length is 0 or > 100)
        {
            problems.Add(new InputProblem("Input.Name", name.Length == 0 ? "请填写申报人名称（姓名）。" : "名称不能超过 100 字。"));
        }

        var fault = entry.Track == Track.Organisation ? CreditCode.Problem(entry.Identifier ?? "") : ResidentId.Problem(entry.Identifier ?? "", time.Today());
        if (fault is not null)
        {
            problems.Add(new InputProblem("Input.Identifier", fault));
        }

        InvalidInputException.ThrowIfAny(problems);
        Party? known;
        if (entry.Track == Track.Organisation)
        {
            var code = CreditCode.Normalise(entry.Identifier!);
            known = await db.Parties.SingleOrDefaultAsync(p => p.CreditCode == code, cancellationToken);
            return known is null ? (Party.Organisation(Guid.CreateVersion7(now), name, code), true) : (SameName(known, name), false);
        }

        var number = ResidentId.Normalise(entry.Identifier!);
        var hash = cipher.KeyedHash(number);
        known = await db.Parties.SingleOrDefaultAsync(p => p.ResidentIdHash == hash, cancellationToken);
        return known is null ? (Party.Individual(Guid.CreateVersion7(now), name, number, hash), true) : (SameName(known, name), false);
    }

    /// <summary>A number that belongs to another name is a slip of the pen, on the paper or here.</summary>
    private static Party SameName(Party known, string name) => string.Equals(known.Name, name, StringComparison.Ordinal)
        ? known
        : throw new InvalidInputException("Input.Name", $"该号码已登记的名称是“{known.Name}”，与填写的不同，请核对纸质材料。");
}

/// <summary>Hands over what was typed in before the applicant had an account (移交申报人).</summary>
public sealed class HandToApplicant(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var account = await EnterOnBehalf.AccountAsync(db, application.PartyId, cancellationToken)
            ?? throw new RefusedException("no-account", "该申报主体还没有注册账号，注册后才能移交。");
        var now = time.GetUtcNow();
        application.HandToApplicant(Guid.CreateVersion7(now), account, actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>The applicant's word on what was typed in: it is as on the paper, or where it is not (确认代录内容、指出不符).</summary>
public sealed class AnswerPaperFiling(QualityAwardDbContext db, LegalAct legalAct, TimeProvider time) : IOperation
{
    /// <param name="difference">Null: it is as on the paper; the password is asked for.</param>
    public async Task RunAsync(Guid applicationId, string? difference, string? password, Actor actor, CancellationToken cancellationToken)
    {
        if (difference is null)
        {
            await legalAct.RequirePasswordAsync(actor, password);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var filing = await db.Set<PaperFiling>().SingleOrDefaultAsync(p => p.ApplicationId == applicationId, cancellationToken)
            ?? throw new RefusedException("no-paper-filing", "这份申报不是由办公室代录的。");
        var submission = await db.Submissions.Where(s => s.ApplicationId == applicationId).OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellationToken);
        if (submission is null || application.SubmittedAt is null)
        {
            throw new RefusedException("not-submitted", "办公室还在录入，提交后请您核对确认。");
        }

        var now = time.GetUtcNow();
        if (difference is null)
        {
            filing.Confirm(application, submission, actor, now);
        }
        else
        {
            filing.Dispute(difference, application, submission, actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
