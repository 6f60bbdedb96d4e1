using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What ties an organisation's application to its head's, as the answers say it (组织与其主要管理者的关联信息).</summary>
/// <param name="HeadsCreditCode">Of the organisation that a person says to head; null: none.</param>
/// <param name="HeadIdHash">Keyed hash of the ID number of an organisation's legal representative; null: none.</param>
public sealed record HeadTieAnswers(string? HeadsCreditCode, string? HeadIdHash);

/// <summary>Reads the ties from the answers by the meaning of the fields, whatever the form (关联信息读取).</summary>
public sealed class HeadTiesReader(PersonalDataCipher cipher) : IOperation
{
    public HeadTieAnswers Of(RoundRules rules, Track track, Func<string, Answers> answersOf)
    {
        var facts = rules.Track(track).Form.Sections
            .SelectMany(s => s.Questions.Where(q => q.Fact is not null).Select(q => (Fact: q.Fact!.Value, Text: answersOf(s.Id).Text(q.Id))))
            .Where(f => f.Text is not null).DistinctBy(f => f.Fact).ToDictionary(f => f.Fact, f => f.Text!);
        if (track == Track.Organisation)
        {
            return new HeadTieAnswers(null, facts.GetValueOrDefault(Fact.LegalRepresentativeId) is { } number ? cipher.KeyedHash(ResidentId.Normalise(number)) : null);
        }

        var heads = string.Equals(facts.GetValueOrDefault(Fact.IsHeadOfOrganisation), YesNoQuestion.YesValue, StringComparison.Ordinal);
        return new HeadTieAnswers(heads && facts.GetValueOrDefault(Fact.EmployerCreditCode) is { } code ? CreditCode.Normalise(code) : null, null);
    }
}
