using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>推荐单位的纸质表单: the pre-review form as filled in, or the no-adverse-record certificate, to print and seal; the sealed paper comes back as a scan.</summary>
[RequirePermission(Permission.Recommend)]
public sealed class PaperModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : RecommendationPage(db, reader, time)
{
    public const string PreReview = "pre-review";
    public const string Certificate = "certificate";

    [BindProperty(SupportsGet = true, Name = "paper")]
    public string Paper { get; set; } = "";

    /// <summary>The pre-review form of the case's track.</summary>
    public FormDefinition Form => Rules.Pack.Recommendation.FormOf(Application.Track);

    public CertificateRule? Rule => Rules.Pack.Recommendation.CleanRecordCertificate;

    public bool IsCertificate => string.Equals(Paper, Certificate, StringComparison.Ordinal);

    /// <summary>What is certified of this applicant: the document's words with name and window.</summary>
    public string CertificateText
    {
        get
        {
            var (from, until) = Recommendation.CertificateWindow(Rules)!.Value;
            return (Rule!.Opening ?? "{applicant}：{from}至{until}，")
                .Replace("{applicant}", Subject, StringComparison.Ordinal)
                .Replace("{from}", ChinaCalendar.Text(from), StringComparison.Ordinal)
                .Replace("{until}", ChinaCalendar.Text(until), StringComparison.Ordinal) + Rule.Text;
        }
    }

    /// <summary>The organisation, or where the person works.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Names of the departments whose seals the certificate needs.</summary>
    public IEnumerable<string> Seals => Rule!.Seals.Select(kind => Rule.SealPrefix + Rules.Pack.Recommendation.Opinions.First(o => string.Equals(o.Kind, kind, StringComparison.Ordinal)).Name);

    public SectionReading Reading(FormSection section) => new()
    {
        Section = RecommendationCase.Filled(Recommendation, Rules, Application.Track, Today).Asked(section), Answers = RecommendationCase.AnswersOf(Recommendation, section.Id),
        Context = RecommendationCase.ContextOf(Rules, Today), Rights = ReadingRights.Office with { MaskPersonal = false },
    };

    public IActionResult OnGet() => Paper switch
    {
        PreReview => Page(),
        Certificate when Rule is not null && Rules.Settings.CertificateWindowEnd.IsSet => Page(),
        _ => NotFound(),
    };

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Subject = Application.ApplicantName;
        if (IsCertificate && Application.Track == Track.Individual
            && await LatestSubmission.OfAsync(Db, Application.Id, cancellationToken) is { } submission
            && LatestSubmission.FactIn(submission.Content, Rules.Track(Application.Track).Form, Fact.Employer) is { } employer)
        {
            Subject = employer;
        }
    }
}
