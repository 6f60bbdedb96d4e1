using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Supervision;

namespace QualityAward.Infrastructure.Persistence.Supervision;

public sealed class BarMapping : IEntityTypeConfiguration<Bar>
{
    public void Configure(EntityTypeBuilder<Bar> builder)
    {
        builder.ToTable("bars");
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.Version).IsConcurrencyToken();
        builder.Ignore(b => b.Events);
        builder.Ignore(b => b.Arithmetic);
        builder.HasOne<Party>().WithMany().HasForeignKey(b => b.PartyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(b => new { b.ProgrammeCode, b.PartyId });
        builder.HasIndex(b => new { b.PartyId, b.ProgrammeCode, b.Ground, b.From }).IsUnique().HasFilter("withdrawn_at is null").HasDatabaseName("ux_bars_from");
        // The office's list, the newest end first.
        builder.HasIndex(b => new { b.AuthorityCode, b.Until });
    }
}

public sealed class IncidentMapping : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        builder.ToTable("incidents");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.Ignore(i => i.Events);
        builder.HasOne<Party>().WithMany().HasForeignKey(i => i.PartyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(i => new { i.PartyId, i.OccurredOn });
        builder.HasIndex(i => new { i.AuthorityCode, i.OccurredOn });
    }
}
