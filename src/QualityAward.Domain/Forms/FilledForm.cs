namespace QualityAward.Domain.Forms;

/// <summary>
/// A form together with all its answers (已填表单): which sections and questions are asked, and what was answered to them. Everything that judges,
/// prints or freezes answers looks at them through this; only the editor shows what is hidden, too.
/// </summary>
/// <param name="answersOf">The answers of a section by its id, as stored.</param>
public sealed class FilledForm(FormDefinition form, Func<string, Answers> answersOf)
{
    private readonly Dictionary<string, bool> _asked = new(StringComparer.Ordinal);

    public FormDefinition Form { get; } = form;

    public bool IsAsked(FormSection section) => section.When is null || Meets(section.When, section.Id);

    public bool IsAsked(FormSection section, Question question)
    {
        var key = $"{section.Id}.{question.Id}";
        if (_asked.TryGetValue(key, out var asked))
        {
            return asked;
        }

        // Conditions that go round in a circle hide each other; the pack's checks refuse them.
        _asked[key] = false;
        return _asked[key] = IsAsked(section) && (question.When is null || Meets(question.When, section.Id));
    }

    /// <summary>The section with the questions that are asked.</summary>
    public FormSection Asked(FormSection section) =>
        section.When is null && section.Questions.All(q => q.When is null) ? section : section with { Questions = [.. section.Questions.Where(q => IsAsked(section, q))] };

    /// <summary>The form with what is asked, without sections of which nothing is.</summary>
    public FormDefinition AskedForm => Form with { Sections = [.. Form.Sections.Select(Asked).Where(s => s.Questions.Count > 0)] };

    /// <summary>The answers of a section to what is asked.</summary>
    public Answers Answers(FormSection section)
    {
        var asked = Asked(section);
        var stored = answersOf(section.Id);
        return ReferenceEquals(asked, section) ? stored : stored.Only(asked.Questions.Select(q => q.Id).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>All answers to what is asked, by section id.</summary>
    public IReadOnlyDictionary<string, Answers> AllAnswers() => Form.Sections.ToDictionary(s => s.Id, Answers, StringComparer.Ordinal);

    private bool Meets(AskedWhen when, string sectionId)
    {
        var reference = when.Reference(sectionId);
        var dot = reference.IndexOf('.', StringComparison.Ordinal);
        return Form.Section(reference[..dot]) is { } section && section.Question(reference[(dot + 1)..]) is { } question
            && when.IsMetBy(IsAsked(section, question) ? AskedWhen.Given(question, answersOf(section.Id)) : []);
    }
}
