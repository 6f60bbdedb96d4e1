using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Parties;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Registers;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Integrity;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>
/// The columns that hold personal data, encrypted at rest, all in one place. EF keeps one model per process, so the first context's cipher is
/// the one used; there is one key ring per installation.
/// </summary>
internal static class PersonalColumns
{
    public static void Map(ModelBuilder builder, PersonalDataCipher cipher)
    {
        var text = new ValueConverter<string?, string?>(v => v == null ? null : cipher.Encrypt(v), v => v == null ? null : cipher.Decrypt(v));
        builder.Entity<Party>().Property(p => p.ResidentId).HasConversion(text);
        builder.Entity<Collaborator>().Property(c => c.InvitedAs).HasConversion(text);
        var required = new ValueConverter<string, string>(v => cipher.Encrypt(v), v => cipher.Decrypt(v));
        builder.Entity<Objection>(o =>
        {
            o.Property(x => x.ObjectorName).HasConversion(text);
            o.Property(x => x.ObjectorNumber).HasConversion(text);
            o.Property(x => x.ContactName).HasConversion(text);
            o.Property(x => x.Phone).HasConversion(text);
            // What somebody says often tells who says it.
            o.Property(x => x.Content).HasConversion(required);
        });
        builder.Entity<RefereeRequest>(r =>
        {
            r.Property(x => x.Name).HasConversion(required);
            r.Property(x => x.Unit).HasConversion(required);
            r.Property(x => x.Email).HasConversion(required);
            r.Property(x => x.Statement).HasConversion(text);
        });
        builder.Entity<AccountLetter>().Property(l => l.Address).HasConversion(required);
        builder.Entity<RegisterRow>().Property(r => r.Cells).HasConversion(required);
        builder.Entity<ApplicationSection>().Property(s => s.Answers).AsJson(AnswersJson.Converter(cipher));
        builder.Entity<KeptAnswers>().Property(s => s.Answers).AsJson(AnswersJson.Converter(cipher));
        builder.Entity<SectionVersion>().Property(s => s.Answers).AsJson(AnswersJson.Converter(cipher));
        builder.Entity<PreReviewSection>().Property(s => s.Answers).AsJson(AnswersJson.Converter(cipher));
        builder.Entity<Submission>().Property(s => s.Content).AsJson(AnswersJson.ContentConverter(cipher));
    }
}
