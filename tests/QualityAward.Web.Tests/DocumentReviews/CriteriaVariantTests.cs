using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Experts;

namespace QualityAward.Web.Tests.DocumentReviews;

public sealed class CriteriaVariantTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task Criteria_that_differ_by_kind_of_applicant_keep_the_review_closed_until_a_kind_is_chosen()
    {
        var office = await site.Given.StaffAsync("office-wh", Role.Office, "wh");
        var round = await site.Given.PublishedRoundAsync(office, "2022年武汉市市长质量奖（个人奖）", "wuhan-mayor");
        var experts = new List<Guid>();
        foreach (var userName in new[] { "expert-wh1", "expert-wh2", "expert-wh3" })
        {
            experts.Add((await site.Given.StaffAsync(userName, Role.Expert)).UserId);
            await site.Given.DoAsync<RegisterExpert>(o => o.RunAsync(experts[^1], "某大学", null, "教授", ["质量管理"], office, default));
        }

        var panel = Guid.Empty;
        await site.Given.DoAsync<FormPanel>(async o => panel = await o.RunAsync(round, Track.Individual, "个人一组", experts, experts[0], office, default));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.Given.DoAsync<OpenDocumentReview>(o => o.RunAsync(panel, office, default)));

        Assert.Equal("criteria-variant-not-chosen", refused.Code);
        Assert.Contains("高层管理者", refused.Message, StringComparison.Ordinal);
    }
}
