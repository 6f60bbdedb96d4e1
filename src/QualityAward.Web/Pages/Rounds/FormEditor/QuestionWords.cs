using QualityAward.Domain.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>A question's type and demands in words (题型说明).</summary>
public static class QuestionWords
{
    /// <summary>Types that the office may add, with what they are for.</summary>
    public static readonly IReadOnlyList<(string Type, string Name, string What)> Types =
    [
        ("text", "单行文字", "名称、职务等短文字"),
        ("longText", "多行文字", "说明、总结等较长的文字，可限字数、列出要点"),
        ("number", "数字", "金额、人数等，可带单位和范围"),
        ("date", "日期", "年月日"),
        ("yearMonth", "年月", "只到月份"),
        ("choice", "单选", "从列出的选项中选一个"),
        ("multiChoice", "多选", "从列出的选项中选若干个"),
        ("yesNo", "是否", "是或否；也可作为必须选“是”的承诺"),
        ("identifier", "证号、联系方式", "统一社会信用代码、电话、邮箱等，系统核对格式"),
        ("growingTable", "可增行表格", "行数不定的清单，如主要顾客"),
        ("certificates", "证书登记", "证书、许可证清单，系统按有效期提示到期"),
        ("computed", "计算项", "由其他栏目算出的比例或合计，申报人不用填"),
        ("fixedTable", "固定行表格", "行和列都固定的表格，如近三年指标"),
        ("file", "附件", "上传文件"),
        ("photo", "照片", "上传图片"),
    ];

    public static readonly IReadOnlyList<(IdentifierKind Kind, string Name)> Identifiers =
    [
        (IdentifierKind.CreditCode, "统一社会信用代码"), (IdentifierKind.ResidentId, "居民身份证号码"), (IdentifierKind.PostCode, "邮政编码"),
        (IdentifierKind.Mobile, "手机号码"), (IdentifierKind.Phone, "固定电话或手机"), (IdentifierKind.Email, "电子邮箱"),
    ];

    public static readonly IReadOnlyList<(FileKind Kind, string Name)> Files =
    [
        (FileKind.Pdf, "PDF"), (FileKind.Image, "图片"), (FileKind.Word, "Word"), (FileKind.Excel, "Excel"), (FileKind.PowerPoint, "演示文稿"),
    ];

    public static string NameOf(CellKind kind) => kind switch
    {
        CellKind.Text => "文字",
        CellKind.Number => "数字",
        CellKind.Date => "日期",
        CellKind.YearMonth => "年月",
        CellKind.YesNo => "有/无",
        CellKind.Phone => "电话",
        _ => "其他",
    };

    public static string TypeName(Question question) => question switch
    {
        TextQuestion => "单行文字",
        LongTextQuestion => "多行文字",
        NumberQuestion => "数字",
        DateQuestion => "日期",
        YearMonthQuestion => "年月",
        ChoiceQuestion => "单选",
        MultiChoiceQuestion => "多选",
        YesNoQuestion => "是否",
        IdentifierQuestion i => Identifiers.First(k => k.Kind == i.Kind).Name,
        CertificatesQuestion => "证书登记",
        GrowingTableQuestion => "可增行表格",
        ComputedQuestion => "计算项",
        FixedTableQuestion => "固定行表格",
        FileQuestion => "附件",
        PhotoQuestion => "照片",
        NarrativeQuestion => "按条款自评",
        _ => "其他题型",
    };

    /// <summary>Type, limit, and what else an official wants to see at a glance.</summary>
    public static IEnumerable<string> Of(Question question)
    {
        yield return TypeName(question);
        var detail = question switch
        {
            TextQuestion q => $"不超过 {q.Limit} 字",
            LongTextQuestion q => $"不超过 {Figures.Number(q.Limit)} 字",
            NarrativeQuestion { Limit: { } limit } => $"不超过 {Figures.Number(limit)} 字",
            NumberQuestion { Unit: { } unit } => $"单位：{unit}",
            ChoiceQuestion q => $"{q.Options.Count} 个选项",
            MultiChoiceQuestion q => $"{q.Options.Count} 个选项",
            GrowingTableQuestion q => $"{q.Columns.Count} 列",
            FixedTableQuestion q => $"{(q.RowPerYear ? "按年设行" : $"{q.Rows.Count} 行")} {q.Columns.Count} 列",
            FileQuestion q => $"最多 {q.MaxFiles} 个",
            YesNoQuestion { MustBeYes: true } => "必须选“是”",
            _ => null,
        };
        if (detail is not null)
        {
            yield return detail;
        }

        if (question is not ComputedQuestion)
        {
            yield return question.Optional ? "选填" : "必填";
        }

        if (question.Personal)
        {
            yield return "个人信息";
        }

        if (question.HiddenFromExperts)
        {
            yield return "专家不可见";
        }
    }
}
