using System.Globalization;
using System.Text.Json.Nodes;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Eligibility;

/// <summary>What the conditions are tested against (审查依据): frozen or draft answers, files, registers, opinions and the days that count.</summary>
/// <param name="Sections">Answers by section id.</param>
/// <param name="FileCounts">Number of files by <c>section.question</c>.</param>
/// <param name="Registers">What the registers know.</param>
/// <param name="ClosesOn">Closing date of the round.</param>
/// <param name="SubmittedOn">Day of submission; today for a draft.</param>
/// <param name="Opinions">Department opinions gathered so far; empty before the recommendation.</param>
public sealed record ConditionFacts(
    IReadOnlyDictionary<string, Answers> Sections,
    IReadOnlyDictionary<string, int> FileCounts,
    RegisterFacts Registers,
    DateOnly ClosesOn,
    DateOnly SubmittedOn,
    IReadOnlyList<OpinionFact> Opinions)
{
    /// <summary>The day of a re-check, on which certificates must still be in force; null: the closing date counts.</summary>
    public DateOnly? CheckedOn { get; init; }
}

/// <summary>
/// Tests the eligibility conditions of a track (资格条件审查). The verdicts are proposals with their facts; applicant and office see the same ones.
/// </summary>
public static class ConditionEvaluator
{
    /// <summary>Value of a yes/no answer that says yes.</summary>
    public const string Yes = "yes";

    /// <summary>Value of a yes/no answer that says no.</summary>
    public const string No = "no";

    /// <summary>One verdict per condition, in the pack's order.</summary>
    public static IReadOnlyList<Verdict> Evaluate(RoundRules rules, Track track, ConditionFacts facts)
    {
        var definition = rules.Track(track);
        var verdicts = definition.Conditions.Select(c => new Test(rules, definition.Form, facts, c).Run()).ToList();
        for (var i = 0; i < verdicts.Count; i++)
        {
            if (definition.Conditions[i].DiffersFrom is { } other && verdicts.FindIndex(v => string.Equals(v.ConditionCode, other, StringComparison.Ordinal)) is >= 0 and var j)
            {
                var (a, b) = (verdicts[i], verdicts[j]);
                verdicts[i] = a with { Note = Differs(a, b) };
                verdicts[j] = b with { Note = Differs(b, a) };
            }
        }

        return verdicts;
    }

    /// <summary>Both stand; which one decides is for the office to say. Nothing is said while neither is met.</summary>
    private static string? Differs(Verdict one, Verdict other) => one.Outcome == other.Outcome || (one.Outcome != VerdictOutcome.Met && other.Outcome != VerdictOutcome.Met)
        ? null
        : $"{other.Clause}对同一事项另有规定：“{other.Text}”，按该规定为“{VerdictOutcomes.NameOf(other.Outcome)}”。两处规定不一致，由办公室确认并写明理由。";

    /// <summary>Severity in Chinese (事故等级).</summary>
    public static string NameOf(Severity severity) => severity switch
    {
        Severity.Ordinary => "一般",
        Severity.Considerable => "较大",
        Severity.Major => "重大",
        Severity.Extraordinary => "特别重大",
    };

    /// <summary>Ground of a bar in Chinese (限制申报事由).</summary>
    public static string NameOf(BarGround ground) => ground switch
    {
        BarGround.FalseMaterial => "申报中提供虚假材料",
        BarGround.FraudRevoked => "骗取荣誉被撤销",
        BarGround.AccidentRevoked => "获奖后发生事故被撤销",
        BarGround.Winner => "已获奖",
    };

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One condition against the facts.</summary>
    private sealed class Test(RoundRules rules, FormDefinition form, ConditionFacts facts, Condition condition)
    {
        private const int LongestInput = 80;

        /// <summary>What the registers and departments said; the answers are put before them.</summary>
        private readonly List<VerdictInput> _found = [];

        private readonly record struct Finding(VerdictOutcome Outcome, string Facts);

        public Verdict Run()
        {
            var (outcome, text) = Applies() ?? condition switch
            {
                MinimumYearsCondition c => MinimumYears(c),
                PeriodYearsCondition c => PeriodYears(c),
                CertificateCondition c => Certificate(c),
                CleanRecordCondition c => CleanRecord(c),
                TrendCondition c => Trend(c),
                JudgementCondition c => Judgement(c),
                RegistryCondition c => Registry(c),
                GroupScopeCondition c => GroupScope(c),
                AnyOfCondition c => AnyOf(c),
                HonourCondition c => Honour(c),
                RecentAwardCondition c => RecentAward(c),
                _ => throw new InvalidOperationException($"No test for {condition.GetType().Name}."),
            };
            return new Verdict(condition.Code, condition.Text, outcome, text, rules.Cite(condition.Clause), condition.Hard)
            {
                Inputs = [.. ConditionReferences.Of(condition).Select(Input).OfType<VerdictInput>(), .. _found],
            };
        }

        /// <summary>An answer as it was read; null for a question that this form does not ask.</summary>
        private VerdictInput? Input(string reference)
        {
            if (form.Find(reference) is not { } question)
            {
                return null;
            }

            var value = question switch
            {
                FileQuestion or PhotoQuestion => facts.FileCounts.GetValueOrDefault(reference) is > 0 and var files ? $"附件 {files} 个" : null,
                TableQuestion => Rows(reference) is { Count: > 0 } rows ? $"已填 {rows.Count} 行" : null,
                YesNoQuestion or ChoiceQuestion or MultiChoiceQuestion => Choices(reference) is { Count: > 0 } chosen ? ChoiceText(reference, chosen) : null,
                _ => Text(reference),
            };
            return new VerdictInput(VerdictSource.Answer, question.Label, value is null ? "未填写" : question.Personal ? "已填写" : value.Length > LongestInput ? value[..LongestInput] + "…" : value, reference);
        }

        private void Found(VerdictSource source, string label, string value) => _found.Add(new VerdictInput(source, label, value));

        /// <summary>Null when the condition speaks of this applicant.</summary>
        private Finding? Applies()
        {
            if (condition.When is not { } when)
            {
                return null;
            }

            if (Choices(when.Answer) is not { Count: > 0 } given)
            {
                return Open($"尚未填写“{Label(when.Answer)}”，不能判断本条是否适用");
            }

            return given.Contains(when.Is, StringComparer.Ordinal) ? null : new Finding(VerdictOutcome.NotApplicable, $"“{Label(when.Answer)}”为“{ChoiceText(when.Answer, given)}”，本条不适用");
        }

        private Finding MinimumYears(MinimumYearsCondition c)
        {
            var asOf = AsOfDay(c.AsOf);
            if (TypedDate.Parse(Text(c.Since)) is not { } since)
            {
                return Open($"尚未填写“{Label(c.Since)}”，要求 ≥ {c.Years} 年");
            }

            if (since.First > asOf)
            {
                return NotMet($"{c.SinceText} {since.Text}，晚于 {Day(asOf)}，要求 ≥ {c.Years} 年");
            }

            if (since.First == since.Last)
            {
                var text = $"{c.SinceText} {since.Text}，至 {Day(asOf)} 已 {CalendarSpan.Between(since.First, asOf).Text}，要求 ≥ {c.Years} 年";
                return since.First.AddYears(c.Years) <= asOf ? Met(text) : NotMet($"{text}，满 {c.Years} 年之日为 {Day(since.First.AddYears(c.Years))}");
            }

            // Only the month is known: the last day decides for "met", the first for "not met", in between a document must show the day.
            if (since.Last.AddYears(c.Years) <= asOf)
            {
                return Met($"{c.SinceText} {since.Text}，自该月末日起算，至 {Day(asOf)} 已 {CalendarSpan.Between(since.Last, asOf).Text}，要求 ≥ {c.Years} 年");
            }

            var months = $"{c.SinceText} {since.Text}，自该月首日起算，至 {Day(asOf)} 已 {CalendarSpan.Between(since.First, asOf).Text}，要求 ≥ {c.Years} 年";
            return since.First.AddYears(c.Years) > asOf ? NotMet(months) : Open($"{months}；须核对当月的具体日期");
        }

        /// <summary>Days of periods count with both ends; overlaps count once, adjoining periods are one.</summary>
        private Finding PeriodYears(PeriodYearsCondition c)
        {
            var asOf = AsOfDay(c.AsOf);
            var rows = Rows(c.Table);
            if (rows.Count == 0)
            {
                return Open($"尚未填写“{Label(c.Table)}”，要求累计 ≥ {c.Years} 年");
            }

            var periods = new List<(DateOnly From, DateOnly End)>();
            var unreadable = 0;
            foreach (var row in rows)
            {
                var to = row.GetValueOrDefault(c.ToColumn) ?? "";
                var end = to.Length == 0 ? new TypedDate(asOf, DateOnly.MaxValue, "至今") : TypedDate.Parse(to);
                if (TypedDate.Parse(row.GetValueOrDefault(c.FromColumn)) is not { } from || end is not { } until || until.Last < from.First)
                {
                    unreadable++;
                }
                else if (from.First <= asOf)
                {
                    periods.Add((from.First, (until.Last < asOf ? until.Last : asOf).AddDays(1)));
                }
            }

            var merged = new List<(DateOnly From, DateOnly End)>();
            foreach (var period in periods.OrderBy(p => p.From))
            {
                if (merged.Count > 0 && period.From <= merged[^1].End)
                {
                    merged[^1] = (merged[^1].From, period.End > merged[^1].End ? period.End : merged[^1].End);
                }
                else
                {
                    merged.Add(period);
                }
            }

            // Separate periods are laid end to end on the calendar of the first.
            var start = merged.Count == 0 ? asOf : merged[0].From;
            var total = CalendarSpan.Between(start, merged.Aggregate(start, (day, p) => CalendarSpan.Between(p.From, p.End).From(day)));
            var shown = merged.Count == 0 ? "没有可计算的时段" : string.Join('、', merged.Select(p => $"{Day(p.From)} 至 {Day(p.End.AddDays(-1))}"));
            var text = $"共填 {rows.Count} 段，重叠部分只计一次：{shown}，截至 {Day(asOf)} 累计 {total.Text}，要求 ≥ {c.Years} 年";
            if (total.AtLeastYears(c.Years))
            {
                return Met(text);
            }

            return unreadable > 0 ? Open($"{text}；另有 {unreadable} 段起止时间不全或起止颠倒，未计入") : NotMet(text);
        }

        private Finding Certificate(CertificateCondition c)
        {
            var filled = c.AnyOf.Where(IsFilled).ToList();
            if (filled.Count == 0)
            {
                return NotMet($"未填写{Labels(c.AnyOf)}");
            }

            var declared = string.Join('，', filled.Select(a => Text(a) is { Length: <= 60 } value ? $"{Label(a)}：{value}" : $"已填写“{Label(a)}”"));
            if (Expired(c) is { } expired)
            {
                return Open($"{declared}；{expired}");
            }

            if (c.Proof is null)
            {
                return Met(declared);
            }

            var files = facts.FileCounts.GetValueOrDefault(c.Proof);
            return files > 0 ? Met($"{declared}；“{Label(c.Proof)}”附件 {files} 个") : Open($"{declared}；尚未上传“{Label(c.Proof)}”");
        }

        /// <summary>What has run out, when nothing listed is in force on the day that counts; without a list, or with an open end, nothing is said.</summary>
        private string? Expired(CertificateCondition c)
        {
            if (c.InForce is null || form.Find(c.InForce) is not GrowingTableQuestion table || table.Columns.FirstOrDefault(x => x.Validity == ValidityEnd.To) is not { } until)
            {
                return null;
            }

            var ends = Rows(c.InForce).Where(r => r.Any(cell => cell.Value.Length > 0)).Select(r => TypedDate.Parse(r.GetValueOrDefault(until.Id))).ToList();
            return ends.Count == 0 || ends.Exists(e => e is null || e.Value.Last >= LastDay) ? null : $"所列证书均已到期，最晚至 {Day(ends.Max(e => e!.Value.Last))}，须核对现行有效的证书";
        }

        /// <summary>Named awards only; a month counts with its days, in between a document must show the day.</summary>
        private Finding RecentAward(RecentAwardCondition c)
        {
            var from = facts.ClosesOn.AddYears(-c.Years);
            var names = string.Join('、', c.Awards);
            var rows = Rows(c.Table).Where(r => c.Awards.Any(a => r.GetValueOrDefault(c.NameColumn)?.Contains(a, StringComparison.Ordinal) == true)).ToList();
            if (rows.Count == 0)
            {
                return NotMet($"“{Label(c.Table)}”中没有填写{names}，要求 {Day(from)} 以来获得");
            }

            var outcome = VerdictOutcome.NotMet;
            var says = new List<string>();
            foreach (var row in rows)
            {
                var title = row[c.NameColumn];
                var (one, text) = TypedDate.Parse(row.GetValueOrDefault(c.WonColumn)) switch
                {
                    null => (VerdictOutcome.NeedsEvidence, "获得时间未填写"),
                    { } won when won.First > facts.ClosesOn => (VerdictOutcome.NotMet, $"{won.Text} 获得，晚于申报截止日"),
                    { } won when won.First >= from => (VerdictOutcome.Met, $"{won.Text} 获得"),
                    { } won when won.Last >= from => (VerdictOutcome.NeedsEvidence, $"{won.Text} 获得，须核对具体日期"),
                    { } won => (VerdictOutcome.NotMet, $"{won.Text} 获得，早于 {Day(from)}"),
                };
                says.Add($"{title}：{text}");
                outcome = Verdict.WeightOf(one) < Verdict.WeightOf(outcome) ? one : outcome;
            }

            return new Finding(outcome, $"{string.Join('；', says)}；要求 {Day(from)} 至 {Day(facts.ClosesOn)} 期间获得{names}");
        }

        private Finding CleanRecord(CleanRecordCondition c)
        {
            var from = facts.ClosesOn.AddYears(-c.Years);
            var says = new List<string> { $"期间 {Day(from)} 至 {Day(facts.ClosesOn)}{(c.Threshold is { } t ? $"，{NameOf(t)}及以上计入" : "")}" };
            var worst = Worst(Worst(Declarations(c, from, says), Opinions(c, says)), Incidents(c, from, says));
            return new Finding(worst, string.Join('；', says));
        }

        private VerdictOutcome Declarations(CleanRecordCondition c, DateOnly from, List<string> says)
        {
            if (c.DeclarationTable is null)
            {
                return VerdictOutcome.Met;
            }

            var outcome = VerdictOutcome.Met;
            var rows = Rows(c.DeclarationTable);
            var noted = 0;
            var asked = form.Find(c.DeclarationTable) is FixedTableQuestion table ? table.Years : c.Years;
            var expected = Enumerable.Range(rules.Round.Year - asked, asked).Where(y => y >= from.Year).ToList();
            foreach (var wanted in c.DeclarationRows)
            {
                var row = rows.FirstOrDefault(r => string.Equals(r.GetValueOrDefault(Answers.RowKey), wanted, StringComparison.Ordinal));
                var name = RowLabel(c.DeclarationTable, wanted);
                var years = row is null ? [] : YearCells(row).Concat(CurrentCells(c.DeclarationTable, row)).Where(y => y.Year >= from.Year && y.Year <= facts.ClosesOn.Year).OrderBy(y => y.Year).ToList();
                if (years.Exists(y => y.Value.Length == 0) || expected.Any(e => !years.Exists(y => y.Year == e)))
                {
                    outcome = Worst(outcome, VerdictOutcome.NeedsEvidence);
                    says.Add($"“{name}”的逐年申明未填全");
                    noted++;
                }

                foreach (var (year, _) in years.Where(y => string.Equals(y.Value, Yes, StringComparison.Ordinal)))
                {
                    noted++;
                    if (c.Threshold is { } threshold)
                    {
                        // The declaration says that there was one, not how grave it was.
                        outcome = Worst(outcome, VerdictOutcome.NeedsEvidence);
                        says.Add($"{year} 年申明有“{name}”记录，须核实是否达到{NameOf(threshold)}");
                    }
                    else if (year == from.Year && from > new DateOnly(year, 1, 1))
                    {
                        outcome = Worst(outcome, VerdictOutcome.NeedsEvidence);
                        says.Add($"{year} 年申明有“{name}”记录，须核实是否发生在 {Day(from)} 之后");
                    }
                    else
                    {
                        outcome = VerdictOutcome.NotMet;
                        says.Add($"{year} 年申明有“{name}”记录");
                    }
                }
            }

            if (noted == 0)
            {
                says.Add("申报人逐年申明无此类记录");
            }

            return outcome;
        }

        private VerdictOutcome Opinions(CleanRecordCondition c, List<string> says)
        {
            var outcome = VerdictOutcome.Met;
            var missing = new List<string>();
            foreach (var kind in c.Departments)
            {
                var given = facts.Opinions.Where(o => string.Equals(o.Kind, kind, StringComparison.Ordinal)).ToList();
                if (given.Count == 0)
                {
                    missing.Add(DepartmentName(kind));
                }

                foreach (var opinion in given)
                {
                    outcome = Worst(outcome, Opinion(c, opinion, says));
                }
            }

            if (missing.Count > 0)
            {
                says.Add($"{string.Join('、', missing)}意见尚未取得");
                outcome = Worst(outcome, VerdictOutcome.NeedsEvidence);
            }

            return outcome;
        }

        private VerdictOutcome Opinion(CleanRecordCondition c, OpinionFact opinion, List<string> says)
        {
            var by = $"{opinion.DepartmentName}（{Day(opinion.GivenOn)}）";
            var (outcome, text) = opinion.Finding switch
            {
                OpinionFinding.Clear => (VerdictOutcome.Met, "无不良记录"),
                OpinionFinding.CannotSay => (VerdictOutcome.NeedsEvidence, "无法核实"),
                OpinionFinding.Adverse when opinion.Concerns.Count > 0 && !opinion.Concerns.Contains(c.Code, StringComparer.Ordinal) => (VerdictOutcome.Met, "所列不良记录与本条无关"),
                OpinionFinding.Adverse => (c.Threshold, opinion.Severity) switch
                {
                    (null, _) => (VerdictOutcome.NotMet, "有不良记录"),
                    ({ } threshold, null) => (VerdictOutcome.NeedsEvidence, $"有不良记录，未注明等级，须核实是否达到{NameOf(threshold)}"),
                    ({ } threshold, { } severity) when severity >= threshold => (VerdictOutcome.NotMet, $"有不良记录，等级为{NameOf(severity)}"),
                    (_, { } severity) => (VerdictOutcome.Met, $"不良记录等级为{NameOf(severity)}，未达到计入标准"),
                },
            };
            says.Add($"{by}：{text}");
            Found(VerdictSource.Opinion, opinion.DepartmentName, $"{Day(opinion.GivenOn)}：{text}");
            return outcome;
        }

        /// <summary>What stands in the incident register within the window; both ends count. A re-check also sees what happened since.</summary>
        private VerdictOutcome Incidents(CleanRecordCondition c, DateOnly from, List<string> says)
        {
            var outcome = VerdictOutcome.Met;
            foreach (var incident in facts.Registers.Incidents.Where(i => c.Incidents.Contains(i.Kind) && i.OccurredOn >= from && i.OccurredOn <= LastDay).OrderBy(i => i.OccurredOn))
            {
                var entry = $"登记簿：{Day(incident.OccurredOn)} {IncidentKinds.NameOf(incident.Kind)}（{incident.Source}）{(incident.OccurredOn > facts.ClosesOn ? "，发生在申报截止日之后" : "")}";
                var (found, text) = (c.Threshold, incident.Severity) switch
                {
                    (null, null) => (VerdictOutcome.NotMet, entry),
                    (null, { } severity) => (VerdictOutcome.NotMet, $"{entry}，等级为{NameOf(severity)}"),
                    ({ } threshold, null) => (VerdictOutcome.NeedsEvidence, $"{entry}，未注明等级，须核实是否达到{NameOf(threshold)}"),
                    ({ } threshold, { } severity) when severity >= threshold => (VerdictOutcome.NotMet, $"{entry}，等级为{NameOf(severity)}"),
                    (_, { } severity) => (VerdictOutcome.Met, $"{entry}，等级为{NameOf(severity)}，未达到计入标准"),
                };
                outcome = Worst(outcome, found);
                says.Add(text);
                Found(VerdictSource.Register, "不良记录登记簿", text);
            }

            return outcome;
        }

        private Finding Trend(TrendCondition c)
        {
            var rows = Rows(c.Table);
            var numerator = Numbers(rows, c.NumeratorRow);
            var denominator = Numbers(rows, c.DenominatorRow);
            var years = numerator.Keys.Intersect(denominator.Keys).Where(y => denominator[y] > 0).Order().ToList();
            var wanted = form.Find(c.Table) is FixedTableQuestion table ? table.Years : 3;
            if (years.Count < wanted)
            {
                return Open($"“{Label(c.Table)}”逐年数据不全，不能比较趋势");
            }

            var shares = string.Join('，', years.Select(y => string.Create(CultureInfo.InvariantCulture, $"{y} 年 {numerator[y]:0.##}/{denominator[y]:0.##} = {numerator[y] / denominator[y] * 100m:0.00}%")));
            // Shares are compared as fractions, so rounding decides nothing.
            var rising = years.Zip(years.Skip(1)).All(p => numerator[p.First] * denominator[p.Second] < numerator[p.Second] * denominator[p.First]);
            return rising ? Met($"{shares}，逐年上升") : NotMet($"{shares}，未逐年上升");
        }

        private Finding Judgement(JudgementCondition c)
        {
            var filled = c.Evidence.Count(IsFilled);
            var files = c.Evidence.Sum(e => facts.FileCounts.GetValueOrDefault(e));
            return Open(c.Evidence.Count == 0
                ? "由质量奖办公室研判"
                : $"由质量奖办公室研判；佐证内容 {c.Evidence.Count} 项中已填写 {filled} 项{(files > 0 ? $"，附件 {files} 个" : "")}");
        }

        private Finding Registry(RegistryCondition c) => c.Check switch
        {
            RegistryCheck.NotBarred => NotBarred(),
            RegistryCheck.NotRecentWinner => NotRecentWinner(),
            RegistryCheck.OneApplication => OneApplication(),
            RegistryCheck.NotWithHead => NotWithHead(),
        };

        private Finding OneApplication()
        {
            var others = facts.Registers.OtherApplications;
            var group = facts.Registers.GroupApplications;
            Found(VerdictSource.Register, "本届申报登记", others.Count + group.Count == 0 ? "没有其他申报" : string.Join('、', others.Concat(group)));
            return others.Count > 0 ? NotMet($"同一申报主体本届另有申报：{string.Join('、', others)}")
                // No document forbids it; whoever applies in the name of the group covers the others.
                : group.Count > 0 ? Open($"同一申报主体本届没有其他申报；同一集团内另有申报：{string.Join('、', group)}，须核实是否为同一内容")
                : Met("同一申报主体本届没有其他申报");
        }

        /// <summary>Somebody else's word alone refuses nobody: the office looks at it.</summary>
        private Finding NotWithHead()
        {
            if (facts.Registers.HeadApplications is not { Count: > 0 } found)
            {
                return Met("本届没有发现组织与其主要管理者同时申报");
            }

            foreach (var other in found)
            {
                Found(VerdictSource.Register, "本届申报登记", $"回执编号 {other.Number}");
            }

            var says = string.Join('；', found.Select(f => $"本届已有{(f.Organisation is null ? "个人申报" : $"“{f.Organisation}”的组织申报")}（回执编号 {f.Number}），{(f.Tie, f.Organisation) switch
            {
                (HeadTie.IdNumber, null) => "申报人的身份证号与本组织法定代表人一致",
                (HeadTie.IdNumber, _) => "其法定代表人的身份证号与申报人一致",
                (HeadTie.OwnWord, _) => "申报人填写为该组织负责人，统一社会信用代码一致",
                (HeadTie.Register, null) => "主体登记簿中申报人为本组织负责人",
                (HeadTie.Register, _) => "主体登记簿中申报人为该组织负责人",
                (HeadTie.OtherWord, null) => "其申报表填写为本组织负责人，须核实",
                (HeadTie.OtherWord, _) => "须核实",
            }}"));
            return found.Any(f => f.Tie != HeadTie.OtherWord) ? NotMet(says) : Open(says);
        }

        private Finding NotBarred()
        {
            // Winners have a condition of their own. What was imposed after the closing date counts too: the case is not decided yet.
            var barred = Barred(facts.Registers.Bars);
            Found(VerdictSource.Register, "限制申报登记簿", facts.Registers.Bars.Count == 0 ? "没有记录" : $"记录 {facts.Registers.Bars.Count} 条，其中在限制期内 {barred.Count} 条");
            return barred.Count == 0 ? Met($"登记簿中没有覆盖申报截止日 {Day(facts.ClosesOn)} 的限制申报记录") : NotMet(string.Join('；', barred));
        }

        private List<string> Barred(IReadOnlyList<BarFact> bars) =>
            [.. bars.Where(b => b.Ground != BarGround.Winner && b.From <= LastDay && facts.ClosesOn <= b.Until).Select(b =>
                $"{NameOf(b.Ground)}，自 {Day(b.From)} 至 {Day(b.Until)} 限制申报（{b.Clause}），{(b.From > facts.ClosesOn ? $"申报截止日 {Day(facts.ClosesOn)} 之后作出" : $"申报截止日 {Day(facts.ClosesOn)} 在限制期内")}")];

        private Finding NotRecentWinner()
        {
            var rule = rules.Pack.Bars.FirstOrDefault(b => b.Ground == BarGround.Winner);
            if (rule is null)
            {
                return Met("本奖项未规定获奖后的限制申报年限");
            }

            Found(VerdictSource.Register, "获奖名册", facts.Registers.Wins.Count == 0 ? "没有本奖项的获奖记录" : string.Join('、', facts.Registers.Wins.Select(w => $"{w.AwardYear} 年度{w.TierName}")));
            var binding = facts.Registers.Wins.Where(w => rule.Tiers.Count == 0 || rule.Tiers.Contains(w.TierCode, StringComparer.Ordinal)).OrderBy(w => w.DecidedOn).ToList();
            if (binding.Count == 0)
            {
                return Met("获奖名册中没有须限制申报的获奖记录");
            }

            var outcome = VerdictOutcome.Met;
            var says = new List<string>();
            foreach (var win in binding)
            {
                var title = $"{win.AwardYear} 年度{win.TierName}";
                if (!win.Verified)
                {
                    outcome = Worst(outcome, VerdictOutcome.NeedsEvidence);
                    says.Add($"{title}，历史记录待核实{(win.DecidedOn is { } told ? $"（所载决定日 {Day(told)}）" : "")}，须核实是否已满 {rule.Years} 年");
                    continue;
                }

                if (win.DecidedOn is not { } decided)
                {
                    outcome = Worst(outcome, VerdictOutcome.NeedsEvidence);
                    says.Add($"{title}，决定日期不详，须核实是否已满 {rule.Years} 年");
                    continue;
                }

                var free = decided.AddYears(rule.Years);
                var barred = free > facts.ClosesOn;
                outcome = barred ? VerdictOutcome.NotMet : outcome;
                says.Add($"{title}，决定日 {Day(decided)} + {rule.Years} 年 = {Day(free)}，{(barred ? "晚于" : "不晚于")}申报截止日 {Day(facts.ClosesOn)}");
            }

            return new Finding(outcome, string.Join('；', says));
        }

        private Finding GroupScope(GroupScopeCondition c)
        {
            switch (Text(c.IsGroup))
            {
                case null:
                    return Open($"尚未填写“{Label(c.IsGroup)}”");
                case var group when !string.Equals(group, Yes, StringComparison.Ordinal):
                    return new Finding(VerdictOutcome.NotApplicable, "不以集团名义申报，本条不适用");
            }

            var rows = Rows(c.Holdings);
            if (rows.Count == 0)
            {
                return Open($"以集团名义申报，尚未填写“{Label(c.Holdings)}”");
            }

            var name = (form.Find(c.Holdings) as GrowingTableQuestion)?.Columns[0].Id;
            var checkedRows = rows.Select(r => (Name: NameOfRow(r, name), Finding: Holding(c, r))).ToList();
            foreach (var (holding, finding) in checkedRows)
            {
                Found(VerdictSource.Answer, holding, $"{VerdictOutcomes.NameOf(finding.Outcome)}：{finding.Facts}");
            }

            var failing = checkedRows.Where(r => r.Finding.Outcome == VerdictOutcome.NotMet).ToList();
            var open = checkedRows.Where(r => r.Finding.Outcome == VerdictOutcome.NeedsEvidence).ToList();
            var parts = new List<string>();
            if (failing.Count > 0)
            {
                parts.Add($"{rows.Count} 家控股组织中 {failing.Count} 家不符合所列条件：{string.Join('；', failing.Select(r => $"{r.Name}（{r.Finding.Facts}）"))}");
            }

            if (open.Count > 0)
            {
                parts.Add($"{rows.Count} 家控股组织中 {open.Count} 家须核实：{string.Join('；', open.Select(r => $"{r.Name}（{r.Finding.Facts}）"))}");
            }

            var doubts = HoldingDoubts(rows);
            parts.AddRange(doubts);
            foreach (var doubt in doubts)
            {
                Found(VerdictSource.Register, "主体登记簿", doubt);
            }

            return failing.Count > 0 ? NotMet(string.Join('；', parts)) : open.Count + doubts.Count > 0 ? Open(string.Join('；', parts)) : Met($"{rows.Count} 家控股组织逐家审查均符合所列条件：{string.Join('、', checkedRows.Select(r => r.Name))}");
        }

        /// <summary>What the registers say of the group beside the applicant's own table: holdings left out, bars and incidents of each. The office looks at it.</summary>
        private List<string> HoldingDoubts(IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
        {
            var says = new List<string>();
            var from = facts.ClosesOn.AddYears(-rules.Track(Track.Organisation).Conditions.OfType<CleanRecordCondition>().Select(c => c.Years).DefaultIfEmpty(0).Max());
            foreach (var holding in facts.Registers.Holdings)
            {
                if (!rows.Any(r => r.Values.Any(v => string.Equals(v, holding.Name, StringComparison.Ordinal) || (holding.CreditCode is not null && string.Equals(v, holding.CreditCode, StringComparison.Ordinal)))))
                {
                    says.Add($"登记簿中的控股组织“{holding.Name}”未列入申报，须核实");
                }

                foreach (var bar in holding.Bars.Where(b => b.Ground != BarGround.Winner && facts.ClosesOn >= b.From && facts.ClosesOn <= b.Until))
                {
                    says.Add($"控股组织“{holding.Name}”{NameOf(bar.Ground)}，自 {Day(bar.From)} 至 {Day(bar.Until)} 限制申报（{bar.Clause}），须核实");
                }

                foreach (var incident in holding.Incidents.Where(i => i.OccurredOn >= from && i.OccurredOn <= LastDay))
                {
                    says.Add($"控股组织“{holding.Name}” {Day(incident.OccurredOn)} {IncidentKinds.NameOf(incident.Kind)}{(incident.Severity is { } severity ? $"，等级为{NameOf(severity)}" : "")}，须核实");
                }
            }

            return says;
        }

        /// <summary>One holding: its own word, each check, and what the registers know of it. What is met is not repeated unless all is met.</summary>
        private Finding Holding(GroupScopeCondition c, IReadOnlyDictionary<string, string> row)
        {
            var findings = new List<Finding> { Said(row.GetValueOrDefault(c.MeetsColumn), "符合所列条件") };
            foreach (var check in c.Checks)
            {
                var typed = row.GetValueOrDefault(check.Column);
                findings.Add(check.Years is { } years ? Since(typed, check.Text, years) : Said(typed, check.Text));
            }

            var worst = findings.Aggregate(VerdictOutcome.Met, (w, f) => Worst(w, f.Outcome));
            return new Finding(worst, string.Join('，', findings.Where(f => worst == VerdictOutcome.Met || f.Outcome != VerdictOutcome.Met).Select(f => f.Facts)));
        }

        private static Finding Said(string? typed, string what) => typed switch
        {
            Yes => Met($"申明{what}"),
            No => NotMet($"申明不满足“{what}”"),
            _ => Open($"未申明是否{what}"),
        };

        private Finding Since(string? typed, string what, int years)
        {
            if (TypedDate.Parse(typed) is not { } since)
            {
                return Open($"{what}何时未填写");
            }

            var text = $"{what} {since.Text}，至 {Day(facts.ClosesOn)} 已 {CalendarSpan.Between(since.Last, facts.ClosesOn).Text}{(years > 0 ? $"，要求 ≥ {years} 年" : "")}";
            return since.Last.AddYears(years) <= facts.ClosesOn ? Met(text) : since.First.AddYears(years) > facts.ClosesOn ? NotMet(text) : Open($"{text}；须核对当月的具体日期");
        }

        /// <summary>What the applicant ticks is a claim; that it holds is for a person to say.</summary>
        private Finding AnyOf(AnyOfCondition c)
        {
            var chosen = Choices(c.Answer);
            if (chosen.Count == 0)
            {
                return NotMet($"“{Label(c.Answer)}”未勾选任何一条，应至少满足一条");
            }

            var files = c.Evidence.Sum(e => facts.FileCounts.GetValueOrDefault(e));
            return Open($"申报人申明满足 {chosen.Count} 条：{ChoiceText(c.Answer, chosen)}；由质量奖办公室核实{(files > 0 ? $"，附件 {files} 个" : "")}");
        }

        private Finding Honour(HonourCondition c)
        {
            var titles = facts.Registers.OtherTitles
                .Where(t => c.Programmes.Contains(t.ProgrammeCode, StringComparer.Ordinal) && (c.Tiers.Count == 0 || c.Tiers.Contains(t.Win.TierCode, StringComparer.Ordinal))).ToList();
            foreach (var title in titles)
            {
                Found(VerdictSource.Register, "获奖名册", $"{title.ProgrammeName}：{title.Win.AwardYear} 年度{title.Win.TierName}{(title.Win.DecidedOn is { } on ? $"，决定日 {Day(on)}" : "，决定日期不详")}");
            }

            // The decision date counts, not the year on the label.
            if (titles.Find(t => t.Win.Verified && t.Win.DecidedOn <= facts.ClosesOn) is { Win: { DecidedOn: { } decided } win })
            {
                return Met($"获奖名册：{win.AwardYear} 年度{win.TierName}，决定日 {Day(decided)}，不晚于申报截止日 {Day(facts.ClosesOn)}");
            }

            if (!IsFilled(c.Declared) && titles.Count == 0)
            {
                return NotMet($"获奖名册中没有记录，也未填写“{Label(c.Declared)}”");
            }

            var files = c.Proof is null ? 0 : facts.FileCounts.GetValueOrDefault(c.Proof);
            var declared = Text(c.Declared) is { } value ? $"；{Label(c.Declared)}：{value}" : "";
            var proof = c.Proof is null ? "" : files > 0 ? $"；“{Label(c.Proof)}”附件 {files} 个" : $"；尚未上传“{Label(c.Proof)}”";
            return Open($"{(titles.Count > 0 ? titles.Exists(t => t.Win.Verified) ? "获奖名册有记录，决定日期不详或晚于申报截止日" : "获奖名册有记录，待核实" : "获奖名册中没有记录")}{declared}{proof}，须核对证书和决定日期");
        }

        private static string NameOfRow(IReadOnlyDictionary<string, string> row, string? nameColumn) =>
            nameColumn is not null && row.GetValueOrDefault(nameColumn) is { Length: > 0 } name ? name : "（未填名称）";

        /// <summary>The day up to which registers and certificates are looked at: the closing date, of a re-check its day.</summary>
        private DateOnly LastDay => facts.CheckedOn is { } on && on > facts.ClosesOn ? on : facts.ClosesOn;

        private DateOnly AsOfDay(AsOf asOf) => asOf switch
        {
            AsOf.ClosingDate => facts.ClosesOn,
            AsOf.SubmissionDate => facts.SubmittedOn,
        };

        private static Dictionary<int, decimal> Numbers(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string rowId)
        {
            var row = rows.FirstOrDefault(r => string.Equals(r.GetValueOrDefault(Answers.RowKey), rowId, StringComparison.Ordinal));
            var numbers = new Dictionary<int, decimal>();
            foreach (var (year, value) in row is null ? [] : YearCells(row))
            {
                if (decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
                {
                    numbers[year] = number;
                }
            }

            return numbers;
        }

        /// <summary>Cells of per-year columns: <c>column@year</c>.</summary>
        private static IEnumerable<(int Year, string Value)> YearCells(IReadOnlyDictionary<string, string> row)
        {
            foreach (var (key, value) in row)
            {
                var at = key.LastIndexOf('@');
                if (at >= 0 && int.TryParse(key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
                {
                    yield return (year, value);
                }
            }
        }

        /// <summary>A yes/no column that is not per year speaks of the year of the closing date, up to submission.</summary>
        private IEnumerable<(int Year, string Value)> CurrentCells(string table, IReadOnlyDictionary<string, string> row) =>
            form.Find(table) is FixedTableQuestion question
                ? question.Columns.Where(column => column is { PerYear: false, Kind: CellKind.YesNo }).Select(column => (facts.ClosesOn.Year, row.GetValueOrDefault(column.Id) ?? ""))
                : [];

        private (Answers Answers, string Question) Of(string reference)
        {
            var dot = reference.IndexOf('.', StringComparison.Ordinal);
            return (facts.Sections.GetValueOrDefault(reference[..dot]) ?? Answers.Empty, reference[(dot + 1)..]);
        }

        private string? Text(string reference)
        {
            var (answers, question) = Of(reference);
            return answers.Text(question);
        }

        private IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string reference)
        {
            var (answers, question) = Of(reference);
            return answers.Rows(question);
        }

        /// <summary>The value of a single choice, or the values of a multi-choice.</summary>
        private IReadOnlyList<string> Choices(string reference)
        {
            var (answers, question) = Of(reference);
            return answers.Text(question) is { } single ? [single] : answers.Choices(question);
        }

        private bool IsFilled(string reference)
        {
            var (answers, question) = Of(reference);
            return answers.Text(question) is not null
                || (answers.Values.GetValueOrDefault(question) is JsonArray { Count: > 0 })
                || facts.FileCounts.GetValueOrDefault(reference) > 0;
        }

        private string ChoiceText(string reference, IReadOnlyList<string> values) => form.Find(reference) switch
        {
            YesNoQuestion q => string.Equals(values[0], Yes, StringComparison.Ordinal) ? q.Yes : q.No,
            ChoiceQuestion q => string.Join('、', values.Select(v => q.Options.FirstOrDefault(o => string.Equals(o.Value, v, StringComparison.Ordinal))?.Label ?? v)),
            MultiChoiceQuestion q => string.Join('、', values.Select(v => q.Options.FirstOrDefault(o => string.Equals(o.Value, v, StringComparison.Ordinal))?.Label ?? v)),
            _ => string.Join('、', values),
        };

        private string Label(string reference) => form.Find(reference)?.Label ?? reference;

        private string Labels(IReadOnlyList<string> references) => string.Join('、', references.Select(r => $"“{Label(r)}”"));

        private string RowLabel(string table, string rowId) =>
            (form.Find(table) as FixedTableQuestion)?.Rows.FirstOrDefault(r => string.Equals(r.Id, rowId, StringComparison.Ordinal))?.Label ?? rowId;

        private string DepartmentName(string kind) =>
            rules.Pack.Recommendation.Opinions.FirstOrDefault(o => string.Equals(o.Kind, kind, StringComparison.Ordinal))?.Name ?? kind;

        /// <summary>Not met weighs more than needs evidence, that more than met.</summary>
        private static VerdictOutcome Worst(VerdictOutcome a, VerdictOutcome b) =>
            a == VerdictOutcome.NotMet || b == VerdictOutcome.NotMet ? VerdictOutcome.NotMet
            : a == VerdictOutcome.NeedsEvidence || b == VerdictOutcome.NeedsEvidence ? VerdictOutcome.NeedsEvidence
            : VerdictOutcome.Met;

        private static Finding Met(string text) => new(VerdictOutcome.Met, text);

        private static Finding NotMet(string text) => new(VerdictOutcome.NotMet, text);

        private static Finding Open(string text) => new(VerdictOutcome.NeedsEvidence, text);
    }
}
