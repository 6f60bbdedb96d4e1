using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Users;

[RequirePermission(Permission.ManageUsers)]
public sealed class NewModel(CreateStaffAccount create, ProgrammeCatalogue catalogue) : ActorPage
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.UserName).NotEmpty().WithMessage("请填写用户名。").Length(3, 40).WithMessage("用户名长度为 3 至 40 个字符。"),
        v => v.RuleFor(x => x.DisplayName).NotEmpty().WithMessage("请填写姓名或单位名称。").MaximumLength(100).WithMessage("姓名或单位名称不能超过 100 字。"),
        v => v.RuleFor(x => x.Role).NotNull().WithMessage("请选择角色。"),
        v => v.RuleFor(x => x.FirstPassword).NotEmpty().WithMessage("请设置初始密码。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IEnumerable<SelectListItem> RoleItems => Enum.GetValues<Role>().Where(r => r is not (Role.Applicant or Role.Public)).Select(r => new SelectListItem(RoleNames.Of(r), r.ToString()));

    public IEnumerable<SelectListItem> AuthorityItems => catalogue.Authorities.All.Select(a => new SelectListItem(catalogue.Authorities.Find(a.Parent ?? "") is { } parent ? $"{parent.Name} · {a.Name}" : a.Name, a.Code));

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        var user = await create.RunAsync(
            new StaffAccount(Input.UserName!.Trim(), Input.DisplayName!.Trim(), Input.Role!.Value, string.IsNullOrEmpty(Input.AuthorityCode) ? null : Input.AuthorityCode, Input.FirstPassword!),
            Actor,
            cancellationToken);
        TempData.Flash($"账号 {user.UserName} 已开通，安全管理员授权后即可登录。");
        return Redirect("/users");
    }

    public sealed class InputModel
    {
        public string? UserName { get; set; }

        public string? DisplayName { get; set; }

        public Role? Role { get; set; }

        public string? AuthorityCode { get; set; }

        public string? FirstPassword { get; set; }
    }
}
