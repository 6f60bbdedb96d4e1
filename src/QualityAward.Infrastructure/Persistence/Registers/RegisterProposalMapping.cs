using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Registers;

namespace QualityAward.Infrastructure.Persistence.Registers;

public sealed class RegisterProposalMapping : IEntityTypeConfiguration<RegisterProposal>
{
    public void Configure(EntityTypeBuilder<RegisterProposal> builder)
    {
        builder.ToTable("register_proposals");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Events);
        builder.Property(p => p.Document!).AsJson();
        builder.Property(p => p.Reason).HasMaxLength(RegisterProposal.ReasonLimit);
        builder.Property(p => p.Remark).HasMaxLength(RegisterProposal.ReasonLimit);
        builder.HasIndex(p => new { p.AuthorityCode, p.State, p.ProposedAt });
        // One proposal at a time speaks of an entry.
        builder.HasIndex(p => p.TargetId).IsUnique().HasFilter("target_id is not null and state = 'Proposed'").HasDatabaseName("ux_register_proposals_target");
    }
}

public sealed class RegisterRowMapping : IEntityTypeConfiguration<RegisterRow>
{
    public void Configure(EntityTypeBuilder<RegisterRow> builder)
    {
        builder.ToTable("register_rows");
        builder.HasKey(r => new { r.ProposalId, r.Line });
        builder.HasOne<RegisterProposal>().WithMany().HasForeignKey(r => r.ProposalId);
        // The rows with something wrong, wherever they stand in a long sheet.
        builder.HasIndex(r => new { r.ProposalId, r.Line }).HasFilter("problems is not null").HasDatabaseName("ix_register_rows_problems");
    }
}
