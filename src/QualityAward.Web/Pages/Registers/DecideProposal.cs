using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Registers;

/// <summary>The second person confirms, or does not (登记复核); the author takes back. What is confirmed stands in the registers in the same transaction.</summary>
public sealed class DecideProposal(QualityAwardDbContext db, RegisterView view, LookUpRows lookUp, ProposeWithdrawal withdrawals, TimeProvider time) : IOperation
{
    /// <summary>Rows that are saved together.</summary>
    private const int Batch = 2000;

    /// <summary>So many rows change what the database knows of its tables.</summary>
    private const int Many = 4000;

    public async Task ApproveAsync(Guid proposalId, int version, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var proposal = await ProposalLoader.LoadAsync(db, proposalId, version, actor, cancellationToken);
        proposal.Approve(actor, now);
        await db.SaveChangesAsync(cancellationToken);
        if (proposal.Kind == RegisterKind.Withdrawal)
        {
            await WithdrawAsync(proposal, actor, now, cancellationToken);
        }
        else
        {
            await EnterAsync(proposal, actor, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (proposal.RowCount >= Many)
        {
            // The planner still thinks of small tables, and would take half a minute over the next list.
            await db.Database.ExecuteSqlRawAsync("analyze parties; analyze incidents; analyze bars; analyze honours", cancellationToken);
        }
    }

    public async Task RejectAsync(Guid proposalId, int version, string? remark, Actor actor, CancellationToken cancellationToken)
    {
        var proposal = await ProposalLoader.LoadAsync(db, proposalId, version, actor, cancellationToken);
        proposal.Reject(remark, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task CancelAsync(Guid proposalId, int version, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var proposal = await ProposalLoader.LoadAsync(db, proposalId, version, actor, cancellationToken);
        proposal.Cancel(actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        // What nobody proposes any more needs no ID numbers kept.
        await db.Set<RegisterRow>().Where(r => r.ProposalId == proposalId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task EnterAsync(RegisterProposal proposal, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = view.ContextOf(actor, ChinaCalendar.DateOf(now));
        var kept = await db.Set<RegisterRow>().AsNoTracking().Where(r => r.ProposalId == proposal.Id).OrderBy(r => r.Line).Select(r => new { r.Line, r.Cells }).ToListAsync(cancellationToken);
        if (!string.Equals(ProposalWriter.HashOf(kept.Select(r => r.Cells)), proposal.Sha256, StringComparison.Ordinal))
        {
            throw new RefusedException("rows-changed", "登记内容与提交时不一致，不能复核通过，请联系系统管理员。");
        }

        var rows = await lookUp.RunAsync(
            proposal.Kind, kept.Select(r => (r.Line, RegisterSheets.Read(proposal.Kind, JsonSerializer.Deserialize<Dictionary<string, string>>(r.Cells, JsonColumn.Options)!, context))), context, cancellationToken);
        if (rows.Where(r => r.Problems.Count > 0).ToList() is { Count: > 0 } wrong)
        {
            throw new RefusedException("register-changed", $"提交之后登记簿有变化，{wrong.Count} 行不能登记：{string.Join('；', wrong.Take(3).Select(r => $"第 {r.Line} 行，{r.Problems[0].Message}"))}请退回后重新提出。");
        }

        var write = new Writer(db, proposal, context, actor, now);
        db.ChangeTracker.Clear();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            foreach (var batch in rows.Chunk(Batch))
            {
                foreach (var row in batch)
                {
                    await write.RowAsync(row, cancellationToken);
                }

                db.ChangeTracker.DetectChanges();
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
            }
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    private async Task WithdrawAsync(RegisterProposal proposal, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (entry, _) = await withdrawals.FindAsync(proposal.TargetKind!.Value, proposal.TargetId!.Value, actor, cancellationToken) ?? throw new RefusedException("no-such-entry", "找不到这条登记。");
        entry.Withdraw(proposal.Reason, now);
        if (entry is HonourEntry { PartyId: { } party, DecidedOn: { } decided } honour)
        {
            // The bar that came with the title goes with it.
            foreach (var bar in await db.Set<Bar>().Where(b => b.PartyId == party && b.ProgrammeCode == honour.ProgrammeCode && b.Ground == BarGround.Winner && b.From == decided && b.WithdrawnAt == null).ToListAsync(cancellationToken))
            {
                bar.Withdraw(proposal.Reason, now);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Writes confirmed rows as entries (写入登记簿).</summary>
    private sealed class Writer(QualityAwardDbContext db, RegisterProposal proposal, RegisterContext context, Actor actor, DateTimeOffset now)
    {
        /// <summary>Parties made by this proposal, by code or keyed hash.</summary>
        private readonly Dictionary<string, Guid> _made = new(StringComparer.Ordinal);

        public async Task RowAsync(LookedUpRow row, CancellationToken cancellationToken)
        {
            switch (proposal.Kind)
            {
                case RegisterKind.Party:
                    Subject(row);
                    break;
                case RegisterKind.Rename:
                    (await db.Parties.Include(p => p.FormerNames).SingleAsync(p => p.Id == row.PartyId, cancellationToken)).Rename(row.Cell(RegisterKeys.Name)!, row.Day(RegisterKeys.On)!.Value, proposal.Id);
                    break;
                case RegisterKind.Holding when row.EndsId is { } ends:
                    (await db.Set<Holding>().SingleAsync(h => h.Id == ends, cancellationToken)).End(row.Day(RegisterKeys.Until)!.Value);
                    break;
                case RegisterKind.Holding:
                    var held = row.OtherId ?? Organisation(row.Cell(RegisterKeys.HeldCode)!, row.Cell(RegisterKeys.HeldName)!);
                    db.Add(Holding.Enter(
                        NewId(), Subject(row), held, row.Cell(RegisterKeys.Share) is { } share ? decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture) : null, row.Day(RegisterKeys.From)!.Value,
                        row.Day(RegisterKeys.Until), proposal.AuthorityCode, proposal.Id));
                    break;
                case RegisterKind.Headship when row.EndsId is { } ends:
                    (await db.Set<Headship>().SingleAsync(h => h.Id == ends, cancellationToken)).End(row.Day(RegisterKeys.Until)!.Value);
                    break;
                case RegisterKind.Headship:
                    var person = row.OtherId ?? Person(row.Cell(RegisterKeys.PersonId)!, row.OtherHash!, row.Cell(RegisterKeys.PersonName)!);
                    db.Add(Headship.Enter(NewId(), Subject(row), person, row.Cell(RegisterKeys.Post)!, row.Day(RegisterKeys.From)!.Value, row.Day(RegisterKeys.Until), proposal.AuthorityCode, proposal.Id));
                    break;
                case RegisterKind.Honour:
                    Honour(row);
                    break;
                case RegisterKind.Verification:
                    var honour = await db.Set<HonourEntry>().SingleAsync(h => h.Id == proposal.TargetId, cancellationToken);
                    honour.Verify(row.PartyId!.Value, row.Day(RegisterKeys.On)!.Value, row.Cell(RegisterKeys.Document)!, now);
                    if (honour.Status == HonourStatus.InForce)
                    {
                        WinnerBar(row.PartyId!.Value, honour.ProgrammeCode, honour.TierCode, row.Day(RegisterKeys.On));
                    }

                    break;
                case RegisterKind.Bar:
                    var (pack, rule) = RegisterSheets.RuleOf(row.Cells, context)!.Value;
                    db.Add(Bar.Impose(NewId(), Subject(row), pack.Code, rule, row.Day(RegisterKeys.On)!.Value, pack.Cite(rule.Clause), proposal.AuthorityCode, row.Cell(RegisterKeys.Source), proposal.Id));
                    break;
                case RegisterKind.Incident:
                    db.Add(Incident.Enter(
                        NewId(), Subject(row), Enum.Parse<IncidentKind>(row.Cell(RegisterKeys.Kind)!), row.Cell(RegisterKeys.Severity) is { } severity ? Enum.Parse<Severity>(severity) : null,
                        row.Day(RegisterKeys.On)!.Value, row.Cell(RegisterKeys.Document) is { } number ? $"{row.Cell(RegisterKeys.Source)}（{number}）" : row.Cell(RegisterKeys.Source)!, row.Cell(RegisterKeys.Text) ?? "",
                        proposal.AuthorityCode, proposal.Id));
                    break;
                case RegisterKind.Withdrawal:
                    throw new InvalidOperationException("A withdrawal has no rows.");
            }
        }

        private void Honour(LookedUpRow row)
        {
            var pack = context.Own.First(p => string.Equals(p.Code, row.Cell(RegisterKeys.Programme), StringComparison.Ordinal));
            var tier = pack.Tiers.First(t => string.Equals(t.Name, row.Cell(RegisterKeys.Tier), StringComparison.Ordinal));
            var party = Subject(row);
            var record = new HonourRecord(
                row.Cell(RegisterKeys.Name)!, row.Hash is null ? Track.Organisation : Track.Individual, pack.Code, pack.Name, tier.Code, tier.Name,
                int.Parse(row.Cell(RegisterKeys.Year)!, System.Globalization.CultureInfo.InvariantCulture), row.Day(RegisterKeys.On), row.Cell(RegisterKeys.Document));
            db.Add(HonourEntry.Entered(NewId(), record, row.Cell(RegisterKeys.Source)!, party, proposal.Document is not null, proposal.Id, now));
            if (proposal.Document is not null)
            {
                WinnerBar(party, pack.Code, tier.Code, row.Day(RegisterKeys.On));
            }
        }

        /// <summary>A verified win bars as a proclaimed one does.</summary>
        private void WinnerBar(Guid partyId, string programme, string tier, DateOnly? decidedOn)
        {
            var pack = context.Own.First(p => string.Equals(p.Code, programme, StringComparison.Ordinal));
            if (decidedOn is { } decided && pack.Bars.FirstOrDefault(b => b.Ground == BarGround.Winner && b.Tiers.Contains(tier, StringComparer.Ordinal)) is { } rule)
            {
                db.Add(Bar.Impose(NewId(), partyId, pack.Code, rule, decided, pack.Cite(rule.Clause), proposal.AuthorityCode, source: null, proposal.Id));
            }
        }

        /// <summary>The party of the row, made when the register does not have it.</summary>
        private Guid Subject(LookedUpRow row) =>
            row.PartyId ?? (row.Cell(RegisterKeys.CreditCode) is { } code ? Organisation(code, row.Cell(RegisterKeys.Name)!) : Person(row.Cell(RegisterKeys.ResidentId)!, row.Hash!, row.Cell(RegisterKeys.Name)!));

        private Guid Organisation(string code, string name) => Made(code, id => Party.Organisation(id, name, code, actor.AuthorityCode));

        private Guid Person(string number, string hash, string name) => Made(hash, id => Party.Individual(id, name, number, hash, actor.AuthorityCode));

        private Guid Made(string key, Func<Guid, Party> make)
        {
            if (!_made.TryGetValue(key, out var id))
            {
                id = NewId();
                _made.Add(key, id);
                db.Add(make(id));
            }

            return id;
        }

        private Guid NewId() => Guid.CreateVersion7(now);
    }
}
