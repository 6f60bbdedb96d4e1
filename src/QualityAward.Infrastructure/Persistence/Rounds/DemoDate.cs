using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace QualityAward.Infrastructure.Persistence.Rounds;

/// <summary>How far the demo's date is from today (演示日期); at most one row, none in production.</summary>
public sealed class DemoDate
{
    public int Id { get; init; } = 1;

    public TimeSpan Offset { get; init; }
}

public sealed class DemoDateMapping : IEntityTypeConfiguration<DemoDate>
{
    public void Configure(EntityTypeBuilder<DemoDate> builder)
    {
        builder.ToTable("demo_date");
        builder.Property(d => d.Id).ValueGeneratedNever();
        // An interval column cannot hold the months of a PostgreSQL interval back and forth; ticks can.
        builder.Property(d => d.Offset).HasConversion<long>();
    }
}
