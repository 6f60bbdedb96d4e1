using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>The case of a message, as far as texts may name it (通知所涉申报).</summary>
public sealed record CaseFacts(Guid Id, Guid RoundId, string ApplicantName, string? ReceiptNumber, Track Track, Stage Stage, string ChannelCode, bool Ended);

/// <summary>The register entry of a message (通知所涉登记): its kind, not whose it is.</summary>
public sealed record EntryFacts(Guid ProposalId, RegisterKind Kind);

/// <summary>What a message may speak of (通知内容来源): the round, the case, a date. Nothing that stands in an answer.</summary>
public sealed record MessageFacts(RoundRules Rules, CaseFacts? Case)
{
    public Guid RoundId => Rules.RoundId;

    public string AuthorityCode => Rules.Round.AuthorityCode;

    /// <summary>The invitation that the event is about (协作邀请).</summary>
    public Guid? Invitation { get; init; }

    /// <summary>Set when the message is about an entry of the registers; its round is then the newest of the authority.</summary>
    public EntryFacts? Entry { get; init; }

    public MessageSubject Subject => Entry is not null ? MessageSubject.Register : Case is null ? MessageSubject.Round : MessageSubject.Case;

    public string UrlOf(MessageEvent given) => Entry is { } entry && given.Link == MessageLink.Registration
        ? RegisterLinks.Proposal(entry.ProposalId)
        : MessageLinks.To(given.Link, RoundId, Rules.Round.ProgrammeCode, Case?.Id, Case?.Stage, Invitation);

    public IReadOnlyDictionary<string, string?> Values(AuthorityTree authorities, DateOnly? dueOn, DateOnly today) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [MessageText.Award] = Rules.Pack.Name,
        [MessageText.Round] = Rules.Round.Name,
        [MessageText.Year] = Number(Rules.Round.Year),
        [MessageText.Closes] = ChinaCalendar.Text(Rules.Round.ClosesOn),
        [MessageText.Office] = Rules.Pack.OfficeName,
        [MessageText.Applicant] = Case?.ApplicantName,
        [MessageText.Receipt] = Case?.ReceiptNumber,
        [MessageText.Stage] = Case is null ? null : Rules.Track(Case.Track).Stages.FirstOrDefault(s => s.Stage == Case.Stage)?.Name ?? StageNames.Of(Case.Stage),
        [MessageText.Entry] = Entry is null ? null : RegisterKinds.NameOf(Entry.Kind),
        [MessageText.Channel] = Case is null ? null : authorities.Find(Case.ChannelCode)?.OfficeName,
        [MessageText.Due] = dueOn is { } due ? ChinaCalendar.Text(due) : null,
        [MessageText.DaysLeft] = dueOn is { } left && left >= today ? Number(left.DayNumber - today.DayNumber) : null,
        [MessageText.DaysOver] = dueOn is { } over && over < today ? Number(today.DayNumber - over.DayNumber) : null,
    };

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Reads what messages speak of (通知内容读取).</summary>
public sealed class MessageFactsReader(QualityAwardDbContext db, RoundRulesReader reader) : IOperation
{
    /// <summary>The facts of a chain of the trail; null: it is neither an application nor a round nor a proposal for the registers.</summary>
    /// <param name="invited">Account whose open invitation to the case is meant, too.</param>
    public async Task<MessageFacts?> FindAsync(Guid chainId, CancellationToken cancellationToken, Guid? invited = null)
    {
        var found = await CasesAsync([chainId], cancellationToken);
        var rules = await reader.FindAsync(found.Count > 0 ? found[0].RoundId : chainId, cancellationToken);
        Guid? invitation = invited is null || found.Count == 0
            ? null
            : await db.Set<Collaborator>().Where(c => c.ApplicationId == chainId && c.InviteeId == invited && c.State == CollaboratorState.Invited).OrderByDescending(c => c.InvitedAt).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken);
        return rules is null ? await OfEntryAsync(chainId, cancellationToken) : new MessageFacts(rules, found.Count > 0 ? found[0] : null) { Invitation = invitation };
    }

    /// <summary>Registers belong to no round; an office without any has no templates and no log to show the message in.</summary>
    private async Task<MessageFacts?> OfEntryAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        var found = await db.Set<RegisterProposal>().AsNoTracking().Where(p => p.Id == proposalId).Select(p => new
        {
            Facts = new EntryFacts(p.Id, p.Kind),
            Round = db.Rounds.Where(r => r.AuthorityCode == p.AuthorityCode).OrderByDescending(r => r.State == RoundState.Published).ThenByDescending(r => r.OpensOn).ThenByDescending(r => r.Id).Select(r => (Guid?)r.Id).FirstOrDefault(),
        }).SingleOrDefaultAsync(cancellationToken);
        return found?.Round is { } round && await reader.FindAsync(round, cancellationToken) is { } rules ? new MessageFacts(rules, null) { Entry = found.Facts } : null;
    }

    public Task<List<CaseFacts>> CasesAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        db.Applications.Where(a => ids.Contains(a.Id)).Select(a => new CaseFacts(a.Id, a.RoundId, a.ApplicantName, a.ReceiptNumber, a.Track, a.Position.Stage, a.ChannelCode, a.Position.Ending != null)).ToListAsync(cancellationToken);

    /// <summary>What is in force for an event in a round: the office's newest version, else the data file's.</summary>
    public async Task<(MessageChoice Choice, int Number)> ChoiceAsync(Guid roundId, MessageEvent given, CancellationToken cancellationToken) =>
        await db.Set<MessageTemplate>().AsNoTracking().Where(t => t.RoundId == roundId && t.EventCode == given.Code).OrderByDescending(t => t.Number).FirstOrDefaultAsync(cancellationToken) is { } own
            ? (own.Choice, own.Number)
            : (MessageChoice.Of(given), 0);
}
