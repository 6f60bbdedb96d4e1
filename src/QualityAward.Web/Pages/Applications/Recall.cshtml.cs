using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class RecallModel(OwnCaseServices services, RecallSubmission recall) : OwnCasePage(services)
{
    public Confirmation Confirmation => new(
        $"确定撤回“{Case.ApplicantName}”刚才的提交，继续修改吗？",
        ["材料回到填写状态，推荐单位不再看到它。", $"请在申报截止前重新提交；申报编号 {Case.ReceiptNumber} 保留。"],
        "撤回修改",
        ApplicationLinks.Overview(Id))
    { IsDangerous = false };

    public void OnGet()
    {
        // The page shows the confirmation only.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await recall.RunAsync(Id, Actor, cancellationToken);
        TempData.Flash("已撤回提交，请修改后在截止前重新提交。");
        return Redirect(ApplicationLinks.Overview(Id));
    }
}
