using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>A paper as it comes in (扫描件上传): its content and the name it had.</summary>
public sealed record ScanUpload(Stream Content, string FileName)
{
    /// <summary>Papers are scanned as PDF or photographed.</summary>
    public static readonly FileRule Rule = new(20 * 1024 * 1024, [Infrastructure.Files.FileKind.Pdf, Infrastructure.Files.FileKind.Image]);

    /// <summary>Puts the paper into the store, or refuses it at the form's field.</summary>
    public async Task<StoredScan> SaveAsync(FileIntake files, string field, CancellationToken cancellationToken)
    {
        var file = (await files.SaveAsync(Content, FileName, Rule, cancellationToken)).OrInvalid(field);
        return new StoredScan(FileName, file.Sha256, file.Length, file.ContentType);
    }
}

/// <summary>What every verb of the recommendation works on (推荐办理对象): the application, its recommendation and the rules.</summary>
internal sealed record RecommendationCase(Application Application, Recommendation Recommendation, RoundRules Rules)
{
    /// <summary>Loads the case for a change; the recommendation is made at the first touch.</summary>
    public static async Task<RecommendationCase> LoadAsync(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, Guid applicationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(a => a.Corrections).SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken)
            ?? throw new RefusedException("no-such-application", "找不到该申报。");
        var recommendation = await db.Set<Recommendation>().Include(r => r.Sections).Include(r => r.Opinions).Include(r => r.Notes).AsSplitQuery()
            .SingleOrDefaultAsync(r => r.ApplicationId == applicationId, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        if (recommendation is null)
        {
            recommendation = Recommendation.Start(Guid.CreateVersion7(now), application, WayOf(application, rules, authorities));
            db.Add(recommendation);
        }

        return new RecommendationCase(application, recommendation, rules);
    }

    /// <summary>Which of the pack's channels the case's recommending office is.</summary>
    public static string? WayOf(Application application, RoundRules rules, AuthorityTree authorities) =>
        rules.Pack.Recommendation.ChannelOf(authorities.Require(application.ChannelCode).Kind)?.Code;

    /// <summary>What the papers rest on: the last submission, and whom it is about.</summary>
    public static async Task<PaperBasis> BasisAsync(QualityAwardDbContext db, Application application, RoundRules rules, CancellationToken cancellationToken)
    {
        if (application.Track == Track.Individual && await LatestSubmission.OfAsync(db, application.Id, cancellationToken) is { } submission)
        {
            var employer = LatestSubmission.FactIn(submission.Content, rules.Track(application.Track).Form, Fact.Employer);
            return new PaperBasis(submission.Sha256, employer ?? application.ApplicantName, ChinaCalendar.DateOf(submission.SubmittedAt));
        }

        // Of an organisation's submission only the hash is needed, not the whole text.
        var last = await db.Submissions.AsNoTracking().Where(s => s.ApplicationId == application.Id).OrderByDescending(s => s.Number).Select(s => new { s.Sha256, s.SubmittedAt }).FirstAsync(cancellationToken);
        return new PaperBasis(last.Sha256, application.ApplicantName, ChinaCalendar.DateOf(last.SubmittedAt));
    }

    /// <summary>What is wrong or missing in the pre-review form.</summary>
    public static IReadOnlyList<InputProblem> PreReviewProblems(RoundRules rules, Track track, Recommendation? recommendation, DateOnly today) =>
        [.. rules.Pack.Recommendation.FormOf(track).Sections.SelectMany(section => SectionCheck
            .Problems(Filled(recommendation, rules, track, today).Asked(section), AnswersOf(recommendation, section.Id), NoFiles, ContextOf(rules, today), forSubmission: true)
            .Select(p => new InputProblem(p.FieldName, p.Message)))];

    /// <summary>The pre-review form with what was filled in.</summary>
    public static FilledForm Filled(Recommendation? recommendation, RoundRules rules, Track track, DateOnly today) =>
        new(rules.Pack.Recommendation.FormOf(track), id => AnswersOf(recommendation, id), ContextOf(rules, today));

    public static Answers AnswersOf(Recommendation? recommendation, string sectionId) =>
        recommendation?.Sections.FirstOrDefault(s => string.Equals(s.SectionId, sectionId, StringComparison.Ordinal))?.Answers ?? Answers.Empty;

    public static FormContext ContextOf(RoundRules rules, DateOnly today) => new(rules.Round.Year, rules.Round.ClosesOn, today);

    /// <summary>The pre-review form takes no files: its papers are the scans.</summary>
    public static readonly IReadOnlyDictionary<string, int> NoFiles = new Dictionary<string, int>(StringComparer.Ordinal);
}
