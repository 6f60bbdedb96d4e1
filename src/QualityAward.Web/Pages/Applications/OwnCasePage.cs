using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Npgsql;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Files;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Applications;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What the pages of one's own application need (本人申报页面所需).</summary>
public sealed class OwnCaseServices(QualityAwardDbContext db, RoundRulesReader reader, CheckApplication check, AuthorityTree authorities, TermsGate terms, TimeProvider time) : IOperation
{
    public QualityAwardDbContext Db { get; } = db;

    public RoundRulesReader Reader { get; } = reader;

    public CheckApplication Check { get; } = check;

    public AuthorityTree Authorities { get; } = authorities;

    public TermsGate Terms { get; } = terms;

    public TimeProvider Time { get; } = time;
}

/// <summary>Base of the pages about one's own application: loads it, or answers 404 and records the attempt in the case's trail.</summary>
public abstract class OwnCasePage(OwnCaseServices services) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Application Case { get; private set; } = null!;

    public RoundRules Rules { get; private set; } = null!;

    /// <summary>What is known of the contents of the files that the page shows, by SHA-256.</summary>
    public IReadOnlyDictionary<string, FileRecord> Records { get; private set; } = new Dictionary<string, FileRecord>(StringComparer.Ordinal);

    public Guid? CaseId => Id;

    /// <summary>Where the answer that a condition read is filled in.</summary>
    public string? LinkOf(string reference) => $"{ApplicationLinks.Section(Id, ConditionReferences.SectionOf(reference))}#{VerdictList.FieldOf(reference)}";

    /// <summary>The list that it stands in: the applicant's own applications, or those that the office types in.</summary>
    public (string Text, string Href) ListCrumb => IsOnBehalf ? ("代录申报", ApplicationLinks.PaperFilings) : ("我的申报", ApplicationLinks.List);

    /// <summary>True while the office fills it in for the applicant.</summary>
    public bool IsOnBehalf => Actor.Role == Role.Office;

    public Round Round => Rules.Round;

    public TrackDefinition Track => Rules.Track(Case.Track);

    public DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>What the actor may do with the case.</summary>
    public CaseRight Right { get; private set; }

    public CaseSituation Situation => CaseSituation.Of(Case, Rules, services.Authorities, Now).For(Right);

    protected OwnCaseServices Services => services;

    /// <summary>True while this actor may change the section.</summary>
    public bool MayEdit(string sectionId) => Right >= CaseRight.Edit && Case.MayEdit(sectionId, Round, Now);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!await LoadAsync(HttpContext.RequestAborted))
        {
            context.Result = NotFound();
            return;
        }

        if ((Case.Position.IsOpen ? await services.Terms.AskAsync(Rules, Actor, Request, HttpContext.RequestAborted) : null) is { } ask)
        {
            context.Result = ask;
            return;
        }

        if (await RefuseAsync() is { } instead)
        {
            context.Result = instead;
            return;
        }

        await next();
    }

    /// <summary>The same where something has to be read first.</summary>
    protected virtual Task<IActionResult?> RefuseAsync() => Task.FromResult(Refuse());

    /// <summary>Another answer than the page, e.g. 404 for an unknown section.</summary>
    protected virtual IActionResult? Refuse() => null;

    /// <summary>The files that the page shows, so that their records are read.</summary>
    protected virtual IEnumerable<Attachment> ShownFiles => [];

    /// <summary>What the page asks the database together with the case, which is not there yet and may not be the actor's to see; null: nothing.</summary>
    protected virtual (NpgsqlBatchCommand Question, Action<NpgsqlDataReader> Take)? AskAlso() => null;

    /// <summary>True for a page that shows what is written and not who writes it: a draft comes without its people, and has no corrections yet.</summary>
    protected virtual bool ShowsTextOnly => false;

    /// <summary>Reads the case as it is now, also after a verb was refused.</summary>
    protected async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var read = await ReadAsync(ShowsTextOnly);
        if (read is { Application.Position.Stage: not Stage.Application } && ShowsTextOnly)
        {
            read = await ReadAsync(textOnly: false);
        }

        if (read is null)
        {
            return false;
        }

        (Case, Right) = (read.Application, read.Right);
        Rules = await services.Reader.ReadAsync(Case, read.RoundVersion, cancellationToken);
        Records = await services.Db.FileRecordsAsync(ShownFiles.Select(a => a.Sha256), cancellationToken);
        return true;

        Task<ReadCase?> ReadAsync(bool textOnly) => CaseReader.ReadAsync(services.Db, OwnCaseQuery.For(services.Db, Id, Actor), Id, textOnly, AskAlso(), cancellationToken);
    }
}
