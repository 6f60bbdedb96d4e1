using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Honours;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Eligibility;

namespace QualityAward.Web.Pages.Honours;

/// <summary>Records the government's decision with number, date and scan (登记政府批准).</summary>
public sealed class RecordApproval(QualityAwardDbContext db, RoundRulesReader reader, RecheckEligibility recheck, FileIntake files, TimeProvider time) : IOperation
{
    public static readonly FileRule Rule = new(20 * 1024 * 1024, [FileKind.Pdf, FileKind.Image]);

    public async Task<Approval> RunAsync(Guid roundId, ApprovalRecord record, string? scanName, Stream? scan, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var notice = await db.Set<Notice>().AsNoTracking().SingleOrDefaultAsync(n => n.RoundId == roundId, cancellationToken)
            ?? throw new RefusedException("notice-not-ended", "公示尚未结束，不能登记政府批准。", rules.Cite(rules.Pack.Notice.Clause));
        await recheck.RequireDecidedAsync(rules, Stage.Approval, "登记政府批准", actor, cancellationToken);
        var cases = await db.Applications.Where(a => a.RoundId == roundId && a.Position.Ending == null && a.Position.Stage == Stage.Approval).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var approval = Approval.Grant(Guid.CreateVersion7(now), record, await StoreAsync(scanName, scan, cancellationToken), notice, cases, rules, actor, now);
        db.Add(approval);
        await db.SaveChangesAsync(cancellationToken);
        return approval;
    }

    private async Task<ApprovalScan?> StoreAsync(string? name, Stream? scan, CancellationToken cancellationToken)
    {
        if (scan is null || name is null)
        {
            return null;
        }

        var outcome = await files.SaveAsync(scan, name, Rule, cancellationToken);
        return outcome.File is { } file
            ? new ApprovalScan(name, file.Sha256, file.Length, file.ContentType)
            : throw new InvalidInputException("Input.Scan", outcome.Message!);
    }
}
