using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One of my applications in the list.</summary>
/// <param name="Owner">Who answers for it, when that is somebody else.</param>
public sealed record OwnCaseRow(Application Case, RoundRules Rules, CaseSituation Situation, string? Owner);

/// <summary>A round that takes applications of my kind now.</summary>
public sealed record OpenRoundRow(RoundRules Rules, Track Track, ApplicationWindow Window);

[RequirePermission(Permission.Apply)]
public sealed class IndexModel(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : ActorPage
{
    public IReadOnlyList<OwnCaseRow> Cases { get; private set; } = [];

    public IReadOnlyList<OpenRoundRow> Open { get; private set; } = [];

    /// <summary>The party that I apply as.</summary>
    public Guid? PartyId { get; private set; }

    /// <summary>The list as .xlsx or .csv.</summary>
    public async Task<IActionResult> OnGetExportAsync(string? format, CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        return new ListExport(
            "我的申报", ListExport.IsText(format),
            [new("评奖", 36), new("类别", 8), new("申报人", 32), new("申报负责人", 16), new("推荐单位", 32), new("状态", 16), new("办理方", 28), new("下一步", 44), new("截止时间", 22), new("提交时间", 22), new("回执编号", 24)],
            Cases.Select(Cells).ToAsyncEnumerable());
    }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mine = await db.VisibleApplications(Actor).AsNoTracking().Include(a => a.Corrections).Include(a => a.Collaborators).AsSplitQuery()
            .OrderByDescending(a => a.StartedAt).ThenBy(a => a.Id).ToListAsync(cancellationToken);
        var rounds = await db.VisibleRounds(Actor).AsNoTracking().Where(r => r.State == RoundState.Published || mine.Select(m => m.RoundId).Contains(r.Id)).ToListAsync(cancellationToken);
        var rules = new Dictionary<Guid, RoundRules>();
        foreach (var round in rounds)
        {
            rules[round.Id] = await reader.OfAsync(round, cancellationToken);
        }

        Cases = [.. mine.Select(a => new OwnCaseRow(a, rules[a.RoundId], CaseSituation.Of(a, rules[a.RoundId], authorities, now).For(a.RightOf(Actor.UserId)),
            a.OwnerId == Actor.UserId ? null : a.Collaborators.FirstOrDefault(c => c.Right == CaseRight.Own)?.Name))];
        var party = await db.Users.Where(u => u.Id == Actor.UserId).Join(db.Parties, u => u.PartyId, p => p.Id, (_, p) => new { p.Id, p.Kind }).SingleOrDefaultAsync(cancellationToken);
        PartyId = party?.Id;
        var taken = mine.Where(a => a.PartyId == party?.Id && a.Position.Ending != Ending.Withdrawn).Select(a => a.RoundId).ToHashSet();
        Open = party is null
            ? []
            : [.. rules.Values.Where(r => r.Round.WindowFor(party.Id).IsOpen(now) && !taken.Contains(r.RoundId) && r.Pack.TrackOf(party.Kind) is not null).OrderBy(r => r.Round.ClosesOn).Select(r => new OpenRoundRow(r, party.Kind, r.Round.WindowFor(party.Id)))];
    }

    private IReadOnlyList<string> Cells(OwnCaseRow row) =>
    [
        row.Rules.Round.Name, TrackNames.Of(row.Case.Track), row.Case.ApplicantName, row.Owner ?? row.Case.Collaborators.FirstOrDefault(c => c.Right == CaseRight.Own)?.Name ?? "",
        authorities.Find(row.Case.ChannelCode)?.OfficeName ?? "", row.Situation.State, row.Situation.Turn, row.Situation.Next,
        row.Situation.Deadline is { } deadline ? ChinaCalendar.Text(deadline) : "", row.Case.SubmittedAt is { } submitted ? ChinaCalendar.Text(submitted) : "", row.Case.ReceiptNumber ?? "",
    ];
}
