using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Identity;

namespace QualityAward.Infrastructure.Persistence.Experts;

public sealed class ExpertMapping : IEntityTypeConfiguration<Expert>
{
    public void Configure(EntityTypeBuilder<Expert> builder)
    {
        builder.ToTable("experts");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.Ignore(e => e.Events);
        builder.Property(e => e.Specialities).AsJson();
        builder.HasOne<AppUser>().WithOne().HasForeignKey<Expert>(e => e.Id).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => new { e.AuthorityCode, e.Name });
    }
}

public sealed class PanelMapping : IEntityTypeConfiguration<Panel>
{
    public void Configure(EntityTypeBuilder<Panel> builder)
    {
        builder.ToTable("panels");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Events);
        builder.HasOne<Round>().WithMany().HasForeignKey(p => p.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(p => p.Members).WithOne().HasForeignKey(m => m.PanelId);
        builder.HasIndex(p => new { p.RoundId, p.Name }).IsUnique().HasDatabaseName("ux_panels_name");
    }
}

public sealed class PanelMemberMapping : IEntityTypeConfiguration<PanelMember>
{
    public void Configure(EntityTypeBuilder<PanelMember> builder)
    {
        builder.ToTable("panel_members");
        builder.HasKey(m => new { m.PanelId, m.ExpertId });
        builder.HasOne<Expert>().WithMany().HasForeignKey(m => m.ExpertId).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class AssignmentMapping : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        builder.ToTable("panel_assignments");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Events);
        builder.HasOne<Application>().WithMany().HasForeignKey(a => a.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Panel>().WithMany().HasForeignKey(a => a.PanelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => a.ApplicationId).IsUnique().HasDatabaseName("ux_panel_assignments_application");
        builder.HasIndex(a => a.RoundId);
    }
}

public sealed class SeatMapping : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.ToTable("seats");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Ignore(s => s.Events);
        builder.Ignore(s => s.IsActive);
        builder.Property(s => s.Hits).AsJson();
        builder.HasOne<Application>().WithMany().HasForeignKey(s => s.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Expert>().WithMany().HasForeignKey(s => s.ExpertId).OnDelete(DeleteBehavior.Restrict);

        // Who may see a case is asked on every request of an expert.
        builder.HasIndex(s => new { s.ApplicationId, s.ExpertId }).IsUnique().HasDatabaseName("ux_seats_expert");
        builder.HasIndex(s => new { s.ExpertId, s.State });
        builder.HasIndex(s => s.RoundId);
    }
}
