using Microsoft.AspNetCore.Antiforgery;
using QualityAward.Domain;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// Answers the usual autosave ahead of routing and pages (快速保存的请求), which cost more than the save itself. What <see cref="QuickSave"/> does not take goes on to the
/// section's page, which reads the same body.
/// </summary>
public sealed class QuickSaveRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (ApplicationLinks.AutosaveOf(context.Request) is not { } target || context.FindActor() is not { } actor)
        {
            await next(context);
            return;
        }

        var quick = context.RequestServices.GetRequiredService<QuickSave>();
        if (quick.Find(target.RoundId, target.PackHash, target.Track, target.SectionId, actor) is not { } section)
        {
            await next(context);
            return;
        }

        try
        {
            var form = await context.RequestServices.GetRequiredService<StreamedForm>().ReadAsync(context, takeFile: null, context.RequestAborted);
            if (SectionModel.IsConfirmed(form)
                || await quick.RunAsync(section, target.ApplicationId, SectionBinder.Read(form, section.Section, section.Context), SectionModel.VersionOf(form), actor) is not { } saved)
            {
                await next(context);
                return;
            }

            await context.Response.WriteAsJsonAsync(SaveAnswer.Of(saved, mergedWith: null, []), context.RequestAborted);
        }
        catch (AntiforgeryValidationException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (InvalidInputException unreadable)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await context.Response.WriteAsJsonAsync(NoSaveAnswer.Of(unreadable), context.RequestAborted);
        }
    }
}
