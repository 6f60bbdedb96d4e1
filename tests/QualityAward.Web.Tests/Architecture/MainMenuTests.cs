using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Web.Links;

namespace QualityAward.Web.Tests.Architecture;

public sealed class MainMenuTests
{
    /// <summary>The main column of a wide screen in pixels (1440 wide), with the margins that the line takes back on both sides.</summary>
    private const int Line = 1160 + 24;

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Every_role_has_its_menu_on_one_line_and_loses_nothing(Role role)
    {
        var (line, more) = MainMenu.Of(new Actor(Guid.NewGuid(), "某人", role, "lyg"));

        // 16 pixels a character, 28 of padding and 4 between two; 更多 has an arrow.
        Assert.True(line.Sum(i => (16 * i.Title.Length) + 32) + (more.Count > 0 ? 84 : 0) <= Line, $"{role}: {string.Join(' ', line.Select(i => i.Title))}");
        Assert.True(more.Count != 1, "One entry alone is no menu.");
        Assert.All(MainMenu.Public, p => Assert.Contains(p, line.Concat(more)));
        Assert.Equal("/", line[0].Url);
    }

    [Fact]
    public void Who_has_little_has_it_all_on_the_line()
    {
        Assert.Equal(["首页", "公告", "名册"], MainMenu.Of(null).Line.Select(i => i.Title));
        Assert.Empty(MainMenu.Of(new Actor(Guid.NewGuid(), "某人", Role.Applicant, null)).More);
    }
}
