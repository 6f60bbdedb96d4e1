using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Reports;

namespace QualityAward.Infrastructure.Persistence.Reports;

public sealed class PanelReportMapping : IEntityTypeConfiguration<PanelReport>
{
    public void Configure(EntityTypeBuilder<PanelReport> builder)
    {
        builder.ToTable("panel_reports");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.Property(r => r.Score).AsJson();
        builder.HasOne<Application>().WithMany().HasForeignKey(r => r.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => r.ApplicationId).IsUnique().HasDatabaseName("ux_panel_reports_application");
    }
}
