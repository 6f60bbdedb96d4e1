using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>逾期补报许可: grants and shows late access.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class LateAccessModel(QualityAwardDbContext db, RoundRulesReader reader, GrantLateAccess grant, TimeProvider time) : RoundPage(reader)
{
    private static readonly InlineValidator<InputModel> Limits = new()
    {
        v => v.RuleFor(x => x.PartyId).NotNull().WithMessage("请选择申报人。"),
        v => v.RuleFor(x => x.Until).NotNull().WithMessage("请填写补报期限。"),
        v => v.RuleFor(x => x.Reason).NotEmpty().WithMessage("请写明准许逾期补报的理由，理由记入留痕。").MaxWords(500).WithMessage("理由不能超过 500 字。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    public IReadOnlyList<SelectListItem> Found { get; private set; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Limits.Check(Input, nameof(Input));
        var until = new DateTimeOffset(DateTime.SpecifyKind(Input.Until!.Value, DateTimeKind.Unspecified), ChinaCalendar.Offset);
        await grant.RunAsync(Id, Input.PartyId!.Value, until, Input.Reason!, Actor, cancellationToken);
        TempData.Flash("已准许补报，申报人在期限内可以填写和提交。");
        return Redirect(RoundLinks.LateAccess(Id));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (Query?.Trim() is { Length: > 0 } text)
        {
            var kinds = Pack.Tracks.Select(t => t.Track).ToList();
            Found = await db.Parties.AsNoTracking().Where(p => kinds.Contains(p.Kind) && (p.Name.Contains(text) || p.CreditCode == text)).OrderBy(p => p.Name).Take(25)
                .Select(p => new SelectListItem(p.CreditCode == null ? p.Name : p.Name + "（" + p.CreditCode + "）", p.Id.ToString())).ToListAsync(cancellationToken);
        }

        return true;
    }

    public sealed class InputModel
    {
        public Guid? PartyId { get; set; }

        public DateTime? Until { get; set; }

        public string? Reason { get; set; }
    }
}
