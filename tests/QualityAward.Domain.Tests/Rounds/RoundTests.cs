using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Programmes;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Rounds;

public sealed class RoundTests
{
    private static readonly Actor Office = new(Guid.NewGuid(), "办公室", Role.Office, "lyg");
    private static readonly Actor OtherOffice = new(Guid.NewGuid(), "外市办公室", Role.Office, "wh");
    private static readonly DateTimeOffset Now = China(2022, 5, 20, 9);
    private static readonly DateOnly First = new(2022, 6, 1);
    private static readonly DateOnly Last = new(2022, 6, 26);

    private static ProgrammePack Pack => SamplePack.Pack;

    [Fact]
    public void A_round_pins_its_pack_and_belongs_to_the_packs_owner()
    {
        var round = Open();

        Assert.Equal(("sample", "hash", "lyg", RoundState.Preparing), (round.ProgrammeCode, round.PackHash, round.AuthorityCode, round.State));
        var opened = Assert.Single(round.Events);
        Assert.Equal(("OpenRound", "hash", round.Id), (opened.Action, opened.NewValue, opened.ChainId));
    }

    [Theory]
    [InlineData(5, 31, 23, 59, 59, "window-not-open")]
    [InlineData(6, 1, 0, 0, 0, null)]
    [InlineData(6, 26, 23, 59, 59, null)]
    [InlineData(6, 27, 0, 0, 0, "window-closed")]
    public void The_window_opens_at_zero_hours_of_the_first_day_and_closes_at_24_hours_of_the_last_in_China(int month, int day, int hour, int minute, int second, string? refusal)
    {
        var round = Published();
        var moment = China(2022, month, day, hour, minute, second);

        Assert.Equal(refusal is null, round.WindowIsOpen(moment));
        Assert.Equal(refusal is null, round.WindowIsOpen(moment.ToUniversalTime()));
        if (refusal is null)
        {
            round.WindowFor(null).RequireOpen(moment);
        }
        else
        {
            Assert.Equal(refusal, Refusal(() => round.WindowFor(null).RequireOpen(moment)));
        }
    }

    [Fact]
    public void The_last_tenth_of_a_microsecond_of_the_closing_day_is_in_time()
    {
        var round = Published();
        var end = ChinaCalendar.EndOf(Last);

        Assert.True(round.WindowIsOpen(end.AddTicks(-1)));
        Assert.False(round.WindowIsOpen(end));
    }

    [Fact]
    public void A_preparing_and_a_closed_round_take_no_applications_within_their_dates()
    {
        var preparing = Complete();
        var closed = Published();
        closed.Close(Office, ChinaCalendar.EndOf(Last));

        Assert.Equal("round-not-published", Refusal(() => preparing.WindowFor(null).RequireOpen(China(2022, 6, 10, 9))));
        Assert.Equal("round-not-published", Refusal(() => closed.WindowFor(null).RequireOpen(China(2022, 6, 10, 9))));
        Assert.False(closed.WindowIsOpen(China(2022, 6, 10, 9)));
    }

    [Fact]
    public void A_round_that_closes_before_it_opens_is_refused()
    {
        var problem = Assert.Throws<InvalidInputException>(() => Open(Last, First));

        Assert.Equal("Input.ClosesOn", Assert.Single(problem.Problems).Field);
        Open(First, First);
    }

    [Fact]
    public void A_complete_round_misses_nothing() => Assert.Empty(RoundChecklist.Missing(Complete(), Pack));

    public static TheoryData<string, string> EachSetting => new()
    {
        { nameof(RoundSettings.PanelSizes), "PanelSizes.Organisation" },
        { nameof(RoundSettings.Aggregation), "Aggregation" },
        { nameof(RoundSettings.StageWeights), "StageWeights.Organisation" },
        { nameof(RoundSettings.MinimumScores), "MinimumScores.Organisation.award" },
        { nameof(RoundSettings.DiscussSpread), "DiscussSpread" },
        { nameof(RoundSettings.RecusalYears), "RecusalYears" },
        { nameof(RoundSettings.ClearanceMonths), "ClearanceMonths" },
        { nameof(RoundSettings.NoticeDays), "NoticeDays" },
        { nameof(RoundSettings.NoticeDayCount), "NoticeDayCount" },
        { nameof(RoundSettings.NoticeFirstDayCounts), "NoticeFirstDayCounts" },
        { nameof(RoundSettings.ObjectionWorkingDays), "ObjectionWorkingDays" },
        { nameof(RoundSettings.Majority), "Majority" },
        { nameof(RoundSettings.SecretBallot), "SecretBallot" },
        { nameof(RoundSettings.CertificateWindowEnd), "CertificateWindowEnd" },
    };

    [Theory]
    [MemberData(nameof(EachSetting))]
    public void Each_setting_that_is_not_set_is_reported_at_its_field_and_keeps_the_call_back(string property, string field)
    {
        var settings = Without(property);
        var round = Open();
        round.ChangeSettings(round.Name, First, Last, "通告", settings, "{}", "{}", Office, Now);

        Assert.Equal([field], [.. RoundChecklist.Missing(round, Pack).Select(m => m.Field)]);
        Assert.Equal(field, Assert.Single(Assert.Throws<InvalidInputException>(() => round.PublishCall(Pack, Office, Now)).Problems).Field);
        Assert.Equal(RoundState.Preparing, round.State);
    }

    [Fact]
    public void Every_setting_that_the_rules_leave_open_is_on_the_checklist()
    {
        var settings = typeof(RoundSettings).GetProperties().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);

        // Points are asked for below, by criteria that have none.
        settings.ExceptWith([.. EachSetting.Select(row => (string)row[0]), nameof(RoundSettings.ItemPoints), nameof(RoundSettings.Quotas), nameof(RoundSettings.UploadMegabytes), nameof(RoundSettings.RecommendationQuota), nameof(RoundSettings.UnitQuotas)]);

        Assert.Empty(settings);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_minimum_score_can_be_reached(int above, bool complete)
    {
        var total = Pack.RequireTrack(Track.Organisation).Criteria.Total!.Value;
        var settings = Settings() with { MinimumScores = Of<IReadOnlyList<MinimumScore>>([new MinimumScore("award", Track.Organisation, total + above)]) };

        Assert.Equal(complete ? [] : ["MinimumScores.Organisation.award"], Missing(settings));
    }

    [Fact]
    public void Everything_that_is_missing_is_reported_at_once()
    {
        var missing = RoundChecklist.Missing(Open(), Pack);

        Assert.Equal([.. EachSetting.Select(row => (string)row[1]).Append("CallText").Order(StringComparer.Ordinal)], [.. missing.Select(m => m.Field).Order(StringComparer.Ordinal)]);
    }

    [Theory]
    [InlineData(60, 39)]
    [InlineData(60, 41)]
    [InlineData(100, 0.01)]
    public void Weights_that_do_not_add_up_to_100_are_reported(double documents, double visit) =>
        Assert.Equal(["StageWeights.Organisation"], Missing(Settings() with { StageWeights = Weights((decimal)documents, (decimal)visit) }));

    [Fact]
    public void A_weight_for_only_one_of_two_stages_is_reported_though_it_is_100()
    {
        var weights = Of<IReadOnlyList<StageWeight>>([new StageWeight(Track.Organisation, Stage.DocumentReview, 100)]);

        Assert.Equal(["StageWeights.Organisation"], Missing(Settings() with { StageWeights = weights }));
    }

    [Fact]
    public void A_panel_of_nobody_is_reported() =>
        Assert.Equal(["PanelSizes.Organisation"], Missing(Settings() with { PanelSizes = Of<IReadOnlyList<TrackNumber>>([new TrackNumber(Track.Organisation, 0)]) }));

    [Fact]
    public void A_notice_shorter_than_the_rules_allow_is_reported_with_the_clause()
    {
        var round = Complete(Settings() with { NoticeDays = Of(6) });

        var missing = Assert.Single(RoundChecklist.Missing(round, Pack));

        Assert.Equal(("NoticeDays", "公示时间不少于 7 天（《办法》第一条）"), (missing.Field, missing.Message));
        Assert.Empty(RoundChecklist.Missing(Complete(Settings() with { NoticeDays = Of(7) }), Pack));
    }

    [Fact]
    public void Criteria_without_points_of_their_own_ask_for_a_point_value_of_every_item()
    {
        var pack = SamplePack.WithCriteria(c => c with { Total = null, Groups = [.. c.Groups.Select(g => g with { Points = null, Items = [.. g.Items.Select(i => i with { Points = null })] })] });
        var some = Points(("4.1.2", 50), ("4.1.3", 50));
        var zero = Points(("4.1.2", 50), ("4.1.3", 50), ("4.7.2", 0));
        var all = Points(("4.1.2", 50), ("4.1.3", 40), ("4.7.2", 10));

        Assert.Equal(["ItemPoints.Organisation"], Missing(Settings(), pack));
        Assert.Equal(["ItemPoints.Organisation"], Missing(Settings() with { ItemPoints = some }, pack));
        Assert.Equal(["ItemPoints.Organisation"], Missing(Settings() with { ItemPoints = zero }, pack));
        Assert.Empty(Missing(Settings() with { ItemPoints = all }, pack));
    }

    [Fact]
    public void The_rounds_points_stand_in_for_those_that_the_criteria_do_not_give_and_never_for_those_they_give()
    {
        var pack = SamplePack.WithCriteria(c => c with { Total = null, Groups = [.. c.Groups.Select(g => g with { Points = null, Items = [.. g.Items.Select(i => i with { Points = null })] })] });
        var settings = Settings() with { ItemPoints = Points(("4.1.2", 20), ("4.1.3", 20), ("4.7.2", 60)) };

        Assert.Equal([20m, 20m, 60m], [.. new RoundRules(Complete(settings), pack).Criteria(Track.Organisation).Items.Select(i => i.Points!.Value)]);
        Assert.Equal([50m, 60m, 40m], [.. new RoundRules(Complete(settings), Pack).Criteria(Track.Organisation).Items.Select(i => i.Points!.Value)]);
    }

    [Fact]
    public void A_call_without_text_is_not_published()
    {
        var round = Open();
        round.ChangeSettings(round.Name, First, Last, "  ", Settings(), "{}", "{}", Office, Now);

        Assert.Equal(["CallText"], [.. RoundChecklist.Missing(round, Pack).Select(m => m.Field)]);
    }

    [Fact]
    public void A_pack_without_a_certificate_asks_for_no_window()
    {
        var pack = Pack with { Recommendation = Pack.Recommendation with { CleanRecordCertificate = null } };

        Assert.Empty(Missing(Settings() with { CertificateWindowEnd = default, ClearanceMonths = default }, pack));
    }

    [Fact]
    public void A_call_is_published_once_and_then_nothing_changes()
    {
        var round = Published();

        Assert.Equal((RoundState.Published, Now), (round.State, round.PublishedAt));
        Assert.Equal("round-published", Refusal(() => round.PublishCall(Pack, Office, Now)));
        Assert.Equal("round-published", Refusal(() => round.ChangeSettings("新名称", First, Last, "通告", Settings(), "{}", "{}", Office, Now)));
        Assert.Equal("示例", round.Name);
    }

    [Fact]
    public void A_call_whose_window_is_over_is_not_published()
    {
        var round = Complete();

        Assert.Equal("ClosesOn", Assert.Single(Assert.Throws<InvalidInputException>(() => round.PublishCall(Pack, Office, China(2022, 6, 27, 0))).Problems).Field);
        round.PublishCall(Pack, Office, China(2022, 6, 26, 23, 59, 59));
    }

    [Fact]
    public void Only_a_published_round_is_closed_and_only_once()
    {
        Assert.Equal("round-not-published", Refusal(() => Complete().Close(Office, Now)));
        var round = Published();
        round.Close(Office, ChinaCalendar.EndOf(Last));

        Assert.Equal("round-not-published", Refusal(() => round.Close(Office, ChinaCalendar.EndOf(Last))));
    }

    [Fact]
    public void A_round_is_not_closed_while_its_window_may_still_bring_applications()
    {
        var round = Published();

        Assert.Equal("window-open", Refusal(() => round.Close(Office, ChinaCalendar.EndOf(Last).AddSeconds(-1))));
        Assert.Equal(RoundState.Published, round.State);
    }

    [Fact]
    public void The_office_of_another_authority_is_refused_everything()
    {
        Assert.Equal("other-authority", Refusal(() => Open(actor: OtherOffice)));
        var round = Complete();
        Assert.Equal("other-authority", Refusal(() => round.ChangeSettings("x", First, Last, "通告", Settings(), "{}", "{}", OtherOffice, Now)));
        Assert.Equal("other-authority", Refusal(() => round.PublishCall(Pack, OtherOffice, Now)));
        Assert.Equal("other-authority", Refusal(() => Published().Close(OtherOffice, Now)));
    }

    [Theory]
    [InlineData(Role.Applicant)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.SystemAdministrator)]
    [InlineData(Role.GovernmentApprover)]
    public void Other_roles_of_the_same_authority_are_refused(Role role)
    {
        var actor = new Actor(Guid.NewGuid(), "他人", role, "lyg");

        Assert.Equal("permission", Refusal(() => Open(actor: actor)));
        Assert.Equal("permission", Refusal(() => Complete().PublishCall(Pack, actor, Now)));
        Assert.Equal("permission", Refusal(() => Published().Close(actor, Now)));
    }

    private static DateTimeOffset China(int year, int month, int day, int hour, int minute = 0, int second = 0) => new(year, month, day, hour, minute, second, ChinaCalendar.Offset);

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;

    private static Setting<T> Of<T>(T value) => Setting<T>.Of(value);

    private static Round Open(DateOnly? opensOn = null, DateOnly? closesOn = null, Actor? actor = null) =>
        Round.Open(Guid.NewGuid(), Pack, "hash", 2022, "示例", opensOn ?? First, closesOn ?? Last, actor ?? Office, Now);

    private static Round Complete(RoundSettings? settings = null)
    {
        var round = Open();
        round.ChangeSettings(round.Name, First, Last, "通告", settings ?? Settings(), "{}", "{}", Office, Now);
        return round;
    }

    private static Round Published()
    {
        var round = Complete();
        round.PublishCall(Pack, Office, Now);
        return round;
    }

    private static IReadOnlyList<string> Missing(RoundSettings settings, ProgrammePack? pack = null) => [.. RoundChecklist.Missing(Complete(settings), pack ?? Pack).Select(m => m.Field)];

    private static Setting<IReadOnlyList<StageWeight>> Weights(decimal documents, decimal visit) =>
        Of<IReadOnlyList<StageWeight>>([new StageWeight(Track.Organisation, Stage.DocumentReview, documents), new StageWeight(Track.Organisation, Stage.SiteVisit, visit)]);

    private static Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>> Points(params (string Item, decimal Points)[] points) =>
        Of<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>(new Dictionary<Track, IReadOnlyDictionary<string, decimal>>
        {
            [Track.Organisation] = points.ToDictionary(p => p.Item, p => p.Points, StringComparer.Ordinal),
        });

    private static RoundSettings Settings() => new()
    {
        PanelSizes = Of<IReadOnlyList<TrackNumber>>([new TrackNumber(Track.Organisation, 5)]),
        Aggregation = Of(Aggregation.Mean),
        StageWeights = Weights(60, 40),
        MinimumScores = Of<IReadOnlyList<MinimumScore>>([new MinimumScore("award", Track.Organisation, 90)]),
        DiscussSpread = Of(20m),
        RecusalYears = Of(3),
        ClearanceMonths = Of(6),
        NoticeDays = Of(7),
        NoticeDayCount = Of(DayCount.NaturalDays),
        NoticeFirstDayCounts = Of(false),
        ObjectionWorkingDays = Of(5),
        Majority = Of(Majority.TwoThirds),
        SecretBallot = Of(true),
        CertificateWindowEnd = Of(new DateOnly(2022, 4, 25)),
    };

    /// <summary>All settings but this one.</summary>
    private static RoundSettings Without(string property)
    {
        var settings = Settings();
        var empty = typeof(RoundSettings).GetProperty(property)!;
        empty.SetValue(settings, Activator.CreateInstance(empty.PropertyType));
        return settings;
    }
}
