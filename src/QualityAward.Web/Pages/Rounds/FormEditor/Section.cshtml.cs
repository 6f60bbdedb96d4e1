using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>Heading, instructions, limit and condition of a part, or a new part (部分).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class SectionModel(FormPageServices services) : FormPage(services)
{
    public const string New = "new";

    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public FormSection? Section => Form.Section(SectionId);

    public bool IsNew => string.Equals(SectionId, New, StringComparison.Ordinal);

    public IReadOnlyList<TheirValue> Theirs { get; private set; } = [];

    public void OnGet()
    {
        if (!IsNew)
        {
            Input = Shown();
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        var title = AnswerText.Line(Input.Title);
        if (title.Length == 0)
        {
            problems.Add(new InputProblem("Input.Title", "请填写标题。"));
        }

        if (Input.TotalLimit is < 1 or > 100000)
        {
            problems.Add(new InputProblem("Input.TotalLimit", "字数限制须是 1 至 100000 之间的整数，不限的不填。"));
        }

        var id = IsNew ? NewIds.Section() : SectionId;
        var when = WhenFields.Read(Input.When, Form, id, problems);
        RefuseAny(problems);
        var number = AnswerText.Line(Input.Number);
        var section = (Section ?? new FormSection { Id = id, Title = title, Questions = [] }) with
        {
            Number = number.Length == 0 ? null : number,
            Title = title,
            Instructions = TextLines.Of(Input.Instructions),
            TotalLimit = Input.TotalLimit,
            When = when,
        };
        try
        {
            await EditAsync(
                IsNew ? null : Input.Seen, f => f.Section(SectionId) is { } s ? FormToken.Of(s) : null,
                (d, r, at) =>
                {
                    if (IsNew)
                    {
                        d.AddSection(section, After, r, Actor, at);
                    }
                    else
                    {
                        d.ChangeSection(section, r, Actor, at);
                    }
                },
                cancellationToken);
        }
        catch (StaleVersionException)
        {
            await ReloadAsync(cancellationToken);
            if (Section is not null)
            {
                var now = Shown();
                Theirs = [new("序号", now.Number ?? ""), new("标题", now.Title ?? ""), new("填写说明", now.Instructions ?? ""), new("字数限制", now.TotalLimit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "")];
                Input.Seen = now.Seen;
                ModelState.Remove("Input.Seen");
            }

            throw;
        }

        TempData.Flash($"部分“{section.Heading}”已保存。");
        return Redirect($"{RoundLinks.Form(Id, Which)}#part-{id}");
    }

    protected override bool Find() => IsNew || Section is not null;

    private InputModel Shown() => new()
    {
        Number = Section!.Number, Title = Section.Title, Instructions = string.Join('\n', Section.Instructions), TotalLimit = Section.TotalLimit,
        When = WhenFields.From(Section.When, Form, SectionId), Seen = FormToken.Of(Section),
    };

    public sealed class InputModel
    {
        public string? Number { get; set; }

        public string? Title { get; set; }

        public string? Instructions { get; set; }

        public int? TotalLimit { get; set; }

        public WhenInput When { get; set; } = new();

        public string? Seen { get; set; }
    }
}

/// <summary>Ids of new pieces (新编号): never used before, so that no old answer is taken for theirs.</summary>
public static class NewIds
{
    public static string Section() => Make("s");

    public static string Question() => Make("q");

    public static string Part() => Make("p");

    private static string Make(string prefix) => $"{prefix}-{System.Security.Cryptography.RandomNumberGenerator.GetHexString(10, lowercase: true)}";
}
