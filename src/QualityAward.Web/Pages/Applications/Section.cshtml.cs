using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// One section of the form. One multipart form carries text and files, so that every button of the page (save, one more row, upload, remove)
/// keeps everything that was typed, with or without JavaScript.
/// </summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
[ReadsOwnBody]
[IgnoreAntiforgeryToken(Order = 2000)]
public sealed class SectionModel(OwnCaseServices services, StreamedForm streamed, LateSaves late, SaveSection save, AttachFile attach, DetachFile detach, ConfirmTakenOver confirm, Presence presence, RoundRulesCache rules) : OwnCasePage(services)
{
    private const string ConfirmAllField = "confirmAll";

    private readonly List<string> _others = [];

    private bool _isPresent;

    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    /// <summary>Shows what is still missing, too.</summary>
    [BindProperty(SupportsGet = true, Name = "missing")]
    public string? Missing { get; set; }

    public FormSection Section { get; private set; } = null!;

    /// <summary>What the fields show: what was just typed, else what is stored.</summary>
    public Answers Shown { get; private set; } = Answers.Empty;

    /// <summary>The version that the text on the page was typed against.</summary>
    public int Version { get; private set; }

    public string? ExtraRowOf { get; private set; }

    /// <summary>Others who have this section open for editing.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <summary>Where somebody else's text differs from the one typed here; the person picks.</summary>
    public IReadOnlyList<QuestionConflict> Conflicts { get; private set; } = [];

    public ApplicationSection? Stored => Case.Sections.FirstOrDefault(s => string.Equals(s.SectionId, SectionId, StringComparison.Ordinal));

    public bool IsEditable => MayEdit(SectionId);

    public string? Remark => Case.OpenCorrection?.Sections.FirstOrDefault(s => string.Equals(s.SectionId, SectionId, StringComparison.Ordinal))?.Remark;

    /// <summary>Where the script asks for the doubts after a save; null: nothing here can be doubtful.</summary>
    public string? WarningsAddress => Filled.HasChecks(Section) ? $"{ApplicationLinks.Section(Id, SectionId)}?handler=Warnings" : null;

    public bool TakesFiles => Section.Questions.Any(q => q is FileQuestion or PhotoQuestion);

    public SectionEditor Editor => new()
    {
        Section = Section, Answers = Shown, Context = Context, Files = Files, ShowsBlanks = Missing is not null, ExtraRowOf = ExtraRowOf, Filled = Filled,
        TakesImports = true, Unconfirmed = Case.UnconfirmedIn(SectionId), Clauses = QuestionClauses.Of(Rules.Pack, Case.Track),
    };

    public SectionReading Reading => new() { Section = Asked, Answers = Filled.Answers(Section), Warnings = Filled.Warnings(Section), Context = Context, Rights = ReadingRights.Office, Files = Files, HeadingLevel = 0 };

    /// <summary>The next section of which anything is asked.</summary>
    public FormSection? Next
    {
        get
        {
            var filled = Case.Filled(Track.Form, Context);
            return filled.Form.Sections.SkipWhile(s => !string.Equals(s.Id, SectionId, StringComparison.Ordinal)).Skip(1).FirstOrDefault(s => filled.Asked(s).Questions.Count > 0);
        }
    }

    /// <summary>The form as it stands with what this page shows.</summary>
    private FilledForm Filled
    {
        get
        {
            if (_filled is not { } known || known.Case != Case || known.Shown != Shown)
            {
                var (application, shown) = (Case, Shown);
                known = (application, shown, new FilledForm(Track.Form, id => string.Equals(id, SectionId, StringComparison.Ordinal) ? shown : application.AnswersOf(id), Context));
                _filled = known;
            }

            return known.Form;
        }
    }

    // What it found out is good as long as nothing else is shown.
    private (Application Case, Answers Shown, FilledForm Form)? _filled;

    private FormSection Asked => Filled.Asked(Section);

    protected override IEnumerable<Attachment> ShownFiles => Case.Attachments.Where(a => string.Equals(a.SectionId, SectionId, StringComparison.Ordinal));

    private FormContext Context => FormContexts.Of(Rules, Services.Time);

    private IReadOnlyList<AttachedFile> Files =>
    [
        .. Case.Attachments.Where(a => string.Equals(a.SectionId, SectionId, StringComparison.Ordinal)).OrderBy(a => a.UploadedAt)
            .Select(a => AttachedFile.Of(a, Records)),
    ];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (IsEditable && !_isPresent)
        {
            // The first look at this form since the site was started.
            _others.AddRange(await presence.RunAsync(Id, SectionId, Actor, cancellationToken));
        }

        if (IsEditable && (Stored is not null || Missing is not null))
        {
            ModelState.Show([
                .. SectionCheck.Problems(Asked, Shown, Case.FileCounts(SectionId), Context, Missing is not null),
                .. Missing is null ? [] : CheckApplication.VariantProblems(Case, Rules, SectionId),
            ]);
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var refused = new List<InputProblem>();
        IFormCollection form;
        try
        {
            form = await streamed.ReadAsync(HttpContext, (field, name, content) => TakeFileAsync(field, name, content, refused, cancellationToken), cancellationToken);
        }
        catch (AntiforgeryValidationException)
        {
            return BadRequest();
        }

        Shown = SectionBinder.Read(form, Section, Context).Unmasked(Section, Stored?.Answers ?? Answers.Empty);
        Version = VersionOf(form);
        string? mergedWith = null;
        try
        {
            Shown = await PickAsync(form, cancellationToken);
            var saved = await save.RunAsync(Id, SectionId, Shown, Version, Actor, cancellationToken);
            (Version, Shown, mergedWith) = (saved.Version, saved.Answers, saved.MergedWith);
            await ConfirmAsync(form, cancellationToken);
            if (Guid.TryParse(form["detach"], out var file))
            {
                await detach.RunAsync(Id, file, Actor, cancellationToken);
            }
        }
        catch (SectionConflictException conflict)
        {
            await LoadAsync(cancellationToken);
            Shown = conflict.Merged.Answers;
            Conflicts = [.. AnswerWords.Differences(Section, Context, Shown, Stored?.Answers ?? Answers.Empty).Where(c => conflict.Merged.Conflicts.Contains(c.Question.Id))];
            // The next save stands against what is shown beside it now.
            Version = Stored?.Version ?? 0;
            throw;
        }
        finally
        {
            await LoadAsync(cancellationToken);
        }

        InvalidInputException.ThrowIfAny(refused);
        if (form["addRow"].ToString() is { Length: > 0 } table)
        {
            ExtraRowOf = table;
            return Page();
        }

        if (form["removeRow"].ToString() is { Length: > 0 } row)
        {
            Shown = Without(row);
            Version = (await save.RunAsync(Id, SectionId, Shown, Version, Actor, cancellationToken)).Version;
            return Redirect(ApplicationLinks.Section(Id, SectionId));
        }

        if (form["import"].ToString() is { Length: > 0 } imported)
        {
            return Redirect(ApplicationLinks.ImportRows(Id, SectionId, Uri.EscapeDataString(imported)));
        }

        if (form.ContainsKey("upload") || form.ContainsKey("detach"))
        {
            return Redirect(ApplicationLinks.Section(Id, SectionId));
        }

        var problems = SectionCheck.Problems(Asked, Shown, Case.FileCounts(SectionId), Context, forSubmission: false);
        var merged = mergedWith is null ? "" : $"{Who(mergedWith)}在此期间也保存过这一部分，两处的修改已合并。";
        TempData.Flash((problems.Count == 0 ? $"“{Section.Heading}”已保存。" : $"“{Section.Heading}”已保存，其中 {problems.Count} 处需要更正。") + merged, problems.Count == 0 ? Tone.Success : Tone.Warning);
        return Redirect(problems.Count > 0 || form["then"].ToString() is not "next"
            ? ApplicationLinks.Section(Id, SectionId)
            : Next is { } next ? ApplicationLinks.Section(Id, next.Id) : ApplicationLinks.Overview(Id));
    }

    /// <summary>The script's save: the same text, the answer as JSON.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = await streamed.ReadAsync(HttpContext, takeFile: null, cancellationToken);
        }
        catch (AntiforgeryValidationException)
        {
            return BadRequest();
        }
        catch (InvalidInputException unreadable)
        {
            return new JsonResult(NoSaveAnswer.Of(unreadable)) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }

        var typed = SectionBinder.Read(form, Section, Context).Unmasked(Section, Stored?.Answers ?? Answers.Empty);
        try
        {
            var saved = await save.RunAsync(Id, SectionId, typed, VersionOf(form), Actor, cancellationToken);
            await ConfirmAsync(form, cancellationToken);
            return new JsonResult(SaveAnswer.Of(saved, Who(saved.MergedWith), saved.MergedWith is null ? [] : Differences(typed, saved.Answers)));
        }
        catch (SectionConflictException conflict)
        {
            await LoadAsync(cancellationToken);
            var stored = Stored?.Answers ?? Answers.Empty;
            var clashing = conflict.Merged.Conflicts;
            return new JsonResult(new
            {
                conflict = true,
                version = Stored?.Version ?? 0,
                savedBy = Who(Stored?.SavedBy),
                fields = Differences(typed.Only(clashing), stored.Only(clashing)),
                merged = Differences(typed, conflict.Merged.Answers),
            })
            { StatusCode = StatusCodes.Status409Conflict };
        }
        catch (RefusedException refused)
        {
            return new JsonResult(new { code = refused.Code, message = refused.Message }) { StatusCode = StatusCodes.Status403Forbidden };
        }
    }

    /// <summary>What is doubtful after a save: asked for by the script where the section has checks at all, so that the save itself stays short.</summary>
    public IActionResult OnGetWarnings() => !IsEditable
        ? NotFound()
        : Partial("/Pages/Shared/Forms/_SectionDoubts.cshtml", Editor with
        {
            DoubtfulElsewhere = [.. Filled.OpenElsewhere(Section).Select(w => w.SectionId).Distinct(StringComparer.Ordinal).Select(id => (Track.Form.Section(id)!.Heading, ApplicationLinks.Section(Id, id)))],
        });

    protected override bool ShowsTextOnly => true;

    /// <summary>Whoever opens the page to write is there from now on, and sees who else is. Whether it is theirs to write is a condition of the statement.</summary>
    protected override (NpgsqlBatchCommand Question, Action<NpgsqlDataReader> Take)? AskAlso()
    {
        _others.Clear();
        // A name that no section has would only fill the table.
        _isPresent = HttpMethods.IsGet(Request.Method) && rules.HasSeenSection(SectionId);
        return _isPresent ? (presence.Question(Id, SectionId, Actor), row => _others.Add(Presence.NameOf(row))) : null;
    }

    /// <summary>What was typed on an older version of the form is kept, whatever has become of the section.</summary>
    protected override async Task<IActionResult?> RefuseAsync() => await late.TakeAsync(HttpContext, Case, Round, SectionId, Actor) is { } kept ? kept : Refuse();

    protected override IActionResult? Refuse()
    {
        if (Track.Form.Section(SectionId) is not { } section)
        {
            return NotFound();
        }

        Section = section;
        Shown = Stored?.Answers ?? Answers.Empty;
        Version = Stored?.Version ?? 0;
        return null;
    }

    /// <summary>What was taken over from an earlier application, ticked one by one or the whole section by its button.</summary>
    private Task ConfirmAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        return IsConfirmed(form)
            ? confirm.RunAsync(Id, SectionId, form.ContainsKey(ConfirmAllField) ? null : [.. form[SectionEditor.ConfirmField].OfType<string>()], Actor, cancellationToken)
            : Task.CompletedTask;
    }

    /// <summary>True when the person has confirmed what was taken over.</summary>
    internal static bool IsConfirmed(IFormCollection form) => form.ContainsKey(ConfirmAllField) || form.ContainsKey(SectionEditor.ConfirmField);

    private string? Who(string? name) => string.Equals(name, Actor.Name, StringComparison.Ordinal) ? "您在另一个窗口" : name;

    private IReadOnlyList<FieldConflict> Differences(Answers typed, Answers stored) => AnswerWords.FieldDifferences(Section, Context, typed, stored, SectionEditor.DefaultPrefix);

    /// <summary>The version that the posted text was typed against; 0: none.</summary>
    internal static int VersionOf(IFormCollection form) => int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private async Task TakeFileAsync(string field, string fileName, Stream content, List<InputProblem> refused, CancellationToken cancellationToken)
    {
        var question = Section.Questions.FirstOrDefault(q => string.Equals(SectionEditor.FieldNameOf(SectionEditor.DefaultPrefix, q.Id), field, StringComparison.Ordinal));
        if (question is null)
        {
            return;
        }

        try
        {
            await attach.RunAsync(Id, SectionId, question.Id, content, fileName, Actor, cancellationToken);
        }
        catch (InvalidInputException invalid)
        {
            refused.AddRange(invalid.Problems);
        }
        catch (RefusedException refusal)
        {
            // The rest of the form must still be read, or what was typed would be lost.
            refused.Add(new InputProblem(field, refusal.Message));
        }
    }

    /// <summary>After a conflict the person has chosen, question by question, whose text stays.</summary>
    private async Task<Answers> PickAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        var theirs = Section.Questions.Select(q => q.Id).Where(id => string.Equals(form[$"pick.{id}"], "theirs", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        if (theirs.Count == 0)
        {
            return Shown;
        }

        await LoadAsync(cancellationToken);
        return Shown.Taking(theirs, Stored?.Answers ?? Answers.Empty);
    }

    /// <summary>The answers without the row whose button was pressed: <c>q.table[3]</c>.</summary>
    private Answers Without(string row)
    {
        var answers = new AnswersBuilder(Section, Context, Shown);
        foreach (var table in Section.Questions.OfType<GrowingTableQuestion>())
        {
            var rows = Shown.Rows(table.Id);
            var name = SectionEditor.FieldNameOf(SectionEditor.DefaultPrefix, table.Id);
            answers.Rows(table.Id, [.. rows.Where((_, i) => !string.Equals(row, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), StringComparison.Ordinal))]);
        }

        return answers.Build();
    }
}
