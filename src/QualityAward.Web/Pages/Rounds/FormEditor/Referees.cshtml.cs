using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>Whether the form asks referees for their statements, and how (推荐人意见的要求).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class RefereesModel(FormPageServices services) : FormPage(services)
{
    private const int LongestTitle = 100;
    private const int LongestHint = 500;
    private const int LongestArticle = 60;
    private const int MostWords = 20_000;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<TheirValue> Theirs { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Sources => [.. Pack.Sources.Select(s => new SelectListItem(s.Citation, s.Id, string.Equals(s.Id, Input.Source, StringComparison.Ordinal)))];

    public void OnGet() => Input = Shown();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var referees = Input.On ? Read() : null;
        try
        {
            await EditAsync(Input.Seen, FormToken.OfReferees, (d, r, at) => d.AskReferees(referees, r, Actor, at), cancellationToken);
        }
        catch (StaleVersionException)
        {
            await ReloadAsync(cancellationToken);
            Theirs = [new TheirValue("推荐人意见", InWords(Form.Referees))];
            Input.Seen = FormToken.OfReferees(Form);
            ModelState.Remove("Input.Seen");
            throw;
        }

        TempData.Flash("推荐人意见的要求已保存。");
        return Redirect($"{RoundLinks.Form(Id, Which)}#referees");
    }

    private RefereeRules Read()
    {
        var problems = new List<InputProblem>();
        var (title, article) = (Text("Title", "请推荐人填写什么", Input.Title, LongestTitle, "请写明请推荐人填写什么。"), Text("Article", "条款", Input.Article, LongestArticle, "请填写条款。"));
        var hint = AnswerText.Lines(Input.Hint).Trim();
        if (hint.Length > LongestHint)
        {
            problems.Add(new InputProblem("Input.Hint", $"填写提示不超过 {LongestHint} 个字符。"));
        }

        var atLeast = Number("AtLeast", Input.AtLeast, 0, RefereeRequest.MostEver, "最少人数");
        var atMost = Number("AtMost", Input.AtMost, Math.Max(atLeast, 1), RefereeRequest.MostEver, "最多人数");
        var limit = Number("Limit", Input.Limit, 1, MostWords, "字数限制");
        var days = Number("Days", Input.Days, 1, RefereeRules.MostDays, "链接有效天数");
        var remind = Number("RemindDays", Input.RemindDays, 0, (Input.Days is > 1 and <= RefereeRules.MostDays ? days : RefereeRules.MostDays) - 1, "提前提醒天数");
        if (Pack.Sources.All(s => !string.Equals(s.Id, Input.Source, StringComparison.Ordinal)))
        {
            problems.Add(new InputProblem("Input.Source", "请选择依据文件。"));
        }

        RefuseAny(problems);
        return new RefereeRules
        {
            Title = title, Hint = hint.Length == 0 ? null : hint, AtLeast = atLeast, AtMost = atMost, Limit = limit, Days = days, RemindDays = remind, ApplicantMayRead = Input.ApplicantMayRead,
            ReviewersMayRead = Input.ReviewersMayRead, Clause = new Clause(Input.Source!, article),
        };

        string Text(string field, string what, string? typed, int longest, string missing)
        {
            var text = AnswerText.Line(typed);
            if (text.Length == 0)
            {
                problems.Add(new InputProblem($"Input.{field}", missing));
            }
            else if (text.Length > longest)
            {
                problems.Add(new InputProblem($"Input.{field}", $"“{what}”不超过 {longest} 个字符。"));
            }

            return text;
        }

        int Number(string field, int? typed, int min, int max, string what)
        {
            if (typed is { } value && value >= min && value <= max)
            {
                return value;
            }

            problems.Add(new InputProblem($"Input.{field}", $"{what}须是 {min} 至 {max} 之间的整数。"));
            return min;
        }
    }

    private InputModel Shown() => Form.Referees is not { } asked ? new InputModel { Seen = FormToken.OfReferees(Form) } : new InputModel
    {
        On = true, Title = asked.Title, Hint = asked.Hint, AtLeast = asked.AtLeast, AtMost = asked.AtMost, Limit = asked.Limit, Days = asked.Days, RemindDays = asked.RemindDays,
        ApplicantMayRead = asked.ApplicantMayRead, ReviewersMayRead = asked.ReviewersMayRead, Source = asked.Clause.Source, Article = asked.Clause.Article, Seen = FormToken.OfReferees(Form),
    };

    private string InWords(RefereeRules? asked) => asked is null ? "不请推荐人填写" : string.Create(
        CultureInfo.InvariantCulture,
        $"{asked.Title}；{asked.AtLeast} 至 {asked.AtMost} 位，每份不超过 {asked.Limit} 字，{asked.Days} 天内有效，提前 {asked.RemindDays} 天提醒；由{asked.Readers}阅读；{Pack.Cite(asked.Clause)}");

    public sealed class InputModel
    {
        public bool On { get; set; }

        public string? Title { get; set; }

        public string? Hint { get; set; }

        public int? AtLeast { get; set; }

        public int? AtMost { get; set; }

        public int? Limit { get; set; }

        public int? Days { get; set; }

        public int? RemindDays { get; set; }

        public bool ApplicantMayRead { get; set; }

        public bool ReviewersMayRead { get; set; }

        public string? Source { get; set; }

        public string? Article { get; set; }

        public string? Seen { get; set; }
    }
}
