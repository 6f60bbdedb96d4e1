using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Rounds;

namespace QualityAward.Infrastructure.Persistence.Deliberations;

public sealed class MeetingMapping : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.ToTable("meetings");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.Ignore(m => m.Events);
        builder.Property(m => m.Members).AsJson();
        builder.Property(m => m.Recusals).AsJson();
        builder.Property(m => m.Cases).AsJson();
        builder.Property(m => m.Votes).AsJson();
        builder.HasOne<Round>().WithMany().HasForeignKey(m => m.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => m.RoundId).IsUnique();
        builder.HasIndex(m => new { m.AuthorityCode, m.State });
    }
}
