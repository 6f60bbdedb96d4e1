using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Shared;

/// <summary>Base of pages for signed-in people (登录后页面): gives the actor.</summary>
public abstract class ActorPage : PageModel
{
    private Actor? _actor;

    /// <summary>Who is signed in; the permission attribute has made sure that somebody is.</summary>
    public Actor Actor => _actor ??= HttpContext.FindActor() ?? throw new InvalidOperationException("The page lacks [RequirePermission].");
}
