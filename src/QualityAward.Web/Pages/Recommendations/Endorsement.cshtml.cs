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

/// <summary>The signature of the county government or department (登记签署的推荐意见).</summary>
[RequirePermission(Permission.Recommend)]
public sealed class EndorsementModel(
    QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, EndorseRecommendation endorse) : RecommendationPage(db, reader, time)
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.SignedOn).NotNull().WithMessage("请填写签署日期。"),
        v => v.RuleFor(x => x.Text).NotEmpty().WithMessage("请填写政府（部门）的推荐意见。").Must(t => WordCount.Count(t ?? "") <= TextLimit).WithMessage($"推荐意见不超过 {TextLimit} 字，请精简。"),
        v => v.RuleFor(x => x.Scan).NotNull().WithMessage("请选择签署的推荐意见扫描件。"),
    };

    public const int TextLimit = 1000;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        await using var content = Input.Scan!.OpenReadStream();
        await endorse.RunAsync(Id, Input.SignedOn!.Value, Input.Text!, new ScanUpload(content, Input.Scan.FileName), Input.Code, Actor, cancellationToken);
        TempData.Flash($"{GovernmentName}的推荐意见已登记，申报列入待报送清单。");
        return Redirect(RecommendationsLinks.Case(Id));
    }

    public sealed class InputModel
    {
        public DateOnly? SignedOn { get; set; }

        public string? Text { get; set; }

        /// <summary>As it stands on the signed page.</summary>
        public string? Code { get; set; }

        public IFormFile? Scan { get; set; }
    }
}
