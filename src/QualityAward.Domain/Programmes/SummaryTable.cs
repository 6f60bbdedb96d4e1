using System.Text.Json.Serialization;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Programmes;

/// <summary>Layout of the list of the recommended (申报汇总表): its columns, each with where its cells come from.</summary>
public sealed record SummaryTable
{
    /// <summary>Title under the round's year and award.</summary>
    public required string Title { get; init; }

    /// <summary>What a reader must know of the layout.</summary>
    public string? Note { get; init; }

    public required IReadOnlyList<SummaryColumn> Columns { get; init; }

    /// <summary>False where the documents have no layout and this is the program's plain one.</summary>
    [JsonIgnore]
    public bool IsOfficial { get; init; } = true;

    /// <summary>What a programme lists whose documents have no layout: what every form asks for, found by its meaning.</summary>
    public static SummaryTable Plain(ProgrammePack pack)
    {
        var columns = new List<SummaryColumn?>
        {
            new("序号", SummarySources.Ordinal, SummarySources.Ordinal), new("推荐单位", SummarySources.Channel, SummarySources.Channel), new("推荐排序", SummarySources.Rank, SummarySources.Rank),
            new("申报类别", SummarySources.Track, SummarySources.Track), new("申报组织（个人）名称", SummarySources.Applicant, SummarySources.Applicant),
            Of("统一社会信用代码", Fact.CreditCode, Fact.EmployerCreditCode), Of("个人所在单位", null, Fact.Employer), Of("所属行业", Fact.Industry, Fact.Industry),
            Of("联系人", Fact.ContactName, Fact.ContactName), Of("联系电话", Fact.ContactPhone, Fact.ContactPhone),
            new("申报编号", SummarySources.Receipt, SummarySources.Receipt), new("签署日期", SummarySources.Endorsed, SummarySources.Endorsed),
        };
        return new SummaryTable { Title = $"{pack.Name}申报汇总表", Note = "本奖项的文件没有规定申报汇总表的格式，本表按通用栏目生成，不是官方表样。", Columns = [.. columns.OfType<SummaryColumn>()], IsOfficial = false };

        SummaryColumn? Of(string label, Fact? organisation, Fact? individual)
        {
            var (one, other) = (Reference(Track.Organisation, organisation), Reference(Track.Individual, individual));
            return one is null && other is null ? null : new SummaryColumn(label, one, other);
        }

        string? Reference(Track track, Fact? fact) => fact is null ? null : pack.TrackOf(track)?.Form.Sections
            .SelectMany(s => s.Questions.Where(q => q.Fact == fact && q is not (FixedTableQuestion or GrowingTableQuestion)).Select(q => $"{s.Id}.{q.Id}")).FirstOrDefault();
    }
}

/// <summary>A column of the list (汇总表栏目).</summary>
/// <param name="Label">Heading.</param>
/// <param name="Organisation">For organisations: an answer as <c>section.question</c>, or one of <see cref="SummarySources.All"/>; null: stays empty.</param>
/// <param name="Individual">The same for persons.</param>
public sealed record SummaryColumn(string Label, string? Organisation = null, string? Individual = null)
{
    public string? SourceOf(Track track) => track switch
    {
        Track.Organisation => Organisation,
        Track.Individual => Individual,
    };
}

/// <summary>What a column may show besides answers (汇总表可用内容).</summary>
public static class SummarySources
{
    /// <summary>序号.</summary>
    public const string Ordinal = "case.ordinal";

    /// <summary>申报类别.</summary>
    public const string Track = "case.track";

    /// <summary>申报人.</summary>
    public const string Applicant = "case.applicant";

    /// <summary>申报编号.</summary>
    public const string Receipt = "case.receipt";

    /// <summary>推荐单位.</summary>
    public const string Channel = "case.channel";

    /// <summary>推荐排序.</summary>
    public const string Rank = "case.rank";

    /// <summary>签署日期.</summary>
    public const string Endorsed = "case.endorsed";

    public static IReadOnlyList<string> All { get; } = [Ordinal, Track, Applicant, Receipt, Channel, Rank, Endorsed];
}
