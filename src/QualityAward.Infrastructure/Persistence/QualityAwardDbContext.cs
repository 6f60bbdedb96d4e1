using System.Globalization;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Audit;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence.Rounds;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>
/// The database. Saving raises the version of every changed aggregate and writes its events to the audit trail, and those that people are told of to the outbox,
/// in the same transaction.
/// Steps without a property here use <c>Set&lt;T&gt;()</c>; each has its mapping in the folder of its name.
/// </summary>
public sealed class QualityAwardDbContext(DbContextOptions<QualityAwardDbContext> options, PersonalDataCipher cipher, AuditSealer sealer, MessageCatalogue messages)
    : IdentityUserContext<AppUser, Guid>(options)
{
    /// <summary>For who reads a column of personal data by hand.</summary>
    internal PersonalDataCipher Cipher => cipher;

    public DbSet<Round> Rounds => Set<Round>();

    public DbSet<PinnedPack> PinnedPacks => Set<PinnedPack>();

    public DbSet<Party> Parties => Set<Party>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<Submission> Submissions => Set<Submission>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Use SaveChangesAsync: saving writes the audit trail.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var roots = ChangeTracker.Entries<AggregateRoot>().ToList();
        var happened = roots.SelectMany(e => e.Entity.Events).ToList();
        foreach (var root in roots.Where(e => e.State != EntityState.Added && e.State != EntityState.Deleted && (e.State == EntityState.Modified || e.Entity.Events.Count > 0)))
        {
            root.Entity.RaiseVersion();
        }

        try
        {
            var saved = happened.Count == 0
                ? await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken)
                : await SaveWithTrailAsync(happened, acceptAllChangesOnSuccess, cancellationToken);
            foreach (var root in roots)
            {
                root.Entity.ClearEvents();
            }

            return saved;
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了同一事项。请核对最新内容后再保存。");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            throw UniqueRules.Refusal(violation.ConstraintName);
        }
    }

    /// <summary>Appends events to the trail on their own, e.g. a refused attempt whose change was rolled back.</summary>
    public async Task RecordAsync(CaseEvent happened, CancellationToken cancellationToken = default) =>
        await SaveWithTrailAsync([happened], accept: true, cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<decimal>().HavePrecision(18, 4);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(QualityAwardDbContext).Assembly, t => t.GetConstructor(Type.EmptyTypes) is not null);
        PersonalColumns.Map(builder, cipher);
    }

    private async Task<int> SaveWithTrailAsync(List<CaseEvent> happened, bool accept, CancellationToken cancellationToken)
    {
        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        await using (own)
        {
            // Chains are locked in one order, so that two savers of several cases cannot wait for each other.
            foreach (var chain in happened.GroupBy(e => e.ChainId).OrderBy(c => c.Key.ToString("N", CultureInfo.InvariantCulture), StringComparer.Ordinal))
            {
                await Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({chain.Key.ToString()}, 0))", cancellationToken);
                var last = await AuditEntries.Where(e => e.ChainId == chain.Key).OrderByDescending(e => e.Sequence).Select(e => new { e.Sequence, e.Hash }).FirstOrDefaultAsync(cancellationToken);
                var sequence = last?.Sequence ?? 0;
                var hash = last?.Hash ?? AuditSealer.Start;
                foreach (var e in chain)
                {
                    var entry = sealer.Seal(e, ++sequence, hash);
                    hash = entry.Hash;
                    AuditEntries.Add(entry);
                    if (messages.Listens(e.Action))
                    {
                        Add(Happening.Of(e));
                    }
                }
            }

            var saved = await base.SaveChangesAsync(accept, cancellationToken);
            if (own is not null)
            {
                await own.CommitAsync(cancellationToken);
            }

            return saved;
        }
    }
}
