using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Programmes;

/// <summary>Checks the stages of a track (环节检查): the whole backbone is there, each once, in order.</summary>
internal static class StageChecks
{
    public static void Check(TrackDefinition track, PartProblems found)
    {
        var stages = track.Stages;
        foreach (var stage in PackChecks.Repeated(stages.Select(s => s.Stage)))
        {
            found.Add(Anchor(stage), $"环节“{stage}”重复。");
        }

        foreach (var stage in Enum.GetValues<Stage>().Where(s => !OnSite(s) && stages.All(d => d.Stage != s)))
        {
            found.Add(anchor: null, $"{TrackNames.Of(track.Track)}缺少环节“{stage}”。");
        }

        for (var i = 1; i < stages.Count; i++)
        {
            var (before, after) = (stages[i - 1].Stage, stages[i].Stage);
            found.Unless(Rank(before) <= Rank(after), Anchor(after), $"环节顺序有误：“{stages[i].Name}”不能在“{stages[i - 1].Name}”之后。");
        }

        foreach (var stage in stages)
        {
            found.Unless(!string.IsNullOrWhiteSpace(stage.Name) && !string.IsNullOrWhiteSpace(stage.What), Anchor(stage.Stage), $"环节“{stage.Stage}”必须有名称和说明。");
            if (stage.Clause is { } clause)
            {
                found.Cites(clause, Anchor(stage.Stage));
            }
        }
    }

    /// <summary>Which of the two a programme has, and in which order, is the programme's own rule.</summary>
    private static bool OnSite(Stage stage) => stage is Stage.SiteVisit or Stage.Presentation;

    private static int Rank(Stage stage) => OnSite(stage) ? (int)Stage.SiteVisit : (int)stage;

    private static string Anchor(Stage stage) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(stage.ToString());
}
