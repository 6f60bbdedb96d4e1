using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Notifications;

/// <summary>What an event is about (事由对象).</summary>
public enum MessageSubject
{
    /// <summary>一件申报.</summary>
    Case,

    /// <summary>一届评奖.</summary>
    Round,

    /// <summary>登记簿的一份登记申请.</summary>
    Register,
}

/// <summary>Who hears of an event (收件范围); who of them really does is decided by what each may see.</summary>
public enum Audience
{
    /// <summary>申报负责人和协作人.</summary>
    Applicant,

    /// <summary>申报负责人.</summary>
    Owner,

    /// <summary>The account that an invitation names and that has not answered it (被邀请的协作人); it is told what the invitation's page shows.</summary>
    Invited,

    /// <summary>推荐单位: of the case, or all of the round's.</summary>
    RecommendingOffice,

    /// <summary>推荐单位 that was told of an application which the applicant has taken back since (原收到申报的推荐单位).</summary>
    FormerRecommendingOffice,

    /// <summary>质量奖办公室.</summary>
    Office,

    /// <summary>Everybody of the office but the account that the event names: who may be the second person (办公室其他工作人员).</summary>
    Colleagues,

    /// <summary>纪检监督.</summary>
    Supervisor,

    /// <summary>委员.</summary>
    CommitteeMember,

    /// <summary>政府批准人.</summary>
    GovernmentApprover,

    /// <summary>已签无利害关系声明的专家.</summary>
    Expert,

    /// <summary>尚未签署利害关系声明的专家; they know the applicant's name and nothing else of the case.</summary>
    ExpertToDeclare,

    /// <summary>被征求意见的部门.</summary>
    Department,

    /// <summary>The account, or the party's accounts, that the event names (事项所指的人员).</summary>
    Concerned,

    /// <summary>本届填写中的申报.</summary>
    Drafts,

    /// <summary>以往申报过本奖项的申报人.</summary>
    EarlierApplicants,

    /// <summary>已签署须知、须重新签署的人员.</summary>
    TermsToSign,
}

/// <summary>Where a message leads (办理链接).</summary>
public enum MessageLink
{
    Application,
    Recommendation,
    Eligibility,
    Declare,
    Scoring,
    Round,
    Programme,
    Terms,
    Notices,
    PublicNotices,
    Deliberations,
    Approval,
    Honours,

    /// <summary>部门的征求意见清单.</summary>
    Department,

    /// <summary>推荐单位的征求意见进度.</summary>
    Opinions,

    /// <summary>协作邀请.</summary>
    Invitation,

    /// <summary>协作人.</summary>
    Collaborators,

    /// <summary>评审席位.</summary>
    Seats,

    /// <summary>合议和评分进度.</summary>
    Review,

    /// <summary>登记复核.</summary>
    Registration,
}

/// <summary>What happens with a message before it goes out (处理方式).</summary>
public enum MessageHandling
{
    /// <summary>自动发送.</summary>
    Send,

    /// <summary>审核后发送.</summary>
    Hold,
}

/// <summary>A text for messages with fields in braces (通知模板文字).</summary>
public sealed record MessageWording(string Title, string Body);

/// <summary>An event that people are told of (通知事项): when, whom and in which words. Read from the programme data's messages file.</summary>
public sealed record MessageEvent
{
    /// <summary>Stable code, e.g. <c>returned-for-correction</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Name on the office's pages.</summary>
    public required string Name { get; init; }

    /// <summary>The verbs of the trail that set it off; empty for what a schedule sets off.</summary>
    public IReadOnlyList<string> On { get; init; } = [];

    /// <summary>Step of the procedure under which the office finds it (环节).</summary>
    public required string Step { get; init; }

    public required MessageSubject About { get; init; }

    public required Audience To { get; init; }

    public required MessageLink Link { get; init; }

    /// <summary>True: the recipient has something to do (待办), and is not only told.</summary>
    public bool Task { get; init; }

    /// <summary>Only while the case stands at one of these stages; empty: at any.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <summary>True: only of cases that have ended; false: only of those that go on. One verb may mean either.</summary>
    public bool? Ended { get; init; }

    /// <summary>True: only when the event names an account or an authority.</summary>
    public bool Concerning { get; init; }

    public required string Title { get; init; }

    /// <summary>One line a paragraph.</summary>
    public required IReadOnlyList<string> Body { get; init; }

    /// <summary>How it goes out unless the office says otherwise.</summary>
    public MessageHandling Handling { get; init; }

    /// <summary>True: what one act sets off for the same authority, e.g. forty requests to one department, is one message with their number (合并通知).</summary>
    public bool Gather { get; init; }

    /// <summary>For reminders: so many days before the due date, 0 is the day itself.</summary>
    public IReadOnlyList<int> Before { get; init; } = [];

    /// <summary>For reminders: so many days after the due date.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>For reminders of what has no due date of its own: due so many days after it began.</summary>
    public int? WithinDays { get; init; }

    /// <summary>True when a schedule sets it off (定时提醒); reminders are not held.</summary>
    public bool IsReminder => On.Count == 0;

    public MessageWording Wording => new(Title, string.Join('\n', Body));

    /// <summary>True when people are told of it given where the case stands (适用).</summary>
    /// <param name="concerns">The event names an account or an authority.</param>
    public bool Applies(Stage stage, bool ended, bool concerns) =>
        (Stages.Count == 0 || Stages.Contains(stage)) && (Ended is not { } wanted || wanted == ended) && (!Concerning || concerns);
}

/// <summary>Names in Chinese (通知名称).</summary>
public static class MessageNames
{
    public static string Of(Audience audience) => audience switch
    {
        Audience.Applicant => "申报人及其协作人",
        Audience.Owner => "申报负责人",
        Audience.Invited => "被邀请的协作人",
        Audience.RecommendingOffice => "推荐单位",
        Audience.FormerRecommendingOffice => "原收到申报的推荐单位",
        Audience.Office => "质量奖办公室",
        Audience.Colleagues => "质量奖办公室其他工作人员",
        Audience.Supervisor => "纪检监督",
        Audience.CommitteeMember => "委员",
        Audience.GovernmentApprover => "政府批准人",
        Audience.Expert => "已签署声明的评审专家",
        Audience.ExpertToDeclare => "待签署声明的评审专家",
        Audience.Department => "被征求意见的部门",
        Audience.Concerned => "事项所指的人员",
        Audience.Drafts => "正在填写申报的申报人",
        Audience.EarlierApplicants => "以往申报过本奖项的申报人",
        Audience.TermsToSign => "须重新签署须知的人员",
    };

    public static string Of(MessageHandling handling) => handling switch
    {
        MessageHandling.Send => "自动发送",
        MessageHandling.Hold => "审核后发送",
    };

    public static string Of(MailState state) => state switch
    {
        MailState.NoServer => "未配置邮件",
        MailState.Declined => "本人不收邮件",
        MailState.NoAddress => "没有邮箱",
        MailState.Unconfirmed => "邮箱未确认",
        MailState.Waiting => "待发邮件",
        MailState.Sending => "正在发送",
        MailState.Sent => "邮件已发",
        MailState.Failed => "邮件发送失败",
        MailState.Unknown => "邮件结果不明",
        MailState.Withdrawn => "已取消邮件",
    };

    public static string Of(NotificationState state) => state switch
    {
        NotificationState.Held => "待审核",
        NotificationState.Sent => "已发送",
        NotificationState.Cancelled => "不发送",
    };
}

/// <summary>How several reminders of a day are put together (合并提醒).</summary>
public sealed record MessageDigest(string Title, string Body);

/// <summary>All events that people are told of (通知事项目录), read and checked once at start.</summary>
public sealed class MessageCatalogue
{
    private readonly Dictionary<string, MessageEvent> _byCode;
    private readonly ILookup<string, MessageEvent> _byAction;

    public MessageCatalogue(IReadOnlyList<MessageEvent> events, MessageDigest digest, int remindFromHour)
    {
        (Events, Digest, RemindFromHour) = (events, digest, remindFromHour);
        _byCode = events.ToDictionary(e => e.Code, StringComparer.Ordinal);
        _byAction = events.SelectMany(e => e.On, (e, action) => (Event: e, Action: action)).ToLookup(x => x.Action, x => x.Event, StringComparer.Ordinal);
    }

    /// <summary>Nobody is told of anything, for tools that only look at the model.</summary>
    public static MessageCatalogue None { get; } = new([], new MessageDigest("", ""), 0);

    public IReadOnlyList<MessageEvent> Events { get; }

    public MessageDigest Digest { get; }

    /// <summary>Reminders go out from this hour on, China time.</summary>
    public int RemindFromHour { get; }

    public MessageEvent? Find(string code) => _byCode.GetValueOrDefault(code);

    public MessageEvent Require(string code) => Find(code) ?? throw new InvalidOperationException($"The messages file has no event {code}.");

    /// <summary>True when somebody is told of this verb.</summary>
    public bool Listens(string action) => _byAction.Contains(action);

    /// <summary>What this verb sets off.</summary>
    public IEnumerable<MessageEvent> On(string action) => _byAction[action];

    /// <summary>What is wrong with the events, with the code of the one (检查); empty: nothing.</summary>
    public static IEnumerable<(string Code, string Problem)> Check(IReadOnlyList<MessageEvent> events)
    {
        foreach (var twice in events.GroupBy(e => e.Code, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return (twice.Key, $"通知事项代码“{twice.Key}”重复。");
        }

        foreach (var given in events)
        {
            foreach (var problem in MessageText.Problems(given.Wording, "title", "body"))
            {
                yield return (given.Code, $"通知事项“{given.Name}”：{problem.Message}");
            }

            if (given.IsReminder ? given.Before.Count + given.After.Count == 0 : given.Before.Count + given.After.Count > 0)
            {
                yield return (given.Code, $"通知事项“{given.Name}”：定时提醒须写明提前或逾期几天（before、after），其他事项不写。");
            }

            if (given.Gather && given.On.Any(action => events.Any(e => e != given && e.On.Contains(action, StringComparer.Ordinal))))
            {
                yield return (given.Code, $"通知事项“{given.Name}”：合并通知的事项不能与其他通知事项共用同一办理。");
            }

            if (given is { IsReminder: true, Handling: MessageHandling.Hold })
            {
                yield return (given.Code, $"通知事项“{given.Name}”：定时提醒按日发出，不能设为审核后发送。");
            }
        }
    }
}
