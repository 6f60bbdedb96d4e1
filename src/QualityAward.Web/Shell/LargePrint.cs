namespace QualityAward.Web.Shell;

/// <summary>大字版: the large-print display, remembered by this browser.</summary>
public static class LargePrint
{
    private const string Cookie = "qa-large-print";

    public static bool IsOn(HttpRequest request) => request.Cookies[Cookie] == "1";

    public static void Set(HttpResponse response, bool on) => response.Cookies.Append(
        Cookie,
        on ? "1" : "0",
        new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = response.HttpContext.Request.IsHttps,
        });
}
