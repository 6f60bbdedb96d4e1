using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>Where and as what an organisation is registered (登记注册), read off its 统一社会信用代码.</summary>
internal sealed class RegistrationTest(RegistrationCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        if (Case.Text(condition.CreditCode) is not { } typed)
        {
            return Finding.Open($"尚未填写“{Case.Label(condition.CreditCode)}”");
        }

        var code = CreditCode.Normalise(typed);
        if (CreditCode.Problem(code) is { } problem)
        {
            return Finding.Open($"“{Case.Label(condition.CreditCode)}”有误：{problem.TrimEnd('。')}");
        }

        var says = $"{Case.Label(condition.CreditCode)} {code}：登记为{CreditCode.BodyOf(code)}";
        if (condition.LegalPerson && CreditCode.IsIndividualBusiness(code))
        {
            return Finding.NotMet($"{says}，不具有法人资格");
        }

        if (condition.Doubtful.Any(d => code.StartsWith(d, StringComparison.Ordinal)))
        {
            return Finding.Open($"{says}，须核实{condition.Doubt}");
        }

        var (inside, place) = Place(code);
        var address = condition.Address is { } reference && Case.Text(reference) is { } text ? $"；{Case.Label(reference)}：{text}" : "";
        var files = condition.Proof is null ? 0 : Case.Files(condition.Proof);
        var proof = condition.Proof is null ? "" : files > 0 ? $"；“{Case.Label(condition.Proof)}”附件 {files} 个" : $"；尚未上传“{Case.Label(condition.Proof)}”";
        var all = $"{says}{place}{address}{proof}";
        return !inside ? Finding.Open($"{all}，须核对现行登记机关和住所") : condition.Proof is not null && files == 0 ? Finding.Open(all) : Finding.Met(all);
    }

    /// <summary>An organisation keeps its code when it moves, and a higher office may register it: the code alone refuses nobody.</summary>
    private (bool Inside, string Text) Place(string code)
    {
        if (condition.Division is not { } division)
        {
            return (true, "");
        }

        var registered = CreditCode.DivisionOf(code);
        if (registered.StartsWith(division, StringComparison.Ordinal))
        {
            return (true, $"，登记机关行政区划代码 {registered}，属{condition.Area}");
        }

        var named = condition.Address is { } address && Case.Text(address)?.Contains(condition.Area!, StringComparison.Ordinal) == true;
        // Zeros stand for the places below: 320000 is the province's own office, 100000 the state's.
        var digits = registered.TrimEnd('0');
        var above = division.StartsWith(digits, StringComparison.Ordinal) || string.Equals(registered, CreditCode.StateDivision, StringComparison.Ordinal);
        return (above && named, $"，登记机关行政区划代码 {registered}，{(above ? $"为{condition.Area}的上级登记机关" : $"不属{condition.Area}")}");
    }
}
