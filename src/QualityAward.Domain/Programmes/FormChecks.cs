using QualityAward.Domain.Forms;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Programmes;

/// <summary>Checks a form (表单检查): ids, limits, options, tables, narratives, well-known fields.</summary>
internal static class FormChecks
{
    public static void Check(FormDefinition form, CriteriaSet? criteria, PartProblems found)
    {
        found.Unless(form.MaxTotalMegabytes > 0, form.Id, $"表单“{form.Id}”的附件总量限制必须大于 0。");
        found.Unless(form.Sections.Count > 0, form.Id, "表单没有内容。");
        foreach (var id in PackChecks.Repeated(form.Sections.Select(s => s.Id)))
        {
            found.Add(id, $"表单部分编号“{id}”重复。");
        }

        foreach (var section in form.Sections)
        {
            CheckId(section.Id, found);
            found.Unless(!string.IsNullOrWhiteSpace(section.Title), section.Id, $"表单部分“{section.Id}”没有标题。");
            found.Unless(section.TotalLimit is null or > 0, section.Id, $"表单部分“{section.Id}”的总字数限制必须大于 0。");
            found.Unless(section.Questions.Count > 0, section.Id, $"表单部分“{section.Id}”没有题目。");
            foreach (var id in PackChecks.Repeated(section.Questions.Select(q => q.Id)))
            {
                found.Add(id, $"“{section.Id}”中的题目编号“{id}”重复。");
            }

            foreach (var question in section.Questions)
            {
                CheckId(question.Id, found);
                found.Unless(!string.IsNullOrWhiteSpace(question.Label), question.Id, $"题目“{question.Id}”没有名称。");
                CheckQuestion(question, found);
            }
        }

        foreach (var fact in PackChecks.Repeated(Questions(form).Where(q => q.Fact is not null).Select(q => q.Fact)))
        {
            found.Add(anchor: null, $"字段含义“{fact}”在一张表单中只能用一次。");
        }

        foreach (var field in form.Cover?.Fields ?? [])
        {
            found.Unless(!string.IsNullOrWhiteSpace(field.Label), field.Question, $"封面栏目“{field.Question}”没有名称。");
            found.Unless(form.Find(field.Question) is TextQuestion or ChoiceQuestion, field.Question, $"封面栏目“{field.Label}”所指的题目“{field.Question}”不在表单中，或者不是单行文字、单选。");
        }

        CheckReferees(form, isApplication: criteria is not null, found);
        CheckNarratives(form, criteria, found);
        CheckConditions(form, found);
        CheckVariants(form, criteria, found);
        FormulaChecks.Check(form, found);
    }

    private static void CheckReferees(FormDefinition form, bool isApplication, PartProblems found)
    {
        const string Anchor = "referees";
        if (form.Referees is not { } referees)
        {
            return;
        }

        found.Unless(isApplication, Anchor, "推荐人意见只能写在申报表中，预审表没有推荐人意见。");
        found.Unless(!string.IsNullOrWhiteSpace(referees.Title), Anchor, "推荐人意见没有写明请推荐人填写什么（title）。");
        found.Unless(referees.AtLeast >= 0, Anchor, "推荐人意见的最少人数不能小于 0。");
        found.Unless(referees.AtMost > 0 && referees.AtMost >= referees.AtLeast, Anchor, $"推荐人意见的最多人数 {referees.AtMost} 必须大于 0，且不少于最少人数 {referees.AtLeast}。");
        found.Unless(referees.AtMost <= Applications.RefereeRequest.MostEver, Anchor, $"推荐人意见的最多人数不能超过 {Applications.RefereeRequest.MostEver}。");
        found.Unless(referees.Limit > 0, Anchor, "推荐人意见的字数限制必须大于 0。");
        found.Unless(referees.Days is > 0 and <= RefereeRules.MostDays, Anchor, $"推荐人意见的链接有效天数必须在 1 到 {RefereeRules.MostDays} 之间。");
        found.Unless(referees.RemindDays >= 0 && referees.RemindDays < Math.Max(referees.Days, 1), Anchor, "推荐人意见的提前提醒天数不能小于 0，且须少于链接有效天数。");
        found.Cites(referees.Clause, Anchor);
    }

    /// <summary>The rule of the criteria that names the form's answers.</summary>
    public static void CheckVariantRule(FormDefinition form, CriteriaSet criteria, PartProblems found)
    {
        if (criteria.VariantBy is not { } rule)
        {
            return;
        }

        foreach (var (member, reference) in new[] { ("answer", rule.Answer), ("nearest", rule.Nearest) })
        {
            found.Unless(reference is null || form.Find(reference) is ChoiceQuestion, "variantBy", $"“variantBy.{member}”引用的字段“{reference}”应为申报表中的单选题。");
        }
    }

    /// <summary>The answers that choose a variant of the criteria, and the sections that only its applicants fill in.</summary>
    private static void CheckVariants(FormDefinition form, CriteriaSet? criteria, PartProblems found)
    {
        foreach (var section in form.Sections.Where(s => s.Variant is not null && criteria?.Variant(s.Variant) is null))
        {
            found.Add(section.Id, $"表单部分“{section.Id}”的评分类别“{section.Variant}”不在评价准则中。");
        }

        if (criteria?.VariantBy is not { } rule)
        {
            return;
        }

        var kinds = Options(rule.Answer);
        foreach (var variant in criteria.Variants.Where(v => kinds is not null && !kinds.Contains(v.Code, StringComparer.Ordinal)))
        {
            found.Add(rule.Answer.Split('.')[^1], $"题目“{rule.Answer}”没有对应评分类别“{variant.Code}”的选项。");
        }

        var others = kinds?.Where(k => criteria.Variant(k) is null).ToList() ?? [];
        found.Unless(others.Count == 0 || rule.Nearest is not null, rule.Answer.Split('.')[^1], $"题目“{rule.Answer}”的选项“{string.Join('、', others)}”没有评分类别，须写明由哪一题参照其他类别（nearest）。");
        if (rule.Nearest is not null)
        {
            foreach (var value in Options(rule.Nearest)?.Where(v => criteria.Variant(v) is null) ?? [])
            {
                found.Add(rule.Nearest.Split('.')[^1], $"题目“{rule.Nearest}”的选项“{value}”不是评分类别。");
            }
        }

        // What is no choice at all is a fault of the criteria's file.
        List<string>? Options(string reference) => form.Find(reference) is ChoiceQuestion choice ? [.. choice.Options.Select(o => o.Value)] : null;
    }

    private static void CheckConditions(FormDefinition form, PartProblems found)
    {
        foreach (var section in form.Sections)
        {
            if (section.When is not null)
            {
                CheckCondition(form, section, section.Id, $"表单部分“{section.Id}”", section.When, found);
                found.Unless(!string.Equals(SectionOf(section.When.Reference(section.Id)), section.Id, StringComparison.Ordinal), section.Id, $"表单部分“{section.Id}”的填写条件不能取决于它自己的题目。");
            }

            foreach (var question in section.Questions.Where(q => q.When is not null))
            {
                CheckCondition(form, section, question.Id, $"题目“{question.Id}”", question.When!, found);
            }
        }

        foreach (var (section, question) in form.Sections.SelectMany(s => s.Questions.Select(q => (s, q))).Where(p => GoesInACircle(form, $"{p.s.Id}.{p.q.Id}", [])))
        {
            found.Add(question.Id, $"题目“{section.Id}.{question.Id}”的填写条件互相循环。");
        }
    }

    private static void CheckCondition(FormDefinition form, FormSection section, string anchor, string name, AskedWhen when, PartProblems found)
    {
        if (form.Find(when.Reference(section.Id)) is not { } question)
        {
            found.Add(anchor, $"{name}的填写条件引用了不存在的题目“{when.Question}”。");
            return;
        }

        found.Unless(question is not (FileQuestion or PhotoQuestion), anchor, $"{name}的填写条件不能引用附件题目“{when.Question}”。");
        switch (when.Operator)
        {
            case AskedWhenOperator.Is or AskedWhenOperator.IsNot:
                found.Unless(when.Values.Count > 0, anchor, $"{name}的填写条件没有列出比较的值。");
                foreach (var value in when.Values.Where(v => !question.CanBe(v)))
                {
                    found.Add(anchor, $"{name}的填写条件中的“{value}”不是题目“{when.Question}”的选项。");
                }

                break;
            case AskedWhenOperator.AtLeast or AskedWhenOperator.AtMost:
                found.Unless(when.Values.Count == 1 && AnswerText.TryNumber(when.Values[0], out _), anchor, $"{name}的填写条件应有一个数值。");
                break;
            case AskedWhenOperator.Answered or AskedWhenOperator.Blank:
                found.Unless(when.Values.Count == 0, anchor, $"{name}的填写条件不需要比较的值。");
                break;
        }
    }

    private static bool GoesInACircle(FormDefinition form, string reference, HashSet<string> seen)
    {
        if (!seen.Add(reference))
        {
            return true;
        }

        var section = form.Section(SectionOf(reference));
        var question = form.Find(reference);
        return section is not null && question is not null
            && new[] { section.When, question.When }.OfType<AskedWhen>().Any(w => GoesInACircle(form, w.Reference(section.Id), [.. seen]));
    }

    private static string SectionOf(string reference) => reference[..reference.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The fields that the rest of the program cannot do without, and the types that they must have.</summary>
    public static void CheckFacts(FormDefinition form, Track track, PartProblems found)
    {
        var byFact = Questions(form).Where(q => q.Fact is not null).DistinctBy(q => q.Fact).ToDictionary(q => q.Fact!.Value);
        Fact[] required = track == Track.Organisation ? [Fact.ApplicantName, Fact.CreditCode] : [Fact.ApplicantName, Fact.ResidentId];
        foreach (var fact in required.Where(f => !byFact.ContainsKey(f)))
        {
            found.Add(anchor: null, $"{TrackNames.Of(track)}申报表缺少必备字段“{fact}”。");
        }

        foreach (var (fact, question) in byFact)
        {
            found.Unless(FitsType(fact, question), question.Id, $"题目“{question.Id}”的类型与字段含义“{fact}”不符。");
        }
    }

    private static IEnumerable<Question> Questions(FormDefinition form) => form.Sections.SelectMany(s => s.Questions);

    private static void CheckId(string id, PartProblems found) =>
        found.Unless(PackChecks.IsSlug(id), id, $"编号“{id}”只能由小写字母、数字和连字符组成。");

    private static bool FitsType(Fact fact, Question question) => fact switch
    {
        Fact.CreditCode or Fact.EmployerCreditCode => question is IdentifierQuestion { Kind: IdentifierKind.CreditCode },
        Fact.ResidentId => question is IdentifierQuestion { Kind: IdentifierKind.ResidentId },
        Fact.LegalRepresentativeId => question is IdentifierQuestion { Kind: IdentifierKind.ResidentId } or TextQuestion { Personal: true },
        Fact.FoundedOn => question is DateQuestion,
        Fact.IsHeadOfOrganisation => question is YesNoQuestion,
        Fact.ContactPhone => question is IdentifierQuestion { Kind: IdentifierKind.Mobile or IdentifierKind.Phone },
        Fact.ContactEmail => question is IdentifierQuestion { Kind: IdentifierKind.Email },
        Fact.CoachingDisclosure or Fact.Competitors or Fact.Suppliers or Fact.Customers => question is GrowingTableQuestion,
        Fact.Photo => question is PhotoQuestion,
        Fact.Industry => question is TextQuestion or ChoiceQuestion,
        Fact.ApplicantName or Fact.LegalRepresentative or Fact.TopManager or Fact.Employer or Fact.ContactName => question is TextQuestion,
    };

    private static void CheckQuestion(Question question, PartProblems found)
    {
        foreach (var fault in question.Faults())
        {
            found.Add(question.Id, fault);
        }

        if (question is TableQuestion table)
        {
            foreach (var column in PackChecks.Repeated(table.Columns.Select(c => c.Id)))
            {
                found.Add(table.Id, $"表格“{table.Id}”的列“{column}”重复。");
            }

            foreach (var column in table.Columns)
            {
                CheckId(column.Id, found);
            }
        }

        foreach (var row in question is FixedTableQuestion { Rows: var rows } ? rows : [])
        {
            CheckId(row.Id, found);
            found.Unless(!string.IsNullOrWhiteSpace(row.Label), row.Id, $"表格“{question.Id}”的行“{row.Id}”没有名称。");
        }
    }

    private static void CheckNarratives(FormDefinition form, CriteriaSet? criteria, PartProblems found)
    {
        var narratives = Questions(form).OfType<NarrativeQuestion>().ToList();
        if (narratives.Count == 0)
        {
            return;
        }

        foreach (var item in PackChecks.Repeated(narratives.Select(n => n.Item)))
        {
            found.Add(item, $"条目“{item}”有多个自评题目。");
        }

        var groups = criteria?.AllGroups.ToList() ?? [];
        bool Asks(NarrativeQuestion narrative, string code) => string.Equals(narrative.Item, code, StringComparison.Ordinal);
        foreach (var narrative in narratives.Where(n => !groups.Exists(g => Asks(n, g.Code) || g.Items.Any(i => Asks(n, i.Code)))))
        {
            found.Add(narrative.Id, $"题目“{narrative.Id}”的条目“{narrative.Item}”不在评价准则中。");
        }

        foreach (var item in groups.Where(g => !narratives.Exists(n => Asks(n, g.Code))).SelectMany(g => g.Items).Where(i => !narratives.Exists(n => Asks(n, i.Code))))
        {
            found.Add(anchor: null, $"条目“{item.Code} {item.Title}”没有自评题目。");
        }
    }
}
