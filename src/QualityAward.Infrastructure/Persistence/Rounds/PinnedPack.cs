using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace QualityAward.Infrastructure.Persistence.Rounds;

/// <summary>A pack's canonical JSON as a round pinned it (奖项包快照), by its SHA-256; several rounds may share one.</summary>
public sealed class PinnedPack
{
    public required string Sha256 { get; init; }

    public required string ProgrammeCode { get; init; }

    /// <summary>Canonical JSON as text, not jsonb: the hash is over these very bytes.</summary>
    public required string Json { get; init; }
}

public sealed class PinnedPackMapping : IEntityTypeConfiguration<PinnedPack>
{
    public void Configure(EntityTypeBuilder<PinnedPack> builder)
    {
        builder.ToTable("pinned_packs");
        builder.HasKey(p => p.Sha256);
    }
}
