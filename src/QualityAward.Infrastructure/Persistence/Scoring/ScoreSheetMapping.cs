using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Scoring;

namespace QualityAward.Infrastructure.Persistence.Scoring;

public sealed class ScoreSheetMapping : IEntityTypeConfiguration<ScoreSheet>
{
    public void Configure(EntityTypeBuilder<ScoreSheet> builder)
    {
        builder.ToTable("score_sheets");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Ignore(s => s.Events);
        builder.Ignore(s => s.IsVoid);
        builder.Ignore(s => s.Counts);
        builder.Property(s => s.Marks).AsJson();
        builder.HasOne<Application>().WithMany().HasForeignKey(s => s.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Submission>().WithMany().HasForeignKey(s => s.SubmissionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Expert>().WithMany().HasForeignKey(s => s.ExpertId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.ApplicationId, s.Stage, s.ExpertId, s.Number }).IsUnique().HasDatabaseName("ux_score_sheets_version");
        builder.HasIndex(s => new { s.RoundId, s.State });
        builder.HasIndex(s => new { s.ExpertId, s.State });
    }
}

public sealed class StageReviewMapping : IEntityTypeConfiguration<StageReview>
{
    public void Configure(EntityTypeBuilder<StageReview> builder)
    {
        builder.ToTable("stage_reviews");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.Property(r => r.Consensus).AsJson();
        builder.HasOne<Application>().WithMany().HasForeignKey(r => r.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Panel>().WithMany().HasForeignKey(r => r.PanelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.ApplicationId, r.Stage }).IsUnique().HasDatabaseName("ux_stage_reviews_stage");
        builder.HasIndex(r => r.RoundId);
    }
}
