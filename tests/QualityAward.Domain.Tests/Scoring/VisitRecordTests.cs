using QualityAward.Domain.Experts;
using QualityAward.Domain.Presentations;
using QualityAward.Domain.SiteVisits;

namespace QualityAward.Domain.Tests.Scoring;

public sealed class VisitRecordTests
{
    private static readonly VisitIssue Issue = new("s:4.1.2", "4.1.2", "核对培训记录");

    [Fact]
    public void A_visit_in_the_future_or_without_place_and_people_is_not_taken()
    {
        var invalid = Assert.Throws<InvalidInputException>(() => SiteVisit.Start(Guid.NewGuid(), Guid.NewGuid())
            .Write(new VisitRecord(new DateOnly(2022, 8, 2), " ", null, [], null), Leader(), Samples.Expert, Samples.Now));
        Assert.Equal(["Input.VisitedOn", "Input.Place", "Input.Participants"], invalid.Problems.Select(p => p.Field));
    }

    [Fact]
    public void A_visit_is_signed_only_when_every_issue_is_answered_and_is_locked_then()
    {
        var visit = SiteVisit.Start(Guid.NewGuid(), Guid.NewGuid());
        Write(visit);
        Assert.Equal("issues-open", Samples.Refusal(() => visit.Sign([Issue], Leader(), Samples.Expert, Samples.Now)));
        Write(visit, new VisitFinding(Issue.Key, Issue.Item, Issue.Text, " 已抽查三年记录，属实 "));
        visit.Sign([Issue], Leader(), Samples.Expert, Samples.Now);
        Assert.Equal("已抽查三年记录，属实", visit.Findings[0].Answer);
        Assert.Equal("visit-signed", Samples.Refusal(() => Write(visit)));
    }

    [Fact]
    public void Only_the_leader_writes_it_today_is_taken()
    {
        Assert.Equal("not-leader", Samples.Refusal(() => SiteVisit.Start(Guid.NewGuid(), Guid.NewGuid())
            .Write(new VisitRecord(new DateOnly(2022, 8, 1), "厂区", "专家组", [], null), Leader(), Samples.Other, Samples.Now)));
    }

    [Fact]
    public void A_presentation_needs_a_summary_and_is_locked_when_confirmed()
    {
        var presentation = Presentation.Start(Guid.NewGuid(), Guid.NewGuid());
        Assert.Throws<InvalidInputException>(() => presentation.Write(new PresentationRecord(new DateOnly(2022, 8, 1), "会议室", "专家组", ""), Leader(), Samples.Expert, Samples.Now));
        presentation.Write(new PresentationRecord(new DateOnly(2022, 8, 1), "会议室", "专家组", "陈述清楚"), Leader(), Samples.Expert, Samples.Now);
        presentation.Sign(Leader(), Samples.Expert, Samples.Now);
        Assert.Equal("presentation-signed", Samples.Refusal(() => presentation.Sign(Leader(), Samples.Expert, Samples.Now)));
    }

    private static void Write(SiteVisit visit, params VisitFinding[] findings) =>
        visit.Write(new VisitRecord(new DateOnly(2022, 8, 1), "厂区", "专家组全体、公司领导", findings, null), Leader(), Samples.Expert, Samples.Now);

    private static Seat Leader()
    {
        var seat = Seat.On(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Samples.Expert.UserId, true, Samples.Now);
        seat.Declare(null, null, [], Samples.Expert, Samples.Now);
        return seat;
    }
}
