using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;

namespace QualityAward.Domain.Applications;

/// <content>Who works on it together, and with which right.</content>
public sealed partial class Application
{
    /// <summary>Most people on one application, invitations that wait included.</summary>
    public const int MostCollaborators = 20;

    private readonly List<Collaborator> _collaborators = [];

    /// <summary>The owner, everybody invited, and those who declined or left.</summary>
    public IReadOnlyList<Collaborator> Collaborators => _collaborators;

    /// <summary>The collaborator who has been asked to take it over; null: nobody.</summary>
    public Guid? HandoverTo { get; private set; }

    /// <summary>What this account may do with it; null: nothing.</summary>
    public CaseRight? RightOf(Guid userId) => userId == OwnerId ? CaseRight.Own : _collaborators.Find(c => c.State == CollaboratorState.Active && c.UserId == userId)?.Right;

    public void RequireOwner(Actor actor) => RequireRight(CaseRight.Own, actor);

    public void RequireRight(CaseRight right, Actor actor)
    {
        if (RightOf(actor.UserId) is { } present && present >= right)
        {
            return;
        }

        var has = RightOf(actor.UserId) is { } less ? $"您在这份申报中的权限是“{CaseRightNames.Of(less)}”，" : "您不是这份申报的协作人，";
        throw right switch
        {
            CaseRight.Own => new RefusedException("not-owner", has + "只有申报负责人可以办理此事项。"),
            CaseRight.Submit => new RefusedException("no-submit-right", has + "不能提交；请由申报负责人或有“提交”权限的协作人办理。"),
            CaseRight.Edit => new RefusedException("no-edit-right", has + "不能修改；如需修改，请联系申报负责人。"),
            CaseRight.View => new RefusedException("not-collaborator", has + "不能查看。"),
        };
    }

    /// <summary>Invites somebody by user name or e-mail address; whether such an account exists is not told.</summary>
    /// <param name="inviteeId">The account of that user name, if there is one.</param>
    /// <param name="codeHash">SHA-256 of the code with which the invitation is accepted.</param>
    public Collaborator Invite(Guid id, string? invitedAs, Guid? inviteeId, CaseRight right, string codeHash, Actor actor, DateTimeOffset now)
    {
        RequireOwner(actor);
        RequireGoesOn();
        var address = (invitedAs ?? "").Trim();
        if (address.Length is 0 or > 100)
        {
            throw new InvalidInputException("Input.InvitedAs", "请填写对方的用户名或电子邮箱，不超过 100 个字符。");
        }

        RequireGrantable(right);
        if (inviteeId == actor.UserId)
        {
            throw new InvalidInputException("Input.InvitedAs", "您自己就是申报负责人，不需要邀请。");
        }

        var present = _collaborators.Where(c => c.State == CollaboratorState.Active || c.CanBeAnswered(now)).ToList();
        if (present.Any(c => string.Equals(c.InvitedAs, address, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidInputException("Input.InvitedAs", "已经邀请过这个用户名或邮箱。如需重新邀请，请先在下面收回原来的邀请。");
        }

        if (present.Count > MostCollaborators)
        {
            throw new RefusedException("too-many-collaborators", $"一份申报最多有 {MostCollaborators} 位协作人（含待答复的邀请），请先收回不需要的权限或邀请。");
        }

        var collaborator = Collaborator.Invited(id, Id, address, inviteeId, right, codeHash, now);
        _collaborators.Add(collaborator);
        Record(new CaseEvent(Id, "InviteCollaborator", actor, now, $"邀请协作人，权限：{CaseRightNames.Of(right)}") { PublicText = "邀请协作人", ConcernedAccount = inviteeId, DueOn = ChinaCalendar.DateOf(collaborator.ExpiresAt) });
        return collaborator;
    }

    /// <summary>The operation has made sure that the actor has the code, or is the account that was named.</summary>
    public void AcceptInvitation(Guid collaboratorId, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Apply);
        var invited = RequireAnswerable(collaboratorId, now);
        RequireGoesOn();
        if (RightOf(actor.UserId) is not null)
        {
            throw new RefusedException("already-collaborator", "您已在这份申报中，不需要再接受邀请；如需更改权限，请联系申报负责人。");
        }

        invited.Accept(actor, now);
        Record(new CaseEvent(Id, "AcceptInvitation", actor, now, $"接受协作邀请，权限：{CaseRightNames.Of(invited.Right)}") { PublicText = "协作人接受邀请" });
    }

    public void DeclineInvitation(Guid collaboratorId, Actor actor, DateTimeOffset now)
    {
        RequireAnswerable(collaboratorId, now).End(CollaboratorState.Declined, now);
        Record(new CaseEvent(Id, "DeclineInvitation", actor, now, "谢绝协作邀请"));
    }

    public void ChangeRight(Guid collaboratorId, CaseRight right, Actor actor, DateTimeOffset now)
    {
        RequireOwner(actor);
        RequireGrantable(right);
        var collaborator = RequireOther(collaboratorId);
        var before = collaborator.Right;
        collaborator.Right = right;
        Record(new CaseEvent(Id, "ChangeCollaboratorRight", actor, now, "更改协作人权限") { OldValue = CaseRightNames.Of(before), NewValue = CaseRightNames.Of(right), ConcernedAccount = collaborator.UserId });
    }

    /// <summary>Takes a right or an invitation back, at once.</summary>
    public void RevokeCollaborator(Guid collaboratorId, Actor actor, DateTimeOffset now)
    {
        RequireOwner(actor);
        var collaborator = RequireOther(collaboratorId);
        DropHandover(collaborator);
        collaborator.End(CollaboratorState.Revoked, now);
        Record(new CaseEvent(Id, "RevokeCollaborator", actor, now, $"收回协作权限：{CaseRightNames.Of(collaborator.Right)}") { PublicText = "收回协作权限" });
    }

    public void Leave(Actor actor, DateTimeOffset now)
    {
        if (actor.UserId == OwnerId)
        {
            throw new RefusedException("owner-cannot-leave", "申报负责人不能直接退出，请先把申报移交给一位协作人。");
        }

        RequireRight(CaseRight.View, actor);
        var own = _collaborators.Find(c => c.State == CollaboratorState.Active && c.UserId == actor.UserId)!;
        DropHandover(own);
        own.End(CollaboratorState.Left, now);
        Record(new CaseEvent(Id, "LeaveApplication", actor, now, "退出协作") { PublicText = "协作人退出" });
    }

    /// <summary>Asks a collaborator to become the owner (移交); nothing changes until the other one agrees.</summary>
    public void OfferHandover(Guid collaboratorId, Actor actor, DateTimeOffset now)
    {
        RequireOwner(actor);
        RequireGoesOn();
        var collaborator = RequireOther(collaboratorId);
        if (collaborator.State != CollaboratorState.Active)
        {
            throw new RefusedException("not-collaborator", "对方接受协作邀请以后，才能把申报移交给他。");
        }

        HandoverTo = collaborator.UserId;
        Record(new CaseEvent(Id, "OfferHandover", actor, now, "请协作人接任申报负责人") { ConcernedAccount = HandoverTo });
    }

    /// <summary>The owner takes the offer back, or the other one declines it.</summary>
    public void CancelHandover(Actor actor, DateTimeOffset now)
    {
        if (HandoverTo is null || (actor.UserId != OwnerId && actor.UserId != HandoverTo))
        {
            throw new RefusedException("no-handover", "没有等待您确认的移交，请刷新后核对。");
        }

        var other = actor.UserId == OwnerId ? HandoverTo : OwnerId;
        HandoverTo = null;
        Record(new CaseEvent(Id, "CancelHandover", actor, now, actor.UserId == OwnerId ? "取消移交申报" : "谢绝接任申报负责人") { ConcernedAccount = other });
    }

    /// <summary>The other one agrees: becomes the owner; the former one goes on with the right to submit.</summary>
    public void AcceptHandover(Actor actor, DateTimeOffset now)
    {
        if (HandoverTo != actor.UserId || _collaborators.Find(c => c.State == CollaboratorState.Active && c.UserId == actor.UserId) is not { } next)
        {
            throw new RefusedException("no-handover", "没有等待您确认的移交，请刷新后核对。");
        }

        actor.Require(Permission.Apply);
        RequireGoesOn();
        if (_collaborators.Find(c => c.State == CollaboratorState.Active && c.Right == CaseRight.Own) is { } former)
        {
            former.Right = CaseRight.Submit;
        }

        var before = OwnerId;
        next.Right = CaseRight.Own;
        OwnerId = actor.UserId;
        HandoverTo = null;
        Record(new CaseEvent(Id, "AcceptHandover", actor, now, "接任申报负责人，移交完成") { PublicText = "申报负责人变更", ConcernedAccount = before });
    }

    private void DropHandover(Collaborator collaborator)
    {
        if (HandoverTo is { } to && to == collaborator.UserId)
        {
            HandoverTo = null;
        }
    }

    private void RequireGoesOn()
    {
        if (!Position.IsOpen)
        {
            throw new RefusedException("case-ended", "申报已经终止，不能再更改协作人。");
        }
    }

    private static void RequireGrantable(CaseRight right)
    {
        if (right is not (CaseRight.View or CaseRight.Edit or CaseRight.Submit))
        {
            throw new InvalidInputException("Input.Right", "请选择授予的权限：查看、编辑或提交。");
        }
    }

    private Collaborator RequireAnswerable(Guid collaboratorId, DateTimeOffset now) =>
        _collaborators.Find(c => c.Id == collaboratorId && c.CanBeAnswered(now))
        ?? throw new RefusedException("invitation-gone", "这份邀请已经收回、已有人接受或已过期，请联系申报负责人重新邀请。");

    /// <summary>A collaborator or invitation that the owner may change.</summary>
    private Collaborator RequireOther(Guid collaboratorId) =>
        _collaborators.Find(c => c.Id == collaboratorId && c.Right != CaseRight.Own && c.State is CollaboratorState.Active or CollaboratorState.Invited)
        ?? throw new RefusedException("no-such-collaborator", "找不到该协作人，可能已经退出或谢绝，请刷新后核对。");
}
