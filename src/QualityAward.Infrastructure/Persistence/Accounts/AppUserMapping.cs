using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Parties;
using QualityAward.Infrastructure.Identity;

namespace QualityAward.Infrastructure.Persistence.Accounts;

public sealed class AppUserMapping : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> builder)
    {
        builder.ToTable("users");
        builder.HasIndex(u => u.AuthorityCode);
        // One account registers a party; whoever helps is invited.
        builder.HasIndex(u => u.PartyId).IsUnique().HasDatabaseName("ux_users_party");
        builder.Property(u => u.CalendarHash).HasMaxLength(64);
        builder.HasIndex(u => u.CalendarHash).IsUnique();
        builder.HasOne<Party>().WithMany().HasForeignKey(u => u.PartyId).OnDelete(DeleteBehavior.Restrict);
    }
}
