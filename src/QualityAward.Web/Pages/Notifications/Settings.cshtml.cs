using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Parties;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>Whether and where somebody gets e-mails (接收设置); the inbox is always on.</summary>
[RequirePermission(Permission.OwnAccount)]
public sealed class SettingsModel(QualityAwardDbContext db, IMailSender mail, ChangeMailPreference change) : ActorPage
{
    private static readonly InlineValidator<InputModel> Limits = new()
    {
        v => v.RuleFor(x => x.Email).Must((x, value) => string.IsNullOrWhiteSpace(value) ? !x.Mail : EmailAddress.Problem(value) is null)
            .WithMessage(x => string.IsNullOrWhiteSpace(x.Email) ? "接收邮件须填写邮箱。" : EmailAddress.Problem(x.Email)),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public bool HasMail => mail.IsOn;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (HttpMethods.IsGet(Request.Method))
        {
            Input = await db.Users.Where(u => u.Id == Actor.UserId).Select(u => new InputModel { Email = u.Email, Mail = !u.MailOff && u.Email != null }).SingleAsync(HttpContext.RequestAborted);
        }

        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Limits.Check(Input, nameof(Input));
        await change.RunAsync(Input.Mail, Input.Email, Actor, cancellationToken);
        TempData.Flash(Input.Mail ? "接收设置已保存：通知同时发到您的邮箱。" : "接收设置已保存：只收站内信。");
        return Redirect(MessageLinks.Settings);
    }

    public sealed class InputModel
    {
        public bool Mail { get; set; }

        public string? Email { get; set; }
    }
}

/// <summary>Changes somebody's own e-mail preference (更改接收设置). The trail says that it was changed, not the address.</summary>
public sealed class ChangeMailPreference(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(bool wantsMail, string? email, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.OwnAccount);
        var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
        var address = string.IsNullOrWhiteSpace(email) ? null : EmailAddress.Normalise(email);
        if (wantsMail && address is null)
        {
            throw new InvalidInputException("Input.Email", "接收邮件须填写邮箱。");
        }

        var moved = !string.Equals(user.Email, address, StringComparison.Ordinal);
        if (!moved && user.MailOff == !wantsMail)
        {
            return;
        }

        user.MailOff = !wantsMail;
        user.Email = address;
        user.NormalizedEmail = address?.ToUpperInvariant();
        user.EmailConfirmed = user.EmailConfirmed && !moved;
        await db.RecordAsync(new CaseEvent(user.Id, "ChangeMailPreference", actor, time.GetUtcNow(), $"更改接收设置：{(wantsMail ? "站内信和邮件" : "只收站内信")}{(moved ? "，更换邮箱" : "")}"), cancellationToken);
    }
}
