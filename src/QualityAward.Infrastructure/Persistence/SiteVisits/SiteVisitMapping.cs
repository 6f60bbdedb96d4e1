using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.SiteVisits;

namespace QualityAward.Infrastructure.Persistence.SiteVisits;

public sealed class SiteVisitMapping : IEntityTypeConfiguration<SiteVisit>
{
    public void Configure(EntityTypeBuilder<SiteVisit> builder)
    {
        builder.ToTable("site_visits");
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.Property(v => v.Version).IsConcurrencyToken();
        builder.Ignore(v => v.Events);
        builder.Property(v => v.Findings).AsJson();
        builder.HasOne<Application>().WithMany().HasForeignKey(v => v.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(v => v.ApplicationId).IsUnique().HasDatabaseName("ux_site_visits_application");
    }
}
