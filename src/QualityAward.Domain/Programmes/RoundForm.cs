using System.Runtime.InteropServices;

namespace QualityAward.Domain.Programmes;

/// <summary>Who fills a form in (表单用途).</summary>
public enum FormPurpose
{
    /// <summary>申报表: the applicant.</summary>
    Application,

    /// <summary>预审表: the recommending office.</summary>
    PreReview,
}

/// <summary>One of the forms of a round (表单): an award has for each track one for applicants and one for the recommending offices.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RoundForm(Track Track, FormPurpose Purpose)
{
    private const string PreReviewPrefix = "pre-review-";

    /// <summary>组织申报表, 个人预审表 …</summary>
    public string Name => $"{TrackNames.Of(Track)}{Noun}";

    public string Noun => Purpose switch
    {
        FormPurpose.Application => "申报表",
        FormPurpose.PreReview => "预审表",
    };

    /// <summary>The word in addresses.</summary>
    public string Slug => Purpose == FormPurpose.PreReview ? PreReviewPrefix + TrackNames.Slug(Track) : TrackNames.Slug(Track);

    public static implicit operator RoundForm(Track track) => new(track, FormPurpose.Application);

    public static RoundForm PreReview(Track track) => new(track, FormPurpose.PreReview);

    public static RoundForm? FromSlug(string? slug) => slug?.StartsWith(PreReviewPrefix, StringComparison.Ordinal) == true
        ? TrackNames.FromSlug(slug[PreReviewPrefix.Length..]) is { } own ? PreReview(own) : null
        : TrackNames.FromSlug(slug) is { } track ? new RoundForm(track, FormPurpose.Application) : null;
}
