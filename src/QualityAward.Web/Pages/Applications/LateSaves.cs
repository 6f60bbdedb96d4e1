using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// Takes what a page posts that was made from an older version of the form (迟到的保存): another window has taken the draft over to a newer one while
/// this one was being typed in. The page names its version in the address.
/// </summary>
public sealed class LateSaves(StreamedForm streamed, KeepLateSave keep, RoundRulesReader reader, ITempDataDictionaryFactory tempData, TimeProvider time) : IOperation
{
    private const string Message = "申报表已更新到新版本，您刚才填写的内容已保存；没有位置的内容已单独留存，在申报总览中可以查看。请重新打开这一部分继续填写。";

    /// <summary>Null: the page is of the version that the draft is written on.</summary>
    public async Task<IActionResult?> TakeAsync(HttpContext http, Application application, Round round, string sectionId, Actor actor)
    {
        var seen = http.Request.Query["form"].ToString();
        if (!HttpMethods.IsPost(http.Request.Method) || seen.Length == 0 || string.Equals(seen, application.PackHash, StringComparison.Ordinal)
            || round.FormVersionOf(application.Track, seen) is null)
        {
            return null;
        }

        var rules = await reader.OfAsync(round, seen, http.RequestAborted);
        if (rules.Track(application.Track).Form.Section(sectionId) is not { } section)
        {
            return null;
        }

        IFormCollection form;
        try
        {
            form = await streamed.ReadAsync(http, takeFile: null, http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is AntiforgeryValidationException or InvalidInputException)
        {
            return new BadRequestResult();
        }

        var autosave = string.Equals(http.Request.Query["handler"], "Autosave", StringComparison.OrdinalIgnoreCase);
        try
        {
            await keep.RunAsync(application.Id, seen, sectionId, SectionBinder.Read(form, section, FormContexts.Of(rules, time)), actor, http.RequestAborted);
        }
        catch (RefusedException refused) when (autosave)
        {
            return Answer(refused.Code, refused.Message);
        }

        if (autosave)
        {
            // Not a success: the page must stop saving what it holds, and its person open the section anew.
            return Answer("form-changed", Message);
        }

        tempData.GetTempData(http).Flash(Message, Tone.Warning);
        return new RedirectResult(ApplicationLinks.Overview(application.Id));
    }

    private static JsonResult Answer(string code, string message) => new(new { code, message }) { StatusCode = StatusCodes.Status403Forbidden };
}
