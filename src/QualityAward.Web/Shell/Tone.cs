namespace QualityAward.Web.Shell;

/// <summary>The colour of badges and messages. It never stands alone: the words say the same.</summary>
public enum Tone
{
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
    Gold,
}

public static class ToneExtensions
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Neutral => "neutral",
        Tone.Info => "info",
        Tone.Success => "success",
        Tone.Warning => "warning",
        Tone.Danger => "danger",
        Tone.Gold => "gold",
    };

    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Neutral or Tone.Info => "info",
        Tone.Success => "check",
        Tone.Warning or Tone.Danger => "alert",
        Tone.Gold => "award",
    };
}
