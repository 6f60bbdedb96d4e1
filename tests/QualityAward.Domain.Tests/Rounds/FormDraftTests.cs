using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using SamplePack = QualityAward.Domain.Tests.Eligibility.SamplePack;

namespace QualityAward.Domain.Tests.Rounds;

public sealed class FormDraftTests
{
    private static readonly Actor Office = SamplePack.Office;
    private static readonly DateTimeOffset Now = SamplePack.InWindow;

    [Fact]
    public void Each_edit_is_one_entry_in_the_rounds_trail_in_words()
    {
        var (draft, rules) = Begin();
        var section = draft.Form.Sections[0];

        draft.AddQuestion(section.Id, new TextQuestion { Id = "q-1", Label = "新题目", Limit = 50 }, null, rules, Office, Now);
        draft.ChangeQuestion(section.Id, new TextQuestion { Id = "q-1", Label = "新题目", Limit = 80 }, rules, Office, Now);
        draft.MoveQuestion(section.Id, "q-1", -1, rules, Office, Now);
        draft.RemoveQuestion(section.Id, "q-1", rules, Office, Now);

        Assert.All(draft.Events, e => Assert.Equal(("EditForm", rules.RoundId), (e.Action, e.ChainId)));
        Assert.Equal([$"“{section.Heading}”中新增“新题目”", $"“{section.Heading}”的“新题目”：字数限制由50改为80", $"“{section.Heading}”调整了题目的顺序", $"“{section.Heading}”中删除了“新题目”"], draft.Events.Select(e => e.NewValue));
        Assert.Empty(FormChanges.Between(rules.Track(Track.Organisation).Form, draft.Form));
    }

    [Fact]
    public void An_edit_that_changes_nothing_leaves_no_trace()
    {
        var (draft, rules) = Begin();

        draft.Reword(draft.Form.Title, draft.Form.Instructions, rules, Office, Now);

        Assert.Empty(draft.Events);
    }

    [Fact]
    public void A_question_that_conditions_or_the_program_rest_on_cannot_be_removed_and_all_who_need_it_are_named()
    {
        var (draft, rules) = Begin(new MinimumYearsCondition { Code = "years", Text = "连续经营3年以上", Clause = SamplePack.Article, Since = DateReference, SinceText = "成立于", Years = 3 });

        var refused = Assert.Throws<RefusedException>(() => draft.RemoveQuestion(DateReference.Split('.')[0], DateReference.Split('.')[1], rules, Office, Now));

        Assert.Equal("question-referred-to", refused.Code);
        Assert.Contains($"资格条件“连续经营3年以上”（{SamplePack.CitedArticle}）", refused.Message, StringComparison.Ordinal);
        Assert.Equal("question-referred-to", Code(() => draft.RemoveSection(DateReference.Split('.')[0], rules, Office, Now)));
        Assert.Equal("question-referred-to", Code(() => draft.MoveQuestionTo(DateReference.Split('.')[0], DateReference.Split('.')[1], Added(draft, rules), rules, Office, Now)));
    }

    [Fact]
    public void An_option_that_a_condition_asks_for_cannot_be_left_out()
    {
        var (draft, rules) = Begin();
        var section = draft.Form.Sections[0].Id;
        var choice = new ChoiceQuestion { Id = "q-kind", Label = "类别", Options = [new("a", "甲类"), new("b", "乙类")] };
        draft.AddQuestion(section, choice, null, rules, Office, Now);
        draft.AddQuestion(section, new TextQuestion { Id = "q-more", Label = "甲类说明", When = new AskedWhen { Question = "q-kind", Values = ["a"] } }, null, rules, Office, Now);

        var refused = Assert.Throws<RefusedException>(() => draft.ChangeQuestion(section, choice with { Options = [new("b", "乙类"), new("c", "丙类")] }, rules, Office, Now));

        Assert.Equal("“甲类”不能删除：“甲类说明”的填写条件要用到它。", refused.Message);
        draft.ChangeQuestion(section, choice with { Options = [new("a", "甲"), new("c", "丙类")] }, rules, Office, Now);
        Assert.Equal("question-referred-to", Code(() => draft.RemoveQuestion(section, "q-kind", rules, Office, Now)));
    }

    [Fact]
    public void An_edit_that_would_break_the_form_is_refused_an_empty_part_only_waits_to_be_filled()
    {
        var (draft, rules) = Begin();
        var section = draft.Form.Sections[0].Id;

        Assert.Equal("form-broken", Code(() => draft.AddQuestion(section, new ChoiceQuestion { Id = "q-1", Label = "没有选项", Options = [] }, null, rules, Office, Now)));
        Assert.Equal("form-broken", Code(() => draft.AddQuestion(section, new TextQuestion { Id = "q-1", Label = "甲", When = new AskedWhen { Question = "nobody.there", Values = ["1"] } }, null, rules, Office, Now)));
        var broken = Assert.Throws<RefusedException>(() => draft.AddQuestion(section, new TextQuestion { Id = "q-1", Label = "产值说明", When = new AskedWhen { Question = draft.Form.Sections[0].Questions[0].Id, Operator = AskedWhenOperator.AtLeast, Values = ["很多"] } }, null, rules, Office, Now));
        Assert.Equal("这样修改后表单不能使用：题目“产值说明”的填写条件应有一个数值。", broken.Message);
        draft.AddSection(new FormSection { Id = "s-1", Title = "新部分", Questions = [] }, section, rules, Office, Now);

        Assert.Contains(PackChecks.Check(rules.Pack.WithForm(Track.Organisation, draft.Form)), p => p.Reason.Contains("没有题目", StringComparison.Ordinal));
        Assert.Equal("s-1", draft.Form.Sections[1].Id);
    }

    [Fact]
    public void Only_the_rounds_own_office_edits_and_only_until_the_round_has_ended()
    {
        var (draft, rules) = Begin();

        Assert.Equal("permission", Code(() => draft.Reword("改", [], rules, Office with { Role = Role.Expert }, Now)));
        Assert.Equal("other-authority", Code(() => draft.Reword("改", [], rules, Office with { AuthorityCode = "elsewhere" }, Now)));
        rules.Round.Close(Office, ChinaCalendar.EndOf(SamplePack.ClosesOn));
        Assert.Equal("round-closed", Code(() => draft.Reword("改", [], rules, Office, Now)));
        Assert.Equal("round-closed", Code(() => FormDraft.Begin(Guid.NewGuid(), rules, Track.Organisation, Office, Now)));
    }

    [Fact]
    public void The_pre_review_form_is_fixed_with_the_call_and_changed_for_its_own_track_only()
    {
        var pack = SamplePack.Pack([]);
        var (organisation, individual) = (RoundForm.PreReview(Track.Organisation), RoundForm.PreReview(Track.Individual));
        var shared = pack.FormOf(individual);
        var changed = pack.WithForm(organisation, shared with { Title = "组织预审表" });

        Assert.Equal("pre-review-fixed", Code(() => FormDraft.Begin(Guid.NewGuid(), SamplePack.Rules(), organisation, Office, Now)));
        Assert.Equal("组织预审表", changed.FormOf(organisation).Title);
        Assert.Equal(pack.Tracks.Count > 1 ? shared.Title : "组织预审表", changed.FormOf(individual).Title);
        Assert.Equal("再改", changed.WithForm(organisation, shared with { Title = "再改" }).FormOf(organisation).Title);
        Assert.Equal(pack.FormOf(Track.Organisation), changed.FormOf(Track.Organisation));
        Assert.Equal((organisation, null), (RoundForm.FromSlug(organisation.Slug)!.Value, RoundForm.FromSlug("pre-review-nobody")));
    }

    [Fact]
    public void A_published_form_changes_only_as_a_new_version_with_a_reason()
    {
        var (_, rules) = Begin();
        var round = rules.Round;
        Assert.Equal((1, "hash"), (round.CurrentForm(Track.Organisation)!.Number, round.FormHash(Track.Organisation)));

        Assert.Equal("form-unchanged", Code(() => round.PublishForm(Track.Organisation, "hash2", [], "理由", Office, Now)));
        Assert.Equal("Reason", Assert.Throws<InvalidInputException>(() => round.PublishForm(Track.Organisation, "hash2", ["改动"], " ", Office, Now)).Problems.Single().Field);
        var version = round.PublishForm(Track.Organisation, "hash2", ["改动"], "文件有误", Office, Now);

        Assert.Equal((2, "hash2", "文件有误"), (version.Number, round.FormHash(Track.Organisation), version.Reason));
        Assert.Equal(["hash", "hash2"], round.FormVersions.Select(v => v.PackHash));
        Assert.Equal("hash", round.FormHash(Track.Individual) is "hash2" ? "hash" : round.FormHash(Track.Individual));
        Assert.Equal("round-published", Code(() => round.AdoptForms("hash3", [], Office, Now)));
    }

    [Fact]
    public void Terms_change_with_a_reason_once_the_call_is_out_and_their_hash_with_them()
    {
        var pack = SamplePack.Pack([]) with { Terms = [new Terms { Role = Role.Expert, Title = "纪律", Paragraphs = ["公正"] }] };
        var round = SamplePack.Rules().Round;
        var before = round.TermsOf(Role.Expert, pack)!.Hash();

        Assert.Null(round.TermsOf(Role.Applicant, pack));
        Assert.Equal("Input.Reason", Assert.Throws<InvalidInputException>(() => round.ChangeTerms(new RoundTerms(Role.Expert, "纪律", ["公正", "保密"]), pack, null, Office, Now)).Problems.Single().Field);
        round.ClearEvents();
        round.ChangeTerms(new RoundTerms(Role.Expert, "纪律", ["公正"]), pack, "同样的内容", Office, Now);
        Assert.Empty(round.Events);
        round.ChangeTerms(new RoundTerms(Role.Expert, "纪律", ["公正", "保密"]), pack, "补充保密要求", Office, Now);

        Assert.NotEqual(before, round.TermsOf(Role.Expert, pack)!.Hash());
        Assert.Equal(("ChangeTerms", "补充保密要求", "纪律\n公正"), round.Events.Select(e => (e.Action, e.Reason, e.OldValue)).Single());
        Assert.Equal("other-role", Code(() => TermsAcceptance.Of(Guid.NewGuid(), round, round.TermsOf(Role.Expert, pack)!, Office, Now)));
    }

    /// <summary>The sample form's date question.</summary>
    private static string DateReference { get; } = SamplePack.Pack([]).RequireTrack(Track.Organisation).Form.Sections
        .SelectMany(s => s.Questions.OfType<DateQuestion>().Select(q => $"{s.Id}.{q.Id}")).First();

    private static (FormDraft Draft, RoundRules Rules) Begin(params Condition[] conditions)
    {
        var rules = SamplePack.Rules(conditions);
        return (FormDraft.Begin(Guid.NewGuid(), rules, Track.Organisation, Office, Now), rules);
    }

    private static string Added(FormDraft draft, RoundRules rules)
    {
        draft.AddSection(new FormSection { Id = "s-target", Title = "别处", Questions = [] }, null, rules, Office, Now);
        return "s-target";
    }

    private static string Code(Action act) => Assert.Throws<RefusedException>(act).Code;
}
