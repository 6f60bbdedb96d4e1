using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Parties;

namespace QualityAward.Infrastructure.Persistence.Parties;

public sealed class PartyMapping : IEntityTypeConfiguration<Party>
{
    public void Configure(EntityTypeBuilder<Party> builder)
    {
        builder.ToTable("parties");
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Events);
        builder.HasIndex(p => p.CreditCode).IsUnique().HasDatabaseName("ux_parties_credit_code");
        builder.HasIndex(p => p.ResidentIdHash).IsUnique().HasDatabaseName("ux_parties_resident_id_hash");
    }
}
