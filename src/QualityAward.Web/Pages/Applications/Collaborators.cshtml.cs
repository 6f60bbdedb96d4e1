using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Who works on the application together: the owner invites, changes and takes back rights and hands over; the others may leave.</summary>
[RequirePermission(Permission.Apply)]
public sealed class CollaboratorsModel(OwnCaseServices services, InviteCollaborator invite, ManageCollaborators manage) : OwnCasePage(services)
{
    private const string LinkKey = "invitation";

    public sealed class InputModel
    {
        public string? InvitedAs { get; set; }

        public CaseRight? Right { get; set; }
    }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>The link of the invitation that was just made; shown once.</summary>
    public string? InvitationLink { get; private set; }

    /// <summary>Whom the refused act concerned.</summary>
    public Guid? ActedOn { get; private set; }

    public IReadOnlyList<Collaborator> People => [.. Case.Collaborators.Where(c => c.State == CollaboratorState.Active || c.CanBeAnswered(Now)).OrderByDescending(c => c.Right == CaseRight.Own).ThenBy(c => c.InvitedAt)];

    public IReadOnlyList<Collaborator> Former => [.. Case.Collaborators.Where(c => c.State is not (CollaboratorState.Active or CollaboratorState.Invited)).OrderByDescending(c => c.AnsweredAt)];

    public bool IsOwner => Right == CaseRight.Own;

    public bool IsAskedToTakeOver => Case.HandoverTo == Actor.UserId;

    public IReadOnlyList<SelectListItem> Rights(CaseRight? chosen) =>
        [.. new[] { CaseRight.View, CaseRight.Edit, CaseRight.Submit }.Select(r => new SelectListItem(CaseRightNames.Explained(r), r.ToString(), r == chosen))];

    public static string StateOf(Collaborator person) => person.State switch
    {
        CollaboratorState.Invited => "待答复",
        CollaboratorState.Active => "协作中",
        CollaboratorState.Declined => "已谢绝",
        CollaboratorState.Revoked => "已收回",
        CollaboratorState.Left => "已退出",
    };

    public void OnGet() => InvitationLink = TempData[LinkKey] is string code ? $"{Request.Scheme}://{Request.Host}{Request.PathBase}{ApplicationLinks.Invitation(code)}" : null;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(Input.InvitedAs))
        {
            problems.Add(new InputProblem("Input.InvitedAs", "请填写对方的用户名或电子邮箱。"));
        }

        if (Input.Right is null)
        {
            problems.Add(new InputProblem("Input.Right", "请选择授予的权限：查看、编辑或提交。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        TempData[LinkKey] = await invite.RunAsync(Id, Input.InvitedAs, Input.Right!.Value, Actor, cancellationToken);
        return Redirect(ApplicationLinks.Collaborators(Id));
    }

    public async Task<IActionResult> OnPostActAsync(CollaboratorAct act, Guid? person, CaseRight? right, [FromForm(Name = "Password")] string? password, CancellationToken cancellationToken)
    {
        ActedOn = person;
        await manage.RunAsync(Id, act, person, right, password, Actor, cancellationToken);
        TempData.Flash(act switch
        {
            CollaboratorAct.ChangeRight => "权限已更改，立即生效。",
            CollaboratorAct.Revoke => "已收回，对方不能再查看或修改这份申报。",
            CollaboratorAct.Leave => "您已退出协作。",
            CollaboratorAct.OfferHandover => "已请对方接任申报负责人，对方确认后移交完成；在此之前您仍是申报负责人。",
            CollaboratorAct.CancelHandover => "移交已取消。",
            CollaboratorAct.AcceptHandover => "移交完成，您现在是申报负责人。",
        });
        return Redirect(act == CollaboratorAct.Leave ? ApplicationLinks.List : ApplicationLinks.Collaborators(Id));
    }
}
