using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

[RequirePermission(Permission.ManageRounds)]
public sealed class NewModel(OpenRound open, ProgrammeCatalogue catalogue, TimeProvider time) : ActorPage
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Programme).NotEmpty().WithMessage("请选择奖项。"),
        v => v.RuleFor(x => x.Year).NotNull().WithMessage("请填写评奖年度。").InclusiveBetween(2000, 2100).WithMessage("评奖年度须是四位年份，如 2022。"),
        v => v.RuleFor(x => x.Name).NotEmpty().WithMessage("请填写名称。").MaximumLength(80).WithMessage("名称不能超过 80 字。"),
        v => v.RuleFor(x => x.OpensOn).NotNull().WithMessage("请填写申报开始日期。"),
        v => v.RuleFor(x => x.ClosesOn).NotNull().WithMessage("请填写申报截止日期。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IEnumerable<SelectListItem> ProgrammeItems =>
        catalogue.All.Where(p => string.Equals(p.Owner, Actor.AuthorityCode, StringComparison.Ordinal)).Select(p => new SelectListItem(p.Name, p.Code));

    public void OnGet()
    {
        var own = ProgrammeItems.ToList();
        Input.Year = time.Today().Year;
        Input.OpensOn = time.Today();
        if (own is [var only])
        {
            Input.Programme = only.Value;
            Input.Name = $"{Input.Year}年{only.Text}";
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        var round = await open.RunAsync(Input.Programme!, Input.Year!.Value, Input.Name!.Trim(), Input.OpensOn!.Value, Input.ClosesOn!.Value, Actor, cancellationToken);
        TempData.Flash("已建立年度评奖，奖项包已固定。请补齐设置后发布申报通告。");
        return Redirect($"/rounds/{round.Id}");
    }

    public sealed class InputModel
    {
        public string? Programme { get; set; }

        public int? Year { get; set; }

        public string? Name { get; set; }

        public DateOnly? OpensOn { get; set; }

        public DateOnly? ClosesOn { get; set; }
    }
}
