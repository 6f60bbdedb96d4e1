using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Presentations;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.Presentations;

/// <summary>演讲陈述记录: date, place, participants and a summary of what was said and asked.</summary>
[RequirePermission(Permission.Score, Permission.ManageReview, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db, ReviewCases cases, RecordPresentation record) : ReviewPage(db, cases)
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Place).MaxWords(100).WithMessage("地点不能超过 100 字。"),
        v => v.RuleFor(x => x.Participants).MaxWords(500).WithMessage("参加人员不能超过 500 字。"),
        v => v.RuleFor(x => x.Summary).MaxWords(3000).WithMessage("摘要不能超过 3000 字。"),
    };

    private readonly QualityAwardDbContext _db = db;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public Presentation? Presentation { get; private set; }

    public bool MayWrite => IsLeader && IsCurrent && Presentation?.SignedAt is null;

    protected override Stage? FixedStage => Stage.Presentation;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Presentation = await _db.Set<Presentation>().AsNoTracking().SingleOrDefaultAsync(p => p.ApplicationId == Case.Application.Id, cancellationToken);
        return Case.Review is not null;
    }

    public void OnGet() => Input = new InputModel { HeldOn = Presentation?.HeldOn, Place = Presentation?.Place, Participants = Presentation?.Participants, Summary = Presentation?.Summary };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        await record.RunAsync(Case.Application.Id, new PresentationRecord(Input.HeldOn, Input.Place, Input.Participants, Input.Summary), Actor, cancellationToken);
        return Back("演讲陈述记录已保存。");
    }

    public sealed class InputModel
    {
        public DateOnly? HeldOn { get; set; }

        public string? Place { get; set; }

        public string? Participants { get; set; }

        public string? Summary { get; set; }
    }
}
