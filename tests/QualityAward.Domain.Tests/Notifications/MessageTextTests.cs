using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Notifications;

public sealed class MessageTextTests
{
    private static readonly Actor Office = new(Guid.NewGuid(), "办公室", Role.Office, "lyg");
    private static readonly DateTimeOffset Now = new(2022, 5, 20, 9, 0, 0, ChinaCalendar.Offset);
    private static readonly MessageEvent Event = new()
    {
        Code = "accepted", Name = "受理", Step = "资格审查", On = ["AcceptApplication"], About = MessageSubject.Case, To = Audience.Applicant, Link = MessageLink.Application, Title = "标题", Body = ["正文"],
    };

    private static readonly MessageEvent Reminder = Event with { Code = "due", On = [], Before = [3, 1] };

    [Theory]
    [InlineData("申报 {申报编号} 须补正", "申报 2022-0001 须补正")]
    [InlineData("没有字段", "没有字段")]
    [InlineData("{申报编号}{申报编号}", "2022-00012022-0001")]
    public void Fields_are_filled_in(string template, string expected) =>
        Assert.Equal(expected, MessageText.Fill(new MessageWording(template, "正文"), Values(("申报编号", "2022-0001"))).Title);

    [Fact]
    public void A_line_whose_field_has_no_value_is_left_out() =>
        Assert.Equal("第一行\n第三行", MessageText.Fill(new MessageWording("标题", "第一行\n请于{截止日期}前提交\n第三行"), Values(("截止日期", null))).Body);

    [Fact]
    public void A_value_is_text_and_never_a_field_or_a_line_of_its_own()
    {
        var filled = MessageText.Fill(new MessageWording("{申报编号}", "{申报对象}"), Values(("申报编号", "一\r\nBcc: x@example.com"), ("申报对象", "{奖项}有限公司"), ("奖项", "质量奖")));

        Assert.Equal(("一 Bcc: x@example.com", "{奖项}有限公司"), (filled.Title, filled.Body));
    }

    [Theory]
    [InlineData("标题", "正文")]
    [InlineData("{奖项}", "{申报对象}：{截止日期}")]
    [InlineData("标题", "联系电话 0518-85805555，文号 2022110000000000123456")]
    public void A_template_with_known_fields_is_taken(string title, string body) => Assert.Empty(MessageText.Problems(new MessageWording(title, body), "T", "B"));

    [Theory]
    [InlineData("", "正文", "T")]
    [InlineData("标题", " ", "B")]
    [InlineData("两\n行", "正文", "T")]
    [InlineData("{无此字段}", "正文", "T")]
    [InlineData("标题", "{ 截止日期 }", "B")]
    [InlineData("标题", "少一个{截止日期", "B")]
    [InlineData("{申报对象}受理", "正文", "T")]
    [InlineData("标题", "身份证号 11010519491231002X。", "B")]
    [InlineData("标题", "身份证号110105194912310021", "B")]
    public void What_cannot_be_taken_is_said_at_its_field(string title, string body, string field) =>
        Assert.Equal([field], MessageText.Problems(new MessageWording(title, body), "T", "B").Select(p => p.Field).Distinct());

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void A_title_has_its_limit(int length, bool fits) => Assert.Equal(fits, MessageText.Problems(new MessageWording(new string('题', length), "正文"), "T", "B").Count == 0);

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_body_has_its_limit(int length, bool fits) => Assert.Equal(fits, MessageText.Problems(new MessageWording("标题", new string('文', length)), "T", "B").Count == 0);

    [Fact]
    public void A_template_counts_its_versions_and_leaves_a_trail()
    {
        var first = MessageTemplate.Write(Guid.NewGuid(), Round(), Event, null, Choice("一"), Office, Now);
        var second = MessageTemplate.Write(Guid.NewGuid(), Round(), Event, first, Choice("二", MessageHandling.Hold), Office, Now);

        Assert.Equal((1, 2), (first.Number, second.Number));
        var trace = Assert.Single(second.Events);
        Assert.Equal(("ChangeMessageTemplate", "一\n正文\n（自动发送）", "二\n正文\n（审核后发送）"), (trace.Action, trace.OldValue, trace.NewValue));
    }

    [Fact]
    public void The_same_text_again_is_no_version()
    {
        var refused = Assert.Throws<RefusedException>(() => MessageTemplate.Write(Guid.NewGuid(), Round(), Event, null, MessageChoice.Of(Event), Office, Now));

        Assert.Equal("template-unchanged", refused.Code);
    }

    [Theory]
    [InlineData(0, 1, null)]
    [InlineData(60, 60, null)]
    [InlineData(61, 1, "Input.Before")]
    [InlineData(1, 0, "Input.After")]
    public void Reminders_reach_from_sixty_days_before_to_sixty_after(int before, int after, string? field)
    {
        var choice = Choice("提醒") with { Before = [before], After = [after] };

        var fault = Record.Exception(() => MessageTemplate.Write(Guid.NewGuid(), Round(), Reminder, null, choice, Office, Now)) as InvalidInputException;

        Assert.Equal(field, fault?.Problems[0].Field);
    }

    [Fact]
    public void Another_office_and_another_role_change_nothing()
    {
        Assert.Equal("other-authority", Assert.Throws<RefusedException>(() => MessageTemplate.Write(Guid.NewGuid(), Round(), Event, null, Choice("一"), Office with { AuthorityCode = "wh" }, Now)).Code);
        Assert.Equal("permission", Assert.Throws<RefusedException>(() => MessageTemplate.Write(Guid.NewGuid(), Round(), Event, null, Choice("一"), Office with { Role = Role.Supervisor }, Now)).Code);
    }

    [Fact]
    public void A_notification_that_was_sent_or_dropped_is_not_reviewed_again()
    {
        var held = Held();
        held.Cancel("已电话告知", Office, Now);

        foreach (var act in new Action[] { () => held.Release(1, Office, Now), () => held.Cancel("再次", Office, Now), () => held.Reword(new MessageWording("新", "文"), Office, Now) })
        {
            Assert.Equal("not-held", Assert.Throws<RefusedException>(act).Code);
        }

        Assert.Equal("no-recipients", Assert.Throws<RefusedException>(() => Held().Release(0, Office, Now)).Code);
        Assert.Equal("other-authority", Assert.Throws<RefusedException>(() => Held().Release(1, Office with { AuthorityCode = "wh" }, Now)).Code);
    }

    [Fact]
    public void A_happening_waits_longer_each_time_and_is_given_up_after_the_eighth()
    {
        var happening = Happening.Of(new CaseEvent(Guid.NewGuid(), "AcceptApplication", Office, Now, "受理"));
        var waits = new List<double>();
        for (var i = 0; i < Happening.MaxAttempts; i++)
        {
            Assert.Null(happening.GivenUpAt);
            happening.PutOff("fault", Now);
            waits.Add((happening.NextAt!.Value - Now).TotalMinutes);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128], waits);
        Assert.Equal(Now, happening.GivenUpAt);
    }

    [Theory]
    [InlineData("{申报编号} 予以受理", "{申报编码} 予以受理", "不是可用的字段")]
    [InlineData("\"code\": \"accepted\"", "\"code\": \"submitted\"", "重复")]
    [InlineData("\"before\": [5, 3, 1, 0],", "", "定时提醒须写明")]
    public void A_messages_file_that_cannot_work_stops_the_start(string old, string with, string reason)
    {
        using var folder = new ProgrammeFolder();
        folder.Change("shared/messages.jsonc", old, with);

        var fault = Assert.Throws<PackException>(() => MessageReader.Read(folder.Root));

        Assert.Equal("shared/messages.jsonc", fault.File);
        Assert.NotNull(fault.Line);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    private static Notification Held() => Notification.Of(Guid.NewGuid(), "accepted", Guid.NewGuid(), Guid.NewGuid(), "lyg", new MessageWording("标题", "正文"), "/", null, Now, MessageHandling.Hold);

    private static MessageChoice Choice(string title, MessageHandling handling = MessageHandling.Send) => new(new MessageWording(title, "正文"), handling, [], []);

    private static Round Round() => Domain.Rounds.Round.Open(Guid.NewGuid(), SamplePack.Pack, "hash", 2022, "本届", new DateOnly(2022, 6, 1), new DateOnly(2022, 6, 26), Office, Now);

    private static Dictionary<string, string?> Values(params (string Name, string? Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
