using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Programmes;

/// <summary>Something that rests on a question of the form (题目引用): the question cannot be removed while it does.</summary>
/// <param name="Question">As <c>section.question</c>.</param>
/// <param name="Part">A row, column or option of it; null: the question itself.</param>
/// <param name="By">Who refers to it, in Chinese.</param>
public sealed record FormReference(string Question, string? Part, string By);

/// <summary>Who refers to the questions of a track's form (题目引用清单): conditions, criteria, other questions, the cover, and the program itself.</summary>
public static class FormReferences
{
    /// <param name="form">The form as it is being edited.</param>
    public static IReadOnlyList<FormReference> Of(ProgrammePack pack, RoundForm which, FormDefinition form)
    {
        var found = Within(form);
        if (which.Purpose == FormPurpose.PreReview)
        {
            // Nobody but the form itself looks into what the recommending offices fill in.
            return found;
        }

        var definition = pack.RequireTrack(which.Track);
        foreach (var condition in definition.Conditions)
        {
            var by = $"资格条件“{Short(condition.Text)}”（{pack.Cite(condition.Clause)}）";
            found.AddRange(ConditionReferences.Of(condition).Select(r => new FormReference(r, null, by)));
            found.AddRange(Parts(condition, form).Select(p => new FormReference(p.Question, p.Part, by)));
        }

        foreach (var (section, narrative) in form.Sections.SelectMany(s => s.Questions.OfType<NarrativeQuestion>().Select(q => (s, q))))
        {
            found.Add(new FormReference($"{section.Id}.{narrative.Id}", null, $"评价准则“{ItemName(definition.Criteria, narrative.Item)}”（专家评分时查看）"));
        }

        if (definition.Criteria.VariantBy is { } rule)
        {
            const string Chosen = "评价准则的类别选择";
            found.Add(new FormReference(rule.Answer, null, Chosen));
            found.AddRange(definition.Criteria.Variants.Select(v => new FormReference(rule.Answer, v.Code, Chosen)));
            if (rule.Nearest is { } nearest)
            {
                found.Add(new FormReference(nearest, null, Chosen));
                found.AddRange(definition.Criteria.Variants.Select(v => new FormReference(nearest, v.Code, Chosen)));
            }
        }

        return found;
    }

    /// <summary>What the form itself rests on: conditions, formulas, checks, its cover, and what the program knows by its meaning.</summary>
    private static List<FormReference> Within(FormDefinition form)
    {
        var found = new List<FormReference>();
        foreach (var (section, question) in form.Sections.SelectMany(s => s.Questions.Select(q => (s, q))))
        {
            if (question.Fact is { } fact)
            {
                found.Add(new FormReference($"{section.Id}.{question.Id}", null, $"系统功能（{NameOf(fact)}：用于核对、名册、回避核查或打印）"));
            }

            if (question is ComputedQuestion computed)
            {
                Computes(computed.Formula, new FormulaPlace(section), $"计算项“{question.Label}”");
            }

            Depends(question.When, section, $"“{question.Label}”的填写条件");
        }

        foreach (var section in form.Sections)
        {
            Depends(section.When, section, $"部分“{section.Heading}”的填写条件");
        }

        foreach (var check in form.Checks)
        {
            foreach (var formula in check.Formulas())
            {
                Computes(formula, new FormulaPlace(null) { Year = 0 }, $"核对规则“{check.Message}”");
            }

            if (check.Formulas().Count == 0)
            {
                found.AddRange(check.Questions().Select(q => new FormReference(q, null, $"核对规则“{check.Message}”")));
            }

            if (check is TogetherCheck together)
            {
                found.AddRange(together.OneIs.Select(v => new FormReference(together.One, v, $"核对规则“{check.Message}”")).Concat(together.OtherIs.Select(v => new FormReference(together.Other, v, $"核对规则“{check.Message}”"))));
            }
        }

        found.AddRange((form.Cover?.Fields ?? []).Select(f => new FormReference(f.Question, null, $"申报书封面的“{f.Label}”")));
        return found;

        void Computes(string text, FormulaPlace place, string by)
        {
            if (!Formula.TryParse(text, out var formula, out _))
            {
                return;
            }

            foreach (var (reference, wholeColumn) in formula.References())
            {
                if (FormulaTarget.Find(form, reference.Name, place, wholeColumn) is { } target)
                {
                    var name = $"{target.Section.Id}.{target.Question.Id}";
                    found.Add(new FormReference(name, null, by));
                    found.AddRange(new[] { target.Row?.Id, target.Column?.Id }.OfType<string>().Select(part => new FormReference(name, part, by)));
                }
            }
        }

        void Depends(AskedWhen? when, FormSection section, string by)
        {
            if (when is not null)
            {
                found.Add(new FormReference(when.Reference(section.Id), null, by));
                found.AddRange(when.Values.Select(v => new FormReference(when.Reference(section.Id), v, by)));
            }
        }
    }

    /// <summary>Refuses to remove a question, or a part of one, that something rests on; names all of it.</summary>
    /// <param name="part">A row, column or option; null: the question itself.</param>
    public static void RequireFree(IReadOnlyList<FormReference> references, string question, string? part, string label)
    {
        var by = references.Where(r => string.Equals(r.Question, question, StringComparison.Ordinal) && (part is null || string.Equals(r.Part, part, StringComparison.Ordinal)))
            .Select(r => r.By).Distinct(StringComparer.Ordinal).ToList();
        if (by.Count > 0)
        {
            throw new RefusedException("question-referred-to", $"“{label}”不能删除：{string.Join('；', by)}要用到它。");
        }
    }

    private static IEnumerable<(string Question, string Part)> Parts(Condition condition, FormDefinition form)
    {
        if (condition.When is { } when)
        {
            yield return (when.Answer, when.Is);
        }

        IEnumerable<(string, string)> own = condition switch
        {
            PeriodYearsCondition c => [(c.Table, c.FromColumn), (c.Table, c.ToColumn)],
            CleanRecordCondition { DeclarationTable: { } table } c => c.DeclarationRows.Select(r => (table, r)),
            TrendCondition c => [(c.Table, c.NumeratorRow), (c.Table, c.DenominatorRow)],
            GroupScopeCondition c => [(c.Holdings, c.MeetsColumn), .. c.CodeColumn is { } code ? [(c.Holdings, code)] : Array.Empty<(string, string)>(), .. c.Checks.Select(h => (c.Holdings, h.Column))],
            JudgementCondition c => c.Figures.SelectMany(f => f.Rows.Select(r => (f.Table, r))),
            ImprovementCondition c => c.Figures.SelectMany(f => f.Rows.Select(r => (f.Table, r))),
            RecentAwardCondition c => [(c.Table, c.NameColumn), (c.Table, c.WonColumn)],
            // Each option is one of the listed conditions.
            AnyOfCondition c when form.Find(c.Answer) is MultiChoiceQuestion choice => choice.Options.Select(o => (c.Answer, o.Value)),
            _ => [],
        };
        foreach (var part in own)
        {
            yield return part;
        }
    }

    private static string ItemName(CriteriaSet criteria, string code) =>
        criteria.AllGroups.SelectMany(g => g.Items).FirstOrDefault(i => string.Equals(i.Code, code, StringComparison.Ordinal)) is { } item ? $"{item.Code} {item.Title}" : code;

    private static string Short(string text) => text.Length <= 24 ? text : text[..24] + "…";

    private static string NameOf(Fact fact) => fact switch
    {
        Fact.ApplicantName => "申报人名称",
        Fact.CreditCode => "统一社会信用代码",
        Fact.ResidentId => "居民身份证号码",
        Fact.LegalRepresentative => "法定代表人",
        Fact.LegalRepresentativeId => "法定代表人身份证号码",
        Fact.TopManager => "主要负责人",
        Fact.Industry => "所属行业",
        Fact.FoundedOn => "成立日期",
        Fact.Employer => "工作单位",
        Fact.EmployerCreditCode => "工作单位统一社会信用代码",
        Fact.IsHeadOfOrganisation => "是否组织负责人",
        Fact.ContactName => "联系人",
        Fact.ContactPhone => "联系电话",
        Fact.ContactEmail => "联系邮箱",
        Fact.CoachingDisclosure => "辅导机构和人员",
        Fact.Competitors => "竞争对手",
        Fact.Suppliers => "供应商",
        Fact.Customers => "顾客",
        Fact.Photo => "照片",
    };
}
