using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>What somebody else has saved at one field meanwhile (他人已保存的内容).</summary>
public sealed record TheirValue(string Label, string Text);

/// <summary>Title and instructions of the form (表名和填表说明).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class HeadModel(FormPageServices services) : FormPage(services)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<TheirValue> Theirs { get; private set; } = [];

    public void OnGet() => Input = Shown();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var title = AnswerText.Line(Input.Title);
        if (title.Length == 0)
        {
            throw new InvalidInputException("Input.Title", "请填写表名。");
        }

        try
        {
            await EditAsync(Input.Seen, FormToken.Of, (d, r, at) => d.Reword(title, TextLines.Of(Input.Instructions), r, Actor, at), cancellationToken);
        }
        catch (StaleVersionException)
        {
            await ReloadAsync(cancellationToken);
            var now = Shown();
            Theirs = [new TheirValue("表名", now.Title ?? ""), new TheirValue("填表说明", now.Instructions ?? "")];
            Input.Seen = now.Seen;
            ModelState.Remove("Input.Seen");
            throw;
        }

        TempData.Flash("表名和填表说明已保存。");
        return Redirect(RoundLinks.Form(Id, Which));
    }

    private InputModel Shown() => new() { Title = Form.Title, Instructions = string.Join('\n', Form.Instructions), Seen = FormToken.Of(Form) };

    public sealed class InputModel
    {
        public string? Title { get; set; }

        public string? Instructions { get; set; }

        public string? Seen { get; set; }
    }
}

/// <summary>Paragraphs typed one per line (逐行填写).</summary>
public static class TextLines
{
    public static IReadOnlyList<string> Of(string? text) => AnswerText.Lines(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
