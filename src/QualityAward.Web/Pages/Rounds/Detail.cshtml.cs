using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

[RequirePermission(Permission.ManageRounds)]
public sealed class DetailModel(RoundRulesReader reader, ChangeRoundSettings change, PublishCall publish, CloseRound close, FormDrafts forms, WorkingCalendar calendar, AuthorityTree authorities, TimeProvider time) : RoundPage(reader)
{
    public RoundSettingsForm Form { get; private set; } = null!;

    public IReadOnlyList<MissingSetting> Missing { get; private set; } = [];

    /// <summary>Dates on days off, by field.</summary>
    public IReadOnlyList<(string Field, string Message)> Warnings { get; private set; } = [];

    /// <summary>What of the edited forms keeps the call from being published.</summary>
    public IReadOnlyList<string> FormProblems { get; private set; } = [];

    /// <summary>Offered once the window is over; cases that are still open are named when it is pressed.</summary>
    public bool MayClose => Round.State == RoundState.Published && time.GetUtcNow() >= ChinaCalendar.EndOf(Round.ClosesOn);

    private readonly Dictionary<string, string> _drafted = new(StringComparer.Ordinal);

    private Dictionary<string, string> _stored = [];

    /// <summary>What a field shows: what the draft has just put there, else what was typed, else what is stored.</summary>
    public string? Text(string name) => _drafted.TryGetValue(name, out var drafted) ? drafted : Request.HasFormContentType && Request.Form.TryGetValue(name, out var typed) ? typed.ToString() : _stored.GetValueOrDefault(name);

    public IEnumerable<SelectListItem> Items(string name, params ReadOnlySpan<(string Value, string Text)> options)
    {
        var items = new List<SelectListItem>();
        foreach (var (value, text) in options)
        {
            items.Add(new SelectListItem(text, value, string.Equals(Text(name), value, StringComparison.Ordinal)));
        }

        return items;
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Form = new RoundSettingsForm(Pack, RoundSettingsForm.UnitsOf(Pack, authorities));
        _stored = Form.Write(Round.Settings);
        Warnings = RoundDates.Warnings(Round, calendar);
        if (IsPreparing)
        {
            Missing = RoundChecklist.Missing(Round, Pack);
            FormProblems = [.. PackChecks.Check(await forms.PackAsync(Rules, cancellationToken)).Select(p => p.Reason)];
        }

        return true;
    }

    public void OnGet()
    {
    }

    /// <summary>Puts equal points into the fields; nothing is saved, and what was typed elsewhere stays.</summary>
    public void OnPostDraft()
    {
        foreach (var track in Form.TracksWithoutPoints)
        {
            foreach (var (item, points) in RoundSettingsForm.EqualShare(track))
            {
                _drafted[RoundSettingsForm.Points(track.Track, item)] = points.ToString("0.##", CultureInfo.InvariantCulture);
            }
        }
    }

    public async Task<IActionResult> OnPostSaveAsync(int version, CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        var name = Text("Name")?.Trim();
        if (string.IsNullOrEmpty(name))
        {
            problems.Add(new InputProblem("Name", "请填写名称。"));
        }
        else if (name.Length > 80)
        {
            problems.Add(new InputProblem("Name", "名称不能超过 80 字。"));
        }

        var settings = Form.Read(Text, problems);
        var opensOn = Date("OpensOn", "申报开始日期");
        var closesOn = Date("ClosesOn", "申报截止日期");
        if (problems.Count == 0 && closesOn < opensOn)
        {
            problems.Add(new InputProblem("ClosesOn", "申报截止日期不能早于开始日期，请重新填写。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        await change.RunAsync(Id, version, name!, opensOn, closesOn, Text("CallText")?.Trim() ?? "", settings, Actor, cancellationToken);
        TempData.Flash("设置已保存。");
        return Redirect($"/rounds/{Id}");

        DateOnly Date(string field, string what)
        {
            if (DateOnly.TryParseExact(Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            problems.Add(new InputProblem(field, $"请填写{what}，如 2022-06-26。"));
            return default;
        }
    }

    public async Task<IActionResult> OnPostPublishAsync(int version, bool datesConfirmed, CancellationToken cancellationToken)
    {
        // Published settings are fixed: nobody publishes what somebody else has just changed.
        if (version != Round.Version)
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了本届设置。请核对最新设置后再发布。");
        }

        // Whoever comes too late is told that, not asked for a tick.
        if (Round.State == RoundState.Preparing && Warnings.Count > 0 && Missing.Count == 0 && !datesConfirmed)
        {
            throw new InvalidInputException("datesConfirmed", "有日期落在休息日，请核对后勾选确认，或者先修改日期。");
        }

        await publish.RunAsync(Id, Actor, cancellationToken);
        TempData.Flash("申报通告已发布，申报窗口按设定日期自动开放和截止。");
        return Redirect($"/rounds/{Id}");
    }

    public async Task<IActionResult> OnPostCloseAsync(bool sure, CancellationToken cancellationToken)
    {
        if (!sure)
        {
            throw new InvalidInputException("sure", "结束后不能恢复，请核对后勾选确认。");
        }

        await close.RunAsync(Id, Actor, cancellationToken);
        TempData.Flash("本届评奖已结束。");
        return Redirect($"/rounds/{Id}");
    }
}
