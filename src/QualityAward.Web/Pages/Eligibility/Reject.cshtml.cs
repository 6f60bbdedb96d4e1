using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Asks once more before an application is not accepted (不予受理确认).</summary>
[RequirePermission(Permission.ReviewEligibility)]
public sealed class RejectModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, RejectApplication reject) : EligibilityPage(db, reader, time)
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Reason).NotEmpty().WithMessage("请填写不予受理的理由。").Must(t => WordCount.Count(t ?? "") <= ReasonLimit).WithMessage($"理由不超过 {ReasonLimit} 字，请精简。"),
    };

    public const int ReasonLimit = 1000;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        await reject.RunAsync(Id, Input.Reason!, Version, Actor, cancellationToken);
        TempData.Flash($"已不予受理：{Application.ApplicantName}。");
        return Redirect(EligibilityLinks.Case(Id));
    }

    public sealed class InputModel
    {
        public string? Reason { get; set; }
    }
}
