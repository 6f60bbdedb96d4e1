using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
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
        var closesOn = rules.Round.ClosesOn;
        var bars = await db.Set<Bar>().AsNoTracking().Where(b => b.PartyId == partyId && b.ProgrammeCode == programme && b.WithdrawnAt == null)
            .OrderBy(b => b.From).Select(b => new BarFact(b.Ground, b.From, b.Until, b.Clause)).ToListAsync(cancellationToken);
        // A revoked title bars through its own bar, not as a win. Titles of other programmes may be asked for as a prerequisite.
        var titles = await db.Set<HonourEntry>().AsNoTracking().Where(h => h.PartyId == partyId && h.Status == HonourStatus.InForce && h.WithdrawnAt == null).OrderBy(h => h.AwardYear)
            .Select(h => new TitleFact(h.ProgrammeCode, h.ProgrammeName, new WinFact(h.TierCode, h.TierName, h.AwardYear, h.DecidedOn, h.DocumentNumber) { Verified = h.ImportSource == null || h.VerifiedAt != null }))
            .ToListAsync(cancellationToken);
        var ofThis = titles.ToLookup(t => string.Equals(t.ProgrammeCode, programme, StringComparison.Ordinal));
        var roundId = rules.RoundId;
        var others = await db.Applications.AsNoTracking().Where(a => a.RoundId == roundId && a.PartyId == partyId && a.Id != applicationId && a.Position.Ending != Ending.Withdrawn)
            .OrderBy(a => a.StartedAt).Select(a => new { a.ReceiptNumber, a.ChannelCode }).ToListAsync(cancellationToken);
        var party = await db.Parties.AsNoTracking().Where(p => p.Id == partyId).Select(p => new SubjectOfFacts(p.Kind, p.CreditCode, p.ResidentIdHash)).SingleAsync(cancellationToken);
        var heads = party.Kind == Track.Individual
            ? await db.Set<Headship>().AsNoTracking().Where(h => h.PersonId == partyId && h.WithdrawnAt == null && h.From <= closesOn && (h.Until == null || h.Until >= closesOn)).Select(h => h.OrganisationId).ToListAsync(cancellationToken)
            : [];
        var holdings = party.Kind == Track.Organisation ? await HoldingsAsync(partyId, programme, closesOn, rules.Round.AuthorityCode, cancellationToken) : [];
        return new RegisterFacts(
            bars, [.. ofThis[true].Select(t => t.Win)], [.. others.Select(o => $"{o.ReceiptNumber ?? "填写中的申报"}（向{authorities.Find(o.ChannelCode)?.Name ?? "其他推荐单位"}提出）")])
        {
            OtherTitles = [.. ofThis[false]],
            HeadApplications = await HeadApplicationsAsync(partyId, party, heads, rules, ties, cancellationToken),
            Incidents = await IncidentsAsync(await SubjectsAsync(partyId, heads, ties, cancellationToken), rules.Round.AuthorityCode, cancellationToken),
            Holdings = holdings,
            GroupApplications = party.Kind == Track.Organisation ? await GroupApplicationsAsync(partyId, rules, cancellationToken) : [],
        };
    }

    /// <summary>Whose incidents count: the party's own, and of a person who heads an organisation also the organisation's.</summary>
    private async Task<List<Guid>> SubjectsAsync(Guid partyId, List<Guid> heads, HeadTieAnswers? ties, CancellationToken cancellationToken)
    {
        List<Guid> subjects = [partyId, .. heads];
        if (ties?.HeadsCreditCode is { } code)
        {
            subjects.AddRange(await db.Parties.AsNoTracking().Where(p => p.CreditCode == code).Select(p => p.Id).ToListAsync(cancellationToken));
        }

        return subjects;
    }

    /// <summary>What the authority of the round, those above and those below it have entered.</summary>
    private async Task<IReadOnlyList<IncidentFact>> IncidentsAsync(List<Guid> subjects, string authority, CancellationToken cancellationToken)
    {
        var line = Line(authority);
        return await db.Set<Incident>().AsNoTracking().Where(i => subjects.Contains(i.PartyId) && i.WithdrawnAt == null && line.Contains(i.AuthorityCode))
            .OrderBy(i => i.OccurredOn).Select(i => new IncidentFact(i.Kind, i.Severity, i.OccurredOn, i.Source)).ToListAsync(cancellationToken);
    }

    private List<string> Line(string authority) =>
        [.. authorities.All.Where(a => authorities.IsWithin(a.Code, authority) || authorities.IsWithin(authority, a.Code)).Select(a => a.Code)];

    /// <summary>The organisations that the party controls on the closing date, with what stands against each.</summary>
    private async Task<IReadOnlyList<HoldingFact>> HoldingsAsync(Guid partyId, string programme, DateOnly closesOn, string authority, CancellationToken cancellationToken)
    {
        var held = await db.Set<Holding>().AsNoTracking().Where(h => h.HolderId == partyId && h.WithdrawnAt == null && h.From <= closesOn && (h.Until == null || h.Until >= closesOn))
            .Join(db.Parties, h => h.HeldId, p => p.Id, (h, p) => new { p.Id, p.Name, p.CreditCode, h.Share }).OrderBy(h => h.Name).ToListAsync(cancellationToken);
        if (held.Count == 0)
        {
            return [];
        }

        var ids = held.Select(h => h.Id).ToList();
        var line = Line(authority);
        var bars = (await db.Set<Bar>().AsNoTracking().Where(b => ids.Contains(b.PartyId) && b.ProgrammeCode == programme && b.WithdrawnAt == null).OrderBy(b => b.From)
            .Select(b => new { b.PartyId, Fact = new BarFact(b.Ground, b.From, b.Until, b.Clause) }).ToListAsync(cancellationToken)).ToLookup(b => b.PartyId, b => b.Fact);
        var incidents = (await db.Set<Incident>().AsNoTracking().Where(i => ids.Contains(i.PartyId) && i.WithdrawnAt == null && line.Contains(i.AuthorityCode)).OrderBy(i => i.OccurredOn)
            .Select(i => new { i.PartyId, Fact = new IncidentFact(i.Kind, i.Severity, i.OccurredOn, i.Source) }).ToListAsync(cancellationToken)).ToLookup(i => i.PartyId, i => i.Fact);
        return [.. held.Select(h => new HoldingFact(h.Name, h.CreditCode, h.Share, [.. bars[h.Id]], [.. incidents[h.Id]]))];
    }

    /// <summary>Handed-in applications of the round by who controls the party, whom it controls, and whom the same one controls.</summary>
    private async Task<IReadOnlyList<string>> GroupApplicationsAsync(Guid partyId, RoundRules rules, CancellationToken cancellationToken)
    {
        var (closesOn, roundId) = (rules.Round.ClosesOn, rules.RoundId);
        var links = db.Set<Holding>().Where(h => h.WithdrawnAt == null && h.From <= closesOn && (h.Until == null || h.Until >= closesOn));
        var found = await db.Applications.AsNoTracking()
            .Where(a => a.RoundId == roundId && a.PartyId != partyId && a.ReceiptNumber != null && a.Position.Stage != Stage.Application && a.Position.Ending != Ending.Withdrawn
                && links.Any(h => (h.HolderId == partyId && h.HeldId == a.PartyId) || (h.HeldId == partyId
                    && (h.HolderId == a.PartyId || links.Any(s => s.HolderId == h.HolderId && s.HeldId == a.PartyId)))))
            .OrderBy(a => a.ReceiptNumber).Select(a => new { a.ApplicantName, a.ReceiptNumber }).ToListAsync(cancellationToken);
        return [.. found.Select(f => $"“{f.ApplicantName}”（申报编号 {f.ReceiptNumber}）")];
    }

    /// <summary>
    /// The organisation's application beside its head's, or the other way round: found by the legal representative's ID number or by the credit code that the head gave.
    /// Drafts do not count: whoever only types somebody else's number must not keep them from applying.
    /// </summary>
    private async Task<IReadOnlyList<HeadApplicationFact>> HeadApplicationsAsync(
        Guid partyId, SubjectOfFacts party, List<Guid> heads, RoundRules rules, HeadTieAnswers? ties, CancellationToken cancellationToken)
    {
        if (!rules.Pack.Tracks.SelectMany(t => t.Conditions).OfType<RegistryCondition>().Any(c => c.Check == RegistryCheck.NotWithHead))
        {
            return [];
        }

        var (roundId, closesOn) = (rules.RoundId, rules.Round.ClosesOn);
        var other = party.Kind == Track.Organisation ? Track.Individual : Track.Organisation;
        var handedIn = db.Applications.AsNoTracking().Where(a => a.RoundId == roundId && a.Track == other && a.ReceiptNumber != null && a.Position.Stage != Stage.Application && a.Position.Ending != Ending.Withdrawn)
            .Join(db.Parties, a => a.PartyId, p => p.Id, (a, p) => new { p.Id, a.ReceiptNumber, a.ApplicantName, a.HeadTies.HeadsCreditCode, a.HeadTies.HeadIdHash, p.CreditCode, p.ResidentIdHash });
        var (code, hash) = (ties?.HeadsCreditCode, ties?.HeadIdHash);
        if (other == Track.Individual)
        {
            var registered = db.Set<Headship>().Where(h => h.OrganisationId == partyId && h.WithdrawnAt == null && h.From <= closesOn && (h.Until == null || h.Until >= closesOn));
            var persons = await handedIn.Where(a => (hash != null && a.ResidentIdHash == hash) || a.HeadsCreditCode == party.CreditCode || registered.Any(h => h.PersonId == a.Id))
                .OrderBy(a => a.ReceiptNumber).Select(a => new { a.ReceiptNumber, a.ResidentIdHash, IsRegistered = registered.Any(h => h.PersonId == a.Id) }).ToListAsync(cancellationToken);
            return [.. persons.Select(p => new HeadApplicationFact(
                p.ReceiptNumber!, null, hash is not null && string.Equals(p.ResidentIdHash, hash, StringComparison.Ordinal) ? HeadTie.IdNumber : p.IsRegistered ? HeadTie.Register : HeadTie.OtherWord))];
        }

        var organisations = await handedIn.Where(a => a.HeadIdHash == party.ResidentIdHash || (code != null && a.CreditCode == code) || heads.Contains(a.Id))
            .OrderBy(a => a.ReceiptNumber).Select(a => new { a.Id, a.ReceiptNumber, a.ApplicantName, a.HeadIdHash, a.CreditCode }).ToListAsync(cancellationToken);
        return [.. organisations.Select(o => new HeadApplicationFact(
            o.ReceiptNumber!, o.ApplicantName,
            string.Equals(o.HeadIdHash, party.ResidentIdHash, StringComparison.Ordinal) ? HeadTie.IdNumber : code is not null && string.Equals(o.CreditCode, code, StringComparison.Ordinal) ? HeadTie.OwnWord : HeadTie.Register))];
    }

    private sealed record SubjectOfFacts(Track Kind, string? CreditCode, string? ResidentIdHash);
}
