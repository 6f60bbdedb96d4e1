using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>Convenes the committee, or changes the arrangements before the ballot.</summary>
[RequirePermission(Permission.ManageDeliberation)]
public sealed class ConveneModel(QualityAwardDbContext db, RoundRulesReader reader, ConveneMeeting convene) : ActorPage, ICasePage
{
    private static readonly InlineValidator<InputModel> Validator = new()
    {
        v => v.RuleFor(x => x.HeldOn).NotNull().WithMessage("请填写会议日期。"),
    };

    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RoundRules Rules { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> MemberItems { get; private set; } = [];

    public Meeting? Meeting { get; private set; }

    public Guid? CaseId => RoundId;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (!await db.Set<Shortlist>().AnyAsync(s => s.RoundId == RoundId && s.AuthorityCode == Actor.AuthorityCode && s.State == ShortlistState.Confirmed, cancellationToken))
        {
            context.Result = NotFound();
            return;
        }

        Rules = await reader.GetAsync(RoundId, cancellationToken);
        Meeting = await db.Set<Meeting>().AsNoTracking().SingleOrDefaultAsync(m => m.RoundId == RoundId, cancellationToken);
        MemberItems = await db.Users.AsNoTracking().Where(u => u.Role == Role.CommitteeMember && u.AuthorityCode == Actor.AuthorityCode).OrderBy(u => u.UserName)
            .Select(u => new SelectListItem(u.DisplayName, u.Id.ToString())).ToListAsync(cancellationToken);
        await next();
    }

    public void OnGet()
    {
        Input = Meeting is null
            ? new InputModel { Members = [.. MemberItems.Select(m => Guid.Parse(m.Value))] }
            : new InputModel { HeldOn = Meeting.HeldOn, Place = Meeting.Place, Chair = Meeting.Chair, Members = [.. Meeting.Members.Select(m => m.UserId)] };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Validator.Check(Input, nameof(Input));
        var meeting = await convene.RunAsync(RoundId, Input.HeldOn!.Value, Input.Place ?? "", Input.Chair ?? "", Input.Members, Actor, cancellationToken);
        TempData.Flash($"会议已召集：{ChinaCalendar.Text(meeting.HeldOn)}，{meeting.Place}。");
        return Redirect(DecisionLinks.Meeting(meeting.Id));
    }

    public sealed class InputModel
    {
        public DateOnly? HeldOn { get; set; }

        public string? Place { get; set; }

        public string? Chair { get; set; }

        public List<Guid> Members { get; set; } = [];
    }
}
