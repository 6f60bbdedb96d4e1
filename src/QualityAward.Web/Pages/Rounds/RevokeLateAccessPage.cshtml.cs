using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>撤销补报许可, with a reason.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class RevokeLateAccessPageModel(RoundRulesReader reader, RevokeLateAccess revoke) : RoundPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public Guid AccessId { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public LateAccess Access { get; private set; } = null!;

    public Confirmation Confirmation => new(
        $"确定撤销“{Access.ApplicantName}”的补报许可吗？", ["撤销后该申报人立即不能再填写和提交；已提交的材料不受影响。", "已填写的内容全部保留。"], "撤销许可", RoundLinks.LateAccess(Id))
    { ReasonLabel = "撤销理由" };

    public void OnGet()
    {
        // The page shows the confirmation only.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await revoke.RunAsync(Id, AccessId, Reason ?? "", Actor, cancellationToken);
        TempData.Flash("补报许可已撤销。");
        return Redirect(RoundLinks.LateAccess(Id));
    }

    protected override Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Access = Round.LateAccesses.FirstOrDefault(a => a.Id == AccessId)!;
        return Task.FromResult(Access is not null);
    }
}
