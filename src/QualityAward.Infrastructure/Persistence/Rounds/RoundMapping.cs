using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Rounds;

namespace QualityAward.Infrastructure.Persistence.Rounds;

public sealed class RoundMapping : IEntityTypeConfiguration<Round>
{
    public void Configure(EntityTypeBuilder<Round> builder)
    {
        builder.ToTable("rounds");
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.Property(r => r.Settings).AsJson();
        builder.Property(r => r.FormVersions).AsJson();
        builder.Property(r => r.LateAccesses).AsJson();
        builder.HasIndex(r => new { r.ProgrammeCode, r.Year });
        builder.HasIndex(r => new { r.AuthorityCode, r.State });
        builder.HasOne<PinnedPack>().WithMany().HasForeignKey(r => r.PackHash).OnDelete(DeleteBehavior.Restrict);
    }
}
