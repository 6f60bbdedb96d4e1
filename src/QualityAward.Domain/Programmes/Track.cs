namespace QualityAward.Domain.Programmes;

/// <summary>Who applies on this track (申报类别).</summary>
public enum Track
{
    /// <summary>组织.</summary>
    Organisation,

    /// <summary>个人.</summary>
    Individual,
}

/// <summary>Tracks in Chinese and in addresses.</summary>
public static class TrackNames
{
    public static string Of(Track track) => track switch
    {
        Track.Organisation => "组织",
        Track.Individual => "个人",
    };

    /// <summary>The word in addresses such as /programmes/{code}/forms/organisation.</summary>
    public static string Slug(Track track) => track switch
    {
        Track.Organisation => "organisation",
        Track.Individual => "individual",
    };

    public static Track? FromSlug(string? slug) => slug switch
    {
        "organisation" => Track.Organisation,
        "individual" => Track.Individual,
        _ => null,
    };
}
