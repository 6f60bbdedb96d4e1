using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Rounds;

namespace QualityAward.Infrastructure.Persistence.Honours;

public sealed class ApprovalMapping : IEntityTypeConfiguration<Approval>
{
    public void Configure(EntityTypeBuilder<Approval> builder)
    {
        builder.ToTable("approvals");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Events);
        builder.Property(a => a.Scan).AsJson();
        builder.Property(a => a.Decisions).AsJson();
        builder.HasOne<Round>().WithMany().HasForeignKey(a => a.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => a.RoundId).IsUnique();
    }
}

public sealed class PrizeDueMapping : IEntityTypeConfiguration<PrizeDue>
{
    public void Configure(EntityTypeBuilder<PrizeDue> builder)
    {
        builder.ToTable("prizes_due");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Events);
        builder.Property(p => p.Voucher).HasMaxLength(PrizeDue.VoucherLength);
        builder.HasOne<HonourEntry>().WithOne().HasForeignKey<PrizeDue>(p => p.HonourId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Application>().WithMany().HasForeignKey(p => p.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.RoundId);
    }
}
