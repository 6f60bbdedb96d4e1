using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Asks the registers about a party (登记簿核查): bars, titles and other applications, by the party's credit code or keyed hash, never by name.</summary>
public sealed class GatherRegisterFacts(QualityAwardDbContext db) : IOperation
{
    /// <param name="applicationId">The application at hand, which is no "other" one; null before there is one.</param>
    public async Task<RegisterFacts> RunAsync(Guid partyId, RoundRules rules, Guid? applicationId, CancellationToken cancellationToken)
    {
        var programme = rules.Pack.Code;
        var bars = await db.Set<Bar>().AsNoTracking().Where(b => b.PartyId == partyId && b.ProgrammeCode == programme)
            .OrderBy(b => b.From).Select(b => new BarFact(b.Ground, b.From, b.Until, b.Clause)).ToListAsync(cancellationToken);
        // A revoked title bars through its own bar, not as a win. Titles of other programmes may be asked for as a prerequisite.
        var titles = await db.Set<HonourEntry>().AsNoTracking().Where(h => h.PartyId == partyId && h.Status == HonourStatus.InForce).OrderBy(h => h.AwardYear)
            .Select(h => new TitleFact(h.ProgrammeCode, h.ProgrammeName, new WinFact(h.TierCode, h.TierName, h.AwardYear, h.DecidedOn, h.DocumentNumber))).ToListAsync(cancellationToken);
        var ofThis = titles.ToLookup(t => string.Equals(t.ProgrammeCode, programme, StringComparison.Ordinal));
        var roundId = rules.RoundId;
        var others = await db.Applications.AsNoTracking().Where(a => a.RoundId == roundId && a.PartyId == partyId && a.Id != applicationId && a.Position.Ending != Ending.Withdrawn)
            .OrderBy(a => a.StartedAt).Select(a => a.ReceiptNumber ?? "填写中的申报").ToListAsync(cancellationToken);
        return new RegisterFacts(bars, [.. ofThis[true].Select(t => t.Win)], others) { OtherTitles = [.. ofThis[false]] };
    }
}
