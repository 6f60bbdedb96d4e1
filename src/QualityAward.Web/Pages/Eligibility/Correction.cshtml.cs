using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Returns sections of the form for correction (退回补正).</summary>
[RequirePermission(Permission.ReviewEligibility)]
public sealed class CorrectionModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, EvaluateConditions evaluate, ReturnForCorrection returnForCorrection) : EligibilityPage(db, reader, time)
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Sections).NotEmpty().WithMessage("请至少选择一个需要补正的部分，并写明补正意见。"),
        v => v.RuleFor(x => x.DueOn).NotNull().WithMessage("请填写补正期限。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<FormSection> Sections => Rules.Track(Application.Track).Form.ForVariant(Application.CriteriaVariant).Sections;

    /// <param name="c">Code of the condition that is to be corrected: its sections are chosen, and the remark begun.</param>
    public async Task OnGetAsync(string? c, CancellationToken cancellationToken)
    {
        if (c is null || !IsUnderReview || Rules.Track(Application.Track).Conditions.FirstOrDefault(x => string.Equals(x.Code, c, StringComparison.Ordinal)) is not { } condition)
        {
            return;
        }

        var verdict = (await evaluate.RunAsync(Application, Rules, cancellationToken)).Verdicts.First(v => string.Equals(v.ConditionCode, c, StringComparison.Ordinal));
        foreach (var section in ConditionReferences.Of(condition).Select(ConditionReferences.SectionOf).Distinct(StringComparer.Ordinal).Where(s => Sections.Any(x => string.Equals(x.Id, s, StringComparison.Ordinal))))
        {
            Input.Sections.Add(section);
            Input.Remarks[section] = $"“{verdict.Text}”（{verdict.Clause}）：{verdict.Facts}。请补充或更正。";
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        var sections = Input.Sections.Select(id => new CorrectionSection(id, Input.Remarks.GetValueOrDefault(id) ?? "")).ToList();
        await returnForCorrection.RunAsync(Id, sections, Input.DueOn!.Value, Version, Actor, cancellationToken);
        TempData.Flash($"已退回补正，期限{ChinaTime.Date(Input.DueOn.Value)}。");
        return Redirect(EligibilityLinks.Case(Id));
    }

    public sealed class InputModel
    {
        public List<string> Sections { get; set; } = [];

        /// <summary>Remarks by section id.</summary>
        public Dictionary<string, string?> Remarks { get; set; } = new(StringComparer.Ordinal);

        public DateOnly? DueOn { get; set; }
    }
}
