using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;

namespace QualityAward.Domain.Tests.Applications;

public sealed class TakenOverTests
{
    private static readonly Actor Owner = SampleCase.Owner;
    private static readonly DateTimeOffset Now = SamplePack.InWindow;
    private static readonly RoundRules Rules = SamplePack.Rules();
    private static readonly FormContext Context = new(2022, SamplePack.ClosesOn, ChinaCalendar.DateOf(Now));

    [Fact]
    public void Only_blanks_are_filled_and_each_is_marked()
    {
        var application = Draft();
        application.SaveSection("basic", With(a => a.Set("number", "自己填的").Reason("exports", "不适用")), 0, Rules, Owner, Now);

        var taken = application.TakeOver("basic", With(a => a.Set("number", "旧的").Set("exports", "yes").Set("group", "no").Set("founded", "2010-01-01")), Rules, Owner, Now);

        Assert.Equal(2, taken);
        Assert.Equal(["founded", "group"], application.UnconfirmedIn("basic").Order(StringComparer.Ordinal));
        Assert.Equal(("自己填的", null, "no"), (application.AnswersOf("basic").Text("number"), application.AnswersOf("basic").Text("exports"), application.AnswersOf("basic").Text("group")));
        Assert.Equal(0, application.TakeOver("basic", With(a => a.Set("group", "yes")), Rules, Owner, Now));
    }

    [Fact]
    public void A_change_confirms_what_was_changed_and_a_tick_the_rest()
    {
        var application = Draft();
        application.TakeOver("basic", With(a => a.Set("number", "旧的").Set("group", "no").Set("founded", "2010-01-01")), Rules, Owner, Now);

        application.SaveSection("basic", With(a => a.Set("number", "新的").Set("group", "no").Set("founded", "2010-01-01")), 1, Rules, Owner, Now);
        Assert.Equal(["founded", "group"], application.UnconfirmedIn("basic").Order(StringComparer.Ordinal));
        application.ConfirmTakenOver("basic", ["group"], Rules, Owner, Now);
        Assert.Equal(["founded"], application.UnconfirmedIn("basic"));
        application.ConfirmTakenOver("basic", null, Rules, Owner, Now);
        Assert.Empty(application.UnconfirmedIn("basic"));
    }

    [Fact]
    public void A_file_that_is_removed_needs_no_confirmation()
    {
        var application = Draft();
        var file = new Attachment(Guid.NewGuid(), application.Id, "basic", "copy", "证书.pdf", new string('a', 64), 10, "application/pdf", Now);
        application.TakeOver(file, Rules, Owner, Now);
        Assert.Equal(["copy"], application.UnconfirmedIn("basic"));

        application.Detach(file.Id, Rules, Owner, Now);

        Assert.Empty(application.UnconfirmedIn("basic"));
    }

    [Fact]
    public void Nothing_is_taken_over_after_the_window()
    {
        var late = ChinaCalendar.EndOf(SamplePack.ClosesOn);

        Assert.Equal("window-closed", Assert.Throws<RefusedException>(() => Draft().TakeOver("basic", With(a => a.Set("number", "旧的")), Rules, Owner, late)).Code);
        Assert.Equal("window-closed", Assert.Throws<RefusedException>(() => Draft().ConfirmTakenOver("basic", null, Rules, Owner, late)).Code);
    }

    private static Application Draft() => Application.Start(Guid.NewGuid(), Rules, Track.Organisation, Guid.NewGuid(), "海州样例有限公司", SampleCase.Channel, Owner, Now);

    private static Answers With(Action<AnswersBuilder> fill)
    {
        var builder = new AnswersBuilder(Rules.Track(Track.Organisation).Form.Section("basic")!, Context);
        fill(builder);
        return builder.Build();
    }
}
