using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Parties;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>Whether and where somebody gets e-mails, and the own calendar (邮箱和接收设置); the inbox is always on.</summary>
[RequirePermission(Permission.OwnAccount)]
public sealed class SettingsModel(QualityAwardDbContext db, IMailSender mail, AccountLetters letters, ChangeMailPreference change, OwnCalendar calendar, LegalAct legalAct) : ActorPage
{
    private static readonly InlineValidator<InputModel> Limits = new()
    {
        v => v.RuleFor(x => x.Email).Must((x, value) => string.IsNullOrWhiteSpace(value) ? !x.Mail : EmailAddress.Problem(value) is null)
            .WithMessage(x => string.IsNullOrWhiteSpace(x.Email) ? "接收邮件须填写邮箱。" : EmailAddress.Problem(x.Email)),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty]
    public string? Password { get; set; }

    public bool HasMail => mail.IsOn;

    /// <summary>The address of the account, confirmed or not.</summary>
    public string? Present { get; private set; }

    public bool IsConfirmed { get; private set; }

    /// <summary>The letter that asks for confirmation and has not been answered; null: none.</summary>
    public AccountLetter? Pending { get; private set; }

    public bool MayResend => HasMail && Present is not null && (Pending is not null || !IsConfirmed);

    public bool HasCalendar { get; private set; }

    /// <summary>Shown once, after it was made.</summary>
    public string? CalendarAddress { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var user = await db.Users.Where(u => u.Id == Actor.UserId).Select(u => new { u.Email, u.EmailConfirmed, u.MailOff, Calendar = u.CalendarHash != null }).SingleAsync(HttpContext.RequestAborted);
        (Present, IsConfirmed, HasCalendar) = (user.Email, user.EmailConfirmed, user.Calendar);
        Pending = HasMail ? await letters.PendingAsync(Actor.UserId, HttpContext.RequestAborted) : null;
        if (HttpMethods.IsGet(Request.Method))
        {
            Input = new InputModel { Email = Pending?.Address ?? user.Email, Mail = !user.MailOff && (user.Email ?? Pending?.Address) is not null };
            CalendarAddress = TempData["calendar"] as string;
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
        if (!string.IsNullOrWhiteSpace(Input.Email) && ChangeMailPreference.Moves(Input.Email, Present, Pending?.Address))
        {
            // The address is what a forgotten password is set anew with.
            await legalAct.RequirePasswordAsync(Actor, Password);
        }

        var asked = await change.RunAsync(Input.Mail, Input.Email, Actor, cancellationToken);
        TempData.Flash(asked ? "接收设置已保存。确认邮件几分钟内发到您填写的邮箱，请打开邮件中的链接确认。" : Input.Mail ? "接收设置已保存：通知同时发到您的邮箱。" : "接收设置已保存：只收站内信。");
        return Redirect(MessageLinks.Settings);
    }

    public async Task<IActionResult> OnPostResendAsync(CancellationToken cancellationToken)
    {
        if (!MayResend)
        {
            throw new RefusedException("nothing-to-confirm", "没有待确认的邮箱。");
        }

        await letters.AskAsync(LetterPurpose.ConfirmAddress, Actor.UserId, Pending?.Address ?? Present!, HttpContext.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        TempData.Flash("确认邮件几分钟内重新发出，以前的确认链接不再有效。");
        return Redirect(MessageLinks.Settings);
    }

    public async Task<IActionResult> OnPostCalendarAsync(CancellationToken cancellationToken)
    {
        var secret = await calendar.RenewAsync(Actor, cancellationToken);
        TempData["calendar"] = (mail.SiteAddress.Length > 0 ? mail.SiteAddress : $"{Request.Scheme}://{Request.Host}") + AccountLinks.Calendar(secret);
        TempData.Flash("日历地址已生成，请复制到日历软件中。");
        return Redirect(MessageLinks.Settings);
    }

    public async Task<IActionResult> OnPostNoCalendarAsync(CancellationToken cancellationToken)
    {
        await calendar.EndAsync(Actor, cancellationToken);
        TempData.Flash("日历订阅已停止，原地址不能再使用。");
        return Redirect(MessageLinks.Settings);
    }

    public sealed class InputModel
    {
        public bool Mail { get; set; }

        public string? Email { get; set; }
    }
}

/// <summary>Changes somebody's own e-mail preference (更改接收设置). The trail says that it was changed, not the address.</summary>
public sealed class ChangeMailPreference(QualityAwardDbContext db, AccountLetters letters, IMailSender mail, TimeProvider time) : IOperation
{
    /// <summary>True when this is another address than the present one and the one that waits to be confirmed.</summary>
    public static bool Moves(string? email, string? present, string? pending) =>
        Normalised(email) is var address && !Same(address, present) && (address is null || !Same(address, pending));

    /// <returns>True: the address is used once its owner has confirmed it, a letter asks for that.</returns>
    public async Task<bool> RunAsync(bool wantsMail, string? email, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.OwnAccount);
        var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
        var address = Normalised(email);
        if (wantsMail && address is null)
        {
            throw new InvalidInputException("Input.Email", "接收邮件须填写邮箱。");
        }

        var pending = mail.IsOn ? await letters.PendingAsync(user.Id, cancellationToken) : null;
        var moves = Moves(address, user.Email, pending?.Address);
        var asks = mail.IsOn && address is not null && (moves || (!user.EmailConfirmed && pending is null));
        if (!moves && !asks && user.MailOff == !wantsMail)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        user.MailOff = !wantsMail;
        // A confirmed address stays in use until the new one is confirmed, or a slip of the pen would cut somebody off.
        if (moves && (address is null || !mail.IsOn || !user.EmailConfirmed))
        {
            user.Email = address;
            user.NormalizedEmail = address?.ToUpperInvariant();
            user.EmailConfirmed = false;
        }

        if (asks)
        {
            await letters.AskAsync(LetterPurpose.ConfirmAddress, user.Id, address!, actor.Address, cancellationToken);
        }

        await db.RecordAsync(new CaseEvent(user.Id, "ChangeMailPreference", actor, time.GetUtcNow(), $"更改接收设置：{(wantsMail ? "站内信和邮件" : "只收站内信")}{(moves ? "，更换邮箱" : "")}"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return asks;
    }

    private static string? Normalised(string? email) => string.IsNullOrWhiteSpace(email) ? null : EmailAddress.Normalise(email);

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
