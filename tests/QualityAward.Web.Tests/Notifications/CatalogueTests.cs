using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Notifications;

public sealed class CatalogueTests
{
    [Fact]
    public void Every_verb_that_people_are_told_of_is_one_that_the_domain_records()
    {
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var catalogue = MessageReader.Read(Path.Combine(Checkout.Root, "src", "Programmes"));

        Assert.DoesNotContain(catalogue.Events.SelectMany(e => e.On).Distinct(StringComparer.Ordinal), action => !sources.Contains($"\"{action}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void No_title_names_anybody_and_no_text_is_longer_than_an_office_may_write()
    {
        var catalogue = MessageReader.Read(Path.Combine(Checkout.Root, "src", "Programmes"));

        Assert.Empty(MessageCatalogue.Check(catalogue.Events));
        Assert.True(catalogue.Events.Count > 30);
    }
}
