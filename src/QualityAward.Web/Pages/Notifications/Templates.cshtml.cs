using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Rounds;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>An event with what is in force for it in the round.</summary>
/// <param name="Number">Version of the round's own template; 0: the data file's.</param>
public sealed record TemplateRow(MessageEvent Event, MessageChoice Choice, int Number);

/// <summary>What people are told of in a round (通知模板).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class TemplatesModel(QualityAwardDbContext db, RoundRulesReader reader, MessageCatalogue catalogue, IMailSender mail) : RoundPage(reader)
{
    public IReadOnlyList<TemplateRow> Rows { get; private set; } = [];

    public MessageNav Nav { get; private set; } = null!;

    public bool HasMail => mail.IsOn;

    public static string Days(MessageChoice choice)
    {
        var before = choice.Before.Count > 0 ? $"提前 {string.Join('、', choice.Before)} 天" : "";
        var after = choice.After.Count > 0 ? $"逾期 {string.Join('、', choice.After)} 天" : "";
        return string.Join('，', new[] { before, after }.Where(t => t.Length > 0)) is { Length: > 0 } days ? days : "不提醒";
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Nav = await MessageNav.OfAsync(db, Id, MessageLinks.Templates(Id), cancellationToken);
        var own = await db.Set<MessageTemplate>().AsNoTracking().Where(t => t.RoundId == Id && !db.Set<MessageTemplate>().Any(n => n.RoundId == Id && n.EventCode == t.EventCode && n.Number > t.Number))
            .ToDictionaryAsync(t => t.EventCode, StringComparer.Ordinal, cancellationToken);
        Rows = [.. catalogue.Events.Select(e => own.TryGetValue(e.Code, out var t) ? new TemplateRow(e, t.Choice, t.Number) : new TemplateRow(e, MessageChoice.Of(e), 0))];
        return true;
    }
}
