using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Eligibility;

namespace QualityAward.Web.Commands.Demo;

/// <summary>
/// What the office's two persons find in the eligibility review (资格审查演示): a condition on which rules and notice differ, overridden by one and waiting for the other, and
/// findings of a re-check that keep a round from its public notice.
/// </summary>
internal static class DemoReviews
{
    private const string First = "office-lyg";
    private const string Second = "office-lyg-2";

    /// <param name="nominee">Application in the eligibility review whose failed sampling lies between two and three years back.</param>
    public static async Task PlayAsync(DemoStage stage, Guid nominee)
    {
        stage.On(2022, 5, 31, 14);
        var application = await stage.ReadAsync(db => db.Applications.AsNoTracking().Include(a => a.Submissions).SingleAsync(a => a.Id == nominee, stage.Cancel));
        var rules = await stage.DoAsync<RoundRulesReader, RoundRules>(Second, (o, _) => o.GetAsync(application, stage.Cancel));
        var evaluated = await stage.DoAsync<EvaluateConditions, EvaluatedConditions>(Second, (o, _) => o.RunAsync(application, rules, stage.Cancel));
        List<ConditionAnswer> answers =
        [
            .. evaluated.Verdicts.Where(v => v.IsPlain).Select(v => new ConditionAnswer(v.ConditionCode, v.Outcome, null)),
            .. evaluated.Verdicts.Where(v => v.Outcome == VerdictOutcome.NotMet)
                .Select(v => new ConditionAnswer(v.ConditionCode, VerdictOutcome.Met, "抽查不合格发生在2019年11月，《办法》第八条第（六）项规定为近2年，通知规定为近3年；企业已整改并经复查合格，拟按《办法》认定符合。")),
        ];
        await stage.DoAsync<ConfirmCondition>(Second, (o, a) => o.RunAsync(nominee, answers, null, a, stage.Cancel));
        await stage.DoAsync<RecheckEligibility, RecheckResult>(First, (o, a) => o.RunAsync(a, stage.Cancel));
    }
}
