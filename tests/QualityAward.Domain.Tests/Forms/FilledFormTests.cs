using System.Text.Json;
using System.Text.Json.Serialization;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public class FilledFormTests
{
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly FormSection Scope = new()
    {
        Id = "scope", Title = "申报范围",
        Questions =
        [
            new YesNoQuestion { Id = "is-group", Label = "是否以集团名义申报" },
            new TextQuestion { Id = "group-name", Label = "集团名称", Limit = 5, When = Yes("is-group") },
            new TextQuestion { Id = "group-note", Label = "集团说明", When = new AskedWhen { Question = "group-name", Operator = AskedWhenOperator.Answered } },
            new FileQuestion { Id = "chart", Label = "框架图", When = Yes("is-group") },
        ],
    };

    private static readonly FormSection Holdings = new()
    {
        Id = "holdings", Title = "控股组织", When = Yes("scope.is-group"),
        Questions = [new TextQuestion { Id = "first", Label = "控股组织" }],
    };

    private static readonly FormDefinition Form = new() { Id = "f", Title = "申报表", Sections = [Scope, Holdings] };

    public static TheoryData<string> Vectors() => [.. JsonSerializer.Deserialize<List<JsonElement>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "conditions.json")))!.Select(v => v.GetRawText())];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Conditions_are_met_as_in_the_browser(string json)
    {
        var vector = JsonSerializer.Deserialize<Vector>(json, Web)!;
        var when = new AskedWhen { Question = "a", Operator = vector.Operator, Values = vector.Values };

        Assert.True(vector.Met == when.IsMetBy(vector.Given), vector.Why);
    }

    [Theory]
    [InlineData("yes", new[] { "is-group", "group-name", "group-note", "chart" }, 1)]
    [InlineData("no", new[] { "is-group" }, 0)]
    [InlineData("", new[] { "is-group" }, 0)]
    public void A_question_is_asked_when_its_condition_is_met_also_from_another_section(string isGroup, string[] asked, int holdings)
    {
        var filled = Filled(new AnswersBuilder(Scope, Context).Set("is-group", isGroup).Set("group-name", "甲集团").Build());

        Assert.Equal(asked, filled.Asked(Scope).Questions.Select(q => q.Id));
        Assert.Equal(holdings, filled.Asked(Holdings).Questions.Count);
        Assert.Equal(1 + holdings, filled.AskedForm.Sections.Count);
    }

    [Fact]
    public void What_depends_on_a_hidden_answer_is_hidden_too()
    {
        var filled = Filled(new AnswersBuilder(Scope, Context).Set("is-group", "no").Set("group-name", "甲集团").Build());

        Assert.False(filled.IsAsked(Scope, Scope.Question("group-note")!));
    }

    [Fact]
    public void A_hidden_answer_is_kept_but_neither_judged_nor_asked_for()
    {
        var typed = new AnswersBuilder(Scope, Context).Set("is-group", "no").Set("group-name", "这个名称太长了").Reason("group-note", "无").Build();
        var filled = Filled(typed);

        Assert.Equal("这个名称太长了", typed.Text("group-name"));
        Assert.Null(filled.Answers(Scope).Text("group-name"));
        Assert.Null(filled.Answers(Scope).BlankReason("group-note"));
        Assert.Empty(SectionCheck.Problems(filled.Asked(Scope), typed, new Dictionary<string, int>(), Context, forSubmission: true));
        Assert.Equal(SectionStatus.Complete, SectionCheck.Status(filled.Asked(Scope), typed, new Dictionary<string, int>(), Context));
        Assert.Equal(SectionStatus.NotAsked, SectionCheck.Status(filled.Asked(Holdings), Answers.Empty, new Dictionary<string, int>(), Context));
    }

    [Fact]
    public void Conditions_in_a_circle_hide_and_never_hang()
    {
        var section = new FormSection
        {
            Id = "s", Title = "部分",
            Questions = [new TextQuestion { Id = "a", Label = "甲", When = Yes("b") }, new TextQuestion { Id = "b", Label = "乙", When = Yes("a") }],
        };
        var filled = new FilledForm(new FormDefinition { Id = "f", Title = "表", Sections = [section] }, _ => new AnswersBuilder(section, Context).Set("a", "yes").Set("b", "yes").Build(), Context);

        Assert.Empty(filled.Asked(section).Questions);
    }

    [Fact]
    public void A_condition_reads_every_cell_of_a_table()
    {
        var section = new FormSection
        {
            Id = "s", Title = "部分",
            Questions =
            [
                new FixedTableQuestion { Id = "t", Label = "情况", Columns = [new Column { Id = "v", Label = "", Kind = CellKind.YesNo, PerYear = true }], Rows = [new Row { Id = "r", Label = "投诉" }] },
                new LongTextQuestion { Id = "summary", Label = "简述", When = Yes("t") },
            ],
        };
        var form = new FormDefinition { Id = "f", Title = "表", Sections = [section] };

        Assert.True(Asked("no", "yes", "no"));
        Assert.False(Asked("no", "no", "no"));
        Assert.False(Asked());
        Assert.Equal("“情况”中有“有”的，请填写。", section.Questions[1].When!.Words(form, "s"));

        bool Asked(params string[] cells) => new FilledForm(form, _ => new AnswersBuilder(section, Context)
            .Rows("t", [cells.Select((c, i) => (Key: $"v@{2019 + i}", Value: c)).Append(("$row", "r")).ToDictionary(c => c.Item1, c => c.Item2)]).Build(), Context).IsAsked(section, section.Questions[1]);
    }

    [Theory]
    [InlineData(AskedWhenOperator.Is, "“是否以集团名义申报”为“是”的，请填写。")]
    [InlineData(AskedWhenOperator.IsNot, "“是否以集团名义申报”不是“是”的，请填写。")]
    [InlineData(AskedWhenOperator.Answered, "填写了“是否以集团名义申报”的，请填写。")]
    [InlineData(AskedWhenOperator.Blank, "没有填写“是否以集团名义申报”的，请填写。")]
    public void A_condition_is_told_in_words(AskedWhenOperator how, string words) =>
        Assert.Equal(words, new AskedWhen { Question = "scope.is-group", Operator = how, Values = ["yes"] }.Words(Form, "holdings"));

    private static AskedWhen Yes(string question) => new() { Question = question, Values = ["yes"] };

    private static FilledForm Filled(Answers scope) => new(Form, id => id == "scope" ? scope : Answers.Empty, Context);

    private sealed record Vector(AskedWhenOperator Operator, IReadOnlyList<string> Values, IReadOnlyList<string> Given, bool Met, string Why);
}
