using System.Net;
using System.Text.RegularExpressions;

namespace QualityAward.Testing;

/// <summary>What the script of a form that saves by itself sends (自动保存请求): to the address on the page, as a plain form.</summary>
public sealed class ScriptedSave(Visitor visitor, string address, string token)
{
    public static ScriptedSave Of(Visitor visitor, Page page)
    {
        var form = page.All("form[data-autosave]").Single();
        return new ScriptedSave(visitor, form.GetAttribute("data-autosave")!, form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
    }

    public ScriptedSave WithToken(string other) => new(visitor, address, other);

    /// <summary>The same to an address changed by hand.</summary>
    public ScriptedSave At(string other) => new(visitor, other, token);

    public string Address => address;

    /// <returns>The body's escapes are undone, so that Chinese text can be looked for.</returns>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(int version, params (string Field, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", token), new("version", version.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. fields.Select(f => KeyValuePair.Create(f.Field, f.Value)),
        ]);
        using var answer = await visitor.Client.PostAsync(new Uri(address, UriKind.Relative), body);
        return (answer.StatusCode, Regex.Unescape(await answer.Content.ReadAsStringAsync()));
    }
}
