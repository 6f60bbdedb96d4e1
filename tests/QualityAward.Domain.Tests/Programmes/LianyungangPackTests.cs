using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The real pack against the documents. Numbers stand here a second time on purpose: a slip in the pack fails.</summary>
public sealed class LianyungangPackTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);
    private static readonly ProgrammePack Pack = Catalogue.Require("lianyungang-mayor");
    private static readonly TrackDefinition Organisation = Pack.RequireTrack(Track.Organisation);
    private static readonly TrackDefinition Individual = Pack.RequireTrack(Track.Individual);

    [Fact]
    public void Criteria_of_organisations_are_the_23_items_of_the_2012_edition()
    {
        Assert.Equal((23, 1000m, 1000m), (Organisation.Criteria.Items.Count(), Organisation.Criteria.Total, Organisation.Criteria.Items.Sum(i => i.Points)));
        Assert.Equal(
            [("4.1", 110m), ("4.2", 90), ("4.3", 90), ("4.4", 130), ("4.5", 100), ("4.6", 80), ("4.7", 400)], Organisation.Criteria.Groups.Select(g => (g.Code, g.Points!.Value)));
        Assert.All(Organisation.Criteria.Items, i => Assert.Equal(i.Code.StartsWith("4.7.", StringComparison.Ordinal), i.Kind == CriteriaItemKind.Result));
    }

    [Fact]
    public void Criteria_of_individuals_are_7_aspects_16_items_and_39_questions_without_points()
    {
        Assert.Equal((7, 16, 39), (Individual.Criteria.Groups.Count, Individual.Criteria.Items.Count(), Individual.Criteria.Items.Sum(i => i.Questions.Count)));
        Assert.False(Individual.Criteria.HasPoints);
        Assert.Equal((ScoringMode.Points, 0.5m), (Individual.Criteria.Mode, Individual.Criteria.Step));
        Assert.Equal("个人获得的荣誉，在企业、行业、社会的影响力和认可度，履行社会责任的结果等方面。", Individual.Criteria.Item("7.4")!.Questions[0].Text);
    }

    [Fact]
    public void Quotas_prizes_bars_and_notice_are_those_of_the_rules()
    {
        Assert.Equal([("award", 3, null), ("nomination", 5, 3)], Pack.Tiers.Select(t => (t.Code, t.Limit!.Value, t.Target)));
        Assert.All(Pack.Tiers, t => Assert.Equal((Track.Individual, 1), t.InPrinciple.Select(p => (p.Track, p.Limit)).Single()));
        Assert.Equal(
            [("award", Track.Organisation, 500000m), ("award", Track.Individual, 100000), ("nomination", Track.Organisation, 150000), ("nomination", Track.Individual, 50000)],
            Pack.Prizes.Select(p => (p.Tier, p.Track, p.Yuan)));
        Assert.Equal(
            [(BarGround.FalseMaterial, 3), (BarGround.FraudRevoked, 5), (BarGround.AccidentRevoked, 5), (BarGround.Winner, 5)], Pack.Bars.Select(b => (b.Ground, b.Years)));
        Assert.Equal(["award"], Pack.Bars[^1].Tiers);
        Assert.Equal(7, Pack.Notice.MinimumDays);
        Assert.Equal("《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第十条第（五）项", Pack.Cite(Pack.Notice.Clause));
    }

    [Fact]
    public void Organisations_are_visited_and_individuals_present()
    {
        Assert.Equal(Enum.GetValues<Stage>().Where(s => s != Stage.Presentation), Organisation.Stages.Select(s => s.Stage));
        Assert.Equal(Enum.GetValues<Stage>().Where(s => s != Stage.SiteVisit), Individual.Stages.Select(s => s.Stage));
        Assert.All(Organisation.Stages.Concat(Individual.Stages), s => Assert.NotNull(s.Clause));
    }

    [Fact]
    public void Failed_sampling_stands_twice_with_two_and_three_years()
    {
        var sampling = Organisation.Conditions.OfType<CleanRecordCondition>().Where(c => c.Code.Contains("failed-sampling", StringComparison.Ordinal));

        Assert.Equal([("rules", 2), ("notice", 3)], sampling.Select(c => (c.Clause.Source, c.Years)));
    }

    [Fact]
    public void Years_that_conditions_ask_for_are_those_of_the_documents()
    {
        Assert.Equal(
            [("org-operating-3y", 3), ("org-notice-operating-3y", 3), ("org-notice-quality-system-3y", 3), ("org-notice-excellence-3y", 3)],
            Organisation.Conditions.OfType<MinimumYearsCondition>().Select(c => (c.Code, c.Years)));
        Assert.Equal(
            [("ind-quality-work-10y", 10), ("ind-notice-quality-work-10y", 10)], Individual.Conditions.OfType<PeriodYearsCondition>().Select(c => (c.Code, c.Years)));
    }

    [Fact]
    public void Both_tracks_ask_the_three_registers()
    {
        Assert.Equal(Enum.GetValues<RegistryCheck>(), Organisation.Conditions.OfType<RegistryCondition>().Select(c => c.Check));
        Assert.Equal(Enum.GetValues<RegistryCheck>(), Individual.Conditions.OfType<RegistryCondition>().Select(c => c.Check));
    }

    [Fact]
    public void Narratives_are_expanded_to_one_question_per_item()
    {
        Assert.Equal(Organisation.Criteria.Items.Select(i => i.Code), Narratives(Organisation).Select(n => n.Item));
        Assert.Equal(Individual.Criteria.Items.Select(i => i.Code), Narratives(Individual).Select(n => n.Item));
        var first = Assert.IsType<NarrativeQuestion>(Individual.Form.Find("self-assessment.item-1-1"));
        Assert.Equal(("1.1 卓越意识", "1 意识与素质", 3), (first.Label, first.Group, first.Prompts.Count));
        Assert.Equal(5000, Individual.Form.Section("self-assessment")!.TotalLimit);
    }

    [Fact]
    public void The_organisation_form_keeps_the_official_parts_without_a_ninth()
    {
        Assert.Equal(["一", "二", "三", "四", "五", "六", "七", "八", "十"], Organisation.Form.Sections.Select(s => s.Number).OfType<string>());
        Assert.Equal(18, ((FixedTableQuestion)Organisation.Form.Find("economy.indicators")!).Rows.Count);
        Assert.Equal(3000, ((LongTextQuestion)Organisation.Form.Find("overview.text")!).Limit);
        Assert.Equal(25, ((TextQuestion)Organisation.Form.Find("methods.model-name")!).Limit);
        Assert.Equal(30, ((GrowingTableQuestion)Organisation.Form.Find("market.customers")!).MaxRows);
    }

    /// <summary>The field names of Jiangsu 2020 annex 1, parts 一 to 八, and annex 2.</summary>
    [Theory]
    [InlineData("basic", "组织名称 所属行业 所在地区 法定代表人 注册地址 法定代表人证件号或个人身份证号 通讯地址 邮政编码 最高管理者 联系电话 组织成立日期 统一社会信用代码 经济类型 外商出资比例 组织规模 设立首席质量官 职工总数 质量管理人员数量 研发人员数量 申报工作联系部门 申报工作联系人 联系人电话/手机 联系人传真 联系人电子邮箱 组织下属分公司、分场所名单 名称 地址 产品/服务 联系人 联系电话")]
    [InlineData("quality", "质量管理体系认证时间 质量管理体系证书号 环境管理体系认证时间 环境管理体系证书号 职业健康安全管理体系认证时间 职业健康安全管理体系证书号 测量管理体系认证时间 测量管理体系证书号 企业知识产权管理制度是否健全 其他体系认证情况 设区市政府质量奖获奖时间 江苏省省长质量奖提名奖获奖时间 省部级以上科技进步奖 获奖产品名称 获奖时间 国家级重点新产品 认定产品名称 认定时间 省级以上高新技术产品 产品或商标名称 获得时间 省级以上工程质量奖 获奖工程名称 强制性认证 认证名称 获证产品名称 获证时间 生产（制造、经营）许可证 许可证名称 获证产品、服务名称 资质等其他 证书名称 获证名称")]
    [InlineData("methods", "实践中运用的主要质量管理方法 导入卓越绩效管理模式起始时间 独创性质量管理模式和方法")]
    [InlineData("products", "主要产品/工程/服务指标 主要产品/工程/服务名称 指标项目 本组织水平 国内先进水平 国际先进水平 近三年产品/工程/服务质量监督抽查情况 产品/工程/服务名称 抽查机构 抽查结论 近三年出口产品检验情况 产品名称 海关部门 检验结果")]
    [InlineData("economy", "资产总额 投资收益 主营业务收入 非主营业务收入 利润总额 纳税总额 销售额 出口总额 总资产贡献率 资产负债率 成本费用利润率 全员劳动生产率 产品销售率 新产品产值率 万元总产值综合能耗 万元总产值综合能耗年下降率 市场占有率 顾客满意度 国内行业排名")]
    [InlineData("responsibility", "主要安全指标 安全项目 国内行业排名 主要环保和节能指标 环保和节能减排项目 公益支持指标 支持领域 费用 诚信建设情况 纳税信用等级 质量信用等级")]
    [InlineData("market", "主要竞争对手和标杆 竞争对手和标杆名称 主要产品/工程/服务名称 品牌 主要优势（产品/工程/服务质量水平评价） 市场占有率（国内） 市场占有率（国际） 主要供应商名单 供应商总数 单位名称 主要业务 联系人 电话 通讯地址 主要客户 客户名称")]
    [InlineData("incidents", "各级产品质量监督检查不合格或有违法行为 各级工程质量监督检查不合格或有违法行为 各级服务质量监督检查不合格或有违法行为 各级环境保护监督检查不合格或有违法行为 各级安全生产监督检查不合格或有违法行为 较大质量、安全、环境污染、公共卫生、食品安全等事故 重大质量投诉 属于组织自身责任而引起的质量异议、索赔和退货 重大劳动保障失信记录 其他严重违法违规不良记录 情形简述")]
    [InlineData("coaching", "专家姓名 隶属机构名称 项目内容 起始时间")]
    public void Every_field_of_the_official_organisation_form_is_there(string section, string labels)
    {
        Assert.Empty(labels.Split(' ').Except(Labels(Organisation.Form.Section(section)!), StringComparer.Ordinal));
    }

    /// <summary>The field names of Jiangsu 2020 annex 3, parts 一 and 二.</summary>
    [Theory]
    [InlineData("basic", "姓名 身份证号 照片 性别 政治面貌 出生年月 职称 学历 工作单位 工作单位统一社会信用代码 所在部门 职务 工作年限 从事现岗位工作年限 通讯地址 邮编 申报联系人姓名 申报联系人所在部门 申报联系人职务 申报联系人手机 申报联系人办公电话 申报联系人电子邮箱 简历（教育、工作） 社会团体兼职情况 代表性成果（论文、专著等）发表情况及内容概要 近三年获奖情况（省、部级及以上主要荣誉） 主要工作事迹和突出贡献")]
    [InlineData("organisation", "组织名称 统一社会信用代码 通讯地址 邮编 组织类型 法人代表 组织规模 主管部门 联系部门 联系人 联系电话（手机/座机） 传真 所在岗位简介 单位意见")]
    public void Every_field_of_the_official_individual_form_is_there(string section, string labels)
    {
        Assert.Empty(labels.Split(' ').Except(Labels(Individual.Form.Section(section)!), StringComparer.Ordinal));
    }

    [Fact]
    public void Contacts_of_suppliers_and_customers_are_hidden_from_experts()
    {
        var tables = new[] { "market.suppliers", "market.customers" }.Select(r => (GrowingTableQuestion)Organisation.Form.Find(r)!);

        Assert.All(tables, t => Assert.Equal(["contact", "phone", "address"], t.Columns.Where(c => c.HiddenFromExperts).Select(c => c.Id)));
    }

    [Fact]
    public void The_six_seals_and_the_departments_of_the_pre_review_form_are_all_asked()
    {
        Assert.Equal(
            ["emergency", "environment", "statistics", "market", "health", "labour", "industry", "development", "housing", "tax", "customs"], Pack.Recommendation.Opinions.Select(o => o.Kind));
        Assert.Equal(["market", "emergency", "environment", "health", "labour", "industry"], Pack.Recommendation.CleanRecordCertificate!.Seals);
    }

    [Fact]
    public void Counties_zones_and_recommending_departments_lie_below_the_city()
    {
        var authorities = Catalogue.Authorities;

        Assert.True(authorities.IsWithin("lyg-haizhou", "lyg"));
        Assert.True(authorities.IsWithin("lyg-haizhou", "jiangsu"));
        Assert.False(authorities.IsWithin("lyg", "lyg-haizhou"));
        Assert.False(authorities.IsWithin("wh-wuchang", "lyg"));
        Assert.Contains("lyg-industry", authorities.RecommendersFor(Pack.Owner).Select(a => a.Code));
        Assert.Equal(9, authorities.RecommendersFor(Pack.Owner).Count(a => a.Kind != AuthorityKind.Department));
        // The region that an applicant names is the authority that recommends.
        Assert.Equal(
            authorities.RecommendersFor(Pack.Owner).Where(a => a.Kind != AuthorityKind.Department).Select(a => (a.Code, a.Name)),
            ((ChoiceQuestion)Organisation.Form.Find("basic.region")!).Options.Select(o => (o.Value, o.Label)));
    }

    [Fact]
    public void A_snapshot_opens_to_the_same_pack_and_keeps_its_hash()
    {
        var snapshot = Catalogue.SnapshotOf(Pack.Code);

        var again = PackSnapshot.Of(snapshot.Open());

        Assert.Equal(snapshot, again);
        Assert.Matches("^[0-9a-f]{64}$", snapshot.Sha256);
    }

    [Fact]
    public void A_snapshot_that_was_changed_does_not_open()
    {
        var snapshot = Catalogue.SnapshotOf(Pack.Code);
        var changed = snapshot with { Json = snapshot.Json.Replace("500000", "600000", StringComparison.Ordinal) };

        Assert.Throws<InvalidOperationException>(changed.Open);
    }

    private static IEnumerable<NarrativeQuestion> Narratives(TrackDefinition track) => track.Form.Sections.SelectMany(s => s.Questions).OfType<NarrativeQuestion>();

    private static IEnumerable<string> Labels(FormSection section) => section.Questions.SelectMany(q => q switch
    {
        FixedTableQuestion table => [q.Label, .. table.Columns.Select(c => c.Label), .. table.Rows.Select(r => r.Label)],
        GrowingTableQuestion table => [q.Label, .. table.Columns.Select(c => c.Label)],
        _ => new[] { q.Label },
    });
}
