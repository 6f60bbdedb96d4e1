using QualityAward.Domain.Access;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Tests.Scoring;

/// <summary>Small criteria and people for the scoring tests.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2022, 8, 1, 9, 0, 0, TimeSpan.FromHours(8));

    public static readonly CriteriaSet Percent = new()
    {
        Code = "p", Title = "《试用准则》", Edition = "1", Mode = ScoringMode.Percentage, Step = 5, Total = 95, SourceNote = "test", TieBreakGroup = "4.7",
        Bands = [new(0, 5), new(10, 25), new(30, 45), new(50, 65), new(70, 85), new(90, 100)],
        Groups =
        [
            new CriteriaGroup
            {
                Code = "4.1", Title = "领导", Points = 50,
                Items = [new CriteriaItem { Code = "4.1.2", Title = "高层领导的作用", Points = 50, Kind = CriteriaItemKind.Process }],
            },
            new CriteriaGroup
            {
                Code = "4.7", Title = "结果", Points = 45,
                Items =
                [
                    new CriteriaItem { Code = "4.7.2", Title = "产品和服务结果", Points = 30, Kind = CriteriaItemKind.Result },
                    new CriteriaItem { Code = "4.7.3", Title = "顾客与市场结果", Points = 15, Kind = CriteriaItemKind.Result },
                ],
            },
        ],
    };

    public static readonly CriteriaSet Points = Percent with
    {
        Mode = ScoringMode.Points,
        Step = 0.5m,
        Bands = [],
        TieBreakGroup = null,
        Groups = [new CriteriaGroup { Code = "1", Title = "意识与素质", Points = 6.25m, Items = [new CriteriaItem { Code = "1.1", Title = "卓越意识", Points = 6.25m, Kind = CriteriaItemKind.Process }] }],
    };

    public static readonly Actor Expert = new(new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]), "甲专家", Role.Expert);
    public static readonly Actor Other = new(new Guid(2, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]), "乙专家", Role.Expert);
    public static readonly Actor Office = new(new Guid(3, 0, 0, [0, 0, 0, 0, 0, 0, 0, 3]), "办公室", Role.Office, "city");

    public static CriteriaItem Item(this CriteriaSet criteria, int index) => criteria.Items.ElementAt(index);

    public static IReadOnlyList<Mark> AllAt(CriteriaSet criteria, decimal value) => [.. criteria.Items.Select(i => new Mark(i.Code) { Value = value, Strengths = "方法系统" })];

    public static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;
}
