using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Identity;

namespace QualityAward.Infrastructure.Persistence.Accounts;

public sealed class AccountLetterMapping : IEntityTypeConfiguration<AccountLetter>
{
    public void Configure(EntityTypeBuilder<AccountLetter> builder)
    {
        builder.ToTable("account_letters");
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.AddressHash).HasMaxLength(64);
        builder.Property(l => l.TokenHash).HasMaxLength(64);
        builder.Property(l => l.Remote).HasMaxLength(64);
        builder.Property(l => l.Note).HasMaxLength(300);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<RefereeRequest>().WithMany().HasForeignKey(l => l.RefereeRequestId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasIndex(l => new { l.AddressHash, l.RequestedAt });
        builder.HasIndex(l => new { l.Remote, l.RequestedAt });
        builder.HasIndex(l => l.UserId);
        builder.HasIndex(l => l.RefereeRequestId);
        builder.HasIndex(l => l.RequestedAt).HasFilter("state in ('Waiting', 'Sending')").HasDatabaseName("ix_account_letters_waiting");
    }
}
