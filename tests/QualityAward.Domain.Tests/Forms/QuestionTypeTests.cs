using System.Text.Json;
using System.Text.Json.Serialization;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

/// <summary>One table for every type of question and of cell: what is typed, how it is kept, what is said about it.</summary>
public class QuestionTypeTests
{
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));
    private static readonly Dictionary<string, int> NoFiles = [];
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Every type that holds one typed value, with an answer that fits.</summary>
    private static readonly Dictionary<string, (string Json, string Typed, string Kept, string Words)> Single = new()
    {
        ["text"] = ("""{"type":"text","id":"a","label":"甲","limit":20}""", "  质量\t部 ", "质量 部", "质量 部"),
        ["longText"] = ("""{"type":"longText","id":"a","label":"甲"}""", "一\r\n二\n", "一\n二", "一\n二"),
        ["number"] = ("""{"type":"number","id":"a","label":"甲","unit":"万元","decimals":2}""", "１，２３４.５0", "1234.50", "1234.50 万元"),
        ["date"] = ("""{"type":"date","id":"a","label":"甲"}""", "2018年3月1日", "2018-03-01", "2018-03-01"),
        ["yearMonth"] = ("""{"type":"yearMonth","id":"a","label":"甲"}""", "2018/3", "2018-03", "2018-03"),
        ["choice"] = ("""{"type":"choice","id":"a","label":"甲","options":[{"value":"x","label":"大型"}]}""", "x", "x", "大型"),
        ["yesNo"] = ("""{"type":"yesNo","id":"a","label":"甲","yes":"有","no":"无"}""", "no", "no", "无"),
        ["identifier"] = ("""{"type":"identifier","id":"a","label":"甲","kind":"creditCode"}""", "91350100m000100y43", "91350100M000100Y43", "91350100M000100Y43"),
        ["narrative"] = ("""{"type":"narrative","id":"a","label":"甲","item":"1.1"}""", "自评\r内容", "自评\n内容", "自评\n内容"),
    };

    private static readonly string[] Without = ["fixedTable", "growingTable", "certificates", "multiChoice", "file", "photo", "computed", "narratives"];

    public static TheoryData<string> SingleTypes() => [.. Single.Keys];

    /// <summary>Text as nobody means it: what remains must be harmless, and nothing readable may be lost.</summary>
    private static readonly Dictionary<string, (string Typed, string Kept)> Texts = new()
    {
        ["NUL"] = ("质\0量", "质量"),
        ["halves of characters"] = ("质" + (char)0xD83D + "量" + (char)0xDE00, "质量"),
        ["control characters"] = ("质\u0007\u001B量\u009F", "质量"),
        ["marks that turn the direction"] = ("质\u202E量\u2066奖\u2069", "质量奖"),
        ["invisible marks and what is no character"] = ("质\uFEFF\u200B量\uFFFE", "质量"),
        ["script"] = ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ["a formula of a spreadsheet"] = ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ["characters beyond the first plane"] = ("𠮷质量😀", "𠮷质量😀"),
    };

    /// <summary>By name: a test's data could not carry half a character.</summary>
    public static TheoryData<string> Hostile() => [.. Texts.Keys];

    [Fact]
    public void Every_type_stands_in_the_tables()
    {
        var types = typeof(Question).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().Select(a => (string)a.TypeDiscriminator!);

        Assert.Equal(types.Order(StringComparer.Ordinal), Single.Keys.Concat(Without).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SingleTypes))]
    public void A_value_is_kept_in_one_form_and_read_in_words(string type)
    {
        var (json, typed, kept, words) = Single[type];
        var section = Of(Read(json));

        var answers = new AnswersBuilder(section, Context).Set("a", typed).Build();

        Assert.Equal(kept, answers.Text("a"));
        Assert.Equal(words, section.Questions[0].Words(answers));
        Assert.Equal([kept], section.Questions[0].Given(answers));
        Assert.Empty(SectionCheck.Problems(section, answers, NoFiles, Context, forSubmission: true));
        Assert.NotEmpty(SectionCheck.Problems(section, Answers.Empty, NoFiles, Context, forSubmission: true));
        Assert.Null(section.Questions[0].Words(Answers.Empty));
        Assert.True(section.Questions[0].IsBlank(Answers.Empty, 0));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_is_made_harmless_or_refused_at_its_field_in_every_type(string name)
    {
        var (typed, kept) = Texts[name];
        foreach (var (type, (json, _, _, _)) in Single)
        {
            var section = Of(Read(json));
            var answers = new AnswersBuilder(section, Context).Set("a", typed).Reason("a", typed).Explain("c", typed).Build();
            var stored = answers.Text("a") ?? "";

            Assert.True(IsHarmless(stored), type);
            Assert.True(type is not ("text" or "longText" or "narrative" or "choice" or "yesNo") || stored == kept, type);
            Assert.Equal((kept, kept), (answers.BlankReason("a"), answers.Explanation("c")));
            // A type with a format of its own says so at the field; plain text may be anything.
            Assert.Equal(type is "text" or "longText" or "narrative" ? [] : ["a"], SectionCheck.Problems(section, answers, NoFiles, Context, false).Select(p => p.FieldName).Where(f => f == "a").Take(type == "text" ? 0 : 1));
            Assert.Equal(answers.Canonical(), System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(answers.Canonical())));
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_is_made_harmless_in_every_kind_of_cell(string name)
    {
        var (typed, kept) = Texts[name];
        foreach (var kind in Enum.GetValues<CellKind>())
        {
            var columns = new[] { new Column { Id = "c", Label = "列", Kind = kind } };
            var section = Of(
                new GrowingTableQuestion { Id = "g", Label = "表", Columns = columns },
                new FixedTableQuestion { Id = "f", Label = "表", Columns = columns, Rows = [new Row { Id = "r", Label = "行" }] });
            var answers = new AnswersBuilder(section, Context)
                .Rows("g", [new Dictionary<string, string> { ["c"] = typed }]).Rows("f", [new Dictionary<string, string> { ["$row"] = "r", ["c"] = typed }]).Build();

            Assert.All(["g", "f"], table => Assert.True(IsHarmless(answers.Rows(table)[0]["c"]), $"{kind}"));
            Assert.True(kind != CellKind.Text || answers.Rows("g")[0]["c"] == kept);
            Assert.Equal(kind == CellKind.Text ? [] : ["g[0].c", "f[0].c"], SectionCheck.Problems(section, answers, NoFiles, Context, false).Select(p => p.FieldName));
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_choices_are_refused(string name)
    {
        var (typed, kept) = Texts[name];
        var section = Of(Read("""{"type":"multiChoice","id":"a","label":"甲","options":[{"value":"x","label":"丙"}]}"""));
        var answers = new AnswersBuilder(section, Context).Choose("a", typed, "x").Build();

        Assert.Equal([kept, "x"], answers.Choices("a"));
        Assert.Equal(["“甲”：请从所列选项中选择。"], SectionCheck.Problems(section, answers, NoFiles, Context, false).Select(p => p.Message));
    }

    [Fact]
    public void A_secret_that_comes_back_masked_stays_as_it_was()
    {
        var section = Of(
            new IdentifierQuestion { Id = "id", Label = "身份证号", Kind = IdentifierKind.ResidentId, Personal = true },
            new TextQuestion { Id = "papers", Label = "证件号", Fact = Fact.LegalRepresentativeId, Personal = true },
            new TextQuestion { Id = "name", Label = "姓名" });
        var stored = new AnswersBuilder(section, Context).Set("id", "11010519491231002X").Set("papers", "E12345678").Set("name", "甲").Build();

        var kept = new AnswersBuilder(section, Context).Set("id", "**************002X").Set("papers", "******************").Set("name", "**************002X").Build().Unmasked(section, stored);
        var changed = new AnswersBuilder(section, Context).Set("id", "**************0021").Set("papers", "").Build().Unmasked(section, stored);

        Assert.Equal(("11010519491231002X", "E12345678", "**************002X"), (kept.Text("id"), kept.Text("papers"), kept.Text("name")));
        Assert.Equal(("**************0021", null), (changed.Text("id"), changed.Text("papers")));
        Assert.Contains(SectionCheck.Problems(section, changed, NoFiles, Context, false), p => p.FieldName == "id");
    }

    private static Question Read(string json) => JsonSerializer.Deserialize<Question>(json, Options)!;

    private static FormSection Of(params Question[] questions) => new() { Id = "s", Title = "部分", Questions = questions };

    private static bool IsHarmless(string text) =>
        text.EnumerateRunes().All(r => r.Value != 0xFFFD) && text.All(c => c is '\n' or '\t' || !(char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF' or '\uFFFE'));
}
