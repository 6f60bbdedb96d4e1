using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Shortlists;

namespace QualityAward.Infrastructure.Persistence.Shortlists;

public sealed class ShortlistMapping : IEntityTypeConfiguration<Shortlist>
{
    public void Configure(EntityTypeBuilder<Shortlist> builder)
    {
        builder.ToTable("shortlists");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Ignore(s => s.Events);
        builder.Ignore(s => s.Listed);
        builder.Property(s => s.Entries).AsJson();
        builder.Property(s => s.Ties).AsJson();
        builder.Property(s => s.QuotaReasons).AsJson();
        // Text, not jsonb: the hash is over these very bytes.
        builder.Property(s => s.Inputs).HasColumnType("text");
        builder.HasOne<Round>().WithMany().HasForeignKey(s => s.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => s.RoundId).IsUnique();
    }
}
