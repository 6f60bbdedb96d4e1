using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>A section as saved (保存结果), with what is wrong in it; a draft may be wrong.</summary>
/// <param name="Answers">What is stored now: what was typed, with what others changed meanwhile.</param>
/// <param name="MergedWith">Who saved something else meanwhile; null: nobody.</param>
public sealed record SavedSection(int Version, DateTimeOffset SavedAt, IReadOnlyList<AnswerProblem> Problems, Answers Answers, string? MergedWith);

/// <summary>
/// Saves one section of a draft (保存部分), by the button or by itself. With another text in the store than the one that was typed against, both are
/// merged field by field; the text that is replaced goes to the section's history.
/// </summary>
public sealed class SaveSection(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <exception cref="Domain.Applications.SectionConflictException">Somebody changed the same field to something else since; nothing is overwritten.</exception>
    public async Task<SavedSection> RunAsync(Guid applicationId, string sectionId, Answers answers, int expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var rules = await reader.ReadAsync(application, cancellationToken);
        var now = time.GetUtcNow();
        var stored = application.Sections.FirstOrDefault(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal));
        if (stored is not null)
        {
            answers = answers.Unmasked(rules.Track(application.Track).Form.Section(sectionId)!, stored.Answers);
        }

        string? mergedWith = null;
        if (stored is null || !stored.Answers.SameAs(answers) || !application.MayEdit(sectionId, rules.Round, now))
        {
            var before = (Version: stored?.Version ?? 0, stored?.SavedBy);
            var basis = expectedVersion > 0 && expectedVersion < before.Version ? (await SectionHistory.FindAsync(db, applicationId, sectionId, expectedVersion, cancellationToken))?.Answers : null;
            stored = application.SaveSection(sectionId, answers, expectedVersion, rules, actor, now, basis);
            mergedWith = expectedVersion == before.Version ? null : before.SavedBy;
            if (before.Version > 0 && stored.Version > before.Version)
            {
                await SectionHistory.KeepAsync(db, applicationId, sectionId, stored.Version, now, cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // The same text sent twice is one save, whatever version the second one saw.
        var filled = application.Filled(rules.Track(application.Track).Form, FormContexts.Of(rules, time));
        // A part for another kind of applicant is kept and not judged.
        var problems = filled.Form.Section(sectionId) is { } section
            ? SectionCheck.Problems(filled.Asked(section), stored.Answers, application.FileCounts(sectionId), FormContexts.Of(rules, time), forSubmission: false)
            : [];
        return new SavedSection(stored.Version, stored.SavedAt ?? now, problems, stored.Answers, mergedWith);
    }
}

/// <summary>What the forms of a round are checked against (填报基准).</summary>
public static class FormContexts
{
    public static FormContext Of(RoundRules rules, TimeProvider time) => new(rules.Round.Year, rules.Round.ClosesOn, time.Today());
}
