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

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Asks once more before a case is not recommended (不予推荐确认).</summary>
[RequirePermission(Permission.Recommend)]
public sealed class DeclineModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, DeclineToRecommend decline) : RecommendationPage(db, reader, time)
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Reason).NotEmpty().WithMessage("请填写不予推荐的理由。").Must(t => WordCount.Count(t ?? "") <= ReasonLimit).WithMessage($"理由不超过 {ReasonLimit} 字，请精简。"),
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
        await decline.RunAsync(Id, Input.Reason!, Actor, cancellationToken);
        TempData.Flash($"已登记不予推荐：{Application.ApplicantName}。");
        return Redirect(RecommendationsLinks.Case(Id));
    }

    public sealed class InputModel
    {
        public string? Reason { get; set; }
    }
}
