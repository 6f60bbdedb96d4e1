using Microsoft.AspNetCore.Identity;
using QualityAward.Domain;

namespace QualityAward.Web.Pages.Account;

/// <summary>Turns Identity's result into problems at the right fields (账号填写问题).</summary>
public static class AccountFields
{
    public static void Require(IdentityResult result, string userNameField = "Input.UserName", string passwordField = "Input.Password")
    {
        if (!result.Succeeded)
        {
            throw new InvalidInputException([.. result.Errors.Select(e => new InputProblem(
                e.Code.Contains("Mismatch", StringComparison.Ordinal) ? "Input.Current"
                : e.Code.StartsWith("Password", StringComparison.Ordinal) ? passwordField
                : userNameField,
                e.Description))]);
        }
    }
}
