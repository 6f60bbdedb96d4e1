using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Presentations;
using QualityAward.Web.Pages.SiteVisits;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>办理确认: asks before what cannot be undone — an expert's submission, the end of the document review, a leader's signature.</summary>
[RequirePermission(Permission.Score, Permission.ManageReview)]
public sealed class ActModel(
    QualityAwardDbContext db, ReviewCases cases, SubmitScoreSheet submit, CloseDocumentReview close, EndDocumentReview end, SignSiteReport signVisit, SignPresentation signPresentation)
    : ReviewPage(db, cases)
{
    [BindProperty]
    public string? Reason { get; set; }

    public Confirmation Confirmation { get; private set; } = null!;

    /// <summary>Which act it is stands in the address; an act that is not the actor's, or not of this stage, is refused or not found.</summary>
    protected override Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var name = StageNames.Of(Stage);
        var back = ScoringLinks.Consensus(Case.Application.Id, Stage);
        var found = Act switch
        {
            "submit" when Case.SheetOf(Actor.UserId) is { } sheet => new Confirmation(
                $"确定提交“{Applicant}”的{name}评分表吗？",
                [$"合计 {Figures.Points(sheet.Total(Case.Criteria))} 分。", "提交后评分和评语不能修改；确需修改的，须由办公室退回并留痕。", "全组提交后，本组专家可以看到彼此的评分。"],
                "确认提交", ScoringLinks.Workspace(Case.Application.Id, Stage))
            { IsDangerous = false },
            "close" when ManagesReview && Stage == Stage.DocumentReview => new Confirmation(
                $"确定结束“{Applicant}”的资料审查吗？", [$"{Case.Result.How}，得分 {(Case.Result.Points is { } points ? Figures.Points(points) : "—")}。", "评分和合议结果随即锁定，案件进入下一环节。"], "结束资料审查", back)
            {
                IsDangerous = false,
            },
            "end" when ManagesReview && Stage == Stage.DocumentReview => new Confirmation(
                $"确定认定“{Applicant}”资料审查不通过吗？", ["该申报随即终止，不进入后续评审。", "理由将告知申报人并留痕。"], "资料审查不通过", back)
            { ReasonLabel = "理由" },
            "sign" when IsLeader && Stage is Stage.SiteVisit or Stage.Presentation => new Confirmation(
                $"确定签署“{Applicant}”的{name}结果吗？", ["记录、评分和合议结果随即锁定，不能再修改。", "案件进入下一环节。"], "签署结果", ScoringLinks.Record(Case.Application.Id, Stage)!)
            { IsDangerous = false },
            _ => null,
        };
        if (found is not null)
        {
            Confirmation = found;
        }

        return Task.FromResult(found is not null);
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var id = Case.Application.Id;
        switch (Act)
        {
            case "submit":
                try
                {
                    await submit.RunAsync(id, Stage, Actor, cancellationToken);
                }
                catch (InvalidInputException)
                {
                    // What is missing is shown where it can be filled in.
                    TempData.Flash("评分表尚未填完，请补充后再提交。", Tone.Warning);
                    return Redirect(ScoringLinks.Workspace(id, Stage));
                }

                TempData.Flash($"“{Applicant}”的评分表已提交。");
                break;
            case "close":
                await close.RunAsync(id, Actor, cancellationToken);
                TempData.Flash($"“{Applicant}”的资料审查已结束。");
                break;
            case "end":
                if (string.IsNullOrWhiteSpace(Reason))
                {
                    throw new InvalidInputException("Reason", "请填写理由。");
                }

                await end.RunAsync(id, Reason, Actor, cancellationToken);
                TempData.Flash($"“{Applicant}”资料审查不通过，已终止。");
                break;
            case "sign" when Stage == Stage.SiteVisit:
                await signVisit.RunAsync(id, Actor, cancellationToken);
                TempData.Flash($"“{Applicant}”的现场评审结果已签署。");
                break;
            default:
                await signPresentation.RunAsync(id, Actor, cancellationToken);
                TempData.Flash($"“{Applicant}”的演讲陈述结果已签署。");
                break;
        }

        return Redirect("/scoring");
    }

    private string? Act => RouteData.Values["act"] as string;
}
