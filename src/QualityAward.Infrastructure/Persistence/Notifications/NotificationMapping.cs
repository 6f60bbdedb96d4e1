using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Identity;

namespace QualityAward.Infrastructure.Persistence.Notifications;

public sealed class HappeningMapping : IEntityTypeConfiguration<Happening>
{
    public void Configure(EntityTypeBuilder<Happening> builder)
    {
        builder.ToTable("happenings");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Action).HasMaxLength(80);
        builder.Property(h => h.Problem).HasMaxLength(300);
        // What waits is little, what has been is much.
        builder.HasIndex(h => h.At).HasFilter("done_at is null and given_up_at is null").HasDatabaseName("ix_happenings_waiting");
    }
}

public sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Version).IsConcurrencyToken();
        builder.Ignore(n => n.Events);
        builder.Property(n => n.EventCode).HasMaxLength(60);
        builder.HasOne<Round>().WithMany().HasForeignKey(n => n.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Application>().WithMany().HasForeignKey(n => n.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(n => new { n.RoundId, n.At });
        builder.HasIndex(n => new { n.HappeningId, n.EventCode }).IsUnique().HasDatabaseName("ux_notifications_happening");
    }
}

public sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.MailNote).HasMaxLength(300);
        builder.HasOne<Notification>().WithMany().HasForeignKey(m => m.NotificationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(m => m.RecipientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => new { m.NotificationId, m.RecipientId }).IsUnique().HasDatabaseName("ux_messages_recipient");
        builder.HasIndex(m => new { m.RecipientId, m.At });
        builder.HasIndex(m => m.RecipientId).HasFilter("read_at is null").HasDatabaseName("ix_messages_unread");
        // Nobody gets two reminders on a day, however many processes send them.
        builder.HasIndex(m => new { m.RecipientId, m.ReminderOn }).IsUnique().HasFilter("reminder_on is not null").HasDatabaseName("ux_messages_reminder");
        builder.HasIndex(m => m.At).HasFilter("mail_state in ('Waiting', 'Sending')").HasDatabaseName("ix_messages_mail");
        builder.HasIndex(m => new { m.MailState, m.NotificationId }).HasFilter("mail_state = 'Failed'").HasDatabaseName("ix_messages_failed");
    }
}

public sealed class MessageTemplateMapping : IEntityTypeConfiguration<MessageTemplate>
{
    public void Configure(EntityTypeBuilder<MessageTemplate> builder)
    {
        builder.ToTable("message_templates");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Ignore(t => t.Events);
        builder.Ignore(t => t.Choice);
        builder.Property(t => t.EventCode).HasMaxLength(60);
        builder.Property(t => t.Before).AsJson();
        builder.Property(t => t.After).AsJson();
        builder.HasIndex(t => new { t.RoundId, t.EventCode, t.Number }).IsUnique().HasDatabaseName("ux_message_templates_number");
        builder.HasOne<Round>().WithMany().HasForeignKey(t => t.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}
