using System.Text.Json.Serialization;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Forms;

/// <summary>That people whom the applicant names say something about it (推荐人意见): how many, what they are asked, and who reads it. Data of the form.</summary>
public sealed record RefereeRules
{
    /// <summary>Longest that a link may be good.</summary>
    public const int MostDays = 60;

    /// <summary>So many must have answered before the application is handed in.</summary>
    public required int AtLeast { get; init; }

    /// <summary>So many may be asked at a time; those whose link has ended or was taken back do not count.</summary>
    public required int AtMost { get; init; }

    /// <summary>What they are asked, as the form says it.</summary>
    public required string Title { get; init; }

    public string? Hint { get; init; }

    /// <summary>Limit of a statement in 字.</summary>
    public required int Limit { get; init; }

    /// <summary>Days until the link ends; the last one counts until 24:00.</summary>
    public required int Days { get; init; }

    /// <summary>So many days before the last one, who has not answered is reminded once; on a day off, on the working day before. 0: nobody is.</summary>
    public int RemindDays { get; init; }

    /// <summary>True: the applicant reads the statements; else only that there is one.</summary>
    public bool ApplicantMayRead { get; init; }

    /// <summary>True: the experts who judge the case read them too.</summary>
    public bool ReviewersMayRead { get; init; }

    public required Clause Clause { get; init; }

    /// <summary>Who reads a statement, in words: referees are told before they write.</summary>
    [JsonIgnore]
    public string Readers => $"质量奖办公室、推荐单位、监督人员{(ReviewersMayRead ? "、评审专家" : "")}{(ApplicantMayRead ? "、申报人" : "")}";
}
