using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// Keeps the texts that a save replaces (部分历史版本). For some hours every one of them, since somebody may still be typing against it; after that the
/// last of each person in ten minutes, and no more than <see cref="Most"/>.
/// </summary>
internal static class SectionHistory
{
    public const int Most = 200;

    /// <summary>How often the history is thinned, in saves.</summary>
    private const int Every = 128;

    private static readonly TimeSpan KeepsEvery = TimeSpan.FromHours(12);

    /// <summary>True for the version whose save thins the history.</summary>
    public static bool IsThinnedAt(int version) => version % Every == 0;

    /// <summary>Copies the stored text, before it is replaced in the same transaction; the database copies, nothing is decrypted.</summary>
    public static async Task KeepAsync(QualityAwardDbContext db, Guid applicationId, string sectionId, int version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into section_versions (application_id, section_id, version, answers, saved_at, saved_by)
            select application_id, section_id, version, answers, coalesce(saved_at, {now}), coalesce(saved_by, '') from application_sections
            where application_id = {applicationId} and section_id = {sectionId}
            on conflict do nothing
            """,
            cancellationToken);
        if (IsThinnedAt(version))
        {
            await ThinAsync(db, applicationId, sectionId, now, cancellationToken);
        }
    }

    /// <summary>The text of a version; null: not kept any more.</summary>
    public static Task<SectionVersion?> FindAsync(QualityAwardDbContext db, Guid applicationId, string sectionId, int version, CancellationToken cancellationToken) =>
        db.Set<SectionVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.ApplicationId == applicationId && v.SectionId == sectionId && v.Version == version, cancellationToken);

    // Nothing is old enough while somebody types: that is seen at the first version, without looking at the others.
    private static Task ThinAsync(QualityAwardDbContext db, Guid applicationId, string sectionId, DateTimeOffset now, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        delete from section_versions v using (
            select version,
                row_number() over (partition by saved_by, date_bin('10 minutes', saved_at, 'epoch') order by version desc) > 1 as is_followed,
                row_number() over (order by version desc) > {Most} as is_beyond
            from section_versions where application_id = {applicationId} and section_id = {sectionId}
                and (select saved_at from section_versions where application_id = {applicationId} and section_id = {sectionId} order by version limit 1) < {now - KeepsEvery}) n
        where v.application_id = {applicationId} and v.section_id = {sectionId} and v.version = n.version
            and v.saved_at < {now - KeepsEvery} and (n.is_followed or n.is_beyond)
        """,
        cancellationToken);
}
