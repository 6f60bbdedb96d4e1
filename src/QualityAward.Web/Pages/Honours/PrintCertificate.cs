using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;
using QualityAward.Web.Links;

namespace QualityAward.Web.Pages.Honours;

/// <summary>Prints the certificate of an honour as PDF (打印证书). Rights are the caller's.</summary>
public sealed class PrintCertificate(QualityAwardDbContext db, DocumentRenderer renderer, IPrinter printer, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <param name="site">Address of the site as the public reaches it, for the QR code.</param>
    public async Task RunAsync(Guid honourId, Uri site, Stream destination, Actor actor, CancellationToken cancellationToken)
    {
        var certificate = await FindAsync(honourId, site, cancellationToken) ?? throw new RefusedException("no-certificate", "该荣誉没有证书编号（历史名册导入），不能打印证书。");
        var html = await renderer.RenderAsync("/Documents/Certificate.cshtml", certificate);
        await printer.PrintAsync(new PrintJob(html) { Margins = PrintMargins.OfficialDocument, PageNumbers = false }, destination, cancellationToken);
        await db.RecordAsync(new CaseEvent(certificate.ApplicationId, "PrintCertificate", actor, time.GetUtcNow(), $"打印证书 {certificate.Number}"), cancellationToken);
    }

    /// <summary>What stands on the certificate; null for imported history, which has none.</summary>
    public async Task<Certificate?> FindAsync(Guid honourId, Uri site, CancellationToken cancellationToken)
    {
        var honour = await db.Set<HonourEntry>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == honourId, cancellationToken);
        if (honour is not { CertificateNumber: { } number, ApplicationId: { } applicationId, RoundId: { } roundId, DecidedOn: { } decidedOn, DocumentNumber: { } document })
        {
            return null;
        }

        var rules = await reader.GetAsync(roundId, cancellationToken);
        return new Certificate(
            applicationId, number, honour.HolderName, honour.Track, honour.ProgrammeName, honour.TierName, honour.AwardYear, decidedOn, document, rules.Pack.GovernmentName, honour.Status,
            new Uri(site, HonoursLinks.Verify(number)));
    }
}
