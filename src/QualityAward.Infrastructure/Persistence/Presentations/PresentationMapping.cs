using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Presentations;

namespace QualityAward.Infrastructure.Persistence.Presentations;

public sealed class PresentationMapping : IEntityTypeConfiguration<Presentation>
{
    public void Configure(EntityTypeBuilder<Presentation> builder)
    {
        builder.ToTable("presentations");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Events);
        builder.HasOne<Application>().WithMany().HasForeignKey(p => p.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.ApplicationId).IsUnique().HasDatabaseName("ux_presentations_application");
    }
}
