using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Prints a paper to be sealed (打印盖章表单): certificate or pre-review form, with the code of the data that it shows. Every printing is kept.</summary>
public sealed class PrintPaper(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, DocumentRenderer renderer, IPrinter printer, TimeProvider time) : IOperation
{
    /// <summary>Keeps that this version was printed; its code is what the sealed paper will be known by.</summary>
    public async Task<PaperVersion> RegisterAsync(Guid applicationId, ScanKind kind, Actor actor, CancellationToken cancellationToken) =>
        (await RegisterAsync(await LoadAsync(applicationId, actor, cancellationToken), kind, actor, cancellationToken)).Version;

    /// <param name="site">Address of the site, for the QR code.</param>
    public async Task RunAsync(Guid applicationId, ScanKind kind, Uri site, Stream destination, Actor actor, CancellationToken cancellationToken)
    {
        var known = await LoadAsync(applicationId, actor, cancellationToken);
        var (version, _) = await RegisterAsync(known, kind, actor, cancellationToken);
        var html = await renderer.RenderAsync("/Documents/RecommendationPaper.cshtml", PaperOf(known, kind, version, new Uri(site, RecommendationsLinks.PaperCode(version.Code))));
        await printer.PrintAsync(new PrintJob(html) { Footer = $"校验码 {version.Code}　数据校验值 {version.Sha256[..16]}" }, destination, cancellationToken);
    }

    private async Task<(PaperVersion Version, PrintedPaper Printed)> RegisterAsync(Known known, ScanKind kind, Actor actor, CancellationToken cancellationToken)
    {
        if (kind == ScanKind.Certificate && CertificateCoverage.Needed(known.Rules, known.Basis.SubmittedOn) is null)
        {
            throw new RefusedException("no-such-paper", "本奖项没有这种表单。");
        }

        if (kind == ScanKind.Endorsement && known.Recommendation?.RecommendedAt is null)
        {
            throw new RefusedException("not-recommended", "本单位还没有作出推荐，不能打印推荐意见签署页。", known.Rules.Cite(known.Rules.Pack.Recommendation.Channel?.Clause));
        }

        var version = PaperVersion.Of(kind, known.Basis, known.Application, known.Recommendation, known.Rules);
        var now = time.GetUtcNow();
        var printed = new PrintedPaper(Guid.CreateVersion7(now), known.Application.Id, kind, version, actor.Name, now);
        db.Add(printed);
        await db.RecordAsync(
            new CaseEvent(known.Application.Id, "PrintPaper", actor, now, $"打印{kind switch { ScanKind.Certificate => Recommendation.NameOf(kind), ScanKind.StampedOpinion => "预审表", ScanKind.Endorsement => "推荐意见签署页" }}，校验码 {version.Code}") { NewValue = version.Sha256 }, cancellationToken);
        return (version, printed);
    }

    private async Task<Known> LoadAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Domain.Access.Permission.Recommend);
        var application = await db.VisibleApplications(actor).AsNoTracking().SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken) ?? throw new RefusedException("no-such-application", "找不到该申报。");
        var rules = await reader.GetAsync(application, cancellationToken);
        var recommendation = await db.Set<Recommendation>().AsNoTracking().Include(r => r.Sections).Include(r => r.Opinions).AsSplitQuery().SingleOrDefaultAsync(r => r.ApplicationId == applicationId, cancellationToken);
        return new Known(application, recommendation, rules, await RecommendationCase.BasisAsync(db, application, rules, cancellationToken));
    }

    private RecommendationPaper PaperOf(Known known, ScanKind kind, PaperVersion version, Uri verifyAt)
    {
        var (application, recommendation, rules, basis) = known;
        var pack = rules.Pack.Recommendation;
        var form = pack.FormOf(application.Track);
        var channel = authorities.Require(application.ChannelCode);
        return new RecommendationPaper
        {
            Kind = kind,
            Title = kind switch { ScanKind.Certificate => pack.CleanRecordCertificate!.Title, ScanKind.StampedOpinion => form.Title, ScanKind.Endorsement => $"{rules.Pack.Name}审核推荐意见签署页" },
            RoundName = rules.Round.Name, ApplicantName = application.ApplicantName, Track = application.Track, ReceiptNumber = application.ReceiptNumber!, OfficeName = channel.OfficeName, GovernmentName = channel.GovernmentName,
            Year = ChinaCalendar.DateOf(time.GetUtcNow()).Year, Version = version, VerifyAt = verifyAt, OfficeOpinion = recommendation?.OpinionText,
            OfficeOpinionOn = recommendation?.RecommendedAt is { } recommendedAt ? ChinaCalendar.DateOf(recommendedAt) : null,
            Certificate = kind == ScanKind.Certificate ? CertificateWords.Of(rules, basis) : null,
            Sections = kind == ScanKind.StampedOpinion ? [.. form.Sections.Select(s => SectionOf(s, recommendation, application.Track, rules))] : [],
            Opinions = kind == ScanKind.Certificate
                ? []
                : [.. pack.OpinionsOn(recommendation?.Way).Select(r => (r.Name, Opinion: recommendation?.CurrentOpinions.FirstOrDefault(o => string.Equals(o.Kind, r.Kind, StringComparison.Ordinal)), r.Need))
                    .Where(o => o.Opinion is not null || o.Need == OpinionNeed.Required)
                    .Select(o => new PaperOpinion(o.Name, o.Opinion is null ? "" : $"{OpinionFindings.NameOf(o.Opinion.Finding)}。{o.Opinion.Text}", o.Opinion?.GivenOn))],
        };
    }

    private PaperSection SectionOf(FormSection section, Recommendation? recommendation, Track track, RoundRules rules)
    {
        var context = RecommendationCase.ContextOf(rules, time.Today());
        var asked = RecommendationCase.Filled(recommendation, rules, track, time.Today()).Asked(section);
        var reading = new SectionReading { Section = asked, Answers = RecommendationCase.AnswersOf(recommendation, section.Id), Context = context, Rights = ReadingRights.Office with { MaskPersonal = false } };
        var lines = new List<PaperLine>();
        foreach (var question in reading.Questions)
        {
            if (question is FixedTableQuestion table)
            {
                var stored = reading.Answers.RowsByKey(table.Id);
                var columns = TableLayout.Columns(table, context);
                lines.AddRange(TableLayout.Rows(table, context).SelectMany(row => columns.Select(column => new PaperLine(
                    $"{(column.Year is { } year ? $"{year}年" : "")}{row.Label}{column.Column.Label}", $"{stored.GetValueOrDefault(row.Key)?.GetValueOrDefault(column.Key)}{row.Unit}", []))));
            }
            else
            {
                lines.Add(new PaperLine(question.Label, reading.Shown(question) ?? reading.Answers.BlankReason(question.Id) ?? "", question is LongTextQuestion text ? text.Signatures : []));
            }
        }

        return new PaperSection(section.Heading, lines);
    }

    private sealed record Known(Application Application, Recommendation? Recommendation, RoundRules Rules, PaperBasis Basis);
}
