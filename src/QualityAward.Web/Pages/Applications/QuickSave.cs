using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>A section that can be saved in one statement, with the rules that the page was made by (快速保存的部分).</summary>
public sealed record QuickSection(RoundRules Rules, string PackHash, TrackDefinition Track, FormSection Section, FormContext Context);

/// <summary>
/// The usual autosave (快速保存) in one statement: a draft within the window of its round, saved by somebody who may edit, against the version that is stored.
/// Rights, stage, form, round and version stand in the statement itself; where any of them does not hold nothing happens and <see cref="SaveSection"/>
/// says why, merges, or saves. It does nothing that <see cref="SaveSection"/> would not do.
/// </summary>
public sealed class QuickSave(QuickSaveWrites writes, RoundRulesCache cache, PersonalDataCipher cipher, TimeProvider time) : IOperation
{
    /// <summary>Null: this save needs the longer way.</summary>
    /// <param name="packHash">The form that the page was made from.</param>
    public QuickSection? Find(Guid roundId, string packHash, Track track, string sectionId, Actor actor) =>
        // An office that enters a paper application sees it by its authority, too, which the longer way asks.
        actor.Role == Role.Applicant && cache.Last(roundId, packHash) is { } rules && rules.Round.WindowIsOpen(time.GetUtcNow()) && rules.Pack.TrackOf(track) is { } definition
        && definition.Form.Section(sectionId) is { } section && rules.StandsAlone(track, section) && TermsGate.IsKnownToPass(rules, actor)
            ? new QuickSection(rules, packHash, definition, section, FormContexts.Of(rules, time))
            : null;

    /// <summary>Null: not saved; <see cref="SaveSection"/> knows what to do.</summary>
    public async Task<SavedSection?> RunAsync(QuickSection quick, Guid applicationId, Answers typed, int expectedVersion, Actor actor)
    {
        // The longer way thins the history, and puts ID numbers back that came masked.
        if (expectedVersion < 1 || SectionHistory.IsThinnedAt(expectedVersion)
            || quick.Section.Questions.Any(q => q.IsSecret() && typed.Text(q.Id)?.Contains('*', StringComparison.Ordinal) is true))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var write = new QuickWrite(
            applicationId, quick.Rules.RoundId, quick.PackHash, quick.Track.Track, quick.Rules.Round.Version, actor.UserId, quick.Section.Id, expectedVersion,
            AnswersJson.Bytes(typed, cipher), now, actor.Name);
        if (await writes.RunAsync(write) is not { } version)
        {
            return null;
        }

        var filled = new FilledForm(quick.Track.Form, id => string.Equals(id, quick.Section.Id, StringComparison.Ordinal) ? typed : Answers.Empty, quick.Context);
        return new SavedSection(version, now, SectionCheck.Problems(filled.Asked(quick.Section), typed, NoFiles, quick.Context, forSubmission: false), typed, MergedWith: null);
    }

    /// <summary>Files are counted when they are given; a save of text changes nothing about them.</summary>
    private static readonly IReadOnlyDictionary<string, int> NoFiles = new Dictionary<string, int>(StringComparer.Ordinal);
}
