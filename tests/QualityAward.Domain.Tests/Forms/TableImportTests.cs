using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public class TableImportTests
{
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));

    private static readonly GrowingTableQuestion Table = new()
    {
        Id = "t", Label = "公益支持", MaxRows = 5,
        Columns =
        [
            new Column { Id = "area", Label = "支持领域" }, new Column { Id = "cost", Label = "费用", Kind = CellKind.Number, Unit = "万元", PerYear = true },
            new Column { Id = "won", Label = "获奖时间", Kind = CellKind.YearMonth }, new Column { Id = "public", Label = "是否公开", Kind = CellKind.YesNo, Yes = "公开", No = "不公开" },
            new Column { Id = "sum", Label = "合计", Kind = CellKind.Number, Formula = "{cost@last}" },
        ],
    };

    [Fact]
    public void Headings_are_matched_in_any_order_below_a_title()
    {
        var read = TableImport.Read(Table, Context, [["公益支持情况表"], ["序号", "2021年费用（万元）", " 支持 领域", "备注", "2020年 费用", "是否公开"], ["1", "1,200.5", "教育", "随便", "900", "公开"]]);

        Assert.True(read.HasHeader);
        Assert.Equal([Row(("cost@2021", "1200.5"), ("area", "教育"), ("cost@2020", "900"), ("public", "yes"))], read.Rows);
        Assert.Equal(["备注"], read.Unknown);
        Assert.Equal(["2019年费用（万元）", "获奖时间"], read.Absent);
    }

    [Fact]
    public void One_heading_that_fits_is_enough_where_the_table_begins()
    {
        var read = TableImport.Read(Table, Context, [["公益支持情况表"], ["序号", "支持领域", "金额", "备注"], ["1", "教育", "12.5", "甲"]]);

        Assert.True(read.HasHeader);
        Assert.Equal([Row(("area", "教育"))], read.Rows);
        Assert.Equal(["金额", "备注"], read.Unknown);
        Assert.Equal([Row(("area", "环保"))], TableImport.Read(Table, Context, [["支持领域"], ["环保"]]).Rows);
    }

    [Fact]
    public void Without_headings_cells_come_in_the_order_of_the_table()
    {
        var read = TableImport.Read(Table, Context, [["教育", "1", "2", "3", "2021年5月", "×", "99"], ["", " ", "", "", "", "", ""], ["环保"]]);

        Assert.False(read.HasHeader);
        Assert.Equal([Row(("area", "教育"), ("cost@2019", "1"), ("cost@2020", "2"), ("cost@2021", "3"), ("won", "2021-05"), ("public", "no")), Row(("area", "环保"))], read.Rows);
    }

    [Fact]
    public void What_is_wrong_stays_as_typed_and_is_told_by_its_cell()
    {
        var read = TableImport.Read(Table, Context, [["支持领域", "2019年费用（万元）", "获奖时间"], ["教育", "约三百", "去年"]]);
        var section = new FormSection { Id = "s", Title = "部分", Questions = [Table] };
        var problems = SectionCheck.Problems(section, new AnswersBuilder(section, Context).Rows("t", read.Rows).Build(), new Dictionary<string, int>(), Context, forSubmission: false);

        Assert.Equal(["t[0].cost@2019", "t[0].won"], problems.Select(p => p.FieldName));
    }

    [Fact]
    public void Hostile_cells_are_cleaned_like_typed_ones()
    {
        var read = TableImport.Read(Table, Context, [["支持领域", "获奖时间"], ["教\0育\u202E<script>", "2021-05"], ["=HYPERLINK(\"http://x\")", ""]]);

        Assert.Equal(["教育<script>", "=HYPERLINK(\"http://x\")"], read.Rows.Select(r => r["area"]));
    }

    [Fact]
    public void Headings_alone_are_no_rows() => Assert.Empty(TableImport.Read(Table, Context, [["支持领域", "获奖时间"]]).Rows);

    private static Dictionary<string, string> Row(params (string Key, string Value)[] cells) => cells.ToDictionary(c => c.Key, c => c.Value);
}
