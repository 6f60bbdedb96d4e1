using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;

namespace QualityAward.Infrastructure.Persistence.PublicNotices;

public sealed class NoticeMapping : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notices");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Version).IsConcurrencyToken();
        builder.Ignore(n => n.Events);
        builder.Ignore(n => n.Listed);
        builder.Ignore(n => n.EndsAt);
        builder.Property(n => n.Entries).AsJson();
        builder.HasOne<Round>().WithMany().HasForeignKey(n => n.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(n => n.RoundId).IsUnique();
        builder.HasIndex(n => n.PublishedAt);
    }
}

/// <summary>Name, numbers, phone and words of the objector are encrypted: see <see cref="PersonalColumns"/>.</summary>
public sealed class ObjectionMapping : IEntityTypeConfiguration<Objection>
{
    public void Configure(EntityTypeBuilder<Objection> builder)
    {
        builder.ToTable("objections");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.Ignore(o => o.Events);
        builder.Property(o => o.Evidence).AsJson();
        builder.HasOne<Notice>().WithMany().HasForeignKey(o => o.NoticeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Application>().WithMany().HasForeignKey(o => o.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(o => new { o.NoticeId, o.Number }).IsUnique();
        builder.HasIndex(o => new { o.AuthorityCode, o.State });
    }
}
