using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>复制为新一届: what is taken over, and the dates to confirm.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class CopyModel(RoundRulesReader reader, CopyRound copy, ProgrammeCatalogue catalogue, WorkingCalendar calendar) : RoundPage(reader)
{
    public const string Current = "current";
    public const string Previous = "previous";

    private static readonly InlineValidator<InputModel> Needs = new()
    {
        v => v.RuleFor(x => x.Year).NotNull().WithMessage("请填写评奖年度。").InclusiveBetween(2000, 2100).WithMessage("评奖年度须是四位年份，如 2022。"),
        v => v.RuleFor(x => x.Name).NotEmpty().WithMessage("请填写名称。").MaximumLength(80).WithMessage("名称不能超过 80 字。"),
        v => v.RuleFor(x => x.OpensOn).NotNull().WithMessage("请填写申报开始日期。"),
        v => v.RuleFor(x => x.ClosesOn).NotNull().WithMessage("请填写申报截止日期。"),
        v => v.RuleFor(x => x.Pack).Must(p => p is Current or Previous).WithMessage("请选择规则和申报表的来源。"),
        v => v.RuleFor(x => x.Confirmed).Equal(true).WithMessage("请核对日期后勾选确认。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>What of the settings the installed programme has no place for.</summary>
    public IReadOnlyList<string> Dropped => Installed is { } pack ? CopyRound.Fitting(Round.Settings, pack).Dropped : [];

    public IEnumerable<SelectListItem> PackItems
    {
        get
        {
            yield return new SelectListItem("沿用上一届固定的规则和申报表（包括在系统中修改过的申报表）", Previous);
            if (Installed is { } pack)
            {
                var changed = pack.Tracks.Sum(t => Pack.TrackOf(t.Track) is { } old ? FormChanges.Between(old.Form, t.Form).Count : 1);
                yield return new SelectListItem($"采用现行奖项包（申报表与上一届相比{(changed == 0 ? "没有不同" : $"有 {changed} 处不同")}）", Current);
            }
        }
    }

    private Domain.Programmes.ProgrammePack? Installed => catalogue.ByCode(Round.ProgrammeCode);

    /// <summary>Which day it comes from, and whether the proposed one was moved.</summary>
    public string Hint(string field, DateOnly before)
    {
        var years = (Input.Year ?? Round.Year + 1) - Round.Year;
        var same = before.AddYears(years);
        var proposed = calendar.InLaterYear(before, years);
        var value = field switch { "OpensOn" => Input.OpensOn, "ClosesOn" => Input.ClosesOn, _ => Input.CertificateEnd };
        var hint = $"上届为{ChinaCalendar.Text(before)}。";
        if (proposed != same)
        {
            hint += $"{ChinaCalendar.Text(same)}是{calendar.DayOff(same)}，已顺延到{ChinaCalendar.Text(proposed)}。";
        }

        if (value is { } day && day != proposed && calendar.DayOff(day) is { } why)
        {
            hint += $"所填{ChinaCalendar.Text(day)}是{why}。";
        }

        return calendar.Knows(same.Year) ? hint : $"{hint}{same.Year}年的节假日安排尚未载入，只核对了星期六、星期日。";
    }

    public void OnGet()
    {
        Input.Year = Round.Year + 1;
        Input.Pack = Previous;
        Shift();
    }

    /// <summary>Moves the dates to the year that was typed; nothing is saved.</summary>
    public void OnPostShift()
    {
        ModelState.Clear();
        if (Input.Year is null or < 2000 or > 2100)
        {
            throw new InvalidInputException("Input.Year", "评奖年度须是四位年份，如 2022。");
        }

        Shift();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Needs.Check(Input, nameof(Input));
        var round = await copy.RunAsync(
            Id, string.Equals(Input.Pack, Previous, StringComparison.Ordinal), Input.Year!.Value, Input.Name!.Trim(), Input.OpensOn!.Value, Input.ClosesOn!.Value, Input.CertificateEnd, Actor, cancellationToken);
        TempData.Flash("已建立新一届。请核对通告文字和设置后发布。");
        return Redirect(RoundLinks.Detail(round.Id));
    }

    private void Shift()
    {
        var years = Input.Year!.Value - Round.Year;
        Input.Name = Round.Name.Replace($"{Round.Year}年", $"{Input.Year}年", StringComparison.Ordinal);
        Input.OpensOn = calendar.InLaterYear(Round.OpensOn, years);
        Input.ClosesOn = calendar.InLaterYear(Round.ClosesOn, years);
        Input.CertificateEnd = Round.Settings.CertificateWindowEnd.IsSet ? calendar.InLaterYear(Round.Settings.CertificateWindowEnd.OrNull(), years) : null;
    }

    public sealed class InputModel
    {
        public int? Year { get; set; }

        public string? Name { get; set; }

        public DateOnly? OpensOn { get; set; }

        public DateOnly? ClosesOn { get; set; }

        public DateOnly? CertificateEnd { get; set; }

        public string? Pack { get; set; }

        public bool Confirmed { get; set; }
    }
}
