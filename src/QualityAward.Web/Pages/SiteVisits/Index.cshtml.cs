using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.SiteVisits;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.SiteVisits;

/// <summary>现场评审记录: date, place, participants, and an answer to each issue of the document review.</summary>
[RequirePermission(Permission.Score, Permission.ManageReview, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db, ReviewCases cases, RecordSiteVisit record) : ReviewPage(db, cases)
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Place).MaxWords(100).WithMessage("地点不能超过 100 字。"),
        v => v.RuleFor(x => x.Participants).MaxWords(500).WithMessage("参加人员不能超过 500 字。"),
        v => v.RuleFor(x => x.Remarks).MaxWords(3000).WithMessage("其他发现不能超过 3000 字。"),
        v => v.RuleForEach(x => x.Answers).MaxWords(1000).WithMessage("核实结果不能超过 1000 字。"),
    };

    private readonly QualityAwardDbContext _db = db;
    private readonly ReviewCases _cases = cases;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<VisitIssue> Issues { get; private set; } = [];

    public SiteVisit? Visit { get; private set; }

    public bool MayWrite => IsLeader && IsCurrent && Visit?.SignedAt is null;

    protected override Stage? FixedStage => Stage.SiteVisit;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (Case.Review is null)
        {
            return false;
        }

        Issues = (await _cases.GetAsync(Case.Application.Id, Stage.DocumentReview, Actor, cancellationToken)).VisitIssues();
        Visit = await _db.Set<SiteVisit>().AsNoTracking().SingleOrDefaultAsync(v => v.ApplicationId == Case.Application.Id, cancellationToken);
        return true;
    }

    public void OnGet() => Input = new InputModel
    {
        VisitedOn = Visit?.VisitedOn, Place = Visit?.Place, Participants = Visit?.Participants, Remarks = Visit?.Remarks,
        Answers = [.. Issues.Select(i => Visit?.Findings.FirstOrDefault(f => string.Equals(f.Key, i.Key, StringComparison.Ordinal))?.Answer)],
    };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        var findings = Issues.Select((issue, i) => new VisitFinding(issue.Key, issue.Item, issue.Text, i < Input.Answers.Count ? Input.Answers[i] ?? "" : "")).ToList();
        await record.RunAsync(Case.Application.Id, new VisitRecord(Input.VisitedOn, Input.Place, Input.Participants, findings, Input.Remarks), Actor, cancellationToken);
        return Back("现场评审记录已保存。");
    }

    public sealed class InputModel
    {
        public DateOnly? VisitedOn { get; set; }

        public string? Place { get; set; }

        public string? Participants { get; set; }

        /// <summary>Answers in the order of the issues.</summary>
        public List<string?> Answers { get; set; } = [];

        public string? Remarks { get; set; }
    }
}
