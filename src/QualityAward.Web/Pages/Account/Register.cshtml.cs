using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Identity;
using QualityAward.Web.Errors;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Account;

[AllowAnonymous]
public sealed class RegisterModel(RegisterApplicant register, SignInManager<AppUser> signIn) : PageModel
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.UserName).NotEmpty().WithMessage("请填写用户名。").Length(3, 40).WithMessage("用户名长度为 3 至 40 个字符。"),
        v => v.RuleFor(x => x.Password).NotEmpty().WithMessage("请设置密码。"),
        v => v.RuleFor(x => x.PasswordAgain).Equal(x => x.Password).WithMessage("两次填写的密码不一致，请重新填写。"),
        v => v.RuleFor(x => x.Name).MaximumLength(100).WithMessage("名称不能超过 100 字。"),
        v => v.RuleFor(x => x.Email).Must(value => EmailAddress.Problem(value ?? "") is null).WithMessage(x => EmailAddress.Problem(x.Email ?? "")),
        v => v.RuleFor(x => x.Consent).Equal(toCompare: true).WithMessage("请阅读并勾选同意个人信息处理告知，否则不能注册。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Null until the person has said whether an organisation or a person applies.</summary>
    public Track? Track => TrackNames.FromSlug(Kind);

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Track is not { } track)
        {
            throw new InvalidInputException("Kind", "请选择以组织还是个人身份注册。");
        }

        Rules.Check(Input, nameof(Input));
        var identifier = track == Domain.Programmes.Track.Organisation ? Input.CreditCode : Input.ResidentId;
        var user = await register.RunAsync(
            new ApplicantRegistration(track, Input.UserName!.Trim(), Input.Password!, Input.Name ?? "", identifier ?? "", Input.Email!.Trim()),
            HttpContext.Connection.RemoteIpAddress?.ToString(),
            cancellationToken);
        await signIn.SignInAsync(user, isPersistent: false);
        TempData.Flash("注册成功，您已登录。现在可以选择奖项开始申报。");
        return Redirect("/");
    }

    public sealed class InputModel
    {
        public string? Name { get; set; }

        public string? CreditCode { get; set; }

        public string? ResidentId { get; set; }

        public string? Email { get; set; }

        public string? UserName { get; set; }

        public string? Password { get; set; }

        public string? PasswordAgain { get; set; }

        public bool Consent { get; set; }
    }
}
