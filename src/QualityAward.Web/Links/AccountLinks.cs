namespace QualityAward.Web.Links;

/// <summary>Addresses of the account's pages (账号页面地址).</summary>
public static class AccountLinks
{
    public const string Login = "/account/login";

    public const string Forgot = "/account/forgot";

    public static string Confirm(string secret) => $"/account/confirm/{secret}";

    public static string Reset(string secret) => $"/account/reset/{secret}";

    public static string Calendar(string secret) => $"/calendar/{secret}.ics";
}
