using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Errors;

/// <summary>What an error page says: what happened, what was kept, what to do.</summary>
public sealed record ErrorWords(string Title, string Happened, string Kept, string Next);

/// <summary>The page for every answer that failed; reached by re-execution, so it must stand any method and a body that nobody can read.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ReadsOwnBody]
public sealed class CodeModel(ILogger<CodeModel> logger) : PageModel
{
    /// <summary>The number as a header.</summary>
    public const string NumberHeader = "X-Error-Number";

    private const string DraftsKept = "已保存的内容都在。正在填写而尚未保存的文字留在本机浏览器中，重新打开填写页面时会恢复。";

    [BindProperty(SupportsGet = true)]
    public int Code { get; set; }

    public ErrorWords Words { get; private set; } = For(StatusCodes.Status500InternalServerError);

    public bool OffersLogin => Code == StatusCodes.Status403Forbidden;

    /// <summary>The number to quote: the start of the trace id, as it stands in the log.</summary>
    public string Number { get; } = (Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString())[..12].ToUpperInvariant();

    // Not in OnGet: a failed POST is executed again as a POST.
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        // Somebody who types the address in gets the status that the page talks about, and nothing else.
        Code = Code is >= 400 and <= 599 ? Code : StatusCodes.Status404NotFound;
        Words = PrintingFaults.WordsOf(HttpContext) ?? For(Code);
        Response.StatusCode = Code;
        // As the antiforgery of the page's forms would set it, which otherwise warns that it overrides what is there.
        (Response.Headers.CacheControl, Response.Headers.Pragma) = ("no-cache, no-store", "no-cache");
        // For scripts, which say it in their own place.
        Response.Headers[NumberHeader] = Number;

        var origin = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
            ?? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        logger.LogInformation("Error page {Code} with number {Number} for {Path}", Code, Number, origin);
    }

    private static ErrorWords For(int code) => code switch
    {
        StatusCodes.Status400BadRequest => new(
            "请求没有被接受",
            "页面打开的时间太久，或者提交的内容不完整、含有无法识别的字符，系统没有办理。",
            DraftsKept,
            "请返回上一页，刷新后再提交一次。"),
        StatusCodes.Status403Forbidden => new(
            "您没有权限查看此页",
            "您的账号没有办理这件事的权限，或者这件事不归您所在的单位、专家组办理，也可能需要回避。",
            "没有任何内容被更改。",
            "如果您认为应当有权限，请联系本单位的系统管理员；如果您有其他账号，可以换一个账号登录。"),
        StatusCodes.Status404NotFound => new(
            "找不到这个页面",
            "网址可能有误，或者内容已经移走、尚未公开。",
            "没有任何内容被更改。",
            "请检查网址，或者从首页重新进入。"),
        StatusCodes.Status405MethodNotAllowed => new(
            "不能这样打开此页",
            "这个网址只用于提交表单，不能直接打开。",
            "没有任何内容被更改。",
            "请从首页进入相应的办理页面。"),
        StatusCodes.Status409Conflict => new(
            "内容已被他人修改",
            "您打开页面之后，另一位办理人已经先保存了更改，您的这次提交没有生效。",
            "对方保存的内容已经生效；" + DraftsKept,
            "请返回上一页并刷新，核对最新内容后再提交。"),
        StatusCodes.Status413PayloadTooLarge => new(
            "文件太大",
            "上传的文件超过了允许的大小，没有保存。",
            DraftsKept,
            "请压缩或拆分文件后重新上传。"),
        StatusCodes.Status429TooManyRequests => new(
            "操作太频繁",
            "短时间内的请求过多，系统暂时没有受理。",
            DraftsKept,
            "请等待一分钟后再试。"),
        StatusCodes.Status503ServiceUnavailable => new(
            "系统暂时无法使用",
            "系统正在维护或者暂时繁忙。",
            DraftsKept,
            "请稍后再试。临近截止时间时，请立即联系评审办公室说明情况并报下方编号。"),
        < 500 => new(
            "请求没有被接受",
            "系统没有办理这次请求。",
            DraftsKept,
            "请返回上一页后再试一次。"),
        _ => new(
            "系统出错了",
            "办理过程中发生了意外错误，这次操作没有生效。错误已经自动记录，不是您的操作造成的。",
            DraftsKept,
            "请稍后再试一次；如果仍然出错，请把下方编号告诉系统管理员。"),
    };
}
