using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>One event's template in a round (修改通知模板): fields, preview, versions.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class TemplateModel(QualityAwardDbContext db, RoundRulesReader reader, MessageCatalogue catalogue, AuthorityTree authorities, ChangeMessageTemplate change, TimeProvider time) : RoundPage(reader)
{
    private static readonly char[] Separators = ['、', ',', '，', ' ', ';', '；'];

    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public MessageEvent Event { get; private set; } = null!;

    /// <summary>The round's own versions, newest first.</summary>
    public IReadOnlyList<MessageTemplate> Versions { get; private set; } = [];

    /// <summary>What is typed, with sample values; null: it was not asked for.</summary>
    public MessageWording? Preview { get; private set; }

    public bool MayEdit => Round.State != RoundState.Closed;

    public IReadOnlyList<SelectListItem> Handlings { get; } = [.. Enum.GetValues<MessageHandling>().Select(h => new SelectListItem(MessageNames.Of(h), h.ToString()))];

    public void OnGet(bool given = false)
    {
        var present = Versions.Count > 0 && !given ? Versions[0].Choice : MessageChoice.Of(Event);
        Input = new InputModel
        {
            Title = present.Wording.Title, Body = present.Wording.Body, Handling = present.Handling, Before = string.Join('、', present.Before), After = string.Join('、', present.After),
            Seen = Versions.Count > 0 ? Versions[0].Number : 0,
        };
        Preview = Filled(present.Wording);
    }

    /// <summary>Shows how it would read; nothing is saved.</summary>
    public IActionResult OnPostPreview()
    {
        var wording = Typed().Wording;
        InvalidInputException.ThrowIfAny(MessageText.Problems(wording, "Input.Title", "Input.Body"));
        Preview = Filled(wording);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var template = await change.RunAsync(Id, Code, Input.Seen, Typed(), Actor, cancellationToken);
        TempData.Flash($"模板已保存为本届第{template.Number}版，以后发出的通知按新的文字。");
        return Redirect(MessageLinks.Template(Id, Code));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (catalogue.Find(Code) is not { } given)
        {
            return false;
        }

        Event = given;
        Versions = await db.Set<MessageTemplate>().AsNoTracking().Where(t => t.RoundId == Id && t.EventCode == Code).OrderByDescending(t => t.Number).Take(Paging.DefaultSize).ToListAsync(cancellationToken);
        return true;
    }

    private MessageWording Filled(MessageWording wording)
    {
        var known = new MessageFacts(Rules, Case: null).Values(authorities, dueOn: null, time.Today());
        return MessageText.Fill(wording, MessageText.Samples(known));
    }

    private MessageChoice Typed() => new(
        new MessageWording(AnswerText.Line(Input.Title), AnswerText.Lines(Input.Body)), Event.IsReminder ? MessageHandling.Send : Input.Handling,
        Event.IsReminder ? Days(Input.Before, "Input.Before") : [], Event.IsReminder ? Days(Input.After, "Input.After") : []);

    private static List<int> Days(string? text, string field)
    {
        var days = new List<int>();
        foreach (var part in (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            days.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : throw new InvalidInputException(field, "请填写天数，用顿号分开，如 7、3、1。"));
        }

        return [.. days.Distinct().OrderDescending()];
    }

    public sealed class InputModel
    {
        public string? Title { get; set; }

        public string? Body { get; set; }

        public MessageHandling Handling { get; set; }

        public string? Before { get; set; }

        public string? After { get; set; }

        public int Seen { get; set; }
    }
}
