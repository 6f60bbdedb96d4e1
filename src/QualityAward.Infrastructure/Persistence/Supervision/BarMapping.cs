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
        builder.Property(b => b.Version).IsConcurrencyToken();
        builder.Ignore(b => b.Events);
        builder.HasOne<Party>().WithMany().HasForeignKey(b => b.PartyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(b => new { b.ProgrammeCode, b.PartyId });
    }
}
