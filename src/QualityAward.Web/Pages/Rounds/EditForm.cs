using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>What a piece of a form looked like when the page was opened (改前内容标记), so that only edits of the same piece get into each other's way.</summary>
public static class FormToken
{
    public static string Of(Question question) => Hash(JsonSerializer.Serialize(question, PackJson.Options));

    /// <summary>Of a section without its questions.</summary>
    public static string Of(FormSection section) => Hash(JsonSerializer.Serialize(section with { Questions = [] }, PackJson.Options));

    /// <summary>Of the form's title and instructions.</summary>
    public static string Of(FormDefinition form) => Hash(form.Title + '\n' + string.Join('\n', form.Instructions));

    /// <summary>Of what the form asks of referees.</summary>
    public static string OfReferees(FormDefinition form) => Hash(JsonSerializer.Serialize(form.Referees, PackJson.Options));

    /// <summary>Of an order of sections or questions.</summary>
    public static string Order(IEnumerable<string> ids) => Hash(string.Join('\n', ids));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}

/// <summary>Edits the draft of a form (编辑表单草案), beginning one where there is none.</summary>
public sealed class EditForm(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <param name="seen">What the person saw of the piece; null: nothing can get lost.</param>
    /// <param name="now">The same of the form as it is; null where the piece is gone.</param>
    /// <param name="edit">One verb of the draft.</param>
    public async Task RunAsync(
        Guid roundId, RoundForm which, string? seen, Func<FormDefinition, string?> now, Action<FormDraft, RoundRules, DateTimeOffset> edit, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two of the office at once: one after the other, and each sees what the other has done.
        await db.Database.ExecuteSqlAsync($"select 1 from rounds where id = {roundId} for update", cancellationToken);
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var at = time.GetUtcNow();
        var draft = await db.Set<FormDraft>().SingleOrDefaultAsync(d => d.RoundId == roundId && d.Track == which.Track && d.Purpose == which.Purpose, cancellationToken);
        if (draft is null)
        {
            draft = FormDraft.Begin(Guid.CreateVersion7(at), rules, which, actor, at);
            db.Add(draft);
        }

        if (seen is not null && !string.Equals(seen, now(draft.Form), StringComparison.Ordinal))
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了同一处内容。您填写的内容仍在页面上，请与现在的内容核对后再保存。");
        }

        edit(draft, rules, at);
        if (draft.Events.Count > 0)
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Gives the draft of a form up (放弃表单草案).</summary>
public sealed class DiscardFormDraft(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, RoundForm which, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        rules.Round.RequireOffice(actor);
        if (await db.Set<FormDraft>().SingleOrDefaultAsync(d => d.RoundId == roundId && d.Track == which.Track && d.Purpose == which.Purpose, cancellationToken) is not { } draft)
        {
            return;
        }

        draft.Discard(rules, actor, time.GetUtcNow());
        db.Remove(draft);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Publishes the draft of a form as the next version of the round (发布表单新版本).</summary>
public sealed class PublishForm(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <param name="seen">Version of the draft that the person saw.</param>
    public async Task<FormVersion> RunAsync(Guid roundId, Track track, int seen, string reason, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select 1 from rounds where id = {roundId} for update", cancellationToken);
        RoundForm which = track;
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var draft = await db.Set<FormDraft>().SingleOrDefaultAsync(d => d.RoundId == roundId && d.Track == which.Track && d.Purpose == which.Purpose, cancellationToken)
            ?? throw new RefusedException("form-unchanged", "没有可发布的草案，可能已由他人发布或放弃，请刷新后核对。");
        if (draft.Version != seen)
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了草案。请核对最新改动后再发布。");
        }

        var changes = FormChanges.Between(rules.Pack.FormOf(which), draft.Form).Select(c => c.Text).ToList();
        var pack = rules.Pack.WithForm(which, draft.Form);
        RequireSound(pack);
        var snapshot = PackSnapshot.Of(pack);
        await db.PinAsync(snapshot, pack.Code, cancellationToken);
        var version = rules.Round.PublishForm(which.Track, snapshot.Sha256, changes, reason, actor, time.GetUtcNow());
        db.Remove(draft);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return version;
    }

    /// <summary>Refuses a pack with a problem, naming all of them.</summary>
    public static void RequireSound(ProgrammePack pack)
    {
        var problems = PackChecks.Check(pack);
        if (problems.Count > 0)
        {
            throw new RefusedException("form-broken", $"申报表还不能发布：{string.Join("；", problems.Select(p => p.Reason.TrimEnd('。')))}。");
        }
    }
}

/// <summary>Reads drafts of forms and the pack as the round would have it with them (表单草案读取).</summary>
public sealed class FormDrafts(QualityAwardDbContext db) : IOperation
{
    public async Task<FormDraft?> FindAsync(Guid roundId, RoundForm which, CancellationToken cancellationToken) =>
        await db.Set<FormDraft>().AsNoTracking().SingleOrDefaultAsync(d => d.RoundId == roundId && d.Track == which.Track && d.Purpose == which.Purpose, cancellationToken);

    public async Task<IReadOnlyList<FormDraft>> AllAsync(Guid roundId, CancellationToken cancellationToken) =>
        await db.Set<FormDraft>().Where(d => d.RoundId == roundId).ToListAsync(cancellationToken);

    /// <summary>The round's pack with the drafts of its forms.</summary>
    public async Task<ProgrammePack> PackAsync(RoundRules rules, CancellationToken cancellationToken) =>
        With(rules.Pack, await AllAsync(rules.RoundId, cancellationToken));

    public static ProgrammePack With(ProgrammePack pack, IEnumerable<FormDraft> drafts) => drafts.Aggregate(pack, (p, d) => p.WithForm(d.Which, d.Form));
}
