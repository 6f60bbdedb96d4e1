using QualityAward.Domain;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>A message at a field of the page (字段提示).</summary>
public sealed record FieldMessage(string Field, string Message);

/// <summary>What the script is told of a save (自动保存的答复), as JSON.</summary>
/// <param name="SavedAt">By the clock, HH:mm:ss.</param>
/// <param name="MergedWith">Who had saved in between; null: nobody.</param>
/// <param name="Merged">What of theirs the page does not show yet.</param>
public sealed record SaveAnswer(int Version, string SavedAt, IReadOnlyList<FieldMessage> Problems, string? MergedWith, IReadOnlyList<FieldConflict> Merged)
{
    public static SaveAnswer Of(SavedSection saved, string? mergedWith, IReadOnlyList<FieldConflict> merged) => new(
        saved.Version, ChinaTime.Clock(saved.SavedAt), [.. saved.Problems.Select(p => new FieldMessage(SectionEditor.FieldNameOf(SectionEditor.DefaultPrefix, p.FieldName), p.Message))], mergedWith, merged);
}

/// <summary>What the script is told of a save that was not taken (未能保存的答复), with status 422; it keeps what was typed.</summary>
public sealed record NoSaveAnswer(IReadOnlyList<FieldMessage> Problems)
{
    public static NoSaveAnswer Of(InvalidInputException unreadable) => new([.. unreadable.Problems.Select(p => new FieldMessage(p.Field, p.Message))]);
}
