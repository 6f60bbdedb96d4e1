using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Returns sections of the form to the applicant (退回修改).</summary>
[RequirePermission(Permission.Recommend)]
public sealed class ReturnModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, ReturnToApplicant returning) : RecommendationPage(db, reader, time)
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Sections).NotEmpty().WithMessage("请至少选择一个需要修改的部分，并写明意见。"),
        v => v.RuleFor(x => x.DueOn).NotNull().WithMessage("请填写修改期限。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<FormSection> Sections => Rules.Track(Application.Track).Form.ForVariant(Application.CriteriaVariant).Sections;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        await returning.RunAsync(Id, [.. Input.Sections.Select(id => new CorrectionSection(id, Input.Remarks.GetValueOrDefault(id) ?? ""))], Input.DueOn!.Value, Actor, cancellationToken);
        TempData.Flash($"已退回申报人修改，期限{ChinaTime.Date(Input.DueOn.Value)}。");
        return Redirect(RecommendationsLinks.Case(Id));
    }

    public sealed class InputModel
    {
        public List<string> Sections { get; set; } = [];

        /// <summary>Remarks by section id.</summary>
        public Dictionary<string, string?> Remarks { get; set; } = new(StringComparer.Ordinal);

        public DateOnly? DueOn { get; set; }
    }
}
