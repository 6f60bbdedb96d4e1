using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Asks the registers about a party (登记簿核查): bars, titles and other applications, by the party's credit code or keyed hash, never by name.</summary>
public sealed class GatherRegisterFacts(QualityAwardDbContext db, AuthorityTree authorities) : IOperation
{
    /// <param name="applicationId">The application at hand, which is no "other" one; null before there is one.</param>
    /// <param name="ties">What its answers say of the head of the organisation; null before there are any.</param>
    public async Task<RegisterFacts> RunAsync(Guid partyId, RoundRules rules, Guid? applicationId, HeadTieAnswers? ties, CancellationToken cancellationToken)
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
            .OrderBy(a => a.StartedAt).Select(a => new { a.ReceiptNumber, a.ChannelCode }).ToListAsync(cancellationToken);
        return new RegisterFacts(
            bars, [.. ofThis[true].Select(t => t.Win)], [.. others.Select(o => $"{o.ReceiptNumber ?? "填写中的申报"}（向{authorities.Find(o.ChannelCode)?.Name ?? "其他推荐单位"}提出）")])
        {
            OtherTitles = [.. ofThis[false]],
            HeadApplications = await HeadApplicationsAsync(partyId, rules, ties, cancellationToken),
        };
    }

    /// <summary>
    /// The organisation's application beside its head's, or the other way round: found by the legal representative's ID number or by the credit code that the head gave.
    /// Drafts do not count: whoever only types somebody else's number must not keep them from applying.
    /// </summary>
    private async Task<IReadOnlyList<HeadApplicationFact>> HeadApplicationsAsync(Guid partyId, RoundRules rules, HeadTieAnswers? ties, CancellationToken cancellationToken)
    {
        if (!rules.Pack.Tracks.SelectMany(t => t.Conditions).OfType<RegistryCondition>().Any(c => c.Check == RegistryCheck.NotWithHead))
        {
            return [];
        }

        var party = await db.Parties.AsNoTracking().Where(p => p.Id == partyId).Select(p => new { p.Kind, p.CreditCode, p.ResidentIdHash }).SingleAsync(cancellationToken);
        var roundId = rules.RoundId;
        var other = party.Kind == Track.Organisation ? Track.Individual : Track.Organisation;
        var handedIn = db.Applications.AsNoTracking().Where(a => a.RoundId == roundId && a.Track == other && a.ReceiptNumber != null && a.Position.Stage != Stage.Application && a.Position.Ending != Ending.Withdrawn)
            .Join(db.Parties, a => a.PartyId, p => p.Id, (a, p) => new { a.ReceiptNumber, a.ApplicantName, a.HeadTies.HeadsCreditCode, a.HeadTies.HeadIdHash, p.CreditCode, p.ResidentIdHash });
        var (code, hash) = (ties?.HeadsCreditCode, ties?.HeadIdHash);
        if (other == Track.Individual)
        {
            var persons = await handedIn.Where(a => (hash != null && a.ResidentIdHash == hash) || a.HeadsCreditCode == party.CreditCode)
                .OrderBy(a => a.ReceiptNumber).Select(a => new { a.ReceiptNumber, a.ResidentIdHash }).ToListAsync(cancellationToken);
            return [.. persons.Select(p => new HeadApplicationFact(p.ReceiptNumber!, null, hash is not null && string.Equals(p.ResidentIdHash, hash, StringComparison.Ordinal) ? HeadTie.IdNumber : HeadTie.OtherWord))];
        }

        var organisations = await handedIn.Where(a => a.HeadIdHash == party.ResidentIdHash || (code != null && a.CreditCode == code))
            .OrderBy(a => a.ReceiptNumber).Select(a => new { a.ReceiptNumber, a.ApplicantName, a.HeadIdHash }).ToListAsync(cancellationToken);
        return [.. organisations.Select(o => new HeadApplicationFact(
            o.ReceiptNumber!, o.ApplicantName, string.Equals(o.HeadIdHash, party.ResidentIdHash, StringComparison.Ordinal) ? HeadTie.IdNumber : HeadTie.OwnWord))];
    }
}
