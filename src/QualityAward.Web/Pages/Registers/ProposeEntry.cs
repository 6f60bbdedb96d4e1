using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Registers;

/// <summary>A scan that goes with a proposal (依据材料上传).</summary>
public sealed record RegisterUpload(Stream Content, string FileName)
{
    public static readonly FileRule Rule = new(20 * 1024 * 1024, [FileKind.Pdf, FileKind.Image]);

    public static async Task<RegisterDocument?> SaveAsync(RegisterUpload? upload, FileIntake files, CancellationToken cancellationToken)
    {
        if (upload is null)
        {
            return null;
        }

        var outcome = await files.SaveAsync(upload.Content, upload.FileName, Rule, cancellationToken);
        return outcome.File is { } file ? new RegisterDocument(upload.FileName, file.Sha256, file.Length, file.ContentType) : throw new InvalidInputException("Input.Document", outcome.Message!);
    }
}

/// <summary>Proposes one entry (提出登记), typed by hand; a second person confirms it.</summary>
public sealed class ProposeEntry(QualityAwardDbContext db, RegisterView view, LookUpRows lookUp, FileIntake files, TimeProvider time) : IOperation
{
    /// <param name="targetId">The honour that is verified; null for new entries.</param>
    public async Task<Guid> RunAsync(
        RegisterKind kind, IReadOnlyDictionary<string, string> typed, string? reason, RegisterUpload? upload, Guid? targetId, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageRegisters);
        var context = view.ContextOf(actor, time.Today());
        var row = (await lookUp.RunAsync(kind, [(1, RegisterSheets.Read(kind, typed, context))], context, cancellationToken))[0];
        if (row.Problems.Count > 0)
        {
            throw new InvalidInputException([.. row.Problems.Select(p => new InputProblem($"Input.Cells[{p.Key}]", p.Message))])
            {
                Code = row.IsForged ? "forged-identifier" : row.IsDuplicate ? "duplicate-entry" : null,
            };
        }

        var title = kind == RegisterKind.Verification ? await VerifiedTitleAsync(targetId, actor, cancellationToken) : Title(kind, row, context);
        return await ProposalWriter.ProposeAsync(db, files, new ProposalContent(kind, title, 1, 0, ProposalWriter.HashOf([row.Json()])) { TargetId = targetId }, [row], reason, upload, actor, time.GetUtcNow(), cancellationToken);
    }

    private static string Title(RegisterKind kind, LookedUpRow row, RegisterContext context)
    {
        var name = row.Cell(RegisterKeys.Name);
        return kind switch
        {
            RegisterKind.Holding => $"{name}控股{row.Cell(RegisterKeys.HeldName)}",
            RegisterKind.Headship => $"{name}负责人{row.Cell(RegisterKeys.PersonName)}",
            RegisterKind.Rename => $"更名为{name}",
            RegisterKind.Honour => $"{name}：{row.Cell(RegisterKeys.Year)} 年度{row.Cell(RegisterKeys.Tier)}",
            RegisterKind.Bar when RegisterSheets.RuleOf(row.Cells, context) is { } found => $"{name}：{ConditionEvaluator.NameOf(found.Rule.Ground)}",
            RegisterKind.Incident => $"{name}：{IncidentKinds.NameOf(Enum.Parse<IncidentKind>(row.Cell(RegisterKeys.Kind)!))}",
            _ => name ?? RegisterKinds.NameOf(kind),
        };
    }

    private async Task<string> VerifiedTitleAsync(Guid? targetId, Actor actor, CancellationToken cancellationToken)
    {
        var honour = await view.OwnHonours(actor).AsNoTracking().SingleOrDefaultAsync(h => h.Id == targetId, cancellationToken) ?? throw new RefusedException("no-such-entry", "找不到这条荣誉记录。");
        return honour.IsUnverified && honour.WithdrawnAt is null
            ? $"{honour.HolderName}：{honour.AwardYear} 年度{honour.TierName}"
            : throw new RefusedException("already-verified", $"“{honour.HolderName}”{honour.AwardYear} 年度{honour.TierName}不是待核实的历史记录，不需要核实。");
    }
}

/// <summary>Proposes to withdraw an entry (提出撤回登记): it was wrong. Nothing is deleted, and a second person confirms this too.</summary>
public sealed class ProposeWithdrawal(QualityAwardDbContext db, RegisterView view, FileIntake files, TimeProvider time) : IOperation
{
    public async Task<Guid> RunAsync(RegisterKind register, Guid entryId, string? reason, RegisterUpload? upload, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageRegisters);
        var entry = await FindAsync(register, entryId, actor, cancellationToken) ?? throw new RefusedException("no-such-entry", "找不到这条登记。");
        if (entry.Entry.WithdrawnAt is not null)
        {
            throw new RefusedException("already-withdrawn", "该条登记已经撤回。");
        }

        if (entry.Entry.ProposalId is null && entry.Entry is Bar or HonourEntry { ImportSource: null })
        {
            throw new RefusedException("own-decision", "这条记录由公布获奖名单产生，只能依法撤销荣誉，不能作为登记错误撤回。");
        }

        var title = $"撤回{RegisterKinds.NameOf(register)}：{entry.Name}";
        return await ProposalWriter.ProposeAsync(
            db, files, new ProposalContent(RegisterKind.Withdrawal, title, 0, 0, ProposalWriter.HashOf([$"{register}:{entryId}"])) { TargetId = entryId, TargetKind = register }, [], reason, upload, actor, time.GetUtcNow(),
            cancellationToken);
    }

    /// <summary>The entry and what it is called in lists; null: not the authority's.</summary>
    public async Task<(RegisterEntry Entry, string Name)?> FindAsync(RegisterKind register, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        RegisterEntry? entry = register switch
        {
            RegisterKind.Bar => await view.Bars(actor).SingleOrDefaultAsync(b => b.Id == id, cancellationToken),
            RegisterKind.Incident => await view.Incidents(actor).SingleOrDefaultAsync(i => i.Id == id, cancellationToken),
            RegisterKind.Honour => await view.OwnHonours(actor).SingleOrDefaultAsync(h => h.Id == id, cancellationToken),
            RegisterKind.Holding => await view.Holdings(actor).SingleOrDefaultAsync(h => h.Id == id, cancellationToken),
            RegisterKind.Headship => await view.Headships(actor).SingleOrDefaultAsync(h => h.Id == id, cancellationToken),
            RegisterKind.Party or RegisterKind.Rename or RegisterKind.Verification or RegisterKind.Withdrawal => null,
        };
        return entry switch
        {
            null => null,
            Bar bar => (bar, $"{await NameAsync(bar.PartyId)}，{ConditionEvaluator.NameOf(bar.Ground)}（{ChinaCalendar.Text(bar.From)}）"),
            Incident incident => (incident, $"{await NameAsync(incident.PartyId)}，{IncidentKinds.NameOf(incident.Kind)}（{ChinaCalendar.Text(incident.OccurredOn)}）"),
            HonourEntry honour => (honour, $"{honour.HolderName}，{honour.AwardYear} 年度{honour.TierName}"),
            Holding holding => (holding, $"{await NameAsync(holding.HolderId)}控股{await NameAsync(holding.HeldId)}（自 {ChinaCalendar.Text(holding.From)}）"),
            Headship headship => (headship, $"{await NameAsync(headship.OrganisationId)}负责人{await NameAsync(headship.PersonId)}（自 {ChinaCalendar.Text(headship.From)}）"),
            _ => null,
        };

        Task<string> NameAsync(Guid party) => db.Parties.Where(p => p.Id == party).Select(p => p.Name).SingleAsync(cancellationToken);
    }
}

/// <summary>What every way to a proposal has in common (登记申请保存).</summary>
internal static class ProposalWriter
{
    public static string HashOf(IEnumerable<string> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(row));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static async Task<Guid> ProposeAsync(
        QualityAwardDbContext db, FileIntake files, ProposalContent content, IReadOnlyList<LookedUpRow> rows, string? reason, RegisterUpload? upload, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var document = await RegisterUpload.SaveAsync(upload, files, cancellationToken);
        var proposal = RegisterProposal.Draft(Guid.CreateVersion7(now), content, actor, now);
        proposal.Propose(reason, document, actor, now);
        db.Add(proposal);
        db.AddRange(rows.Select(r => new RegisterRow { ProposalId = proposal.Id, Line = r.Line, Cells = r.Json(), Notes = NotesOf(r) }));
        await db.SaveChangesAsync(cancellationToken);
        return proposal.Id;
    }

    public static string? NotesOf(LookedUpRow row) => row.Notes.Count == 0 ? null : string.Join('\n', row.Notes);
}
