using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Experts;

/// <summary>A panel of a round and track (专家组) with exactly one leader (组长). Who really judges a case is its seats.</summary>
public sealed class Panel : AggregateRoot
{
    private readonly List<PanelMember> _members = [];

    private Panel()
    {
    }

    public Guid RoundId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public Track Track { get; private init; }

    public string Name { get; private init; } = "";

    public DateTimeOffset FormedAt { get; private init; }

    public IReadOnlyList<PanelMember> Members => _members;

    public static Panel Form(Guid id, RoundRules rules, Track track, string name, IReadOnlyList<Guid> memberIds, Guid leaderId, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageExperts);
        actor.RequireAuthority(rules.Round.AuthorityCode);
        rules.Track(track);
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new InvalidInputException("Input.Name", "请填写专家组名称。");
        }

        var size = rules.PanelSize(track);
        var members = memberIds.Distinct().ToList();
        if (members.Count != size)
        {
            throw new RefusedException("panel-size", $"本届{TrackNames.Of(track)}类专家组为 {size} 人，现选择了 {members.Count} 人，请调整。");
        }

        if (!members.Contains(leaderId))
        {
            throw new RefusedException("panel-leader", "专家组须有且只有一名组长，组长须从本组成员中产生。");
        }

        var panel = new Panel { Id = id, RoundId = rules.RoundId, AuthorityCode = rules.Round.AuthorityCode, Track = track, Name = name.Trim(), FormedAt = now };
        panel._members.AddRange(members.Select(m => new PanelMember(id, m, m == leaderId)));
        panel.Record(new CaseEvent(rules.RoundId, "FormPanel", actor, now, $"组建{TrackNames.Of(track)}类专家组“{panel.Name}”，{size}人") { NewValue = string.Join(",", members) });
        return panel;
    }

    /// <summary>What the office should know but may keep: an even number can split.</summary>
    public static string? Warning(int size) => size % 2 == 0 ? $"专家组人数为 {size}，建议取单数，以免意见相持。" : null;
}

/// <summary>A member of a panel (专家组成员).</summary>
public sealed record PanelMember(Guid PanelId, Guid ExpertId, bool IsLeader);

/// <summary>Which panel judges an application (评审任务分配); one panel per application.</summary>
public sealed class Assignment : AggregateRoot
{
    private Assignment()
    {
    }

    public Guid RoundId { get; private init; }

    public Guid ApplicationId { get; private init; }

    public Guid PanelId { get; private init; }

    public DateTimeOffset AssignedAt { get; private init; }

    public static Assignment Of(Guid id, Panel panel, Guid applicationId, Track track, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageExperts);
        actor.RequireAuthority(panel.AuthorityCode);
        if (panel.Track != track)
        {
            throw new RefusedException("panel-track", $"“{panel.Name}”是{TrackNames.Of(panel.Track)}类专家组，不能评审{TrackNames.Of(track)}类申报。");
        }

        var assignment = new Assignment { Id = id, RoundId = panel.RoundId, ApplicationId = applicationId, PanelId = panel.Id, AssignedAt = now };
        assignment.Record(new CaseEvent(applicationId, "AssignPanel", actor, now, $"分配给专家组“{panel.Name}”评审") { NewValue = panel.Id.ToString() });
        return assignment;
    }
}

/// <summary>What panels need of a round's settings (专家组设置).</summary>
public static class PanelRules
{
    /// <summary>Experts per panel on this track; refuses while it is not set.</summary>
    public static int PanelSize(this RoundRules rules, Track track) =>
        rules.Settings.PanelSizes.Required("专家组人数").FirstOrDefault(p => p.Track == track)?.Value
        ?? throw new RefusedException("setting-not-set", $"本届评奖尚未设定{TrackNames.Of(track)}类的“专家组人数”，请先在年度设置中补充。");
}
