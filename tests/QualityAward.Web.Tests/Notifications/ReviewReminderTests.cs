using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Experts;

namespace QualityAward.Web.Tests.Notifications;

public sealed class ReviewReminderTests(ReviewSite site) : IClassFixture<ReviewSite>
{
    [Fact]
    public async Task An_expert_who_has_not_scored_is_reminded_the_one_who_has_is_not_and_afterwards_the_office_hears_on_working_days()
    {
        site.Clock.Set(2022, 6, 1);
        var id = ReviewSite.Organisations[0];
        await site.OpenReviewAsync(id);
        await site.DeclareAsync(id, ReviewSite.Leader, ReviewSite.Third);
        await site.RunAsync<DeclareInterest>(o => o.RunAsync(id, null, "同名机构", ReviewSite.Second, default));
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Second, 50);
        var (late, done, office) = (new List<int>(), new List<int>(), new List<int>());
        for (var day = 2; day <= 22; day++)
        {
            site.Clock.Set(2022, 6, day);
            await site.InScopeAsync(services => services.GetRequiredService<RemindDue>().RunAsync(default));
            await SeenAsync(ReviewSite.Leader.UserId, day, late);
            await SeenAsync(ReviewSite.Second.UserId, day, done);
            await SeenAsync(ReviewSite.Office.UserId, day, office);
        }

        // Due on the 15th, two weeks after the review was opened: 5, 2 and 0 days before, 2 and 5 days after; the office 1 and 4 days after, of which the latter is a Sunday.
        Assert.Equal([10, 13, 15, 17, 20], late);
        Assert.Empty(done);
        Assert.Equal([16, 20], office);
    }

    private async Task SeenAsync(Guid user, int day, List<int> days)
    {
        var count = await site.ReadAsync(db => db.Set<Message>().CountAsync(m => m.RecipientId == user && m.ReminderOn != null && db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.EventCode.StartsWith("review-"))));
        if (count > days.Count)
        {
            days.Add(day);
        }
    }
}
