using System.Text.Json;
using System.Text.Json.Nodes;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>
/// Every field name of the official forms stands in the packs. The names are kept in seed-fields.json, form by form, taken from the documents; <c>pack</c> says
/// how a pack spells or splits one, where it differs.
/// </summary>
public sealed class SeedFieldTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);

    public static TheoryData<string, string, string, string?, string[]> Fields { get; } = Read();

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_name_of_the_official_form_stands_in_the_pack(string programme, string annex, string where, string? section, string[] names)
    {
        Assert.NotEmpty(annex);
        var pack = Catalogue.Require(programme);

        Assert.Empty(names.Except(NamesIn(pack, where, section), StringComparer.Ordinal));
    }

    [Fact]
    public void All_official_forms_are_there()
    {
        var forms = Fields.Select(f => (Programme: (string)f[0], Where: (string)f[2])).Distinct().ToList();

        Assert.Equal(["jiangsu-governor", "lianyungang-mayor", "lianyungang-zone", "wuhan-mayor"], forms.Select(f => f.Programme).Distinct().Order(StringComparer.Ordinal));
        // Six forms of applicants and those of the recommending offices.
        Assert.Equal(6, forms.Count(f => f.Where is "organisation" or "individual"));
        Assert.Contains(("lianyungang-mayor", "certificate"), forms);
        Assert.Contains(("lianyungang-mayor", "pre-review-organisation"), forms);
        Assert.Contains(("lianyungang-mayor", "pre-review-individual"), forms);
        Assert.Contains(("jiangsu-governor", "pre-review-individual"), forms);
    }

    private static IEnumerable<string> NamesIn(ProgrammePack pack, string where, string? section) => where switch
    {
        "organisation" => Labels(pack.RequireTrack(Track.Organisation).Form, section!),
        "individual" => Labels(pack.RequireTrack(Track.Individual).Form, section!),
        "pre-review-organisation" => Labels(pack.Recommendation.FormOf(Track.Organisation), section!),
        "pre-review-individual" => Labels(pack.Recommendation.FormOf(Track.Individual), section!),
        "opinions" => pack.Recommendation.Opinions.Select(o => o.Name),
        "certificate" =>
        [
            pack.Recommendation.CleanRecordCertificate!.Title, pack.Recommendation.CleanRecordCertificate.Text,
            .. pack.Recommendation.CleanRecordCertificate.Seals.Select(k => pack.Recommendation.CleanRecordCertificate.SealPrefix + pack.Recommendation.Opinions.First(o => o.Kind == k).Name),
        ],
        "criteria" => pack.RequireTrack(Track.Individual).Criteria.AllGroups.SelectMany(g => g.Items.Select(i => i.Title).Prepend(g.Title)),
        _ => throw new InvalidOperationException(where),
    };

    private static IEnumerable<string> Labels(FormDefinition form, string section) => form.Section(section)!.Questions.SelectMany(Labels);

    private static IEnumerable<string> Labels(Question question) => question switch
    {
        FixedTableQuestion table => [table.Label, .. table.Columns.Select(c => c.Label), .. table.Rows.Select(r => r.Label)],
        GrowingTableQuestion table => [table.Label, .. table.Columns.Select(c => c.Label)],
        MultiChoiceQuestion choice => [choice.Label, .. choice.Options.Select(o => o.Label)],
        _ => [question.Label],
    };

    private static TheoryData<string, string, string, string?, string[]> Read()
    {
        var data = new TheoryData<string, string, string, string?, string[]>();
        var forms = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seed-fields.json")))!["forms"]!.AsArray();
        foreach (var form in forms)
        {
            string[] names = [.. form!["fields"]!.AsArray().SelectMany(f => f!.GetValueKind() == JsonValueKind.String ? [f.GetValue<string>()] : f["pack"]!.AsArray().Select(p => p!.GetValue<string>()))];
            foreach (var programme in form["packs"]!.AsArray())
            {
                data.Add(programme!.GetValue<string>(), $"{form["document"]} {form["annex"]}", form["where"]!.GetValue<string>(), form["section"]?.GetValue<string>(), names);
            }
        }

        return data;
    }
}
