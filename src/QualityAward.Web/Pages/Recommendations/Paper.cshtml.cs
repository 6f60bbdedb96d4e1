using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>推荐单位的纸质表单: the pre-review form as filled in, or the no-adverse-record certificate, to print and seal; the sealed paper comes back as a scan.</summary>
[RequirePermission(Permission.Recommend)]
public sealed class PaperModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, PrintPaper print) : RecommendationPage(db, reader, time)
{
    public const string PreReview = "pre-review";
    public const string Certificate = "certificate";
    public const string Endorsement = "endorsement";

    [BindProperty(SupportsGet = true, Name = "paper")]
    public string Paper { get; set; } = "";

    /// <summary>The pre-review form of the case's track.</summary>
    public FormDefinition Form => Rules.Pack.Recommendation.FormOf(Application.Track);

    public CertificateRule? Rule => Rules.Pack.Recommendation.CleanRecordCertificate;

    public bool IsCertificate => string.Equals(Paper, Certificate, StringComparison.Ordinal);

    public bool IsEndorsement => string.Equals(Paper, Endorsement, StringComparison.Ordinal);

    public ScanKind Kind => IsCertificate ? ScanKind.Certificate : IsEndorsement ? ScanKind.Endorsement : ScanKind.StampedOpinion;

    public PaperVersion Version => VersionOf(Kind);

    /// <summary>What is certified of this applicant: the document's words with name and window.</summary>
    public CertificateWords Words => CertificateWords.Of(Rules, Basis)!;

    private bool Exists => Paper switch
    {
        PreReview => true,
        Certificate => Coverage is not null,
        Endorsement => Recommendation?.RecommendedAt is not null,
        _ => false,
    };

    public SectionReading Reading(FormSection section) => new()
    {
        Section = RecommendationCase.Filled(Recommendation, Rules, Application.Track, Today).Asked(section), Answers = RecommendationCase.AnswersOf(Recommendation, section.Id),
        Context = RecommendationCase.ContextOf(Rules, Today), Rights = ReadingRights.Office with { MaskPersonal = false },
    };

    public IActionResult OnGet() => Exists ? Page() : NotFound();

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken cancellationToken)
    {
        if (!Exists)
        {
            return NotFound();
        }

        var pdf = new MemoryStream();
        await print.RunAsync(Id, Kind, new Uri($"{Request.Scheme}://{Request.Host}"), pdf, Actor, cancellationToken);
        pdf.Position = 0;
        Response.Headers.ContentDisposition = SafeDownload.Disposition($"{(IsCertificate ? Rule!.Title : IsEndorsement ? "推荐意见签署页" : Form.Title)}-{Application.ReceiptNumber}.pdf", FileKinds.Pdf, inline: false);
        return new FileStreamResult(pdf, "application/pdf");
    }
}
