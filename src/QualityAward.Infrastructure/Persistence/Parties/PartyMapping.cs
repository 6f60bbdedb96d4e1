using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Parties;

namespace QualityAward.Infrastructure.Persistence.Parties;

public sealed class PartyMapping : IEntityTypeConfiguration<Party>
{
    public void Configure(EntityTypeBuilder<Party> builder)
    {
        builder.ToTable("parties");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Events);
        builder.HasMany(p => p.FormerNames).WithOne().HasForeignKey(n => n.PartyId);
        builder.HasIndex(p => p.CreditCode).IsUnique().HasDatabaseName("ux_parties_credit_code");
        builder.HasIndex(p => p.ResidentIdHash).IsUnique().HasDatabaseName("ux_parties_resident_id_hash");
        // The list of the register, in its order.
        builder.HasIndex(p => new { p.Name, p.Id });
        builder.HasIndex(p => p.EnteredBy);
    }
}

public sealed class FormerNameMapping : IEntityTypeConfiguration<FormerName>
{
    public void Configure(EntityTypeBuilder<FormerName> builder)
    {
        builder.ToTable("party_former_names");
        builder.HasKey(n => new { n.PartyId, n.Ordinal });
        builder.Property(n => n.Name).HasMaxLength(Party.NameLength);
    }
}

public sealed class HoldingMapping : IEntityTypeConfiguration<Holding>
{
    public void Configure(EntityTypeBuilder<Holding> builder)
    {
        builder.ToTable("holdings");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.Ignore(h => h.Events);
        builder.HasOne<Party>().WithMany().HasForeignKey(h => h.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Party>().WithMany().HasForeignKey(h => h.HeldId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(h => new { h.HolderId, h.HeldId, h.From }).IsUnique().HasFilter("withdrawn_at is null").HasDatabaseName("ux_holdings_from");
        builder.HasIndex(h => h.HeldId);
        builder.HasIndex(h => h.AuthorityCode);
    }
}

public sealed class HeadshipMapping : IEntityTypeConfiguration<Headship>
{
    public void Configure(EntityTypeBuilder<Headship> builder)
    {
        builder.ToTable("headships");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.Ignore(h => h.Events);
        builder.HasOne<Party>().WithMany().HasForeignKey(h => h.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Party>().WithMany().HasForeignKey(h => h.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(h => new { h.OrganisationId, h.PersonId, h.From }).IsUnique().HasFilter("withdrawn_at is null").HasDatabaseName("ux_headships_from");
        builder.HasIndex(h => h.PersonId);
        builder.HasIndex(h => h.AuthorityCode);
    }
}
