using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence.Rounds;

namespace QualityAward.Infrastructure.Persistence.Applications;

public sealed class ApplicationMapping : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.ToTable("applications");
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Events);
        builder.Ignore(a => a.OpenCorrection);
        builder.ComplexProperty(a => a.Position, p =>
        {
            p.Property(x => x.Stage).HasColumnName("stage").HasConversion<string>().HasMaxLength(40);
            p.Property(x => x.Ending).HasColumnName("ending").HasConversion<string>().HasMaxLength(40);
            p.Property(x => x.Since).HasColumnName("stage_since");
            p.Ignore(x => x.IsOpen);
        });
        builder.ComplexProperty(a => a.HeadTies, t =>
        {
            t.Property(x => x.HeadsCreditCode).HasColumnName("heads_credit_code");
            t.Property(x => x.HeadIdHash).HasColumnName("head_id_hash");
        });
        builder.HasOne<Round>().WithMany().HasForeignKey(a => a.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Party>().WithMany().HasForeignKey(a => a.PartyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PinnedPack>().WithMany().HasForeignKey(a => a.PackHash).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.Sections).WithOne().HasForeignKey(s => s.ApplicationId);
        builder.HasMany(a => a.Attachments).WithOne().HasForeignKey(s => s.ApplicationId);
        builder.HasMany(a => a.Submissions).WithOne().HasForeignKey(s => s.ApplicationId);
        builder.HasMany(a => a.Kept).WithOne().HasForeignKey(s => s.ApplicationId);
        builder.HasMany(a => a.Collaborators).WithOne().HasForeignKey(s => s.ApplicationId);
        builder.HasMany(a => a.Corrections).WithOne().HasForeignKey(s => s.ApplicationId);

        // One application per party and round; a withdrawn one does not count.
        builder.HasIndex(a => new { a.RoundId, a.PartyId }).IsUnique().HasDatabaseName("ux_applications_party_in_round").HasFilter("ending is distinct from 'Withdrawn'");
        builder.HasIndex(a => a.OwnerId);
        builder.HasIndex(a => new { a.ChannelCode, a.RoundId });
        builder.HasIndex(a => new { a.AuthorityCode, a.RoundId });
        builder.HasIndex(a => a.ReceiptNumber).IsUnique();
    }
}

public sealed class ApplicationSectionMapping : IEntityTypeConfiguration<ApplicationSection>
{
    public void Configure(EntityTypeBuilder<ApplicationSection> builder)
    {
        builder.ToTable("application_sections");
        builder.HasKey(s => new { s.ApplicationId, s.SectionId });
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Property(s => s.Unconfirmed).AsJson();
    }
}

public sealed class PaperFilingMapping : IEntityTypeConfiguration<PaperFiling>
{
    public void Configure(EntityTypeBuilder<PaperFiling> builder)
    {
        builder.ToTable("paper_filings");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Events);
        builder.Property(p => p.Scan).AsJson();
        builder.HasIndex(p => p.ApplicationId).IsUnique();
        builder.HasIndex(p => new { p.AuthorityCode, p.EnteredAt });
        builder.HasOne<Application>().WithMany().HasForeignKey(p => p.ApplicationId).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class CollaboratorMapping : IEntityTypeConfiguration<Collaborator>
{
    public void Configure(EntityTypeBuilder<Collaborator> builder)
    {
        builder.ToTable("application_collaborators");
        builder.Property(c => c.Id).ValueGeneratedNever();
        // What an applicant sees is looked up here, by account.
        builder.HasIndex(c => new { c.UserId, c.ApplicationId }).IsUnique().HasDatabaseName("ux_application_collaborators_user").HasFilter("state = 'Active'");
        builder.HasIndex(c => c.ApplicationId);
        builder.HasIndex(c => c.InviteeId).HasFilter("state = 'Invited'");
        builder.HasIndex(c => c.CodeHash).IsUnique();
    }
}

public sealed class RefereeRequestMapping : IEntityTypeConfiguration<RefereeRequest>
{
    public void Configure(EntityTypeBuilder<RefereeRequest> builder)
    {
        builder.ToTable("referee_requests");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Events);
        builder.Property(r => r.Sha256).HasMaxLength(64);
        builder.HasIndex(r => r.ApplicationId);
        builder.HasOne<Application>().WithMany().HasForeignKey(r => r.ApplicationId).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class SectionVersionMapping : IEntityTypeConfiguration<SectionVersion>
{
    public void Configure(EntityTypeBuilder<SectionVersion> builder)
    {
        builder.ToTable("section_versions");
        // No foreign key: it would lock the application once more with every autosave. Versions are copied from a section that stands there, and
        // section-history.sql keeps the application from being deleted under them.
        builder.HasKey(s => new { s.ApplicationId, s.SectionId, s.Version });
    }
}

public sealed class SectionPresenceMapping : IEntityTypeConfiguration<SectionPresence>
{
    public void Configure(EntityTypeBuilder<SectionPresence> builder)
    {
        // Who is there now is worth nothing after a crash: no write to the log for looking at a page.
        builder.ToTable("section_presence").IsUnlogged();
        builder.HasKey(s => new { s.ApplicationId, s.SectionId, s.UserId });
        builder.HasOne<Application>().WithMany().HasForeignKey(s => s.ApplicationId).OnDelete(DeleteBehavior.Cascade);
    }
}

public sealed class AttachmentMapping : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> builder)
    {
        builder.ToTable("attachments");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasIndex(a => a.Sha256);
        builder.Property(a => a.Evidence).AsJson();
    }
}

public sealed class UploadMapping : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("uploads");
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.HasOne<Application>().WithMany().HasForeignKey(u => u.ApplicationId);
        // What the cleaning job looks for.
        builder.HasIndex(u => u.LastAt);
    }
}

public sealed class SubmissionMapping : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("submissions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => new { s.ApplicationId, s.Number }).IsUnique();
        builder.HasOne<PinnedPack>().WithMany().HasForeignKey(s => s.PackHash).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class KeptAnswersMapping : IEntityTypeConfiguration<KeptAnswers>
{
    public void Configure(EntityTypeBuilder<KeptAnswers> builder)
    {
        builder.ToTable("kept_answers");
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.HasOne<PinnedPack>().WithMany().HasForeignKey(k => k.PackHash).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class CorrectionMapping : IEntityTypeConfiguration<Correction>
{
    public void Configure(EntityTypeBuilder<Correction> builder)
    {
        builder.ToTable("corrections");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Sections).AsJson();
    }
}
