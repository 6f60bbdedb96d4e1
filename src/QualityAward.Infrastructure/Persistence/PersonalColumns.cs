using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Parties;
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
        builder.Entity<ApplicationSection>().Property(s => s.Answers).AsJson(AnswersJson.Converter(cipher));
        builder.Entity<Submission>().Property(s => s.Content).AsJson(AnswersJson.ContentConverter(cipher));
    }
}
