using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;

namespace QualityAward.Infrastructure.Persistence.Honours;

public sealed class HonourEntryMapping : IEntityTypeConfiguration<HonourEntry>
{
    public void Configure(EntityTypeBuilder<HonourEntry> builder)
    {
        builder.ToTable("honours");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Ignore(h => h.IsUnverified);
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.Ignore(h => h.Events);
        builder.HasOne<Party>().WithMany().HasForeignKey(h => h.PartyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(h => h.CertificateNumber).IsUnique();
        builder.HasIndex(h => new { h.ProgrammeCode, h.AwardYear });
        builder.HasIndex(h => h.ApplicationId).IsUnique();
        // The newest ones on the home page, without sorting the whole register.
        builder.HasIndex(h => new { h.Status, h.AwardYear, h.HolderName }).IsDescending(false, true, false);
    }
}
