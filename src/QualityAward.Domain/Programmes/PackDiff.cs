using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QualityAward.Domain.Programmes;

/// <summary>One thing that differs between two packs (奖项包差异), in words.</summary>
/// <param name="Place">Where: 等次“连云港市市长质量奖”; empty: the programme itself.</param>
/// <param name="Text">What: 名额上限由 3 改为 5.</param>
public sealed record PackChange(string Place, string Text)
{
    public override string ToString() => Place.Length == 0 ? Text : $"{Place}：{Text}";
}

/// <summary>
/// What changes from one pack to another, in words (奖项包比较). It walks the canonical JSON of both, so nothing that a pack can hold is passed over; pieces are
/// matched by their id or code, and what has no Chinese word yet keeps its name in the file.
/// </summary>
public static class PackDiff
{
    public static IReadOnlyList<PackChange> Of(ProgrammePack before, ProgrammePack after)
    {
        var walk = new Walk(before, after);
        walk.Objects(Json(before), Json(after), place: "");
        return walk.Changes;
    }

    private static JsonObject Json(ProgrammePack pack) => JsonNode.Parse(PackJson.Serialize(pack))!.AsObject();

    private sealed class Walk(ProgrammePack before, ProgrammePack after)
    {
        /// <summary>Members that name a piece, the first that it has.</summary>
        private static readonly string[] Keys = ["id", "code", "stage", "ground", "letter", "edition", "value", "item", "award", "tier", "track", "kind", "name", "question", "label", "from"];

        private static readonly string[] Qualifiers = ["track", "stage", "tier"];

        private static readonly string[] Titles = ["label", "title", "name", "text", "award"];

        private readonly List<PackChange> _changes = [];

        public IReadOnlyList<PackChange> Changes => _changes;

        /// <param name="piece">What it is a piece of a list of: 等次; empty: no piece.</param>
        public void Objects(JsonObject old, JsonObject now, string place, string piece = "")
        {
            foreach (var member in old.Select(m => m.Key).Union(now.Select(m => m.Key), StringComparer.Ordinal))
            {
                Members(member, old[member], now[member], place, piece);
            }
        }

        private void Members(string member, JsonNode? old, JsonNode? now, string place, string piece)
        {
            if (JsonNode.DeepEquals(old, now))
            {
                return;
            }

            if (IsPieces(old) && IsPieces(now))
            {
                Pieces(member, old as JsonArray ?? [], now as JsonArray ?? [], place);
            }
            else if ((old ?? now) is JsonArray)
            {
                Lists(member, old as JsonArray ?? [], now as JsonArray ?? [], place);
            }
            else if (old is JsonObject a && now is JsonObject b && !IsClause(a))
            {
                Objects(a, b, Join(place, Word(member)));
            }
            else
            {
                Values(member, old, now, place, piece);
            }
        }

        private void Values(string member, JsonNode? old, JsonNode? now, string place, string piece)
        {
            var word = PackWords.MemberOf(piece, member);
            Add(place, (IsNothing(old), IsNothing(now)) switch
            {
                (true, _) => $"补充{word}：{Say(member, now, after)}",
                (_, true) => $"取消{word}（原为 {Say(member, old, before)}）",
                _ => $"{word}由 {Say(member, old, before)} 改为 {Say(member, now, after)}",
            });
        }

        /// <summary>Lists of plain values, and of pieces without a name: what went and what came.</summary>
        private void Lists(string member, JsonArray old, JsonArray now, string place)
        {
            var (gone, come) = (old.Where(o => !now.Any(n => JsonNode.DeepEquals(o, n))).ToList(), now.Where(n => !old.Any(o => JsonNode.DeepEquals(o, n))).ToList());
            if (gone.Count == 1 && come.Count == 1)
            {
                Add(place, $"{Word(member)}由 {Say(member, gone[0], before)} 改为 {Say(member, come[0], after)}");
                return;
            }

            foreach (var node in gone)
            {
                Add(place, $"{Word(member)}删除 {Say(member, node, before)}");
            }

            foreach (var node in come)
            {
                Add(place, $"{Word(member)}增加 {Say(member, node, after)}");
            }

            if (gone.Count == 0 && come.Count == 0)
            {
                Add(place, $"{Word(member)}的顺序或重复项改变");
            }
        }

        private void Pieces(string member, JsonArray old, JsonArray now, string place)
        {
            var (was, becomes) = (Named(old), Named(now));
            foreach (var (key, piece) in was.Where(p => !becomes.ContainsKey(p.Key)))
            {
                Add(place, $"删除{Piece(member, piece, before)}");
            }

            foreach (var (key, piece) in becomes)
            {
                if (was.TryGetValue(key, out var earlier))
                {
                    Objects(earlier, piece, Join(place, Piece(member, earlier, before)), PackWords.Piece(member));
                }
                else
                {
                    Add(place, $"增加{Piece(member, piece, after)}{Limits(piece)}");
                }
            }

            var order = was.Keys.Where(becomes.ContainsKey).ToList();
            var newOrder = becomes.Keys.Where(was.ContainsKey).ToList();
            if (!order.SequenceEqual(newOrder, StringComparer.Ordinal))
            {
                Add(place, $"{Word(member)}的顺序改为：{string.Join('、', newOrder.Select(k => Title(becomes[k], after)))}");
            }
        }

        private void Add(string place, string text) => _changes.Add(new PackChange(place, text));

        private static string Join(string place, string next) => place.Length == 0 ? next : $"{place}，{next}";

        private static bool IsNothing(JsonNode? node) => node is null || (node is JsonArray { Count: 0 }) || (node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0);

        private static bool IsPieces(JsonNode? node) => node is null or JsonArray { Count: 0 } || (node is JsonArray array && array.All(n => n is JsonObject o && KeyOf(o) is not null) && array.Select(n => KeyOf((JsonObject)n!)).Distinct(StringComparer.Ordinal).Count() == array.Count);

        private static bool IsClause(JsonObject node) => node.Count == 2 && node.ContainsKey("source") && node.ContainsKey("article");

        private static Dictionary<string, JsonObject> Named(JsonArray array) => array.Select(n => (JsonObject)n!).ToDictionary(n => KeyOf(n)!, StringComparer.Ordinal);

        /// <summary>Tier and track together name a sum of money or a score, award and track a reward; else the first member that names.</summary>
        private static string? KeyOf(JsonObject piece)
        {
            var key = Keys.FirstOrDefault(k => piece[k] is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number && (k is not "from" || piece.ContainsKey("to")));
            if (key is null)
            {
                return null;
            }

            var rest = key is "award" or "tier" or "track" ? string.Join('/', Qualifiers.Where(k => !string.Equals(k, key, StringComparison.Ordinal)).Select(k => piece[k]?.ToString())) : "";
            return $"{key}={piece[key]}/{rest}";
        }

        private static string Piece(string member, JsonObject piece, ProgrammePack pack) => $"{PackWords.Piece(member)}“{Title(piece, pack)}”";

        private static string Title(JsonObject piece, ProgrammePack pack)
        {
            if (piece["track"]?.ToString() is { } track && !piece.ContainsKey("form"))
            {
                var tier = piece["tier"]?.ToString() is { } code ? pack.Tiers.FirstOrDefault(t => string.Equals(t.Code, code, StringComparison.Ordinal))?.Name ?? code : null;
                return $"{tier ?? piece["award"]?.ToString()}{PackWords.Value("track", track)}";
            }

            if (piece["form"] is not null)
            {
                return PackWords.Value("track", piece["track"]!.ToString());
            }

            if (piece["ground"]?.ToString() is { } ground)
            {
                return PackWords.Value("ground", ground);
            }

            var title = Titles.Select(t => piece[t]?.ToString()).FirstOrDefault(t => !string.IsNullOrEmpty(t));
            return piece["code"]?.ToString() is { } number && number.Length > 0 && char.IsAsciiDigit(number[0]) ? $"{number} {title}" : title ?? piece.First().Value?.ToString() ?? "";
        }

        /// <summary>What matters at once of a question that is new.</summary>
        private static string Limits(JsonObject piece) => piece["type"] is { } type
            ? $"（{PackWords.Value("type", type.ToString())}{(piece["limit"] is JsonValue limit ? $"，限 {limit} 字" : "")}{(piece["optional"]?.GetValueKind() == JsonValueKind.True ? "，选填" : "")}）"
            : "";

        private static string Say(string member, JsonNode? node, ProgrammePack pack) => node switch
        {
            null => "未规定",
            JsonObject clause when IsClause(clause) => pack.Sources.FirstOrDefault(s => string.Equals(s.Id, clause["source"]!.ToString(), StringComparison.Ordinal)) is { } source
                ? $"{source.Citation}{clause["article"]}" : $"{clause["source"]}{clause["article"]}",
            JsonObject { Count: > 0 } piece when piece["text"] is { } text => $"“{text}”",
            JsonObject piece => $"“{Title(piece, pack)}”",
            JsonArray array => array.Count == 0 ? "无" : string.Join('、', array.Select(n => Say(member, n, pack))),
            JsonValue value => value.GetValueKind() switch
            {
                JsonValueKind.True => "是",
                JsonValueKind.False => "否",
                JsonValueKind.Number => value.GetValue<decimal>().ToString("0.##", CultureInfo.InvariantCulture),
                _ => PackWords.ValueOrNull(member, value.ToString()) is { } word ? $"“{word}”" : $"“{value}”",
            },
            _ => node.ToJsonString(),
        };

        private static string Word(string member) => PackWords.Member(member);
    }
}
