using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Recommendations;

namespace QualityAward.Infrastructure.Persistence.Recommendations;

public sealed class RecommendationMapping : IEntityTypeConfiguration<Recommendation>
{
    public void Configure(EntityTypeBuilder<Recommendation> builder)
    {
        builder.ToTable("recommendations");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.Ignore(r => r.State);
        builder.Ignore(r => r.CurrentOpinions);
        builder.Property(r => r.Certificate!).AsJson().IsRequired(false);
        builder.Property(r => r.StampedOpinion!).AsJson().IsRequired(false);
        builder.Property(r => r.Endorsement!).AsJson().IsRequired(false);
        builder.HasOne<Application>().WithMany().HasForeignKey(r => r.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Sections).WithOne().HasForeignKey(s => s.RecommendationId);
        builder.HasMany(r => r.Opinions).WithOne().HasForeignKey(o => o.RecommendationId);
        builder.HasMany(r => r.Notes).WithOne().HasForeignKey(n => n.RecommendationId);
        builder.HasOne<RecommendationBatch>().WithMany().HasForeignKey(r => r.BatchId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => r.ApplicationId).IsUnique().HasDatabaseName("ux_recommendations_application");
    }
}

public sealed class PreReviewSectionMapping : IEntityTypeConfiguration<PreReviewSection>
{
    public void Configure(EntityTypeBuilder<PreReviewSection> builder)
    {
        builder.ToTable("pre_review_sections");
        builder.HasKey(s => new { s.RecommendationId, s.SectionId });
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}

public sealed class DepartmentOpinionMapping : IEntityTypeConfiguration<DepartmentOpinion>
{
    public void Configure(EntityTypeBuilder<DepartmentOpinion> builder)
    {
        builder.ToTable("department_opinions");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Concerns).AsJson();
        builder.Property(o => o.Scan!).AsJson().IsRequired(false);
    }
}

public sealed class OpinionRequestMapping : IEntityTypeConfiguration<OpinionRequest>
{
    public void Configure(EntityTypeBuilder<OpinionRequest> builder)
    {
        builder.ToTable("opinion_requests");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.HasOne<Application>().WithMany().HasForeignKey(r => r.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Recommendation>().WithMany().HasForeignKey(r => r.RecommendationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.ApplicationId, r.Kind }).IsUnique().HasDatabaseName("ux_opinion_requests_kind");
        // A department's desk and an office's overview: what is not answered, by date.
        builder.HasIndex(r => new { r.DepartmentCode, r.DueOn });
        builder.HasIndex(r => new { r.ChannelCode, r.RoundId, r.Kind });
    }
}

public sealed class PrintedPaperMapping : IEntityTypeConfiguration<PrintedPaper>
{
    public void Configure(EntityTypeBuilder<PrintedPaper> builder)
    {
        builder.ToTable("printed_papers");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasOne<Application>().WithMany().HasForeignKey(p => p.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => new { p.ApplicationId, p.Kind, p.Code });
        builder.HasIndex(p => p.Code);
    }
}

public sealed class RecommendationNoteMapping : IEntityTypeConfiguration<RecommendationNote>
{
    public void Configure(EntityTypeBuilder<RecommendationNote> builder)
    {
        builder.ToTable("recommendation_notes");
        builder.Property(n => n.Id).ValueGeneratedNever();
    }
}

public sealed class RecommendationBatchMapping : IEntityTypeConfiguration<RecommendationBatch>
{
    public void Configure(EntityTypeBuilder<RecommendationBatch> builder)
    {
        builder.ToTable("recommendation_batches");
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.Version).IsConcurrencyToken();
        builder.Ignore(b => b.Events);
        builder.Ignore(b => b.IsIntact);
        builder.Property(b => b.Entries).AsJson();
        builder.Property(b => b.SealedList!).AsJson().IsRequired(false);
        builder.HasIndex(b => new { b.RoundId, b.ChannelCode, b.Number }).IsUnique().HasDatabaseName("ux_recommendation_batches_number");
        builder.HasIndex(b => new { b.AuthorityCode, b.RoundId });
    }
}
