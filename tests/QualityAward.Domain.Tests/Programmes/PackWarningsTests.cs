using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>What the shipped packs find doubtful, and what beside their questions explains them.</summary>
public sealed class PackWarningsTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));

    public static TheoryData<string, Track> Forms
    {
        get
        {
            var forms = new TheoryData<string, Track>();
            foreach (var (programme, track) in Catalogue.All.SelectMany(p => p.Tracks.Select(t => (p.Code, t.Track))))
            {
                forms.Add(programme, track);
            }

            return forms;
        }
    }

    // Two years of one or two rows of part 五, the one that is fine and the one that is not.
    [Theory]
    [InlineData("debt-ratio-within-whole", "debt-ratio", "60", "60", "60", "160")]
    [InlineData("debt-ratio-as-percent", "debt-ratio", "60", "60", "60", "0.6")]
    [InlineData("liabilities-change", "assets,debt-ratio", "1000,40", "1200,45", "1000,4", "1200,45")]
    [InlineData("sales-above-revenue", "sales,main-revenue,other-revenue", "100,90,10", "100,90,10", "100,90,10", "150,90,10")]
    [InlineData("sales-below-revenue", "sales,main-revenue", "100,100", "100,100", "100,100", "60,100")]
    [InlineData("sales-unit", "sales,main-revenue", "100,100", "100,100", "100,100", "1000000,100")]
    [InlineData("revenue-unit", "main-revenue,assets", "800,1000", "800,1000", "800,1000", "8000000,1000")]
    [InlineData("profit-within-revenue", "profit,main-revenue,other-revenue,investment-income", "10,90,10,1", "10,90,10,1", "10,90,10,1", "102,90,10,1")]
    [InlineData("asset-contribution-fits", "asset-contribution,profit,taxes,assets", "20,100,100,1000", "39,100,100,1000", "20,100,100,1000", "41,100,100,1000")]
    [InlineData("cost-profit-fits", "cost-profit-ratio,profit,main-revenue,other-revenue", "11,10,90,10", "22,10,90,10", "11,10,90,10", "23,10,90,10")]
    [InlineData("assets-change", "assets", "100", "1000", "100", "1001")]
    [InlineData("taxes-change", "taxes", "10", "200", "10", "201")]
    [InlineData("exports-change", "exports", "10", "200", "10", "201")]
    public void A_slip_among_the_indicators_of_an_organisation_is_doubtful(string check, string rows, string fineBefore, string fineNow, string before, string now)
    {
        foreach (var programme in new[] { "lianyungang-mayor", "jiangsu-governor" })
        {
            Assert.DoesNotContain(check, Economy(programme, rows, fineBefore, fineNow));
            Assert.Contains(check, Economy(programme, rows, before, now));
        }
    }

    [Theory]
    [InlineData("jiangsu-governor")]
    [InlineData("lianyungang-mayor")]
    [InlineData("lianyungang-zone")]
    [InlineData("wuhan-mayor")]
    public void What_a_person_says_of_himself_and_of_the_organisation_must_fit_together(string programme)
    {
        var fine = Person(programme, ("basic.resident-id", "11010519491231002X"), ("basic.born", "1949-12"), ("basic.work-years", "50"), ("basic.post-years", "10"), ("basic.employer", "甲公司"), ("organisation.name", "甲公司"));
        var doubtful = Person(programme, ("basic.resident-id", "11010519491231002X"), ("basic.born", "1959-12"), ("basic.work-years", "50"), ("basic.post-years", "51"), ("basic.employer", "甲公司"), ("organisation.name", "乙公司"));

        Assert.Empty(fine);
        Assert.Equal(["born-as-in-id", "employer-same", "post-years-within-work-years", "work-years-since-birth"], doubtful.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whoever_heads_an_organisation_is_hardly_one_of_its_staff()
    {
        Assert.Equal(["kind-against-head"], Person("wuhan-mayor", ("applicant.kind", "staff"), ("organisation.is-head", "yes")));
        Assert.Equal(["nearest-against-head"], Person("wuhan-mayor", ("applicant.kind", "other"), ("applicant.nearest", "middle"), ("organisation.is-head", "yes")));
        Assert.Empty(Person("wuhan-mayor", ("applicant.kind", "senior"), ("organisation.is-head", "yes")));
    }

    /// <summary>Whoever writes an essay sees how one might read; never as the words of a document.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_question_that_asks_for_an_essay_has_an_example_of_its_own(string programme, Track track)
    {
        var essays = Catalogue.Require(programme).RequireTrack(track).Form.Sections.SelectMany(s => s.Questions).Where(q => q is NarrativeQuestion or LongTextQuestion).ToList();

        Assert.NotEmpty(essays);
        Assert.Equal([], essays.Where(q => q.Example is null).Select(q => q.Label));
        Assert.Equal(essays.Count, essays.Select(q => q.Example).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal([], essays.Where(q => q.Example!.Contains("》第", StringComparison.Ordinal)).Select(q => q.Label));
        // Shorter than what may be written.
        Assert.All(essays, q => Assert.True(WordCount.Count(q.Example!) <= 250, q.Label));
    }

    [Fact]
    public void The_clauses_beside_a_question_are_those_of_the_conditions_that_rest_on_it()
    {
        var clauses = QuestionClauses.Of(Catalogue.Require("lianyungang-mayor"), Track.Organisation);

        Assert.Contains("《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第八条第（一）项：连续正常生产经营3年以上", clauses["basic.founded-on"]);
        Assert.DoesNotContain("basic.name", clauses.Keys);
        Assert.NotEmpty(QuestionClauses.Of(Catalogue.Require("wuhan-mayor"), Track.Individual)["applicant.conditions"]);
        Assert.Empty(QuestionClauses.Of(Catalogue.Require("wuhan-mayor"), Track.Organisation));
    }

    private static IReadOnlyList<string> Economy(string programme, string rows, string before, string now)
    {
        var form = Catalogue.Require(programme).RequireTrack(Track.Organisation).Form;
        var section = form.Section("economy")!;
        var answers = new AnswersBuilder(section, Context).Rows("indicators",
        [
            .. rows.Split(',').Zip(before.Split(','), now.Split(',')).Select(c => new Dictionary<string, string>(StringComparer.Ordinal) { [Answers.RowKey] = c.First, ["year@2020"] = c.Second, ["year@2021"] = c.Third }),
        ]).Build();
        return [.. new FilledForm(form, id => string.Equals(id, "economy", StringComparison.Ordinal) ? answers : Answers.Empty, Context).Warnings(section).Select(w => w.CheckId)];
    }

    private static IReadOnlyList<string> Person(string programme, params (string Question, string Text)[] typed)
    {
        var form = Catalogue.Require(programme).RequireTrack(Track.Individual).Form;
        var answers = form.Sections.ToDictionary(s => s.Id, s =>
        {
            var builder = new AnswersBuilder(s, Context);
            foreach (var (question, text) in typed.Where(t => t.Question.StartsWith(s.Id + ".", StringComparison.Ordinal)))
            {
                builder.Set(question[(s.Id.Length + 1)..], text);
            }

            return builder.Build();
        }, StringComparer.Ordinal);
        var filled = new FilledForm(form, id => answers[id], Context);
        return [.. form.Sections.SelectMany(filled.Warnings).Select(w => w.CheckId)];
    }
}
