using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Programmes;

public sealed class PackChecksTests
{
    private static readonly Clause Clause = SamplePack.Clause;

    private static readonly CompareCheck Ratio = new() { Id = "ratio", Message = "合格人数超过总数", Left = "{basic.staff.qualified}", Relation = CheckRelation.AtMost, Right = "{basic.staff.all}" };

    private static ProgrammePack WithChecks(params CrossCheck[] checks) => SamplePack.With(t => t with { Form = t.Form with { Checks = checks } });

    private static TextQuestion Asked(string question, params string[] values) => new() { Id = "x", Label = "说明", When = new AskedWhen { Question = question, Values = values } };

    private static RefereeRules TwoReferees => new() { AtLeast = 1, AtMost = 2, Title = "意见", Limit = 500, Days = 14, Clause = Clause };

    private static ProgrammePack Referees(Func<RefereeRules, RefereeRules> change) => SamplePack.With(t => t with { Form = t.Form with { Referees = change(TwoReferees) } });

    /// <summary>Each fault: its name, the pack that has it, the part and a piece of the reason.</summary>
    private static readonly Dictionary<string, (ProgrammePack Pack, PackPart Part, string Reason)> Faults = new()
    {
        // Programme
        ["code is no slug"] = (SamplePack.Pack with { Code = "Sample Award" }, PackPart.Programme, "奖项代码“Sample Award”只能由小写字母、数字和连字符组成。"),
        ["empty name"] = (SamplePack.Pack with { Name = " " }, PackPart.Programme, "“name”不能为空。"),
        ["unknown source"] = (SamplePack.Pack with { Notice = SamplePack.Pack.Notice with { Clause = new Clause("law", "第一条") } }, PackPart.Programme, "“notice”引用的依据文件“law”不在 sources 之列。"),
        ["clause without article"] = (SamplePack.Pack with { Cycle = new CitedText("每年", new Clause("rules", "")) }, PackPart.Programme, "“cycle”的依据没有写明条款。"),
        ["source twice"] = (SamplePack.Pack with { Sources = [SamplePack.Pack.Sources[0], SamplePack.Pack.Sources[0]] }, PackPart.Programme, "依据文件编号“rules”重复。"),
        ["tier twice"] = (SamplePack.Pack with { Tiers = [SamplePack.Pack.Tiers[0], SamplePack.Pack.Tiers[0]] }, PackPart.Programme, "等次代码“award”重复。"),
        ["tier limit zero"] = (SamplePack.Pack with { Tiers = [SamplePack.Pack.Tiers[0] with { Limit = 0 }] }, PackPart.Programme, "等次“奖”的名额上限必须大于 0。"),
        ["target above limit"] = (SamplePack.Pack with { Tiers = [SamplePack.Pack.Tiers[0] with { Target = 4 }] }, PackPart.Programme, "等次“奖”的目标数 4 超过名额上限 3。"),
        ["limit of a missing track"] = (
            SamplePack.Pack with { Tiers = [SamplePack.Pack.Tiers[0] with { InPrinciple = [new TrackLimit(Track.Individual, 1, Clause)] }] }, PackPart.Programme, "“award”引用的申报类别“个人”不存在。"),
        ["prize of unknown tier"] = (SamplePack.Pack with { Prizes = [new Prize("gold", Track.Organisation, 1, Clause)] }, PackPart.Programme, "“prizes”引用的等次“gold”不存在。"),
        ["prize of nothing"] = (SamplePack.Pack with { Prizes = [new Prize("award", Track.Organisation, 0, Clause)] }, PackPart.Programme, "奖金必须大于 0 元。"),
        ["prize twice"] = (SamplePack.Pack with { Prizes = [SamplePack.Pack.Prizes[0], SamplePack.Pack.Prizes[0] with { Yuan = 1 }] }, PackPart.Programme, "等次“award”组织的奖金重复。"),
        ["bar of unknown tier"] = (SamplePack.Pack with { Bars = [SamplePack.Pack.Bars[0] with { Tiers = ["gold"] }] }, PackPart.Programme, "“bars”引用的等次“gold”不存在。"),
        ["bar of no years"] = (SamplePack.Pack with { Bars = [SamplePack.Pack.Bars[0] with { Years = 0 }] }, PackPart.Programme, "限制申报年限必须大于 0。"),
        ["winner bar without tiers"] = (SamplePack.Pack with { Bars = [SamplePack.Pack.Bars[0] with { Tiers = [] }] }, PackPart.Programme, "对获奖者的限制申报必须写明适用的等次。"),
        ["priority of unknown tier"] = (SamplePack.Pack with { Priorities = [new PriorityRule("gold", "优先", Clause)] }, PackPart.Programme, "“priorities”引用的等次“gold”不存在。"),
        ["notice of no days"] = (SamplePack.Pack with { Notice = SamplePack.Pack.Notice with { MinimumDays = 0 } }, PackPart.Programme, "公示天数必须大于 0。"),
        ["seal of unknown department"] = (
            SamplePack.Pack with { Recommendation = SamplePack.Pack.Recommendation with { CleanRecordCertificate = SamplePack.Pack.Recommendation.CleanRecordCertificate! with { Seals = ["fire"] } } },
            PackPart.Programme,
            "无不良记录证明的盖章部门“fire”不在征求意见部门之列。"),
        ["opinion by type without when"] = (
            SamplePack.Pack with { Recommendation = SamplePack.Pack.Recommendation with { Opinions = [SamplePack.Pack.Recommendation.Opinions[0] with { Need = OpinionNeed.ByApplicantType }] } },
            PackPart.Programme,
            "“市场监管部门”按申报组织类别征求意见，必须写明何时征求。"),
        ["weights off"] = (
            SamplePack.Pack with { Suggestions = new SettingSuggestions { StageWeights = [new StageWeight(Track.Organisation, Stage.DocumentReview, 90)] } },
            PackPart.Programme,
            "组织各环节权重之和为 90%，应为 100%。"),
        ["weight of a stage that the track lacks"] = (
            SamplePack.Pack with { Suggestions = new SettingSuggestions { StageWeights = [new StageWeight(Track.Organisation, Stage.Presentation, 100)] } },
            PackPart.Programme,
            "组织没有评分环节“Presentation”，不能设权重。"),
        ["minimum score above total"] = (
            SamplePack.Pack with { Suggestions = new SettingSuggestions { MinimumScores = [new MinimumScore("award", Track.Organisation, 600)] } },
            PackPart.Programme,
            "建议最低分 600 不在 0 到总分 150 之间。"),

        // Stages
        ["stage missing"] = (SamplePack.With(t => t with { Stages = [.. t.Stages.Where(s => s.Stage != Stage.PublicNotice)] }), PackPart.Stages, "组织缺少环节“PublicNotice”。"),
        ["stage twice"] = (SamplePack.With(t => t with { Stages = [t.Stages[0], .. t.Stages] }), PackPart.Stages, "环节“Announcement”重复。"),
        ["stages out of order"] = (SamplePack.With(t => t with { Stages = [t.Stages[1], t.Stages[0], .. t.Stages.Skip(2)] }), PackPart.Stages, "环节顺序有误：“Announcement”不能在“Application”之后。"),

        // Criteria
        ["item off its group"] = (
            SamplePack.WithCriteria(c => c with { Groups = [c.Groups[0] with { Items = [c.Groups[0].Items[0] with { Points = 55 }, c.Groups[0].Items[1]] }, c.Groups[1]] }),
            PackPart.Criteria,
            "类目“4.1 领导”的条目分值之和为 115，类目分值为 110。"),
        ["groups off total"] = (SamplePack.WithCriteria(c => c with { Total = 1000 }), PackPart.Criteria, "各类目分值之和为 150，总分为 1000。"),
        ["item without points"] = (
            SamplePack.WithCriteria(c => c with { Groups = [c.Groups[0], c.Groups[1] with { Items = [c.Groups[1].Items[0] with { Points = null }] }] }), PackPart.Criteria, "条目“4.7.2 条目”没有分值。"),
        ["points of another edition"] = (
            SamplePack.WithCriteria(c => c with { Total = 140, Groups = [c.Groups[0] with { Points = 100, Items = [c.Groups[0].Items[0], c.Groups[0].Items[1] with { Points = 50 }] }, c.Groups[1]] }),
            PackPart.Criteria,
            "2012 版的“4.1 领导”应为 110 分，现为 100 分，100 分是 2004 版的分值。"),
        ["edition unknown"] = (SamplePack.WithCriteria(c => c with { Edition = "2024" }), PackPart.Criteria, "版本特征中没有本准则的版本“2024”。"),
        ["item code twice"] = (
            SamplePack.WithCriteria(c => c with { Groups = [c.Groups[0] with { Items = [c.Groups[0].Items[0], c.Groups[0].Items[1] with { Code = "4.1.2" }] }, c.Groups[1]] }), PackPart.Criteria, "条目代码“4.1.2”重复。"),
        ["gap between bands"] = (SamplePack.WithCriteria(c => c with { Bands = [new ScoreBand(0, 40), new ScoreBand(50, 100)] }), PackPart.Criteria, "评分档 50–100 与前一档不衔接，应从 45 开始。"),
        ["factor lines off bands"] = (SamplePack.WithCriteria(c => c with { Factors = [c.Factors[0] with { Lines = ["低"] }, c.Factors[1]] }), PackPart.Criteria, "评价要素“方法”有 1 行说明，评分档有 2 档。"),
        ["kind without factors"] = (SamplePack.WithCriteria(c => c with { Factors = [c.Factors[0]] }), PackPart.Criteria, "结果类条目没有评价要素。"),
        ["tie-break group unknown"] = (SamplePack.WithCriteria(c => c with { TieBreakGroup = "4.9" }), PackPart.Criteria, "同分时比较的类目“4.9”不存在。"),
        ["points off the step"] = (SamplePack.WithCriteria(c => c with { Mode = ScoringMode.Points, Step = 20, Bands = [], Factors = [] }), PackPart.Criteria, "条目“4.1.2”的分值 50 不是评分步长 20 的整数倍。"),

        ["group of an unknown section"] = (SamplePack.WithCriteria(c => c with { Groups = [c.Groups[0] with { Section = "9" }, c.Groups[1]] }), PackPart.Criteria, "类目“4.1 领导”所属的大类“9”不存在。"),
        ["groups off their section"] = (
            SamplePack.WithCriteria(c => c with { Sections = [new CriteriaSection("一", "一、基本条件", 100)], Groups = [c.Groups[0] with { Section = "一" }, c.Groups[1]] }),
            PackPart.Criteria,
            "大类“一、基本条件”的类目分值之和为 110，大类分值为 100。"),
        ["variant off the total"] = (Variants(("a", 40), ("b", 30)), PackPart.Criteria, "各类目分值之和为 140，总分为 150。"),
        ["variant off its points"] = (Variants(("a", 40), ("b", 30)), PackPart.Criteria, "评分类别“b”的类目分值之和为 30，类别分值为 40。"),
        ["variants without a rule"] = (WithRule(null), PackPart.Criteria, "评价准则有评分类别，却没有写明评分类别如何确定。"),
        ["rule without variants"] = (SamplePack.WithCriteria(c => c with { VariantBy = new VariantRule("basic.kind", null, Clause) }), PackPart.Criteria, "评价准则没有评分类别，不能写明评分类别如何确定。"),
        ["variants without points"] = (
            WithRule(new VariantRule("basic.kind", null, Clause), c => c with { Groups = [.. c.Groups.Select(g => g with { Items = [.. g.Items.Select(i => i with { Points = null })] })] }),
            PackPart.Criteria,
            "分类别的评价准则必须写明每个条目的分值。"),
        ["kind that is no choice"] = (WithRule(new VariantRule("basic.name", null, Clause)), PackPart.Criteria, "“variantBy.answer”引用的字段“basic.name”应为申报表中的单选题。"),
        ["kind without the variant"] = (WithRule(new VariantRule("basic.scale", null, Clause)), PackPart.Form, "题目“basic.scale”没有对应评分类别“a”的选项。"),
        ["kind without a nearest"] = (WithRule(new VariantRule("basic.kind", null, Clause)), PackPart.Form, "题目“basic.kind”的选项“other”没有评分类别，须写明由哪一题参照其他类别（nearest）。"),
        ["nearest that is no variant"] = (WithRule(new VariantRule("basic.kind", "basic.scale", Clause)), PackPart.Form, "题目“basic.scale”的选项“large”不是评分类别。"),
        ["rule without a known source"] = (WithRule(new VariantRule("basic.kind", "basic.nearest", new Clause("nowhere", "一"))), PackPart.Criteria, "“variantBy”引用的依据文件“nowhere”不在 sources 之列。"),
        ["section of an unknown variant"] = (
            SamplePack.With(t => t with { Form = t.Form with { Sections = [t.Form.Sections[0] with { Variant = "c" }] } }), PackPart.Form, "表单部分“basic”的评分类别“c”不在评价准则中。"),
        ["variant twice"] = (Variants(("a", 40), ("a", 40)), PackPart.Criteria, "评分类别代码“a”重复。"),

        // Form
        ["referees who are asked nothing"] = (Referees(r => r with { Title = " " }), PackPart.Form, "推荐人意见没有写明请推荐人填写什么（title）。"),
        ["fewer referees than none"] = (Referees(r => r with { AtLeast = -1 }), PackPart.Form, "推荐人意见的最少人数不能小于 0。"),
        ["referee limits crossed"] = (Referees(r => r with { AtLeast = 3 }), PackPart.Form, "推荐人意见的最多人数 2 必须大于 0，且不少于最少人数 3。"),
        ["more referees than ever"] = (Referees(r => r with { AtMost = 21 }), PackPart.Form, "推荐人意见的最多人数不能超过 20。"),
        ["referees without words"] = (Referees(r => r with { Limit = 0 }), PackPart.Form, "推荐人意见的字数限制必须大于 0。"),
        ["referees without time"] = (Referees(r => r with { Days = 0 }), PackPart.Form, "推荐人意见的链接有效天数必须在 1 到 60 之间。"),
        ["referees with too much time"] = (Referees(r => r with { Days = 61 }), PackPart.Form, "推荐人意见的链接有效天数必须在 1 到 60 之间。"),
        ["referees without a known source"] = (Referees(r => r with { Clause = new Clause("nowhere", "一") }), PackPart.Form, "“referees”引用的依据文件“nowhere”不在 sources 之列。"),
        ["referees of a pre-review form"] = (
            SamplePack.Pack with { Recommendation = SamplePack.Pack.Recommendation with { PreReviewForm = SamplePack.Pack.Recommendation.PreReviewForm with { Referees = TwoReferees } } }, PackPart.PreReviewForm, "推荐人意见只能写在申报表中，预审表没有推荐人意见。"),
        ["section id twice"] = (SamplePack.With(t => t with { Form = t.Form with { Sections = [.. t.Form.Sections, t.Form.Sections[0]] } }), PackPart.Form, "表单部分编号“basic”重复。"),
        ["question id twice"] = (SamplePack.WithQuestion(new TextQuestion { Id = "name", Label = "名称" }), PackPart.Form, "“basic”中的题目编号“name”重复。"),
        ["id is no slug"] = (SamplePack.WithQuestion(new TextQuestion { Id = "Name_2", Label = "名称" }), PackPart.Form, "编号“Name_2”只能由小写字母、数字和连字符组成。"),
        ["question without label"] = (SamplePack.WithQuestion(new TextQuestion { Id = "x", Label = "" }), PackPart.Form, "题目“x”没有名称。"),
        ["limit zero"] = (SamplePack.WithQuestion(new LongTextQuestion { Id = "x", Label = "文", Limit = 0 }), PackPart.Form, "题目“x”的字数限制必须大于 0。"),
        ["no options"] = (SamplePack.WithQuestion(new ChoiceQuestion { Id = "x", Label = "选", Options = [] }), PackPart.Form, "题目“x”没有选项。"),
        ["option twice"] = (SamplePack.WithQuestion(new MultiChoiceQuestion { Id = "x", Label = "选", Options = [new Option("a", "甲"), new Option("a", "乙")] }), PackPart.Form, "题目“x”的选项“a”重复。"),
        ["table without columns"] = (SamplePack.WithQuestion(new GrowingTableQuestion { Id = "x", Label = "表", Columns = [] }), PackPart.Form, "表格“x”没有列。"),
        ["column twice"] = (
            SamplePack.WithQuestion(new GrowingTableQuestion { Id = "x", Label = "表", Columns = [new Column { Id = "a", Label = "甲" }, new Column { Id = "a", Label = "乙" }] }), PackPart.Form, "表格“x”的列“a”重复。"),
        ["fixed table without rows"] = (SamplePack.WithQuestion(new FixedTableQuestion { Id = "x", Label = "表", Columns = [new Column { Id = "a", Label = "甲" }] }), PackPart.Form, "表格“x”要么列出行，要么按年设行。"),
        ["row limits crossed"] = (
            SamplePack.WithQuestion(new GrowingTableQuestion { Id = "x", Label = "表", MinRows = 3, MaxRows = 2, Columns = [new Column { Id = "a", Label = "甲" }] }), PackPart.Form, "表格“x”的行数限制有误。"),
        ["file limits"] = (SamplePack.WithQuestion(new FileQuestion { Id = "x", Label = "附件", MaxFiles = 0 }), PackPart.Form, "附件“x”的数量和大小限制必须大于 0。"),
        ["photo limits"] = (SamplePack.WithQuestion(new PhotoQuestion { Id = "x", Label = "照片", MinFiles = 3, MaxFiles = 2 }), PackPart.Form, "照片“x”的数量和大小限制有误。"),
        ["ID number not marked personal"] = (SamplePack.WithQuestion(new IdentifierQuestion { Id = "x", Label = "身份证号", Kind = IdentifierKind.ResidentId }), PackPart.Form, "题目“x”是个人信息，必须标明 personal。"),
        ["fact twice"] = (SamplePack.WithQuestion(new TextQuestion { Id = "x", Label = "名称", Fact = Fact.ApplicantName }), PackPart.Form, "字段含义“ApplicantName”在一张表单中只能用一次。"),
        ["fact missing"] = (SamplePack.Replacing("code", _ => null), PackPart.Form, "组织申报表缺少必备字段“CreditCode”。"),
        ["fact missing for a person"] = (SamplePack.With(t => t with { Track = Track.Individual }), PackPart.Form, "个人申报表缺少必备字段“ResidentId”。"),
        ["fact of the wrong type"] = (SamplePack.Replacing("founded", _ => new TextQuestion { Id = "founded", Label = "成立", Fact = Fact.FoundedOn }), PackPart.Form, "题目“founded”的类型与字段含义“FoundedOn”不符。"),
        ["narrative of unknown item"] = (SamplePack.WithQuestion(new NarrativeQuestion { Id = "x", Label = "自评", Item = "4.9" }), PackPart.Form, "题目“x”的条目“4.9”不在评价准则中。"),
        ["item without narrative"] = (SamplePack.Replacing("n-7", _ => null), PackPart.Form, "条目“4.7.2 条目”没有自评题目。"),
        ["condition on an unknown question"] = (SamplePack.WithQuestion(Asked("nothing", "yes")), PackPart.Form, "题目“x”的填写条件引用了不存在的题目“nothing”。"),
        ["condition on a file"] = (SamplePack.WithQuestion(Asked("proof", "yes")), PackPart.Form, "题目“x”的填写条件不能引用附件题目“proof”。"),
        ["condition on an unknown option"] = (SamplePack.WithQuestion(Asked("basic.scale", "small")), PackPart.Form, "题目“x”的填写条件中的“small”不是题目“basic.scale”的选项。"),
        ["condition without values"] = (SamplePack.WithQuestion(Asked("group")), PackPart.Form, "题目“x”的填写条件没有列出比较的值。"),
        ["condition with a bound that is no number"] = (
            SamplePack.WithQuestion(new TextQuestion { Id = "x", Label = "说明", When = new AskedWhen { Question = "name", Operator = AskedWhenOperator.AtLeast, Values = ["多"] } }),
            PackPart.Form, "题目“x”的填写条件应有一个数值。"),
        ["condition with a value too many"] = (
            SamplePack.WithQuestion(new TextQuestion { Id = "x", Label = "说明", When = new AskedWhen { Question = "name", Operator = AskedWhenOperator.Answered, Values = ["yes"] } }),
            PackPart.Form, "题目“x”的填写条件不需要比较的值。"),
        ["condition on itself"] = (SamplePack.WithQuestion(Asked("x", "甲")), PackPart.Form, "题目“basic.x”的填写条件互相循环。"),
        ["section that waits for itself"] = (
            SamplePack.With(t => t with { Form = t.Form with { Sections = [t.Form.Sections[0] with { When = new AskedWhen { Question = "group", Values = ["yes"] } }, .. t.Form.Sections.Skip(1)] } }),
            PackPart.Form, "表单部分“basic”的填写条件不能取决于它自己的题目。"),
        ["formula that is none"] = (SamplePack.WithQuestion(new ComputedQuestion { Id = "x", Label = "占比", Formula = "{staff} /" }), PackPart.Form, "计算项“x”：公式“{staff} /”第 10 个字符处：应为数、{引用} 或括号。"),
        ["formula over nothing"] = (SamplePack.WithQuestion(new ComputedQuestion { Id = "x", Label = "占比", Formula = "1 + 1" }), PackPart.Form, "计算项“x”的公式没有引用任何栏目。"),
        ["formula over a text"] = (SamplePack.WithQuestion(new ComputedQuestion { Id = "x", Label = "占比", Formula = "{name} * 2" }), PackPart.Form, "计算项“x”引用的“name”不是表单中的数字栏目。"),
        ["formula over an unknown row"] = (SamplePack.WithQuestion(new ComputedQuestion { Id = "x", Label = "占比", Formula = "{basic.staff.none@last}" }), PackPart.Form, "计算项“x”引用的“basic.staff.none”不是表单中的数字栏目。"),
        ["formula over a row without its year"] = (SamplePack.WithQuestion(new ComputedQuestion { Id = "x", Label = "占比", Formula = "{basic.staff.all}" }), PackPart.Form, "计算项“x”引用的“basic.staff.all”按年填写，应写明 @last 或 @first。"),
        ["formula in a circle"] = (SamplePack.WithQuestion(new ComputedQuestion { Id = "x", Label = "占比", Formula = "{x} + {basic.staff.all@last}" }), PackPart.Form, "计算项“x”的公式互相循环。"),
        ["computed column of text"] = (
            SamplePack.WithQuestion(new GrowingTableQuestion { Id = "x", Label = "表", Columns = [new Column { Id = "a", Label = "甲", Formula = "{a}" }] }), PackPart.Form, "表格“x”的列“a”不是数字列，不能计算或合计。"),
        ["certificates without an end"] = (
            SamplePack.WithQuestion(new CertificatesQuestion { Id = "x", Label = "证书", Columns = [new Column { Id = "a", Label = "甲" }] }), PackPart.Form, "证书表“x”没有有效期截止的列。"),
        ["check twice"] = (WithChecks(Ratio, Ratio), PackPart.Form, "核对规则编号“ratio”重复。"),
        ["check of an unknown cell"] = (WithChecks(Ratio with { Right = "{basic.nothing}" }), PackPart.Form, "核对规则“ratio”引用的“basic.nothing”不是表单中的数字栏目。"),
        ["check with a negative tolerance"] = (WithChecks(Ratio with { Tolerance = -1 }), PackPart.Form, "核对规则“ratio”的允许误差不能为负。"),
        ["check of what is no date"] = (
            WithChecks(new DateOrderCheck { Id = "order", Message = "先后", Later = "basic.name", Earlier = "basic.founded" }), PackPart.Form, "核对规则“order”的“basic.name”不是日期题目。"),
        ["check of a file for sameness"] = (
            WithChecks(new SameCheck { Id = "same", Message = "一致", One = "basic.name", Other = "basic.founded" }), PackPart.Form, "核对规则“same”的“basic.founded”不是单行文字或号码题目。"),
        ["check of birth without an ID number"] = (
            WithChecks(new BirthCheck { Id = "birth", Message = "出生", Born = "basic.founded", ResidentId = "basic.name" }), PackPart.Form, "核对规则“birth”的“basic.name”不是身份证号题目。"),
        ["check of years that are no number"] = (
            WithChecks(new YearsSinceCheck { Id = "years", Message = "年数", Of = "basic.name", Since = "basic.founded" }), PackPart.Form, "核对规则“years”的“basic.name”不是数字题目。"),
        ["check of a choice that is not offered"] = (
            WithChecks(new TogetherCheck { Id = "both", Message = "不相符", One = "basic.group", OneIs = ["maybe"], Other = "basic.group", OtherIs = ["yes"] }), PackPart.Form, "核对规则“both”比较的值不在“basic.group”的选项之列。"),
        ["check of a jump without a factor"] = (WithChecks(new ChangeCheck { Id = "jump", Message = "突变", Value = "{basic.staff.all}", Factor = 1 }), PackPart.Form, "核对规则“jump”的倍数应大于 1。"),
        ["check of units with a band too wide"] = (
            WithChecks(new UnitSlipCheck { Id = "slip", Message = "单位", Value = "{basic.staff.all}", Against = "{basic.staff.qualified}", Band = 20_000 }), PackPart.Form, "核对规则“slip”的倍数或范围有误。"),
        ["narrative set left over"] = (SamplePack.WithQuestion(new NarrativeSetQuestion { Id = "x", Label = "自评" }), PackPart.Form, "题目“x”应由读取程序展开为逐条自评。"),
        ["pre-review form too"] = (
            SamplePack.Pack with { Recommendation = SamplePack.Pack.Recommendation with { PreReviewForm = SamplePack.Form with { Sections = [] } } }, PackPart.PreReviewForm, "表单没有内容。"),

        // Conditions
        ["condition code twice"] = (SamplePack.With(t => t with { Conditions = [t.Conditions[0], t.Conditions[0]] }), PackPart.Eligibility, "资格条件代码“years”重复。"),
        ["condition of unknown source"] = (
            SamplePack.WithCondition(SamplePack.Track.Conditions[0] with { Clause = new Clause("law", "第一条") }), PackPart.Eligibility, "“years”引用的依据文件“law”不在 sources 之列。"),
        ["condition reads an unknown field"] = (Years("basic.born", 3), PackPart.Eligibility, "资格条件“c”：引用的字段“basic.born”不在申报表中。"),
        ["condition reads a field of the wrong type"] = (Years("basic.name", 3), PackPart.Eligibility, "资格条件“c”：引用的字段“basic.name”应为日期。"),
        ["condition of no years"] = (Years("basic.founded", 0), PackPart.Eligibility, "资格条件“c”：年限必须大于 0。"),
        ["periods without the column"] = (Periods("until"), PackPart.Eligibility, "资格条件“c”：表格“basic.periods”没有列“until”。"),
        ["periods of a wrong column"] = (Periods("meets"), PackPart.Eligibility, "资格条件“c”：表格“basic.periods”的列“meets”应为日期。"),
        ["certificate without fields"] = (Condition(new CertificateCondition { Code = "c", Text = "证", Clause = Clause, AnyOf = [] }), PackPart.Eligibility, "资格条件“c”：没有写明证书字段。"),
        ["proof is no file"] = (
            Condition(new CertificateCondition { Code = "c", Text = "证", Clause = Clause, AnyOf = ["basic.founded"], Proof = "basic.name" }), PackPart.Eligibility, "资格条件“c”：引用的字段“basic.name”应为附件。"),
        ["clean record row unknown"] = (CleanRecord(["fires"], ["market"], 3), PackPart.Eligibility, "资格条件“c”：表格“basic.declarations”没有行“fires”。"),
        ["clean record department unknown"] = (CleanRecord(["accidents"], ["fire"], 3), PackPart.Eligibility, "资格条件“c”：部门意见“fire”不在征求意见部门之列。"),
        ["clean record longer than its table"] = (CleanRecord(["accidents"], [], 5), PackPart.Eligibility, "资格条件“c”：表格“basic.declarations”只有 3 年，不足 5 年。"),
        ["trend row unknown"] = (
            Condition(new TrendCondition { Code = "c", Text = "升", Clause = Clause, Table = "basic.staff", NumeratorRow = "good", DenominatorRow = "all" }), PackPart.Eligibility, "资格条件“c”：表格“basic.staff”没有行“good”。"),
        ["trend of no numbers"] = (
            Condition(new TrendCondition { Code = "c", Text = "升", Clause = Clause, Table = "basic.declarations", NumeratorRow = "accidents", DenominatorRow = "accidents" }),
            PackPart.Eligibility,
            "资格条件“c”：表格“basic.declarations”没有按年的数字列。"),
        ["evidence unknown"] = (
            Condition(new JudgementCondition { Code = "c", Text = "判", Clause = Clause, Evidence = ["basic.nothing"] }), PackPart.Eligibility, "资格条件“c”：引用的字段“basic.nothing”不在申报表中。"),
        ["any of what is no multi-choice"] = (
            Condition(new AnyOfCondition { Code = "c", Text = "其一", Clause = Clause, Answer = "basic.scale" }), PackPart.Eligibility, "资格条件“c”：引用的字段“basic.scale”应为多选题。"),
        ["honour of no programme"] = (
            Condition(new HonourCondition { Code = "c", Text = "已获", Clause = Clause, Programmes = [], Declared = "basic.name" }), PackPart.Eligibility, "资格条件“c”：没有写明奖项代码。"),
        ["days of notice without a clause"] = (SamplePack.Pack with { Notice = new NoticeRules { MinimumDays = 7 } }, PackPart.Programme, "公示天数没有写明依据。"),
        ["registry without a bar"] = (
            Condition(new RegistryCondition { Code = "c", Text = "查", Clause = Clause, Check = RegistryCheck.NotBarred }), PackPart.Eligibility, "资格条件“c”：没有可核查的限制申报规定。"),
        ["group of a wrong column"] = (
            Condition(new GroupScopeCondition { Code = "c", Text = "团", Clause = Clause, IsGroup = "basic.group", Holdings = "basic.periods", MeetsColumn = "from" }),
            PackPart.Eligibility,
            "资格条件“c”：表格“basic.periods”的列“from”应为是否。"),
        ["when of an unknown value"] = (
            SamplePack.WithCondition(SamplePack.Track.Conditions[0] with { When = new AppliesWhen("basic.scale", "huge") }), PackPart.Eligibility, "资格条件“years”：适用情形“basic.scale”没有选项“huge”。"),
        ["when of a text"] = (
            SamplePack.WithCondition(SamplePack.Track.Conditions[0] with { When = new AppliesWhen("basic.name", "yes") }), PackPart.Eligibility, "资格条件“years”：适用情形“basic.name”不是是否题或选择题。"),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Fact]
    public void A_sound_pack_has_no_problems()
    {
        Assert.Empty(PackChecks.Check(SamplePack.Pack));
    }

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void Each_fault_is_named_with_its_part_and_reason(string name)
    {
        var (pack, part, reason) = Faults[name];

        var problems = PackChecks.Check(pack);

        Assert.Contains((part, reason), problems.Select(p => (p.Part, p.Reason)));
    }

    [Fact]
    public void Presentation_may_stand_before_the_site_visit()
    {
        var presentation = new StageDefinition { Stage = Stage.Presentation, Name = "问询答辩", What = "说明" };
        var before = SamplePack.Stages.TakeWhile(s => s.Stage != Stage.SiteVisit).ToList();

        var problems = PackChecks.Check(SamplePack.With(t => t with { Stages = [.. before, presentation, .. SamplePack.Stages.Skip(before.Count)] }));

        Assert.Empty(problems);
    }

    [Fact]
    public void Criteria_may_have_no_points_at_all()
    {
        var problems = PackChecks.Check(SamplePack.WithCriteria(c => c with
        {
            Mode = ScoringMode.Points,
            Step = 0.5m,
            Total = null,
            Bands = [],
            Factors = [],
            EditionMarks = [],
            Groups = [.. c.Groups.Select(g => g with { Points = null, Items = [.. g.Items.Select(i => i with { Points = null })] })],
        }));

        Assert.Empty(problems);
    }

    [Fact]
    public void What_no_document_says_may_be_left_out()
    {
        var pack = SamplePack.With(t => t with { Conditions = [] }) with { Cycle = null, Notice = new NoticeRules(), Recommendation = SamplePack.Pack.Recommendation with { Channel = null } };

        Assert.Empty(PackChecks.Check(pack));
    }

    [Fact]
    public void Common_groups_and_any_variant_make_the_total()
    {
        Assert.Empty(PackChecks.Check(Variants(("a", 40), ("b", 40))));
    }

    /// <summary>The second group of the sample once per variant, under a code of its own.</summary>
    private static ProgrammePack Variants(params (string Code, decimal Points)[] variants)
    {
        var result = SamplePack.Criteria.Groups[1];
        var criteria = SamplePack.Criteria with
        {
            TieBreakGroup = null,
            Groups = [SamplePack.Criteria.Groups[0]],
            Variants = [.. variants.Select((v, i) => new CriteriaVariant
            {
                Code = v.Code, Title = v.Code, Points = 40,
                Groups = [result with { Code = $"5.{i}", Points = v.Points, Items = [result.Items[0] with { Code = $"5.{i}.1", Points = v.Points }] }],
            })],
        };
        var form = SamplePack.Form.Sections[0];
        var kind = new ChoiceQuestion { Id = "kind", Label = "类别", Options = [.. variants.Select(v => v.Code).Distinct(StringComparer.Ordinal).Append("other").Select(c => new Option(c, c))] };
        var nearest = new ChoiceQuestion { Id = "nearest", Label = "参照", Optional = true, Options = [.. variants.Select(v => v.Code).Distinct(StringComparer.Ordinal).Select(c => new Option(c, c))] };
        return SamplePack.With(t => t with
        {
            Criteria = criteria with { VariantBy = new VariantRule("basic.kind", "basic.nearest", Clause) },
            Form = t.Form with { Sections = [form with { Questions = [.. form.Questions, kind, nearest] }] },
        });
    }

    private static ProgrammePack WithRule(VariantRule? rule, Func<CriteriaSet, CriteriaSet>? change = null)
    {
        var pack = Variants(("a", 40), ("b", 40));
        var criteria = pack.Tracks[0].Criteria with { VariantBy = rule };
        return pack with { Tracks = [pack.Tracks[0] with { Criteria = change is null ? criteria : change(criteria) }] };
    }

    private static ProgrammePack Condition(Condition condition) => SamplePack.WithCondition(condition);

    private static ProgrammePack Years(string since, int years) =>
        Condition(new MinimumYearsCondition { Code = "c", Text = "年", Clause = Clause, Since = since, SinceText = "成立于", Years = years });

    private static ProgrammePack Periods(string toColumn) =>
        Condition(new PeriodYearsCondition { Code = "c", Text = "年", Clause = Clause, Table = "basic.periods", FromColumn = "from", ToColumn = toColumn, Years = 10 });

    private static ProgrammePack CleanRecord(IReadOnlyList<string> rows, IReadOnlyList<string> departments, int years) => Condition(new CleanRecordCondition
    {
        Code = "c",
        Text = "无",
        Clause = Clause,
        Years = years,
        DeclarationTable = "basic.declarations",
        DeclarationRows = rows,
        Departments = departments,
    });
}
