using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>The whole form as an outline (申报表结构), with what can be done at each piece.</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class OutlineModel(FormPageServices services, DiscardFormDraft discard) : FormPage(services)
{
    /// <summary>What keeps the form from being published.</summary>
    public IReadOnlyList<string> Problems => Draft is null ? [] : [.. PackChecks.Check(Pack.WithForm(Which, Form)).Select(p => p.Reason)];

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostMoveAsync(string section, string? question, int by, string seen, CancellationToken cancellationToken)
    {
        if (question is null)
        {
            await EditAsync(seen, f => FormToken.Order(f.Sections.Select(s => s.Id)), (d, r, at) => d.MoveSection(section, Math.Sign(by), r, Actor, at), cancellationToken);
            return Redirect($"{RoundLinks.Form(Id, Which)}#part-{section}");
        }

        await EditAsync(
            seen, f => f.Section(section) is { } s ? FormToken.Order(s.Questions.Select(q => q.Id)) : null, (d, r, at) => d.MoveQuestion(section, question, Math.Sign(by), r, Actor, at), cancellationToken);
        return Redirect($"{RoundLinks.Form(Id, Which)}#q-{section}-{question}");
    }

    public async Task<IActionResult> OnPostDiscardAsync(bool sure, CancellationToken cancellationToken)
    {
        if (!sure)
        {
            throw new InvalidInputException("sure", "放弃后不能恢复，请核对后勾选确认。");
        }

        await discard.RunAsync(Id, Which, Actor, cancellationToken);
        TempData.Flash("草案已放弃。");
        return Redirect(RoundLinks.Forms(Id));
    }
}
