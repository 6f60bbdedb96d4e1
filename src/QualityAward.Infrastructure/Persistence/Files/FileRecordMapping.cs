using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Persistence.Files;

public sealed class FileRecordMapping : IEntityTypeConfiguration<FileRecord>
{
    public void Configure(EntityTypeBuilder<FileRecord> builder)
    {
        builder.ToTable("file_records");
        builder.HasKey(f => f.Sha256);
        builder.Property(f => f.Sha256).HasMaxLength(64);
        builder.Property(f => f.ContentType).HasMaxLength(100);
        // What the scanning job looks for; nearly all contents are clean and not in it.
        builder.HasIndex(f => f.Scan).HasFilter("scan in ('Pending', 'Quarantined')");
        builder.HasIndex(f => f.NextScanAt).HasFilter("scan in ('Pending', 'NotScanned')");
        // The few that still want a small picture.
        builder.HasIndex(f => f.StoredAt).HasFilter("thumbnail = 'Wanted'");
    }
}
