using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>The published history of honours (历史荣誉数据), as data: what lists say, before anybody has shown a document.</summary>
/// <param name="Source">Where the list comes from, shown with every line.</param>
public sealed record HonourHistory(string Source, IReadOnlyList<(HonourRecord Record, HonourStatus Status)> Entries);

/// <summary>Reads shared/honour-history.jsonc (历史荣誉数据读取); an installation may do without.</summary>
public static class HonourHistoryReader
{
    public static HonourHistory Read(string root, ProgrammeCatalogue catalogue)
    {
        var path = Path.Combine(root, "shared", "honour-history.jsonc");
        if (!File.Exists(path))
        {
            return new HonourHistory("", []);
        }

        var file = PackFile.Open(root, path);
        var history = file.Read<HistoryFile>();
        return new HonourHistory(history.Source, [.. history.Entries.Select(e => (RecordOf(e), e.Candidate ? HonourStatus.Candidate : HonourStatus.InForce))]);

        HonourRecord RecordOf(HistoryEntry entry)
        {
            var pack = catalogue.ByCode(entry.Programme) ?? throw new PackException(file.Name, file.LineOf(entry.Programme, after: null), $"奖项“{entry.Programme}”不存在。");
            var tier = pack.Tiers.FirstOrDefault(t => string.Equals(t.Code, entry.Tier, StringComparison.Ordinal))
                ?? throw new PackException(file.Name, file.LineOf(entry.Tier, after: null), $"“{pack.Name}”没有等次“{entry.Tier}”。");
            return new HonourRecord(entry.Holder, entry.Track, pack.Code, pack.Name, tier.Code, tier.Name, entry.Year);
        }
    }

    private sealed record HistoryFile
    {
        public required string Source { get; init; }

        public required IReadOnlyList<HistoryEntry> Entries { get; init; }
    }

    private sealed record HistoryEntry
    {
        public required string Programme { get; init; }

        public required string Tier { get; init; }

        public required int Year { get; init; }

        public required Track Track { get; init; }

        public required string Holder { get; init; }

        public bool Candidate { get; init; }
    }
}
