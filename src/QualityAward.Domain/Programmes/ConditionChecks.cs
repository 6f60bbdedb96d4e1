using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Programmes;

/// <summary>Checks the conditions of a track (资格条件检查): each has its clause, and every answer it reads is there and of the right type.</summary>
internal static class ConditionChecks
{
    public static void Check(ProgrammePack pack, TrackDefinition track, PartProblems found)
    {
        foreach (var code in PackChecks.Repeated(track.Conditions.Select(c => c.Code)))
        {
            found.Add(code, $"资格条件代码“{code}”重复。");
        }

        foreach (var condition in track.Conditions)
        {
            var answers = new Answers(track.Form, condition, found);
            found.Unless(PackChecks.IsSlug(condition.Code), condition.Code, $"资格条件代码“{condition.Code}”只能由小写字母、数字和连字符组成。");
            found.Unless(!string.IsNullOrWhiteSpace(condition.Text), condition.Code, $"资格条件“{condition.Code}”没有条文。");
            found.Cites(condition.Clause, condition.Code);
            answers.Unless(condition.DiffersFrom is not { } other || track.Conditions.Any(c => string.Equals(c.Code, other, StringComparison.Ordinal)), $"“differsFrom”所指的条件“{condition.DiffersFrom}”不存在");
            foreach (var rested in ConditionReferences.Others(condition).Where(o => !track.Conditions.Any(c => string.Equals(c.Code, o, StringComparison.Ordinal) && ConditionReferences.Others(c).Count == 0)))
            {
                answers.Unless(good: false, $"所援引的条件“{rested}”不存在，或本身又援引其他条件");
            }

            CheckWhen(condition, answers);
            CheckKind(pack, condition, answers);
        }
    }

    private static void CheckWhen(Condition condition, Answers answers)
    {
        if (condition.When is not { } when || answers.Find(when.Answer) is not { } question)
        {
            return;
        }

        IEnumerable<string>? values = question switch
        {
            YesNoQuestion => ["yes", "no"],
            ChoiceQuestion choice => choice.Options.Select(o => o.Value),
            MultiChoiceQuestion choice => choice.Options.Select(o => o.Value),
            _ => null,
        };
        answers.Unless(values is not null, $"适用情形“{when.Answer}”不是是否题或选择题");
        answers.Unless(values is null || values.Contains(when.Is, StringComparer.Ordinal), $"适用情形“{when.Answer}”没有选项“{when.Is}”");
    }

    private static void CheckKind(ProgrammePack pack, Condition condition, Answers answers)
    {
        switch (condition)
        {
            case MinimumYearsCondition years:
                answers.Unless(years.Years > 0, "年限必须大于 0");
                answers.Is<DateQuestion>(years.Since, "日期");
                break;
            case PeriodYearsCondition periods:
                answers.Unless(periods.Years > 0, "年限必须大于 0");
                answers.HasColumn(periods.Table, periods.FromColumn, "日期", c => c.Kind is CellKind.Date or CellKind.YearMonth);
                answers.HasColumn(periods.Table, periods.ToColumn, "日期", c => c.Kind is CellKind.Date or CellKind.YearMonth);
                break;
            case CertificateCondition certificate:
                answers.Unless(certificate.AnyOf.Count > 0, "没有写明证书字段");
                foreach (var reference in certificate.AnyOf)
                {
                    answers.Find(reference);
                }

                if (certificate.Declared is not null)
                {
                    answers.Is<YesNoQuestion>(certificate.Declared, "是否题");
                }

                if (certificate.Proof is not null)
                {
                    answers.Is<FileQuestion>(certificate.Proof, "附件");
                }

                if (certificate.InForce is { } inForce && answers.Is<GrowingTableQuestion>(inForce, "可增行表格") is { } certificates)
                {
                    answers.Unless(certificates.Columns.Any(c => c.Validity == ValidityEnd.To), $"表格“{inForce}”没有有效期截止列");
                }

                break;
            case CleanRecordCondition clean:
                CheckCleanRecord(pack, clean, answers);
                break;
            case TrendCondition trend:
                if (answers.Is<FixedTableQuestion>(trend.Table, "固定行表格") is { } table)
                {
                    answers.HasRow(table, trend.Table, trend.NumeratorRow);
                    answers.HasRow(table, trend.Table, trend.DenominatorRow);
                    answers.Unless(table.Columns.Any(c => c is { PerYear: true, Kind: CellKind.Number }), $"表格“{trend.Table}”没有按年的数字列");
                }

                break;
            case JudgementCondition judgement:
                foreach (var reference in judgement.Evidence)
                {
                    answers.Find(reference);
                }

                foreach (var reference in judgement.Affirmed)
                {
                    answers.Is<YesNoQuestion>(reference, "是否题");
                }

                answers.HasFigures(judgement.Figures);
                break;
            case RegistrationCondition registration:
                answers.Unless(answers.Find(registration.CreditCode) is null or IdentifierQuestion { Kind: IdentifierKind.CreditCode }, $"引用的字段“{registration.CreditCode}”应为统一社会信用代码");
                answers.Unless(registration.Division is null == registration.Area is null, "行政区划代码和区划名称应同时写明");
                answers.Unless(registration.Doubtful.Count == 0 || registration.Doubt is { Length: > 0 }, "没有写明须核实什么");
                if (registration.Address is not null)
                {
                    answers.Is<TextQuestion>(registration.Address, "文字");
                }

                if (registration.Proof is not null)
                {
                    answers.Is<FileQuestion>(registration.Proof, "附件");
                }

                break;
            case QuantityCondition quantity:
                answers.Unless(quantity.Numbers.Count > 0, "没有写明数量字段");
                foreach (var least in quantity.Numbers)
                {
                    answers.Is<NumberQuestion>(least.Answer, "数字");
                    answers.Unless(least.AtLeast > 0, "数量必须大于 0");
                }

                if (quantity.Proof is not null)
                {
                    answers.Is<FileQuestion>(quantity.Proof, "附件");
                }

                break;
            case ImprovementCondition improvement:
                answers.Find(improvement.Declared);
                answers.HasFigures(improvement.Figures);
                answers.Unless(improvement.Tiers.Count > 0, "没有写明奖项等次");
                foreach (var tier in improvement.Tiers.Where(t => pack.Tiers.All(p => !string.Equals(p.Code, t, StringComparison.Ordinal))))
                {
                    answers.Unless(good: false, $"本奖项没有等次“{tier}”");
                }

                break;
            case AllOfCondition all:
                answers.Unless(all.Conditions.Count > 0, "没有写明所援引的条件");
                break;
            case AnyOfCondition any:
                answers.Is<MultiChoiceQuestion>(any.Answer, "多选题");
                foreach (var reference in any.Evidence)
                {
                    answers.Find(reference);
                }

                break;
            case HonourCondition honour:
                answers.Unless(honour.Programmes.Count > 0, "没有写明奖项代码");
                answers.Find(honour.Declared);
                if (honour.Proof is not null)
                {
                    answers.Is<FileQuestion>(honour.Proof, "附件");
                }

                break;
            case RegistryCondition registry:
                answers.Unless(registry.Check != RegistryCheck.NotBarred || pack.Bars.Any(b => b.Ground != BarGround.Winner), "没有可核查的限制申报规定");
                answers.Unless(registry.Check != RegistryCheck.NotRecentWinner || pack.Bars.Any(b => b.Ground == BarGround.Winner), "没有获奖者限制申报的规定");
                break;
            case GroupScopeCondition group:
                answers.Is<YesNoQuestion>(group.IsGroup, "是否题");
                answers.HasColumn(group.Holdings, group.MeetsColumn, "是否", c => c.Kind == CellKind.YesNo);
                if (group.CodeColumn is { } code)
                {
                    answers.HasColumn(group.Holdings, code, "文字", c => c.Kind == CellKind.Text);
                }

                foreach (var check in group.Checks)
                {
                    answers.HasColumn(group.Holdings, check.Column, check.Years is null ? "是否" : "日期", c => check.Years is null ? c.Kind == CellKind.YesNo : c.Kind is CellKind.Date or CellKind.YearMonth);
                }

                break;
            case RecentAwardCondition award:
                answers.Unless(award.Years > 0, "年限必须大于 0");
                answers.Unless(award.Awards.Count > 0, "没有写明奖项名称");
                answers.HasColumn(award.Table, award.NameColumn, "文字", c => c.Kind == CellKind.Text);
                answers.HasColumn(award.Table, award.WonColumn, "日期", c => c.Kind is CellKind.Date or CellKind.YearMonth);
                break;
        }
    }

    private static void CheckCleanRecord(ProgrammePack pack, CleanRecordCondition clean, Answers answers)
    {
        answers.Unless(clean.Years > 0, "年限必须大于 0");
        foreach (var kind in clean.Departments.Where(k => !PackChecks.KnowsOpinion(pack, k)))
        {
            answers.Unless(good: false, $"部门意见“{kind}”不在征求意见部门之列");
        }

        if (clean.DeclarationTable is null)
        {
            answers.Unless(clean.DeclarationRows.Count == 0, "列出了申报行，却没有申报表格");
            return;
        }

        if (answers.Is<FixedTableQuestion>(clean.DeclarationTable, "固定行表格") is not { } table)
        {
            return;
        }

        answers.Unless(clean.DeclarationRows.Count > 0, "没有列出申报行");
        answers.Unless(table.Columns.Any(c => c is { PerYear: true, Kind: CellKind.YesNo }), $"表格“{clean.DeclarationTable}”没有按年的有无列");
        answers.Unless(table.Years >= clean.Years, $"表格“{clean.DeclarationTable}”只有 {table.Years} 年，不足 {clean.Years} 年");
        foreach (var row in clean.DeclarationRows.Concat(clean.DeclaredGrades.Keys))
        {
            answers.HasRow(table, clean.DeclarationTable, row);
        }
    }

    /// <summary>The answers of the form as a condition reads them (条件所引字段).</summary>
    private sealed class Answers(FormDefinition form, Condition condition, PartProblems found)
    {
        public void Unless(bool good, string reason) => found.Unless(good, condition.Code, $"资格条件“{condition.Code}”：{reason}。");

        public Question? Find(string reference)
        {
            var question = form.Find(reference);
            Unless(question is not null, $"引用的字段“{reference}”不在申报表中");
            return question;
        }

        public T? Is<T>(string reference, string type)
            where T : Question
        {
            var question = Find(reference);
            Unless(question is null or T, $"引用的字段“{reference}”应为{type}");
            return question as T;
        }

        public void HasColumn(string table, string column, string type, Func<Column, bool> fits)
        {
            if (Is<GrowingTableQuestion>(table, "可增行表格") is not { } question)
            {
                return;
            }

            var match = question.Columns.FirstOrDefault(c => string.Equals(c.Id, column, StringComparison.Ordinal));
            Unless(match is not null, $"表格“{table}”没有列“{column}”");
            Unless(match is null || fits(match), $"表格“{table}”的列“{column}”应为{type}");
        }

        public void HasFigures(IReadOnlyList<FigureRows> figures)
        {
            foreach (var figure in figures)
            {
                if (Is<FixedTableQuestion>(figure.Table, "固定行表格") is { } table)
                {
                    Unless(table.Columns.Any(c => c.PerYear), $"表格“{figure.Table}”没有按年的列");
                    foreach (var row in figure.Rows)
                    {
                        HasRow(table, figure.Table, row);
                    }
                }
            }
        }

        public void HasRow(FixedTableQuestion table, string reference, string row) =>
            Unless(table.Rows.Any(r => string.Equals(r.Id, row, StringComparison.Ordinal)), $"表格“{reference}”没有行“{row}”");
    }
}
