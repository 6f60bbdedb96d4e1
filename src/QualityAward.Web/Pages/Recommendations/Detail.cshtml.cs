using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>One application before the recommending office (推荐办理): submission, pre-review form, papers, the office's own opinion.</summary>
[RequirePermission(Permission.Recommend)]
public sealed class DetailModel(
    QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, PreReviewApplication preReview, AttachScan attach, RecommendApplication recommend, ReturnToApplicant returning) : RecommendationPage(db, reader, time)
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.OpinionText).NotEmpty().WithMessage("请填写推荐意见。").Must(t => WordCount.Count(t ?? "") <= OpinionLimit).WithMessage($"推荐意见不超过 {OpinionLimit} 字，请精简。"),
    };

    /// <summary>Words of the office's opinion that still fit into the form's box.</summary>
    public const int OpinionLimit = 1000;

    private readonly QualityAwardDbContext _db = db;
    private readonly Dictionary<string, (Answers Answers, int Version)> _typed = new(StringComparer.Ordinal);

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty]
    public NoteInput Note { get; set; } = new();

    /// <summary>Days that stand on the sealed certificate.</summary>
    [BindProperty]
    public CertificateInput Certificate { get; set; } = new();

    /// <summary>What was typed as a paper's code.</summary>
    public string? TypedCode(ScanKind kind) => Request.HasFormContentType ? Request.Form[$"{kind}.Code"].ToString() : null;

    public SubmissionReading Reading { get; private set; } = null!;

    /// <summary>Where each department's opinion stands.</summary>
    public IReadOnlyList<DepartmentStanding> Opinions { get; private set; } = [];

    public IReadOnlyList<CaseTrace> Trail { get; private set; } = [];

    /// <summary>What there is to do before recommending, and how far each is.</summary>
    public IEnumerable<WorkStep> Steps
    {
        get
        {
            var open = RecommendationCase.PreReviewProblems(Rules, Application.Track, Recommendation, Today).Count;
            yield return new WorkStep("pre-review", $"填写{PreReviewForm.Title}", open == 0, open == 0 ? "已填写完整" : $"{open} 处未填写");
            if (OpinionRules.Count > 0)
            {
                var needed = Opinions.Where(o => o.Need == OpinionNeed.Required).ToList();
                var there = needed.Count(o => o.Opinion is not null);
                yield return new WorkStep("opinions", "部门意见", there == needed.Count, needed.Count == 0 ? $"已有 {Opinions.Count(o => o.Opinion is not null)} 个" : $"{there} / {needed.Count}");
            }

            foreach (var kind in Papers)
            {
                var scan = Recommendation?.Scan(kind);
                var isOld = scan?.PaperSha256 is { } shown && !string.Equals(shown, VersionOf(kind).Sha256, StringComparison.Ordinal);
                yield return new WorkStep("papers", Recommendation.NameOf(kind), scan is not null && !isOld, scan is null ? "未上传" : isOld ? "数据已改动，须重新打印盖章" : "已上传");
            }

            yield return new WorkStep("recommend", "推荐意见", Done: false, "未作出");
        }
    }

    /// <summary>The pre-review form of the case's track.</summary>
    public FormDefinition PreReviewForm => Rules.Pack.Recommendation.FormOf(Application.Track);

    public IReadOnlyList<FormSection> PreReviewSections => PreReviewForm.Sections;

    public FormContext Context => RecommendationCase.ContextOf(Rules, Today);

    /// <summary>Papers to upload before recommending.</summary>
    public IReadOnlyList<ScanKind> Papers =>
        Rules.Pack.Recommendation.CleanRecordCertificate is null ? [ScanKind.StampedOpinion] : [ScanKind.Certificate, ScanKind.StampedOpinion];

    /// <summary>Days that the certificate must cover; null when none is asked for.</summary>
    public (DateOnly From, DateOnly Until)? CertificateWindow => Recommendation.CertificateWindow(Rules);

    private FilledForm Filled => new(PreReviewForm, id => _typed.TryGetValue(id, out var typed) ? typed.Answers : RecommendationCase.AnswersOf(Recommendation, id), Context);

    public SectionEditor Editor(FormSection section) => new()
    {
        Section = section, Context = Context, Prefix = section.Id, TakesFiles = false, Filled = Filled,
        Answers = _typed.TryGetValue(section.Id, out var typed) ? typed.Answers : RecommendationCase.AnswersOf(Recommendation, section.Id),
        ShowsBlanks = Recommendation?.PreReviewedAt is not null,
    };

    public SectionReading ReadOnly(FormSection section) => new()
    {
        Section = Filled.Asked(section), Context = Context, Answers = Filled.Answers(section), Rights = ReadingRights.Office, HeadingLevel = 3,
    };

    public int VersionOf(FormSection section) => _typed.TryGetValue(section.Id, out var typed)
        ? typed.Version
        : Recommendation?.Sections.FirstOrDefault(s => string.Equals(s.SectionId, section.Id, StringComparison.Ordinal))?.Version ?? 0;

    public void OnGet()
    {
    }

    /// <summary>The typed days, or those that are asked for.</summary>
    public DateOnly? Day(Func<CertificateInput, DateOnly?> typed, Func<CertificateCoverage, DateOnly?> needed) =>
        HttpMethods.IsPost(Request.Method) && Request.Form.ContainsKey("Certificate.From") ? typed(Certificate) : Coverage is { } coverage ? needed(coverage) : null;

    public async Task<IActionResult> OnPostPreReviewAsync(string sectionId, int version, CancellationToken cancellationToken)
    {
        var section = PreReviewForm.Section(sectionId) ?? throw new RefusedException("no-such-section", "预审表没有这一部分。");
        var answers = SectionBinder.Read(Request.Form, section, Context, section.Id);
        _typed[section.Id] = (answers, version);
        InvalidInputException.ThrowIfAny([.. SectionCheck.Problems(Filled.Asked(section), answers, RecommendationCase.NoFiles, Context, forSubmission: false)
            .Select(p => new InputProblem(SectionEditor.FieldNameOf(section.Id, p.FieldName), p.Message))]);
        await preReview.RunAsync(Id, section.Id, answers, version, Actor, cancellationToken);
        TempData.Flash($"预审表“{section.Heading}”已保存。");
        return Redirect($"{RecommendationsLinks.Case(Id)}#pre-review");
    }

    public async Task<IActionResult> OnPostScanAsync(ScanKind kind, CancellationToken cancellationToken)
    {
        var file = Request.Form.Files.GetFile($"{kind}.File");
        if (file is null || file.Length == 0)
        {
            throw new InvalidInputException($"{kind}.File", $"请选择{Recommendation.NameOf(kind)}扫描件。");
        }

        await using var content = file.OpenReadStream();
        var coverage = kind == ScanKind.Certificate && Coverage is not null
            ? new CertificateCoverage(
                Certificate.From ?? throw new InvalidInputException("Certificate.From", "请填写证明上载明的起始日期。"), Certificate.Until ?? throw new InvalidInputException("Certificate.Until", "请填写证明上载明的截止日期。"),
                Certificate.DeclaredFrom, Certificate.DeclaredUntil)
            : null;
        await attach.RunAsync(Id, kind, new ScanUpload(content, file.FileName), Request.Form[$"{kind}.Code"], coverage, Actor, cancellationToken);
        TempData.Flash($"{Recommendation.NameOf(kind)}已上传。");
        return Redirect($"{RecommendationsLinks.Case(Id)}#papers");
    }

    public async Task<IActionResult> OnPostRecommendAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        await recommend.RunAsync(Id, Input.OpinionText!, Actor, cancellationToken);
        TempData.Flash("已作出推荐。请打印推荐意见签署页，由" + GovernmentName + "签署后在本页登记。");
        return Redirect(RecommendationsLinks.Case(Id));
    }

    public async Task<IActionResult> OnPostNoteAsync(CancellationToken cancellationToken)
    {
        if (WordCount.Count(Note.Text ?? "") > OpinionLimit)
        {
            throw new InvalidInputException("Note.Text", $"备注不超过 {OpinionLimit} 字，请精简。");
        }

        await returning.NoteAsync(Id, Note.Text ?? "", Actor, cancellationToken);
        TempData.Flash("备注已保存。");
        return Redirect($"{RecommendationsLinks.Case(Id)}#notes");
    }

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var submission = await _db.Submissions.AsNoTracking().Where(s => s.ApplicationId == Application.Id).OrderByDescending(s => s.Number).FirstAsync(cancellationToken);
        Reading = new SubmissionReading(Rules, Application.Track, submission, Today, ReadingRights.Office, await _db.FileRecordsAsync(submission.Content.Files.Select(f => f.Sha256), cancellationToken));
        Opinions = await DepartmentOpinions.OfAsync(_db, HttpContext.RequestServices.GetRequiredService<AuthorityTree>(), Rules, Application.Id, Way?.Code, Today, cancellationToken);
        Trail = await CaseProgress.TrailAsync(_db, Application.Id, Actor, cancellationToken);
    }

    /// <summary>A thing to do (办理事项).</summary>
    /// <param name="Anchor">Where on the page.</param>
    public sealed record WorkStep(string Anchor, string Name, bool Done, string State);

    public sealed class InputModel
    {
        public string? OpinionText { get; set; }
    }

    public sealed class NoteInput
    {
        public string? Text { get; set; }
    }

    public sealed class CertificateInput
    {
        public DateOnly? From { get; set; }

        public DateOnly? Until { get; set; }

        public DateOnly? DeclaredFrom { get; set; }

        public DateOnly? DeclaredUntil { get; set; }
    }
}
