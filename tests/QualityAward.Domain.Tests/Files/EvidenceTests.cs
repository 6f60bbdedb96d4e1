using System.Text.Json.Nodes;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Programmes;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Files;

/// <summary>Files tied to what they prove, uploads in pieces and the limits of both, on the sample pack.</summary>
public sealed class EvidenceTests
{
    private const long Megabyte = 1024 * 1024;
    private static readonly DateTimeOffset Now = ChinaCalendar.StartOf(new DateOnly(2022, 6, 10));
    private static readonly Actor Owner = new(Guid.NewGuid(), "申报人", Role.Applicant);
    private static readonly Actor Stranger = new(Guid.NewGuid(), "别人", Role.Applicant);
    private static readonly ProgrammePack Pack = SamplePack.WithQuestion(new FileQuestion { Id = "other", Label = "其他证实性材料", Optional = true, General = true, MaxFiles = 50 });
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));
    private static readonly FormDefinition Form = Pack.RequireTrack(Track.Organisation).Form;

    [Fact]
    public void What_can_be_proved_are_the_items_that_the_form_asks_about_and_its_fields()
    {
        var targets = EvidenceTargets.All(Form, SamplePack.Criteria);

        Assert.Equal(["4.1.2", "4.1.3", "4.7.2"], targets.Where(t => t.Kind == EvidenceTargetKind.Item).Select(t => t.Code));
        Assert.Contains(targets, t => t.Code == "basic.name");
        // What proves is not proved.
        Assert.DoesNotContain(targets, t => t.Code is "basic.proof" or "basic.other" or "self.n-2");
        Assert.All(targets, t => Assert.Equal((t.Kind, t.Code), EvidenceTargets.Parse(t.Value)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Item")]
    [InlineData(":4.1.2")]
    [InlineData("9:4.1.2")]
    public void What_is_no_target_is_read_as_none(string? value) => Assert.Null(EvidenceTargets.Parse(value));

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(1, 12, null)]
    [InlineData(12, 12, null)]
    [InlineData(null, null, null)]
    [InlineData(0, 3, "Input.FromPage")]
    [InlineData(-1, 3, "Input.FromPage")]
    [InlineData(5, 4, "Input.ToPage")]
    [InlineData(12, 13, "Input.ToPage")]
    [InlineData(int.MaxValue, int.MaxValue, "Input.FromPage")]
    public void Pages_lie_within_the_file(int? from, int? to, string? field)
    {
        var (application, file) = WithFile(pages: 12);

        if (field is null)
        {
            application.AddEvidence(file, Item("4.1.2", from, to), Rules(), Owner, Now);
            Assert.Equal([Item("4.1.2", from, to)], application.Attachments[0].Evidence);
        }
        else
        {
            var refused = Assert.Throws<InvalidInputException>(() => application.AddEvidence(file, Item("4.1.2", from, to), Rules(), Owner, Now));
            Assert.Equal(field, Assert.Single(refused.Problems).Field);
            Assert.Empty(application.Attachments[0].Evidence);
        }
    }

    [Fact]
    public void One_page_typed_alone_is_a_range_of_one_and_unknown_page_counts_are_taken_on_trust()
    {
        var (application, file) = WithFile(pages: null);
        var link = EvidenceLink.Of(EvidenceTargetKind.Item, "4.1.2", null, 9999);

        application.AddEvidence(file, link, Rules(), Owner, Now);

        Assert.Equal("第9999页", Assert.Single(application.Attachments[0].Evidence).PageWords);
        Assert.Throws<InvalidInputException>(() => application.AddEvidence(file, Item("4.1.2", 9999, 10000), Rules(), Owner, Now));
        Assert.Equal(("全文", "第3–5页"), (Item("4.1.2", null, null).PageWords, Item("4.1.2", 3, 5).PageWords));
    }

    [Fact]
    public void Every_refusal_of_a_link()
    {
        var (application, file) = WithFile(pages: 60);
        application.AddEvidence(file, Item("4.1.2", 1, 1), Rules(), Owner, Now);

        Assert.Throws<InvalidInputException>(() => application.AddEvidence(file, Item("4.1.2", 1, 1), Rules(), Owner, Now));
        Assert.Throws<InvalidInputException>(() => application.AddEvidence(file, Item("9.9.9", 1, 1), Rules(), Owner, Now));
        Assert.Throws<InvalidInputException>(() => application.AddEvidence(file, new EvidenceLink(EvidenceTargetKind.Field, "basic.proof", null, null), Rules(), Owner, Now));
        Assert.Equal("no-such-file", Code(() => application.AddEvidence(Guid.NewGuid(), Item("4.1.2", 1, 1), Rules(), Owner, Now)));
        Assert.Equal("no-such-link", Code(() => application.RemoveEvidence(file, Item("4.1.3", 1, 1), Rules(), Owner, Now)));
        Assert.Equal("no-edit-right", Code(() => application.AddEvidence(file, Item("4.1.3", 1, 1), Rules(), Stranger, Now)));
        Assert.Equal("window-closed", Code(() => application.AddEvidence(file, Item("4.1.3", 1, 1), Rules(), Owner, Now.AddDays(30))));
        for (var page = 2; page <= EvidenceLink.MostPerFile; page++)
        {
            application.AddEvidence(file, Item("4.1.2", page, page), Rules(), Owner, Now);
        }

        Assert.Equal("too-many-links", Code(() => application.AddEvidence(file, Item("4.1.3", 1, 1), Rules(), Owner, Now)));
        application.RemoveEvidence(file, Item("4.1.2", 1, 1), Rules(), Owner, Now);
        Assert.Equal(EvidenceLink.MostPerFile - 1, application.Attachments[0].Evidence.Count);
    }

    [Fact]
    public void The_map_shows_what_proves_what_what_lacks_proof_and_what_proves_nothing()
    {
        var content = Content(
            ["n-2", "n-7"],
            File("other", "管理手册.pdf", Item("4.1.2", 3, 5), Item("4.1.3", null, null), new EvidenceLink(EvidenceTargetKind.Field, "basic.scale", 9, 9)),
            File("other", "无用.pdf"),
            File("proof", "证书.pdf"));

        var map = EvidenceMap.Of(Form, SamplePack.Criteria, content);

        Assert.Equal(["4.1.2 第3–5页", "4.1.3 全文"], map.Items.SelectMany(r => r.Files.Select(f => $"{r.Target.Code} {f.PageWords}")));
        Assert.Equal([true, false, true], map.Items.Select(r => r.HasText));
        Assert.Equal(["basic.scale 管理手册.pdf", "basic.proof 证书.pdf"], map.Fields.Select(r => $"{r.Target.Code} {r.Files[0].File.FileName}"));
        Assert.Equal(["“4.7.2”有自评内容，但没有对应的证据。"], map.Gaps.Select(g => g.Message));
        Assert.Equal(["无用.pdf"], map.Orphans.Select(o => o.FileName));
    }

    [Fact]
    public void A_required_file_that_is_missing_is_a_gap_unless_a_reason_is_given()
    {
        var missing = EvidenceMap.Of(Form, SamplePack.Criteria, Content([]));
        var reasoned = EvidenceMap.Of(Form, SamplePack.Criteria, Content([], reason: "proof"));

        Assert.Equal(["基本情况：“证书”尚未上传。"], missing.Gaps.Select(g => g.Message));
        Assert.Empty(reasoned.Gaps);
    }

    [Fact]
    public void A_narrative_of_a_whole_group_is_proved_by_a_file_at_any_of_its_items()
    {
        var form = Form with { Sections = [Form.Sections[0], Form.Sections[1] with { Questions = [new NarrativeQuestion { Id = "n", Label = "4.1 领导", Item = "4.1" }] }] };

        Assert.Equal(["4.1.2", "4.1.3"], EvidenceTargets.All(form, SamplePack.Criteria).Where(t => t.Kind == EvidenceTargetKind.Item).Select(t => t.Code));
        Assert.Empty(EvidenceMap.Of(form, SamplePack.Criteria, Content(["n"], File("proof", "a.pdf"), File("other", "b.pdf", Item("4.1.3", 1, 1)))).Gaps);
        Assert.Single(EvidenceMap.Of(form, SamplePack.Criteria, Content(["n"], File("proof", "a.pdf"))).Gaps);
    }

    [Fact]
    public void What_is_submitted_freezes_pages_and_links_and_its_hash_tells_them()
    {
        var (application, file) = WithFile(pages: 12);
        var before = SubmissionHash.Of(application.Freeze(Form, Context));
        application.AddEvidence(file, Item("4.1.2", 3, 5), Rules(), Owner, Now);

        var frozen = Assert.Single(application.Freeze(Form, Context).Files);

        Assert.Equal((12, Item("4.1.2", 3, 5)), (frozen.Pages, Assert.Single(frozen.Evidence)));
        Assert.NotEqual(before, SubmissionHash.Of(application.Freeze(Form, Context)));
    }

    [Theory]
    [InlineData(10, 0, true)]
    [InlineData(10, 1, false)]
    [InlineData(9, 1, true)]
    public void All_files_of_an_application_together_stay_within_the_rounds_limit(int megabytes, int reserved, bool fits)
    {
        var application = Draft();
        var rules = Rules(limit: 10);

        if (fits)
        {
            application.RequireSpace(megabytes * Megabyte, reserved * Megabyte, rules);
        }
        else
        {
            Assert.Equal("over-quota", Code(() => application.RequireSpace(megabytes * Megabyte, reserved * Megabyte, rules)));
        }

        Assert.Equal(10 * Megabyte, rules.UploadLimit(Track.Organisation));
        Assert.Equal(Form.MaxTotalMegabytes * Megabyte, Rules().UploadLimit(Track.Organisation));
    }

    [Fact]
    public void Every_refusal_of_an_upload()
    {
        Assert.Equal("no-such-question", Code(() => Begin(question: "name")));
        Assert.Equal("upload-malformed", Code(() => Begin(name: " ")));
        Assert.Equal("upload-malformed", Code(() => Begin(name: new string('文', 256))));
        Assert.Equal("upload-malformed", Code(() => Begin(sha256: "abc")));
        Assert.Equal("upload-malformed", Code(() => Begin(sha256: new string('A', 64))));
        Assert.Equal("file-empty", Code(() => Begin(length: 0)));
        Assert.Equal("file-too-large", Code(() => Begin(length: (50 * Megabyte) + 1)));
        Assert.Equal("too-many-uploads", Code(() => Begin(open: (0, Upload.MostOpen))));
        Assert.Equal("over-quota", Code(() => Begin(open: (Form.MaxTotalMegabytes * Megabyte, 1))));
        Assert.Equal("no-edit-right", Code(() => Begin(actor: Stranger)));
        Assert.Equal("window-closed", Code(() => Begin(now: Now.AddDays(30))));
        Assert.Equal((50 * Megabyte, 0L), (Begin(length: 50 * Megabyte).Length, Begin().Received));
    }

    [Fact]
    public void A_piece_goes_on_where_the_last_one_ended()
    {
        var upload = Begin(length: 100);

        Assert.True(upload.Takes(0));
        Assert.Equal("upload-offset", Code(() => upload.Takes(1)));
        Assert.Equal("upload-offset", Code(() => upload.Takes(-1)));
        Assert.Equal("upload-incomplete", Code(upload.RequireWhole));
    }

    private static Upload Begin(
        string question = "other", string name = "手册.pdf", long length = 10, string? sha256 = null, (long Bytes, int Count) open = default, Actor? actor = null, DateTimeOffset? now = null) =>
        Upload.Begin(Guid.NewGuid(), Draft(), "basic", question, name, length, sha256, 50 * Megabyte, open, Rules(), actor ?? Owner, now ?? Now);

    private static string Code(Action act) => Assert.Throws<RefusedException>(act).Code;

    private static EvidenceLink Item(string code, int? from, int? to) => new(EvidenceTargetKind.Item, code, from, to);

    private static FrozenFile File(string question, string name, params EvidenceLink[] links) => new(Guid.NewGuid(), "basic", question, name, new string('a', 64), 1, "application/pdf") { Evidence = links };

    private static FrozenContent Content(string[] narratives, params FrozenFile[] files) => Content(narratives, reason: null, files);

    private static FrozenContent Content(string[] narratives, string? reason, params FrozenFile[] files) => new(
        new Dictionary<string, Answers>(StringComparer.Ordinal)
        {
            ["basic"] = Answers([], reason is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { [reason] = "没有" }),
            ["self"] = Answers(narratives.ToDictionary(n => n, n => (JsonNode)$"自评 {n}", StringComparer.Ordinal), []),
        },
        files);

    private static Answers Answers(Dictionary<string, JsonNode> values, Dictionary<string, string> reasons) => new(values, reasons, new HashSet<string>(StringComparer.Ordinal));

    private static (Application Application, Guid File) WithFile(int? pages)
    {
        var application = Draft();
        var file = new Attachment(Guid.NewGuid(), application.Id, "basic", "other", "手册.pdf", new string('a', 64), 1, "application/pdf", Now) { Pages = pages };
        application.Attach(file, Rules(), Owner, Now);
        return (application, file.Id);
    }

    private static Application Draft() => Application.Start(Guid.NewGuid(), Rules(), Track.Organisation, Guid.NewGuid(), "示例企业", "lyg-haizhou", Owner, Now);

    private static RoundRules Rules(int? limit = null)
    {
        var office = new Actor(Guid.NewGuid(), "办公室", Role.Office, Pack.Owner);
        var round = Round.Open(Guid.NewGuid(), Pack, "hash", 2022, "示例", new DateOnly(2022, 6, 1), new DateOnly(2022, 6, 26), office, Now.AddDays(-30));
        round.ChangeSettings(round.Name, round.OpensOn, round.ClosesOn, "通告", Settings() with { UploadMegabytes = limit is { } megabytes ? Setting<int>.Of(megabytes) : default }, "{}", "{}", office, Now.AddDays(-30));
        round.PublishCall(Pack, office, Now.AddDays(-20));
        return new RoundRules(round, Pack);
    }

    private static RoundSettings Settings() => new()
    {
        PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([new TrackNumber(Track.Organisation, 5)]),
        Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
        StageWeights = Setting<IReadOnlyList<StageWeight>>.Of(
            [new StageWeight(Track.Organisation, Stage.DocumentReview, 60), new StageWeight(Track.Organisation, Stage.SiteVisit, 40)]),
        MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of([new MinimumScore("award", Track.Organisation, 90)]),
        DiscussSpread = Setting<decimal>.Of(20), RecusalYears = Setting<int>.Of(3), ClearanceMonths = Setting<int>.Of(12), NoticeDays = Setting<int>.Of(7), NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays),
        NoticeFirstDayCounts = Setting<bool>.Of(value: false), ObjectionWorkingDays = Setting<int>.Of(5), Majority = Setting<Majority>.Of(Majority.Simple), SecretBallot = Setting<bool>.Of(value: false),
        CertificateWindowEnd = Setting<DateOnly>.Of(new DateOnly(2022, 4, 25)),
    };
}
