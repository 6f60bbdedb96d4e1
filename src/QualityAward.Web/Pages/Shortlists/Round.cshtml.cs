using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Shortlists;

/// <summary>The ranking of a round and the list that is made from it (建议名单).</summary>
[RequirePermission(Permission.ManageShortlist, Permission.Supervise)]
public sealed class RoundModel(QualityAwardDbContext db, RoundRulesReader reader, ShortlistCandidates candidates, ProposeShortlist propose) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RoundRules Rules { get; private set; } = null!;

    public Shortlist? List { get; private set; }

    public IReadOnlyList<RankedCase> Ranked { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();

    public int UnderReview { get; private set; }

    public Guid? CaseId => RoundId;

    public bool IsOffice => RolePermissions.Allows(Actor.Role, Permission.ManageShortlist);

    public bool MayChange => IsOffice && List?.State != ShortlistState.Confirmed;

    /// <summary>What each case's row shows, in the order of <see cref="Ranked"/>; the typed values win.</summary>
    public RowInput RowOf(Guid applicationId) => Input.Rows.Find(r => r.ApplicationId == applicationId) ?? new RowInput { ApplicationId = applicationId };

    public IEnumerable<SelectListItem> TierItems(string? chosen) => Rules.Pack.Tiers.Select(t => new SelectListItem(t.Name, t.Code, string.Equals(t.Code, chosen, StringComparison.Ordinal)));

    /// <summary>How many of a tier are chosen on the page.</summary>
    public int Chosen(string tier, Track? track = null) =>
        Ranked.Count(r => (track is null || r.Score.Track == track) && string.Equals(RowOf(r.Score.ApplicationId).Tier, tier, StringComparison.Ordinal));

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (await reader.FindAsync(RoundId, cancellationToken) is not { } rules || !string.Equals(rules.Round.AuthorityCode, Actor.AuthorityCode, StringComparison.Ordinal)
            || rules.Round.State == RoundState.Preparing)
        {
            context.Result = NotFound();
            return;
        }

        Rules = rules;
        List = await db.Set<Shortlist>().AsNoTracking().SingleOrDefaultAsync(s => s.RoundId == RoundId, cancellationToken);
        if (List is { State: ShortlistState.Confirmed } confirmed)
        {
            Ranked = confirmed.Recompute();
            Names = confirmed.Entries.ToDictionary(e => e.ApplicationId, e => e.ApplicantName);
        }
        else
        {
            var waiting = await candidates.ForRoundAsync(rules, cancellationToken);
            Ranked = Ranking.Of([.. waiting.Select(c => c.Score)], List?.Ties ?? []);
            Names = waiting.ToDictionary(c => c.Score.ApplicationId, c => c.ApplicantName);
            var underReview = ShortlistCandidates.UnderReview;
            UnderReview = await db.Applications.CountAsync(a => a.RoundId == RoundId && a.Position.Ending == null && underReview.Contains(a.Position.Stage), cancellationToken);
        }

        await next();
    }

    public void OnGet()
    {
        Input.Version = List is null ? 0 : List.Version + 1;
        Input.Report = List?.Report;
        Input.Departments = List?.Departments;
        var ties = (List?.Ties ?? []).ToDictionary(t => t.ApplicationId);
        Input.Rows = [.. (List?.Entries ?? []).Select(e => new RowInput
        {
            ApplicationId = e.ApplicationId, Tier = e.Tier, Reason = e.Reason,
            TieOrder = ties.TryGetValue(e.ApplicationId, out var tie) ? tie.Order.ToString(CultureInfo.InvariantCulture) : null, TieReason = tie?.Reason,
        })];
        Input.Quotas = [.. (List?.QuotaReasons ?? []).Select(q => new QuotaInput { Tier = q.Tier, Track = q.Track, Reason = q.Reason })];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        var ties = new List<TieDecision>();
        for (var i = 0; i < Input.Rows.Count; i++)
        {
            var row = Input.Rows[i];
            if (string.IsNullOrWhiteSpace(row.TieOrder) && string.IsNullOrWhiteSpace(row.TieReason))
            {
                continue;
            }

            if (!int.TryParse(row.TieOrder, NumberStyles.None, CultureInfo.InvariantCulture, out var order) || order < 1)
            {
                problems.Add(new InputProblem($"Input.Rows[{i}].TieOrder", "同分排序请填写 1、2、3 等整数。"));
            }
            else if (string.IsNullOrWhiteSpace(row.TieReason))
            {
                problems.Add(new InputProblem($"Input.Rows[{i}].TieReason", "请写明同分排序的理由。"));
            }
            else
            {
                ties.Add(new TieDecision(row.ApplicationId, order, row.TieReason.Trim()));
            }
        }

        InvalidInputException.ThrowIfAny(problems);
        var proposal = new ShortlistProposal
        {
            Choices = [.. Input.Rows.Select(r => new TierChoice(r.ApplicationId, string.IsNullOrEmpty(r.Tier) ? null : r.Tier, r.Reason))], Ties = ties,
            QuotaReasons = [.. Input.Quotas.Where(q => !string.IsNullOrWhiteSpace(q.Reason)).Select(q => new QuotaReason(q.Tier, q.Track, q.Reason!))],
            Report = Input.Report ?? "", Departments = Input.Departments ?? "",
        };
        await propose.RunAsync(RoundId, proposal, Input.Version, Actor, cancellationToken);
        TempData.Flash("建议名单草案已保存。");
        return Redirect(DecisionLinks.Shortlist(RoundId));
    }

    public sealed class InputModel
    {
        public int Version { get; set; }

        public List<RowInput> Rows { get; set; } = [];

        public List<QuotaInput> Quotas { get; set; } = [];

        public string? Report { get; set; }

        public string? Departments { get; set; }
    }

    public sealed class RowInput
    {
        public Guid ApplicationId { get; set; }

        public string? Tier { get; set; }

        public string? Reason { get; set; }

        public string? TieOrder { get; set; }

        public string? TieReason { get; set; }
    }

    public sealed class QuotaInput
    {
        public string Tier { get; set; } = "";

        public Track Track { get; set; }

        public string? Reason { get; set; }
    }
}
