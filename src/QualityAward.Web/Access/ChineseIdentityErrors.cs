using Microsoft.AspNetCore.Identity;

namespace QualityAward.Web.Access;

/// <summary>Identity's messages as sentences that tell the reader what to do (账号提示).</summary>
public sealed class ChineseIdentityErrors : IdentityErrorDescriber
{
    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), $"用户名“{userName}”已被使用，请换一个。");

    public override IdentityError InvalidUserName(string? userName) => Error(nameof(InvalidUserName), "用户名只能使用字母、数字和 - _ . @ 符号，请重新填写。");

    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), $"密码至少需要 {length} 位，请重新设置。");

    public override IdentityError PasswordRequiresDigit() => Error(nameof(PasswordRequiresDigit), "密码须包含数字，请重新设置。");

    public override IdentityError PasswordRequiresLower() => Error(nameof(PasswordRequiresLower), "密码须包含小写字母，请重新设置。");

    public override IdentityError PasswordRequiresUpper() => Error(nameof(PasswordRequiresUpper), "密码须包含大写字母，请重新设置。");

    public override IdentityError PasswordRequiresNonAlphanumeric() => Error(nameof(PasswordRequiresNonAlphanumeric), "密码须包含符号（如 - ! @），请重新设置。");

    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), "原密码不正确，请重新填写。");

    public override IdentityError ConcurrencyFailure() => Error(nameof(ConcurrencyFailure), "他人刚刚修改了这个账号，请刷新后重试。");

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}
