using QualityAward.Domain.Audit;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Applications;

/// <content>What is taken over from an earlier application, and confirmed.</content>
public sealed partial class Application
{
    /// <summary>
    /// Takes answers over from an earlier application, only into questions that are blank here. They stay marked until somebody changes or confirms
    /// them; with marks the case is not handed in.
    /// </summary>
    /// <returns>How many questions got an answer.</returns>
    public int TakeOver(string sectionId, Answers copied, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Edit, actor);
        RequireEditable(sectionId, rules.Round, now);
        var definition = RequireSection(sectionId, rules);
        var present = AnswersOf(sectionId);
        var blank = copied.Values.Keys.Where(id => !present.Values.ContainsKey(id) && present.BlankReason(id) is null).ToHashSet(StringComparer.Ordinal);
        if (blank.Count == 0)
        {
            return 0;
        }

        var section = SectionOf(sectionId);
        section.Save(definition, present.Taking(blank, copied).Marked(definition), section.Version, null, actor.Name, now);
        section.Mark(blank);
        TakeVariant(rules);
        return blank.Count;
    }

    /// <summary>Takes a file over from an earlier application; its content is stored once.</summary>
    public void TakeOver(Attachment copy, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        Attach(copy, rules, actor, now);
        SectionOf(copy.SectionId).Mark([copy.QuestionId]);
    }

    public void NoteTakenOver(int answers, int files, Actor actor, DateTimeOffset now) =>
        Record(new CaseEvent(Id, "CopyApplication", actor, now, $"从以前的申报复制内容：{answers} 项，附件 {files} 个，逐项确认后才能提交"));

    /// <summary>Somebody has looked at what was taken over and stands by it.</summary>
    /// <param name="questionIds">Null: the whole section.</param>
    public void ConfirmTakenOver(string sectionId, IReadOnlyCollection<string>? questionIds, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireRight(CaseRight.Edit, actor);
        RequireEditable(sectionId, rules.Round, now);
        _sections.Find(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal))?.Confirm(questionIds);
    }

    /// <summary>Questions whose answers were taken over and not confirmed yet.</summary>
    public IReadOnlyList<string> UnconfirmedIn(string sectionId) => _sections.Find(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal))?.Unconfirmed ?? [];

    private ApplicationSection SectionOf(string sectionId)
    {
        var section = _sections.Find(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal));
        if (section is null)
        {
            section = new ApplicationSection(Id, sectionId);
            _sections.Add(section);
        }

        return section;
    }
}
