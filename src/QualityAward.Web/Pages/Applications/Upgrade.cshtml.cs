using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>An answer that the newer form has no place for, in words (留存内容).</summary>
public sealed record KeptItem(string Section, string Label, string Text);

/// <summary>What a new version of the form changes for this draft, taking it over, and what was kept aside (更新申报表).</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class UpgradeModel(OwnCaseServices services, UpgradeDraft upgrade, ConfirmKept confirm) : OwnCasePage(services)
{
    public bool IsOutdated => Case.IsOutdated(Round);

    public FormVersion? Newest => Round.CurrentForm(Case.Track);

    public IReadOnlyList<string> Changes { get; private set; } = [];

    /// <summary>What will be kept aside.</summary>
    public IReadOnlyList<KeptItem> Lost { get; private set; } = [];

    /// <summary>What was kept aside and waits to be seen to.</summary>
    public IReadOnlyList<KeptItem> Kept { get; private set; } = [];

    /// <summary>Files of questions that are gone.</summary>
    public IReadOnlyList<Attachment> Files { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (IsOutdated)
        {
            var after = (await Services.Reader.NewestAsync(Case, cancellationToken)).Track(Case.Track).Form;
            Changes = [.. FormChanges.Between(Track.Form, after).Select(c => c.Text)];
            Lost = [.. DraftCarryOver.Carry(Track.Form, after, Case.AnswersOf).Aside.SelectMany(a => Items(Track.Form, a.Key, a.Value))];
            return;
        }

        var kept = await Services.Db.Set<KeptAnswers>().AsNoTracking().Where(k => k.ApplicationId == Id && k.ConfirmedAt == null).OrderBy(k => k.KeptAt).ToListAsync(cancellationToken);
        var items = new List<KeptItem>();
        foreach (var entry in kept)
        {
            items.AddRange(Items((await Services.Reader.PackAsync(entry.PackHash, cancellationToken)).RequireTrack(Case.Track).Form, entry.SectionId, entry.Answers));
        }

        Kept = items;
        Files = kept.Count == 0 && !Case.Attachments.Any(a => a.AsideSince is not null) ? [] : [.. Case.Attachments.Where(a => a.AsideSince is not null)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var aside = await ShowingAsync(() => upgrade.RunAsync(Id, Actor, cancellationToken), cancellationToken);
        TempData.Flash(aside == 0 ? "申报表已更新，已填写的内容全部保留。" : "申报表已更新。部分内容在新版中没有位置，已单独留存，请处理。");
        return Redirect(aside == 0 ? ApplicationLinks.Overview(Id) : ApplicationLinks.Upgrade(Id));
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        await ShowingAsync(
            async () =>
            {
                await confirm.RunAsync(Id, Actor, cancellationToken);
                return 0;
            },
            cancellationToken);
        TempData.Flash("已确认，留存的内容不再显示。");
        return Redirect(ApplicationLinks.Overview(Id));
    }

    /// <summary>A refusal comes with everything that the page is about.</summary>
    private async Task<int> ShowingAsync(Func<Task<int>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (RefusedException)
        {
            await OnGetAsync(cancellationToken);
            throw;
        }
    }

    private IEnumerable<KeptItem> Items(FormDefinition form, string sectionId, Answers answers)
    {
        var section = form.Section(sectionId);
        var ids = answers.Values.Keys.Concat(answers.BlankReasons.Keys).Distinct(StringComparer.Ordinal);
        return section is null
            ? []
            : ids.Select(section.Question).OfType<Question>().Select(q => new KeptItem(section.Heading, q.Label, AnswerWords.Of(section, q, FormContexts.Of(Rules, Services.Time), answers)));
    }
}
