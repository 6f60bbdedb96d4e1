using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;

namespace QualityAward.Infrastructure.Persistence.Eligibility;

public sealed class EligibilityReviewMapping : IEntityTypeConfiguration<EligibilityReview>
{
    public void Configure(EntityTypeBuilder<EligibilityReview> builder)
    {
        builder.ToTable("eligibility_reviews");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.HasOne<Application>().WithMany().HasForeignKey(r => r.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Confirmed).WithOne().HasForeignKey(c => c.ReviewId);
        builder.HasIndex(r => r.ApplicationId).IsUnique().HasDatabaseName("ux_eligibility_reviews_application");
    }
}

public sealed class RecheckFindingMapping : IEntityTypeConfiguration<RecheckFinding>
{
    public void Configure(EntityTypeBuilder<RecheckFinding> builder)
    {
        builder.ToTable("recheck_findings");
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Version).IsConcurrencyToken();
        builder.Ignore(f => f.Events);
        builder.HasOne<Application>().WithMany().HasForeignKey(f => f.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(f => f.RoundId);
        // Two who look again at the same time find the same thing once.
        builder.HasIndex(f => new { f.ApplicationId, f.ConditionCode }).IsUnique().HasFilter("closed_at is null").HasDatabaseName("ux_recheck_findings_open");
    }
}

public sealed class ConfirmedVerdictMapping : IEntityTypeConfiguration<ConfirmedVerdict>
{
    public void Configure(EntityTypeBuilder<ConfirmedVerdict> builder)
    {
        builder.ToTable("confirmed_verdicts");
        builder.HasKey(c => new { c.ReviewId, c.ConditionCode });
    }
}
