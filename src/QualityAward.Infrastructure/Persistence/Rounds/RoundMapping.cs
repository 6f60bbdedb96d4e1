using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;

namespace QualityAward.Infrastructure.Persistence.Rounds;

public sealed class RoundMapping : IEntityTypeConfiguration<Round>
{
    public void Configure(EntityTypeBuilder<Round> builder)
    {
        builder.ToTable("rounds");
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.Property(r => r.Settings).AsJson();
        builder.Property(r => r.FormVersions).AsJson();
        builder.Property(r => r.LateAccesses).AsJson();
        builder.Property(r => r.Wording).AsJson();
        builder.Property(r => r.OwnTerms).AsJson();
        builder.HasIndex(r => new { r.ProgrammeCode, r.Year });
        builder.HasIndex(r => new { r.AuthorityCode, r.State });
        builder.HasOne<PinnedPack>().WithMany().HasForeignKey(r => r.PackHash).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class FormDraftMapping : IEntityTypeConfiguration<FormDraft>
{
    public void Configure(EntityTypeBuilder<FormDraft> builder)
    {
        builder.ToTable("form_drafts");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Ignore(d => d.Events);
        builder.Ignore(d => d.Which);
        // As text: a question's type stands first in its JSON, which jsonb would reorder.
        builder.Property(d => d.Form).AsJson(new ValueConverter<FormDefinition, string>(f => JsonSerializer.Serialize(f, PackJson.Options), s => JsonSerializer.Deserialize<FormDefinition>(s, PackJson.Options)!)).HasColumnType("text");
        builder.HasIndex(d => new { d.RoundId, d.Track, d.Purpose }).IsUnique().HasDatabaseName("ux_form_drafts_track");
        builder.HasOne<Round>().WithMany().HasForeignKey(d => d.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PinnedPack>().WithMany().HasForeignKey(d => d.BaseHash).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class TermsAcceptanceMapping : IEntityTypeConfiguration<TermsAcceptance>
{
    public void Configure(EntityTypeBuilder<TermsAcceptance> builder)
    {
        builder.ToTable("terms_acceptances");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasIndex(a => new { a.RoundId, a.UserId, a.Sha256 }).IsUnique().HasDatabaseName("ux_terms_acceptances");
        builder.HasOne<Round>().WithMany().HasForeignKey(a => a.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}
