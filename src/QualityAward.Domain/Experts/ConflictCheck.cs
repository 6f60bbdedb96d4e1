using System.Text.Json.Nodes;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Experts;

/// <summary>What recusal is checked against on the applicant's side (申报人回避信息): plain facts of the frozen submission.</summary>
/// <param name="Names">The applicant's own name, and the employer's for a person.</param>
/// <param name="CreditCodes">统一社会信用代码 of the same.</param>
/// <param name="Coaching">Every entry of the coaching disclosure: persons and institutions.</param>
/// <param name="Partners">Competitors, suppliers and customers, with what they are.</param>
public sealed record ApplicantInterests(
    IReadOnlyList<string> Names, IReadOnlyList<string> CreditCodes, IReadOnlyList<string> Coaching, IReadOnlyList<(string What, string Name)> Partners)
{
    /// <summary>Reads the facts out of a submission by the questions' meaning, never by their ids.</summary>
    public static ApplicantInterests Of(FormDefinition form, FrozenContent content, string applicantName, string? applicantCreditCode)
    {
        var names = new List<string> { applicantName };
        var codes = new List<string>();
        if (applicantCreditCode is not null)
        {
            codes.Add(applicantCreditCode);
        }

        var coaching = new List<string>();
        var partners = new List<(string, string)>();
        foreach (var section in form.Sections)
        {
            if (!content.Sections.TryGetValue(section.Id, out var answers))
            {
                continue;
            }

            foreach (var question in section.Questions)
            {
                if (question.Fact is not { } fact || !answers.Values.TryGetValue(question.Id, out var node))
                {
                    continue;
                }

                var texts = Texts(node).ToList();
                switch (fact)
                {
                    case Fact.ApplicantName or Fact.Employer:
                        names.AddRange(texts);
                        break;
                    case Fact.CreditCode or Fact.EmployerCreditCode:
                        codes.AddRange(texts);
                        break;
                    case Fact.CoachingDisclosure:
                        coaching.AddRange(texts);
                        break;
                    case Fact.Competitors:
                        partners.AddRange(texts.Select(t => ("竞争对手", t)));
                        break;
                    case Fact.Suppliers:
                        partners.AddRange(texts.Select(t => ("供应商", t)));
                        break;
                    case Fact.Customers:
                        partners.AddRange(texts.Select(t => ("顾客", t)));
                        break;
                }
            }
        }

        return new ApplicantInterests([.. names.Distinct(StringComparer.Ordinal)], [.. codes.Distinct(StringComparer.Ordinal)], coaching, partners);
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Texts),
        JsonObject row => row.Where(p => !string.Equals(p.Key, Answers.RowKey, StringComparison.Ordinal)).SelectMany(p => Texts(p.Value)),
        JsonValue value when value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) => [text.Trim()],
        _ => [],
    };
}

/// <summary>Computes possible interests (回避核对). A hit is shown to the expert and the office; a person decides.</summary>
public static class ConflictCheck
{
    /// <summary>One Chinese sentence per hit; empty: nothing found.</summary>
    public static IReadOnlyList<string> Hits(Expert expert, ApplicantInterests applicant)
    {
        var hits = new List<string>();
        if (applicant.Names.Any(n => Same(n, expert.EmployerName)))
        {
            hits.Add("您的工作单位与申报人（或其所在单位）名称相同。");
        }
        else if (expert.EmployerCreditCode is { } code && applicant.CreditCodes.Any(c => Same(c, code)))
        {
            hits.Add("您的工作单位与申报人（或其所在单位）的统一社会信用代码相同。");
        }

        if (applicant.Coaching.Any(c => Names(c, expert.Name)))
        {
            hits.Add("申报人在辅导、咨询情况披露中列有与您同名的专家。");
        }

        if (applicant.Coaching.Any(c => Contains(c, expert.EmployerName)))
        {
            hits.Add("申报人在辅导、咨询情况披露中列有您的工作单位。");
        }

        hits.AddRange(applicant.Partners.Where(p => Same(p.Name, expert.EmployerName)).Select(p => p.What).Distinct(StringComparer.Ordinal)
            .Select(what => $"您的工作单位被申报人列为{what}。"));
        return hits;
    }

    private static bool Same(string a, string b) => string.Equals(Plain(a), Plain(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>A free text names somebody when the name stands in it as written.</summary>
    private static bool Contains(string text, string name) => Plain(name).Length >= 4 && Plain(text).Contains(Plain(name), StringComparison.OrdinalIgnoreCase);

    private static bool Names(string text, string person) => Plain(person).Length >= 2 && Plain(text).Contains(Plain(person), StringComparison.Ordinal);

    /// <summary>Without spaces and with brackets of one width, as names are typed differently.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c)).Select(c => c switch { '(' => '（', ')' => '）', _ => c }));
}
