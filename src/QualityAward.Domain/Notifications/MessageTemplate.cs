using QualityAward.Domain.Audit;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Notifications;

/// <summary>What the office decides for an event in its round (通知设置).</summary>
/// <param name="Wording">With fields.</param>
/// <param name="Handling">At once, or after it was looked at.</param>
/// <param name="Before">Days before the due date on which it reminds.</param>
/// <param name="After">Days after it.</param>
public sealed record MessageChoice(MessageWording Wording, MessageHandling Handling, IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    /// <summary>As the data file has it.</summary>
    public static MessageChoice Of(MessageEvent given) => new(given.Wording, given.Handling, given.Before, given.After);

    public bool Same(MessageChoice other) =>
        Wording == other.Wording && Handling == other.Handling && Before.SequenceEqual(other.Before) && After.SequenceEqual(other.After);
}

/// <summary>A version of an event's template in a round (通知模板版本). Versions are added, never changed: the log says by which one a message was written.</summary>
public sealed class MessageTemplate : AggregateRoot
{
    /// <summary>Reminders reach no farther than this.</summary>
    public const int MaxDays = 60;

    private MessageTemplate()
    {
    }

    public Guid RoundId { get; private init; }

    public string EventCode { get; private init; } = "";

    /// <summary>1, 2, 3 … for the round and event.</summary>
    public int Number { get; private init; }

    public string Title { get; private init; } = "";

    public string Body { get; private init; } = "";

    public MessageHandling Handling { get; private init; }

    public IReadOnlyList<int> Before { get; private init; } = [];

    public IReadOnlyList<int> After { get; private init; } = [];

    public DateTimeOffset ChangedAt { get; private init; }

    public string ChangedBy { get; private init; } = "";

    public MessageChoice Choice => new(new MessageWording(Title, Body), Handling, Before, After);

    /// <summary>Writes the next version (修改通知模板).</summary>
    /// <param name="present">The version in force; null: the data file's.</param>
    public static MessageTemplate Write(Guid id, Round round, MessageEvent given, MessageTemplate? present, MessageChoice choice, Actor actor, DateTimeOffset now)
    {
        round.RequireOffice(actor);
        if (round.State == RoundState.Closed)
        {
            throw new RefusedException("round-closed", "本届评奖已结束，不能再修改通知模板。");
        }

        var problems = MessageText.Problems(choice.Wording, "Input.Title", "Input.Body").ToList();
        if (given.IsReminder)
        {
            Days(choice.Before, 0, "Input.Before", "提前提醒");
            Days(choice.After, 1, "Input.After", "逾期提醒");
        }

        InvalidInputException.ThrowIfAny(problems);
        var before = present?.Choice ?? MessageChoice.Of(given);
        if (choice.Same(before))
        {
            throw new RefusedException("template-unchanged", "模板没有改动，无需保存。");
        }

        var template = new MessageTemplate
        {
            Id = id, RoundId = round.Id, EventCode = given.Code, Number = (present?.Number ?? 0) + 1, Title = choice.Wording.Title, Body = choice.Wording.Body,
            Handling = given.IsReminder ? MessageHandling.Send : choice.Handling, Before = choice.Before, After = choice.After, ChangedAt = now, ChangedBy = actor.Name,
        };
        template.Record(new CaseEvent(round.Id, "ChangeMessageTemplate", actor, now, $"修改通知模板“{given.Name}”，第{template.Number}版") { OldValue = Text(before), NewValue = Text(template.Choice) });
        return template;

        void Days(IReadOnlyList<int> days, int least, string field, string what)
        {
            if (days.Any(d => d < least || d > MaxDays))
            {
                problems.Add(new InputProblem(field, $"{what}的天数须在 {least} 到 {MaxDays} 之间。"));
            }
        }

        static string Text(MessageChoice c) => $"{c.Wording.Title}\n{c.Wording.Body}\n（{MessageNames.Of(c.Handling)}{(c.Before.Count > 0 ? $"，提前 {string.Join('、', c.Before)} 天" : "")}{(c.After.Count > 0 ? $"，逾期 {string.Join('、', c.After)} 天" : "")}）";
    }

    /// <summary>A copy for another round (复制到新一届), as its first version.</summary>
    public MessageTemplate CopyTo(Guid id, Round round, Actor actor, DateTimeOffset now)
    {
        round.RequireOffice(actor);
        return new MessageTemplate
        {
            Id = id, RoundId = round.Id, EventCode = EventCode, Number = 1, Title = Title, Body = Body, Handling = Handling, Before = Before, After = After, ChangedAt = now, ChangedBy = actor.Name,
        };
    }
}
