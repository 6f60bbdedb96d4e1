using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>The public texts of a round (公开文字).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class WordingModel(RoundRulesReader reader, RewordRound reword) : RoundPage(reader)
{
    private static readonly InlineValidator<InputModel> Limits = new()
    {
        v => v.RuleFor(x => x.ApplicantNote).MaxWords(2000).WithMessage("申报须知不能超过 2000 字。"),
        v => v.RuleFor(x => x.Contact).MaxWords(300).WithMessage("咨询方式不能超过 300 字。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public void OnGet() => Input = new InputModel { ApplicantNote = Round.Wording.ApplicantNote, Contact = Round.Wording.Contact, Version = Round.Version };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Limits.Check(Input, nameof(Input));
        await reword.RunAsync(Id, Input.Version, new RoundWording { ApplicantNote = AnswerText.Lines(Input.ApplicantNote), Contact = AnswerText.Lines(Input.Contact) }, Actor, cancellationToken);
        TempData.Flash("公开文字已保存。");
        return Redirect(RoundLinks.Wording(Id));
    }

    public sealed class InputModel
    {
        public string? ApplicantNote { get; set; }

        public string? Contact { get; set; }

        public int Version { get; set; }
    }
}
