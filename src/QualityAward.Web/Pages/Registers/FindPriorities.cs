using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>An applicant who is recommended first (优先推荐), by which title and which clause.</summary>
public sealed record PriorityMark(string Because, string Text, string Clause);

/// <summary>
/// Finds who is recommended first (优先推荐核查): the last title of the applicant in an award whose rules send its holders on to this one. Titles are found by the party, never
/// by name; unverified history gives no priority.
/// </summary>
public sealed class FindPriorities(QualityAwardDbContext db, ProgrammeCatalogue catalogue) : IOperation
{
    /// <summary>The marks of these applications, by application; two queries for a whole list.</summary>
    public async Task<IReadOnlyDictionary<Guid, PriorityMark>> RunAsync(IReadOnlyCollection<Guid> applications, CancellationToken cancellationToken)
    {
        var cases = await db.Applications.AsNoTracking().Where(a => applications.Contains(a.Id))
            .Join(db.Rounds, a => a.RoundId, r => r.Id, (a, r) => new { a.Id, a.PartyId, r.ProgrammeCode, r.ClosesOn }).ToListAsync(cancellationToken);
        var parties = cases.Select(c => c.PartyId).Distinct().ToList();
        var titles = (await db.Set<HonourEntry>().AsNoTracking()
            .Where(h => h.PartyId != null && parties.Contains(h.PartyId.Value) && h.Status == HonourStatus.InForce && h.WithdrawnAt == null && h.DecidedOn != null && (h.ImportSource == null || h.VerifiedAt != null))
            .Select(h => new { PartyId = h.PartyId!.Value, h.ProgrammeCode, h.TierCode, h.TierName, h.AwardYear, DecidedOn = h.DecidedOn!.Value }).ToListAsync(cancellationToken)).ToLookup(h => h.PartyId);
        var marks = new Dictionary<Guid, PriorityMark>();
        foreach (var item in cases)
        {
            // Whoever has reached the award itself is not sent on to it again.
            var top = catalogue.ByCode(item.ProgrammeCode)?.Tiers[0].Code;
            var reached = titles[item.PartyId].Where(t => string.Equals(t.ProgrammeCode, item.ProgrammeCode, StringComparison.Ordinal) && string.Equals(t.TierCode, top, StringComparison.Ordinal))
                .Select(t => t.DecidedOn).DefaultIfEmpty(DateOnly.MinValue).Max();
            foreach (var title in titles[item.PartyId].Where(t => t.DecidedOn <= item.ClosesOn && t.DecidedOn > reached).OrderByDescending(t => t.DecidedOn))
            {
                var pack = catalogue.ByCode(title.ProgrammeCode);
                if (pack?.Priorities.FirstOrDefault(p => string.Equals(p.Tier, title.TierCode, StringComparison.Ordinal) && string.Equals(p.For, item.ProgrammeCode, StringComparison.Ordinal)) is { } rule)
                {
                    marks[item.Id] = new PriorityMark($"{title.AwardYear} 年度{title.TierName}（{ChinaCalendar.Text(title.DecidedOn)}决定）", rule.Text, pack.Cite(rule.Clause));
                    break;
                }
            }
        }

        return marks;
    }
}

/// <summary><c>&lt;priority-mark application="Model.Application.Id" /&gt;</c>: says that the applicant is recommended first, why and by which clause; nothing otherwise.</summary>
[HtmlTargetElement("priority-mark", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PriorityMarkTagHelper(FindPriorities find) : TagHelper
{
    public Guid Application { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!(await find.RunAsync([Application], ViewContext.HttpContext.RequestAborted)).TryGetValue(Application, out var mark))
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qa-notice qa-notice-gold");
        output.Content.AppendHtml(IconTagHelper.Svg("award")).AppendHtml("<div><p><strong>优先推荐</strong>：").Append($"{mark.Because}，{mark.Text}。").AppendHtml("</p><p class=\"qa-clause\">").Append($"依据：{mark.Clause}").AppendHtml("</p></div>");
    }
}
