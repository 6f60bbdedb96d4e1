using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One referee on the applicant's page (推荐人).</summary>
/// <param name="Mail">What became of the last mail; null: not known any more.</param>
public sealed record RefereeLine(Guid Id, string Name, string Unit, string Email, RefereeState State, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RemindedAt, DateTimeOffset? AnsweredAt, string? Sha256, MailState? Mail)
{
    /// <summary>What the applicant should know of the mail; null: nothing.</summary>
    public string? MailNote => State != RefereeState.Asked ? null : Mail switch
    {
        MailState.Waiting or MailState.Sending => "邮件等待发送",
        MailState.Failed => "邮件没有送达，请核对邮箱，收回后重新填写",
        MailState.Unknown => "邮件可能没有送达，对方没有收到的请重新发送",
        _ => null,
    };
}

/// <summary>Whom the applicant asks for a statement, and what became of it.</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class RefereesModel(OwnCaseServices services, AskReferee ask) : OwnCasePage(services)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<RefereeLine> People { get; private set; } = [];

    /// <summary>Texts by request, where the applicant may read them.</summary>
    public IReadOnlyDictionary<Guid, string> Statements { get; private set; } = new Dictionary<Guid, string>();

    public RefereeRules Asked => Track.Form.Referees!;

    public bool MayChange => Right >= CaseRight.Edit && Case.Position is { IsOpen: true, Stage: Stage.Application } && Case.WindowOf(Round).IsOpen(Now);

    public int Answered => People.Count(p => p.State == RefereeState.Answered);

    public bool HasRoom => People.Count(p => p.State == RefereeState.Answered || (p.State == RefereeState.Asked && Now < p.ExpiresAt)) < Asked.AtMost && People.Count < RefereeRequest.MostEver;

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        base.OnPageHandlerExecutionAsync(context, async () =>
        {
            var db = Services.Db;
            People = await db.Set<RefereeRequest>().AsNoTracking().Where(r => r.ApplicationId == Id).OrderBy(r => r.Id)
                .Select(r => new RefereeLine(r.Id, r.Name, r.Unit, r.Email, r.State, r.AskedAt, r.ExpiresAt, r.RemindedAt, r.AnsweredAt, r.Sha256,
                    db.Set<AccountLetter>().Where(l => l.RefereeRequestId == r.Id).OrderByDescending(l => l.RequestedAt).Select(l => (MailState?)l.State).FirstOrDefault()))
                .ToListAsync(HttpContext.RequestAborted);
            Statements = Answered == 0 ? Statements : (await db.StatementsAsync(Id, Actor, HttpContext.RequestAborted)).ToDictionary(s => s.Id, s => s.Statement);
            return await next();
        });

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ask.RunAsync(Id, new RefereePerson(Input.Name, Input.Unit, Input.Email), Actor, cancellationToken);
        return Done("邀请已建立，邮件几分钟内发出。");
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid request, CancellationToken cancellationToken)
    {
        await ask.AgainAsync(Id, request, Actor, cancellationToken);
        return Done("已重新发送，以前邮件中的链接不再有效。");
    }

    public async Task<IActionResult> OnPostTakeBackAsync(Guid request, CancellationToken cancellationToken)
    {
        await ask.TakeBackAsync(Id, request, Actor, cancellationToken);
        return Done("已收回，邮件中的链接不再有效。");
    }

    protected override IActionResult? Refuse() => Track.Form.Referees is null ? NotFound() : null;

    private RedirectResult Done(string message)
    {
        TempData.Flash(message);
        return Redirect(ApplicationLinks.Referees(Id));
    }

    public sealed class InputModel
    {
        public string? Name { get; set; }

        public string? Unit { get; set; }

        public string? Email { get; set; }
    }
}
