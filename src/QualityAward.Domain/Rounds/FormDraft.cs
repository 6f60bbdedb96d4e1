using System.Text.RegularExpressions;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Rounds;

/// <summary>
/// A form while the office edits it (表单草案). Before the call it becomes the first version with the publication; afterwards it is published on
/// its own, with a reason, as the next version. Published versions never change.
/// </summary>
public sealed partial class FormDraft : AggregateRoot
{
    private FormDraft()
    {
    }

    public Guid RoundId { get; private init; }

    public Track Track { get; private init; }

    public FormPurpose Purpose { get; private init; }

    public RoundForm Which => new(Track, Purpose);

    /// <summary>The pinned pack whose form it began from.</summary>
    public string BaseHash { get; private init; } = "";

    public FormDefinition Form { get; private set; } = null!;

    public DateTimeOffset ChangedAt { get; private set; }

    public string ChangedBy { get; private set; } = "";

    public static FormDraft Begin(Guid id, RoundRules rules, RoundForm which, Actor actor, DateTimeOffset now)
    {
        rules.Round.RequireOffice(actor);
        RequireChangeable(rules.Round, which);
        return new FormDraft
        {
            Id = id, RoundId = rules.RoundId, Track = which.Track, Purpose = which.Purpose, BaseHash = rules.Round.PackHash, Form = rules.Pack.FormOf(which), ChangedAt = now, ChangedBy = actor.Name,
        };
    }

    /// <summary>Until when a form of the round may be edited: the applicants' has versions, the recommending offices' is fixed with the call.</summary>
    public static bool MayChange(Round round, RoundForm which) => which.Purpose == FormPurpose.PreReview ? round.State == RoundState.Preparing : round.State != RoundState.Closed;

    /// <summary>Title and instructions of the whole form.</summary>
    public void Reword(string title, IReadOnlyList<string> instructions, RoundRules rules, Actor actor, DateTimeOffset now) =>
        Change(Form with { Title = title, Instructions = instructions }, rules, "修改表名和填表说明", actor, now);

    /// <summary>That referees are asked for their statements, and how (推荐人意见); null: nobody is.</summary>
    public void AskReferees(RefereeRules? referees, RoundRules rules, Actor actor, DateTimeOffset now) =>
        Change(Form with { Referees = referees }, rules, referees is null ? "取消推荐人意见" : "修改推荐人意见的要求", actor, now);

    /// <summary>Adds a part (增加部分), behind another one or at the end.</summary>
    public void AddSection(FormSection section, string? after, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        if (Form.Section(section.Id) is not null)
        {
            throw new RefusedException("section-exists", "该部分已经增加，请刷新后核对。");
        }

        Change(Form.AddSection(section, after), rules, $"增加部分“{section.Heading}”", actor, now);
    }

    /// <summary>Heading, instructions, limit and condition of a part; its questions stay.</summary>
    public void ChangeSection(FormSection section, RoundRules rules, Actor actor, DateTimeOffset now) =>
        Change(Form.WithSection(section with { Questions = RequireSection(section.Id).Questions }), rules, $"修改部分“{section.Heading}”", actor, now);

    public void MoveSection(string id, int by, RoundRules rules, Actor actor, DateTimeOffset now) =>
        Change(Form.MoveSection(RequireSection(id).Id, by), rules, $"移动部分“{RequireSection(id).Heading}”", actor, now);

    public void RemoveSection(string id, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var section = RequireSection(id);
        var references = FormReferences.Of(rules.Pack, Which, Form);
        // What only its own questions refer to goes with it.
        var outside = references.Where(r => !section.Questions.Any(q => r.By.StartsWith($"“{q.Label}”的填写条件", StringComparison.Ordinal))).ToList();
        foreach (var question in section.Questions)
        {
            FormReferences.RequireFree(outside, $"{id}.{question.Id}", part: null, question.Label);
        }

        Change(Form.RemoveSection(id), rules, $"删除部分“{section.Heading}”", actor, now);
    }

    /// <summary>Adds a question (增加题目), behind another one or at the end of its part.</summary>
    public void AddQuestion(string sectionId, Question question, string? after, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var section = RequireSection(sectionId);
        if (section.Question(question.Id) is not null)
        {
            throw new RefusedException("question-exists", "该题目已经增加，请刷新后核对。");
        }

        Change(Form.WithSection(section.AddQuestion(question, after)), rules, $"“{section.Heading}”增加题目“{question.Label}”", actor, now);
    }

    /// <summary>Rewords a question or changes what it asks for; rows, columns and options that something rests on cannot be left out.</summary>
    public void ChangeQuestion(string sectionId, Question question, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var section = RequireSection(sectionId);
        var before = RequireQuestion(section, question.Id);
        var references = FormReferences.Of(rules.Pack, Which, Form);
        foreach (var (id, label) in QuestionParts.Of(before).Where(p => !QuestionParts.Of(question).Any(now => string.Equals(now.Id, p.Id, StringComparison.Ordinal))))
        {
            FormReferences.RequireFree(references, $"{sectionId}.{question.Id}", id, label);
        }

        Change(Form.WithSection(section.WithQuestion(question)), rules, $"“{section.Heading}”修改题目“{question.Label}”", actor, now);
    }

    public void MoveQuestion(string sectionId, string id, int by, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var section = RequireSection(sectionId);
        Change(Form.WithSection(section.MoveQuestion(RequireQuestion(section, id).Id, by)), rules, $"“{section.Heading}”移动题目“{section.Question(id)!.Label}”", actor, now);
    }

    /// <summary>Moves a question to the end of another part (移到其他部分).</summary>
    public void MoveQuestionTo(string sectionId, string id, string targetId, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var section = RequireSection(sectionId);
        var question = RequireQuestion(section, id);
        var target = RequireSection(targetId);
        FormReferences.RequireFree(FormReferences.Of(rules.Pack, Which, Form).Where(r => !r.By.StartsWith("系统功能", StringComparison.Ordinal) && !r.By.StartsWith("评价准则", StringComparison.Ordinal)).ToList(), $"{sectionId}.{id}", part: null, question.Label);
        if (target.Question(id) is not null || Form.Sections.Count(s => s.Question(id) is not null) > 1)
        {
            throw new RefusedException("question-not-movable", $"“{question.Label}”的编号在其他部分也使用，不能移到其他部分；请在目标部分新增题目。");
        }

        Change(Form.WithSection(section.RemoveQuestion(id)).WithSection(target.AddQuestion(question, after: null)), rules, $"题目“{question.Label}”从“{section.Heading}”移到“{target.Heading}”", actor, now);
    }

    public void RemoveQuestion(string sectionId, string id, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        var section = RequireSection(sectionId);
        var question = RequireQuestion(section, id);
        FormReferences.RequireFree(FormReferences.Of(rules.Pack, Which, Form), $"{sectionId}.{id}", part: null, question.Label);
        Change(Form.WithSection(section.RemoveQuestion(id)), rules, $"“{section.Heading}”删除题目“{question.Label}”", actor, now);
    }

    /// <summary>Gives the draft up (放弃草案); the form stays as it was.</summary>
    public void Discard(RoundRules rules, Actor actor, DateTimeOffset now)
    {
        rules.Round.RequireOffice(actor);
        Record(new CaseEvent(RoundId, "DiscardFormDraft", actor, now, $"放弃{Which.Name}的修改草案"));
    }

    private void Change(FormDefinition next, RoundRules rules, string summary, Actor actor, DateTimeOffset now)
    {
        rules.Round.RequireOffice(actor);
        RequireChangeable(rules.Round, Which);
        var changes = FormChanges.Between(Form, next);
        if (changes.Count == 0)
        {
            return;
        }

        var known = Problems(rules.Pack, Form);
        var broken = Problems(rules.Pack, next).Where(p => !known.Contains(p, StringComparer.Ordinal)).ToList();
        // An empty part is filled next; it only keeps the form from being published.
        broken.RemoveAll(p => next.Sections.Any(s => s.Questions.Count == 0 && p.Contains($"“{s.Id}”没有题目", StringComparison.Ordinal)));
        if (broken.Count > 0)
        {
            throw new RefusedException("form-broken", $"这样修改后表单不能使用：{string.Join("；", broken.Select(b => Named(b.TrimEnd('。'), next)))}。");
        }

        Form = next;
        ChangedAt = now;
        ChangedBy = actor.Name;
        Record(new CaseEvent(RoundId, "EditForm", actor, now, $"{Which.Name}草案：{summary}") { NewValue = string.Join('；', changes.Select(c => c.Text)) });
    }

    /// <summary>The checks of a pack name ids; whoever edits in the browser knows names only.</summary>
    private string Named(string reason, FormDefinition next) => QuotedId().Replace(reason, m =>
    {
        var id = m.Groups["id"].Value;
        // Of several with the same id in their parts the one that was changed.
        var question = next.Find(id) ?? next.Sections.SelectMany(s => s.Questions.Where(q => string.Equals(q.Id, id, StringComparison.Ordinal)).Select(q => (Question: q, IsSame: ReferenceEquals(q, Form.Section(s.Id)?.Question(q.Id)))))
            .OrderBy(q => q.IsSame).Select(q => q.Question).FirstOrDefault();
        return (next.Section(id)?.Heading ?? question?.Label) is { Length: > 0 } name ? $"“{name}”" : m.Value;
    });

    [GeneratedRegex("“(?<id>[a-z0-9.-]+)”", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuotedId();

    private IReadOnlyList<string> Problems(ProgrammePack pack, FormDefinition form) => [.. PackChecks.Check(pack.WithForm(Which, form)).Select(p => p.Reason)];

    private FormSection RequireSection(string id) => Form.Section(id) ?? throw new RefusedException("no-such-section", "表单中没有这一部分，可能已被删除，请刷新后核对。");

    private static Question RequireQuestion(FormSection section, string id) =>
        section.Question(id) ?? throw new RefusedException("no-such-question", "这一部分没有该题目，可能已被删除或移走，请刷新后核对。");

    private static void RequireChangeable(Round round, RoundForm which)
    {
        if (MayChange(round, which))
        {
            return;
        }

        throw round.State == RoundState.Closed
            ? new RefusedException("round-closed", $"本届评奖已结束，{which.Noun}不能再修改。")
            : new RefusedException("pre-review-fixed", "申报通告已发布，预审表随通告固定，不能再修改；推荐单位按已公布的预审表办理。");
    }
}

/// <summary>Rows, columns and options of a question (题目组成): what answers and conditions may name.</summary>
public static class QuestionParts
{
    public static IReadOnlyList<(string Id, string Label)> Of(Question question) => question switch
    {
        ChoiceQuestion choice => [.. choice.Options.Select(o => (o.Value, o.Label))],
        MultiChoiceQuestion choice => [.. choice.Options.Select(o => (o.Value, o.Label))],
        FixedTableQuestion table => [.. table.Rows.Select(r => (r.Id, r.Label)), .. table.Columns.Select(c => (c.Id, c.Label))],
        GrowingTableQuestion table => [.. table.Columns.Select(c => (c.Id, c.Label))],
        _ => [],
    };
}
