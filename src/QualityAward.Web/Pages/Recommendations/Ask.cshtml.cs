using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Asks departments about as many applicants as are ticked, in one form (批量征求部门意见).</summary>
[RequirePermission(Permission.Recommend)]
public sealed class AskModel(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time, TermsGate terms, RequestDepartmentOpinions request) : ActorPage
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Ids).NotEmpty().WithMessage("请至少选择一个申报人。"),
        v => v.RuleFor(x => x.Kinds).NotEmpty().WithMessage("请至少选择一个部门。"),
        v => v.RuleFor(x => x.From).NotNull().WithMessage("请填写核查期间的起始日期。"),
        v => v.RuleFor(x => x.Until).NotNull().WithMessage("请填写核查期间的截止日期。"),
        v => v.RuleFor(x => x.DueOn).NotNull().WithMessage("请填写答复期限。"),
        v => v.RuleFor(x => x.Note).Must(t => WordCount.Count(t ?? "") <= NoteLimit).WithMessage($"说明不超过 {NoteLimit} 字，请精简。"),
    };

    public const int NoteLimit = 300;

    /// <summary>Whose applicants; the newest round with work when left out.</summary>
    [BindProperty(SupportsGet = true, Name = "round")]
    public Guid? RoundId { get; set; }

    /// <summary>Applications ticked from the start.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public List<Guid> Chosen { get; set; } = [];

    /// <summary>Everybody who has not been asked about is ticked.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Rounds in which applicants are in pre-review.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Rounds { get; private set; } = [];

    /// <summary>Null: nobody is in pre-review.</summary>
    public RoundRules? Rules { get; private set; }

    public IReadOnlyList<DepartmentOpinionRule> OpinionRules { get; private set; } = [];

    /// <summary>Departments that the office asks, with who that is; those without an account are asked on paper.</summary>
    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public (DateOnly From, DateOnly Until)? Window => Rules is { Settings.CertificateWindowEnd.IsSet: true } rules ? Recommendation.CertificateWindow(rules) : null;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var waiting = RecommendationQueue.Filter(RecommendationQueue.Of(db, Actor), RecommendationFilter.PreReview);
        Rounds = [.. (await db.Rounds.Where(r => waiting.Any(x => x.Application.RoundId == r.Id)).OrderByDescending(r => r.OpensOn).Select(r => new { r.Id, r.Name }).ToListAsync(cancellationToken)).Select(r => (r.Id, r.Name))];
        if (Chosen.Count > 0 && RoundId is null)
        {
            RoundId = await waiting.Where(x => Chosen.Contains(x.Application.Id)).Select(x => (Guid?)x.Application.RoundId).FirstOrDefaultAsync(cancellationToken);
        }

        if (Rounds.Count > 0)
        {
            RoundId = Rounds.Any(r => r.Id == RoundId) ? RoundId : Rounds[0].Id;
            Rules = await reader.GetAsync(RoundId!.Value, cancellationToken);
            if (await terms.AskAsync(Rules, Actor, Request, cancellationToken) is { } ask)
            {
                context.Result = ask;
                return;
            }

            await LoadAsync(Rules, waiting, cancellationToken);
        }

        await next();
    }

    public void OnGet()
    {
        Input.Ids = All ? [.. Rows.Where(r => r.Asked.Count == 0).Select(r => r.Id)] : [.. Chosen];
        Input.Kinds = [.. OpinionRules.Where(o => o.Need == OpinionNeed.Required && Departments.Any(d => string.Equals(d.Value, o.Kind, StringComparison.Ordinal))).Select(o => o.Kind)];
        if (Window is { } window)
        {
            (Input.From, Input.Until) = window;
        }
        else if (Rules?.Pack.Tracks.SelectMany(t => t.Conditions.OfType<CleanRecordCondition>()).Select(c => c.Years).DefaultIfEmpty(0).Max() is > 0 and var years)
        {
            // As many years as the longest condition that departments are asked about, up to today.
            (Input.From, Input.Until) = (time.Today().AddYears(-years).AddDays(1), time.Today());
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        var sent = await request.RunAsync(Input.Ids, Input.Kinds, Input.From!.Value, Input.Until!.Value, new AskedUntil(Input.DueOn!.Value, Input.RemindOn, Input.Note), Actor, cancellationToken);
        TempData.Flash($"已就 {Input.Ids.Count} 个申报人向 {Input.Kinds.Count} 个部门发出 {sent} 件征求意见，答复期限{ChinaTime.Date(Input.DueOn.Value)}。");
        return Redirect($"{RecommendationsLinks.Progress}?round={RoundId}");
    }

    private async Task LoadAsync(RoundRules rules, IQueryable<QueuedApplication> waiting, CancellationToken cancellationToken)
    {
        OpinionRules = rules.Pack.Recommendation.OpinionsOn(rules.Pack.Recommendation.ChannelOf(authorities.Require(Actor.AuthorityCode!).Kind)?.Code);
        var asked = OpinionRules.Select(o => (Rule: o, Department: authorities.DepartmentFor(o.Kind, Actor.AuthorityCode!))).Where(d => d.Department is not null).ToList();
        var codes = asked.ConvertAll(d => d.Department!.Code);
        var reachable = (await db.Users.Where(u => u.Role == Role.Department && u.State == AccountState.Active && codes.Contains(u.AuthorityCode!)).Select(u => u.AuthorityCode!).Distinct().ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        Departments =
        [
            .. asked.Select(d => new SelectListItem(
                $"{d.Rule.Name}（{d.Department!.Name}{(reachable.Contains(d.Department.Code) ? "" : "，尚无账号，须线下征求后代为登记")}）{(d.Rule.Need == OpinionNeed.Required ? "，必须征求" : d.Rule.When is { } when ? $"，{when}" : "")}", d.Rule.Kind)),
        ];
        var rows = await waiting.Where(x => x.Application.RoundId == rules.RoundId).OrderBy(x => x.Application.ReceiptNumber).Take(RequestDepartmentOpinions.Most)
            .Select(x => new { x.Application.Id, x.Application.ApplicantName, x.Application.ReceiptNumber, x.Application.Track }).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Id);
        var names = (await db.Set<OpinionRequest>().Where(r => ids.Contains(r.ApplicationId)).Select(r => new { r.ApplicationId, r.KindName }).ToListAsync(cancellationToken)).ToLookup(r => r.ApplicationId, r => r.KindName);
        Rows = [.. rows.Select(r => new Row(r.Id, r.ApplicantName, r.ReceiptNumber!, r.Track, [.. names[r.Id]]))];
    }

    public sealed record Row(Guid Id, string ApplicantName, string ReceiptNumber, Track Track, IReadOnlyList<string> Asked);

    public sealed class InputModel
    {
        public List<Guid> Ids { get; set; } = [];

        public List<string> Kinds { get; set; } = [];

        public DateOnly? From { get; set; }

        public DateOnly? Until { get; set; }

        public DateOnly? DueOn { get; set; }

        public DateOnly? RemindOn { get; set; }

        public string? Note { get; set; }
    }
}
