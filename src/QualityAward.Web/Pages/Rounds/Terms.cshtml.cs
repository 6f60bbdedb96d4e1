using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>The terms of a round by role, and who has accepted them (须知与承诺).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class TermsModel(QualityAwardDbContext db, RoundRulesReader reader, ChangeTerms change) : RoundPage(reader)
{
    public static readonly IReadOnlyList<Role> Roles = [Role.Applicant, Role.RecommendingOffice, Role.Expert];

    private Dictionary<string, int> _signed = [];

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<TermsAcceptance> Acceptances { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    /// <summary>How many of a role have accepted the text as it is.</summary>
    public int AcceptedBy(Role role) => _signed.GetValueOrDefault(Round.TermsOf(role, Pack)?.Hash() ?? "");

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var paragraphs = AnswerText.Lines(Input.Text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var role = Roles.Contains(Input.Role) ? Input.Role : Role.Applicant;
        await change.RunAsync(Id, new RoundTerms(role, AnswerText.Line(Input.Title), paragraphs), Input.Seen, Input.Reason, Actor, cancellationToken);
        TempData.Flash("须知已保存。");
        return Redirect(RoundLinks.Terms(Id));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var all = db.Set<TermsAcceptance>().AsNoTracking().Where(a => a.RoundId == Id);
        _signed = await all.GroupBy(a => a.Sha256).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);
        Paging = new Paging(PageNumber, _signed.Values.Sum());
        Acceptances = await all.OrderByDescending(a => a.AcceptedAt).ThenBy(a => a.Id).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
        return true;
    }

    public sealed class InputModel
    {
        public Role Role { get; set; } = Role.Public;

        public string? Title { get; set; }

        public string? Text { get; set; }

        public string? Reason { get; set; }

        public string? Seen { get; set; }
    }
}
