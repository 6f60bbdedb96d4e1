using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class WithdrawModel(OwnCaseServices services, WithdrawApplication withdraw) : OwnCasePage(services)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Confirmation Confirmation => new(
        $"确定撤回“{Case.ApplicantName}”在“{Round.Name}”的申报吗？",
        ["撤回后这份申报即告终止，不能恢复。", "申报截止前可以重新开始一份申报。", "公示开始后不能再撤回。"],
        "撤回申报",
        ApplicationLinks.Overview(Id))
    { ReasonLabel = "撤回原因" };

    public void OnGet()
    {
        // The page shows the confirmation only.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Reason))
        {
            throw new InvalidInputException(nameof(Reason), "请填写撤回原因。");
        }

        await withdraw.RunAsync(Id, Reason, Actor, cancellationToken);
        TempData.Flash("申报已撤回。");
        return Redirect(ApplicationLinks.Overview(Id));
    }
}
