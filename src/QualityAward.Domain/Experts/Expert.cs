using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Experts;

/// <summary>A reviewer in the pool of an office (评审专家), known by the account. Employer and speciality are what recusal and the choice of panels go by.</summary>
public sealed class Expert : AggregateRoot
{
    private Expert()
    {
    }

    public string Name { get; private init; } = "";

    /// <summary>工作单位.</summary>
    public string EmployerName { get; private set; } = "";

    /// <summary>统一社会信用代码 of the employer; null where it has none or it is not known.</summary>
    public string? EmployerCreditCode { get; private set; }

    /// <summary>职务、职称.</summary>
    public string Title { get; private set; } = "";

    /// <summary>专业领域.</summary>
    public IReadOnlyList<string> Specialities { get; private set; } = [];

    /// <summary>Office whose pool it is.</summary>
    public string AuthorityCode { get; private init; } = "";

    public DateTimeOffset RegisteredAt { get; private init; }

    /// <param name="accountId">The account, which becomes the expert's id.</param>
    public static Expert Register(
        Guid accountId, string name, string employerName, string? employerCreditCode, string title, IReadOnlyList<string> specialities, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageExperts);
        var problems = new List<InputProblem>();
        if (string.IsNullOrWhiteSpace(employerName))
        {
            problems.Add(new InputProblem("Input.EmployerName", "请填写工作单位，回避检查以此为准。"));
        }

        if (string.IsNullOrWhiteSpace(title))
        {
            problems.Add(new InputProblem("Input.Title", "请填写职务或职称。"));
        }

        var fields = specialities.Select(s => s.Trim()).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (fields.Count == 0)
        {
            problems.Add(new InputProblem("Input.Specialities", "请至少填写一个专业领域。"));
        }

        if (!string.IsNullOrWhiteSpace(employerCreditCode) && CreditCode.Problem(employerCreditCode) is { } wrong)
        {
            problems.Add(new InputProblem("Input.EmployerCreditCode", wrong));
        }

        InvalidInputException.ThrowIfAny(problems);
        var expert = new Expert
        {
            Id = accountId, Name = name, EmployerName = employerName.Trim(), EmployerCreditCode = string.IsNullOrWhiteSpace(employerCreditCode) ? null : CreditCode.Normalise(employerCreditCode),
            Title = title.Trim(), Specialities = fields, AuthorityCode = actor.AuthorityCode ?? "", RegisteredAt = now,
        };
        expert.Record(new CaseEvent(accountId, "RegisterExpert", actor, now, $"登记评审专家：{name}"));
        return expert;
    }
}
