using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace QualityAward.Web.Shell;

/// <summary>A message that survives one redirect: what has just been done.</summary>
public static class FlashExtensions
{
    internal const string MessageKey = "Flash.Message";
    internal const string ToneKey = "Flash.Tone";

    /// <summary>Shown once at the top of the next page.</summary>
    public static void Flash(this ITempDataDictionary tempData, string message, Tone tone = Tone.Success)
    {
        tempData[MessageKey] = message;
        tempData[ToneKey] = tone.ToString();
    }

    public static (string Message, Tone Tone)? TakeFlash(this ITempDataDictionary tempData) =>
        tempData[MessageKey] is string message
            ? (message, Enum.TryParse<Tone>(tempData[ToneKey] as string, out var tone) ? tone : Tone.Success)
            : null;
}
