using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Recommendations;

/// <summary>One application of a batch as it was handed in (报送清单条目).</summary>
/// <param name="SubmissionSha256">Hash of what the applicant had handed in last.</param>
/// <param name="EndorsementSha256">Hash of the signed recommendation's scan.</param>
/// <param name="DataSha256">Hash of the data that the signed paper shows: the version that the government signed.</param>
public sealed record BatchEntry(
    int Rank, Guid ApplicationId, string ReceiptNumber, string ApplicantName, Track Track, string SubmissionSha256, DateOnly EndorsedOn, string EndorsementSha256, string DataSha256)
{
    /// <summary>The line that the batch's hash is taken over, fields apart by tabs.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Rank}\t{ReceiptNumber}\t{ApplicantName}\t{TrackNames.Of(Track)}\t{SubmissionSha256}\t{EndorsedOn:yyyy-MM-dd}\t{EndorsementSha256}\t{DataSha256}");
}

/// <summary>A case that is to be handed in, with all that its entry needs (待报送申报).</summary>
/// <param name="Basis">What its papers rest on now.</param>
public sealed record HandInCase(Application Application, Recommendation Recommendation, RoundRules Rules, PaperBasis Basis);

/// <summary>
/// What a recommending unit hands in to the next level at once (报送批次): the list in its rank order and a hash over it. Never changed afterwards; the database refuses
/// it too.
/// </summary>
public sealed class RecommendationBatch : AggregateRoot
{
    private RecommendationBatch()
    {
    }

    public Guid RoundId { get; private init; }

    /// <summary>Authority whose office receives it.</summary>
    public string AuthorityCode { get; private init; } = "";

    public string ChannelCode { get; private init; } = "";

    public string ChannelName { get; private init; } = "";

    /// <summary>Which batch of the unit in the round, from 1.</summary>
    public int Number { get; private init; }

    /// <summary>Number of the receipt.</summary>
    public string Receipt { get; private init; } = "";

    public IReadOnlyList<BatchEntry> Entries { get; private init; } = [];

    /// <summary>SHA-256 over <see cref="TextOf"/> of the entries, UTF-8.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>The list on paper, sealed (盖章的报送清单); null: handed in without one.</summary>
    public StoredScan? SealedList { get; private init; }

    public string HandedInBy { get; private init; } = "";

    public DateTimeOffset HandedInAt { get; private init; }

    /// <summary>True while the list is the one that the hash was taken over.</summary>
    public bool IsIntact => string.Equals(HashOf(Entries), Sha256, StringComparison.Ordinal);

    /// <summary>The list as text, a line for each entry, each ended by a line feed: anybody can take the hash again.</summary>
    public static string TextOf(IReadOnlyList<BatchEntry> entries) => string.Concat(entries.Select(e => e.Line + "\n"));

    public static string HashOf(IReadOnlyList<BatchEntry> entries) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(entries))));

    /// <summary>The code of a list that is printed to be sealed (报送清单校验码): that of the list's hash.</summary>
    public static PaperVersion VersionOf(IReadOnlyList<BatchEntry> entries) => PaperVersion.OfHash(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(entries))));

    /// <summary>The entries as they would be handed in, in rank order (待报送清单).</summary>
    public static IReadOnlyList<BatchEntry> EntriesOf(IEnumerable<HandInCase> cases) =>
    [
        .. cases.OrderBy(c => c.Recommendation.Rank ?? int.MaxValue).ThenBy(c => c.Application.ReceiptNumber, StringComparer.Ordinal).Select(c => new BatchEntry(
            c.Recommendation.Rank ?? 0, c.Application.Id, c.Application.ReceiptNumber!, c.Application.ApplicantName, c.Application.Track, c.Basis.SubmissionSha256, c.Recommendation.EndorsedOn!.Value,
            c.Recommendation.Endorsement!.Sha256, c.Recommendation.Endorsement.PaperSha256 ?? "")),
    ];

    /// <summary>Hands in everything that is signed (批次报送).</summary>
    /// <param name="number">Which batch of the unit in the round.</param>
    /// <param name="before">Applications that the unit has handed in already.</param>
    /// <param name="sealedList">The sealed list and the code on it; null: handed in without one.</param>
    public static RecommendationBatch HandIn(
        Guid id, int number, int before, IReadOnlyList<HandInCase> cases, string channelCode, string channelName, RoundRules rules, Actor actor, DateTimeOffset now, (StoredScan Scan, string? Code)? sealedList = null)
    {
        actor.Require(Permission.Recommend);
        actor.RequireAuthority(channelCode);
        if (cases.Count == 0)
        {
            throw new RefusedException("nothing-to-hand-in", "没有已签署推荐意见、可以报送的申报。");
        }

        if (cases.FirstOrDefault(c => c.Recommendation.State != RecommendationState.Endorsed) is { } open)
        {
            throw new RefusedException("not-endorsed", $"“{open.Application.ApplicantName}”还没有登记政府（部门）签署的推荐意见，不能报送。", rules.Cite(rules.Pack.Recommendation.Channel?.Clause));
        }

        RecommendationQuota.Of(rules, channelCode, cases[0].Recommendation.Way)?.Require(before, cases.Count);
        if (cases.FirstOrDefault(c => !c.Recommendation.IsSignedAsItStands(c.Basis, c.Application, c.Rules)) is { } changed)
        {
            throw new RefusedException(
                "paper-version", $"“{changed.Application.ApplicantName}”签署之后数据已有改动，签署件与报送的数据不一致，不能报送。请重新打印推荐意见签署页，签署后再登记。", rules.Cite(rules.Pack.Recommendation.Channel?.Clause));
        }

        var ordered = cases.OrderBy(c => c.Recommendation.Rank ?? int.MaxValue).ToList();
        if (!ordered.Select(c => c.Recommendation.Rank ?? 0).SequenceEqual(Enumerable.Range(before + 1, cases.Count)))
        {
            throw new RefusedException("ranks-incomplete", $"请给这一批的 {cases.Count} 个申报排序，从第 {before + 1} 位到第 {before + cases.Count} 位，不能重复或空缺。");
        }

        var entries = EntriesOf(ordered);
        if (sealedList is { } list)
        {
            var version = VersionOf(entries);
            if (PaperVersion.Read(list.Code) is not { } read)
            {
                throw new InvalidInputException("List.Code", string.IsNullOrWhiteSpace(list.Code) ? "请填写清单右上角的校验码。" : "校验码有误，请对照纸面逐位核对。");
            }

            if (!string.Equals(read, version.Code, StringComparison.Ordinal))
            {
                throw new RefusedException("paper-version", $"盖章清单上的校验码 {read} 不是这一批现有清单的校验码：打印之后，排序、申报材料或签署件已有改动。请重新打印、盖章后再报送。");
            }

            sealedList = (list.Scan with { PaperCode = version.Code, PaperSha256 = version.Sha256 }, read);
        }

        var batch = new RecommendationBatch
        {
            Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode, ChannelCode = channelCode, ChannelName = channelName, Number = number, Entries = entries, Sha256 = HashOf(entries),
            SealedList = sealedList?.Scan, HandedInBy = actor.Name, HandedInAt = now, Receipt = string.Create(CultureInfo.InvariantCulture, $"BS-{rules.Round.Year}-{id.ToString("N")[^8..].ToUpperInvariant()}"),
        };
        foreach (var item in ordered)
        {
            item.Recommendation.HandIn(batch, item.Application, item.Rules, actor, now);
        }

        batch.Record(new CaseEvent(rules.RoundId, "HandInRecommendations", actor, now, $"{channelName}报送第 {number} 批推荐，共 {entries.Count} 件，回执 {batch.Receipt}") { NewValue = batch.Sha256 });
        return batch;
    }
}
