using System.Net;
using System.Reflection;
using System.Text;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Eligibility;
using QualityAward.Web.Pages.Recommendations;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Pages.Scoring;
using Xunit.Abstractions;
using PaperModel = QualityAward.Web.Pages.Recommendations.PaperModel;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>
/// One table: planted secrets of recommendation and eligibility × everybody. The pages are found, not listed: all routes without parameters, what each person reaches by links from there, every list
/// searched and exported; then everybody asks for every address that anybody has found. Files are read as text, messages are looked up by who gets them.
/// </summary>
public sealed class LeakTests(Site site, ITestOutputHelper output) : IClassFixture<Site>
{
    private const string Office = "lianyungang-mayor-office";
    private const string County = "lianyungang-mayor-recommend";
    private const string Scorer = "lianyungang-mayor-expert1";
    private const string Peer = "lianyungang-mayor-expert2";

    private static readonly DemoApplicant Company = Applicant("leak-org", Track.Organisation, "秘密组织甲示例有限公司", DemoIdentifiers.CreditCode(91320700, 951), "lyg-haizhou", new DateOnly(2006, 3, 1));

    private static readonly DemoApplicant Person = Applicant("leak-person", Track.Individual, "秘密个人乙", DemoIdentifiers.ResidentId("320705", new DateOnly(1980, 3, 1), 952), "lyg-haizhou", new DateOnly(2002, 7, 1)) with
    {
        Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation.is-head"] = "no", ["basic.contact-phone"] = "13911223344", ["basic.contact-mobile"] = "13911223344", ["basic.mobile"] = "13911223344" },
    };

    private static readonly DemoApplicant Other = Applicant("leak-other", Track.Organisation, "他县秘密丙示例有限公司", DemoIdentifiers.CreditCode(91320700, 953), "lyg-ganyu", new DateOnly(2007, 3, 1));

    /// <summary>Further experts and members of the same panel and committee: they have no other rights than the first.</summary>
    private static readonly string[] Alike = ["lianyungang-mayor-expert3", "lianyungang-mayor-expert4", "lianyungang-mayor-expert5", "lianyungang-mayor-member2", "lianyungang-mayor-member3"];

    private static readonly string[] ReviewOffices = [Office, "leak-office2", "leak-supervisor", "admin-audit"];

    /// <summary>What is planted, and who may read it; each is read by somebody of them, or the test looks in the wrong places. Nobody: masked on every page.</summary>
    private static readonly (string Name, string Text, string[] MayRead)[] Secrets =
    [
        ("applicant's name", "秘密组织甲示例有限公司", ["leak-org", County, "leak-dept-emergency", "leak-dept-market", Scorer, Peer, .. Alike.Take(3), .. ReviewOffices]),
        ("another county's case", "他县秘密丙示例有限公司", ["leak-other", "leak-ganyu", .. ReviewOffices]),
        ("ID number", Person.Identifier, []),
        ("phone", "13911223344", []),
        ("adverse opinion", "机密不良记录甲乙丙", ["leak-dept-emergency", County, .. ReviewOffices]),
        ("office note", "机密县区备注丁", [County]),
        ("score", "机密评分意见戊", [Scorer, Office, "leak-office2", "leak-supervisor", "admin-audit"]),
        ("referee", "推荐人庚某", ["leak-org", County, Office, "leak-office2", "leak-supervisor"]),
        ("referee's statement", "机密推荐意见庚", [County, Office, "leak-office2", "leak-supervisor"]),
        ("override reason", "机密放宽理由己", ReviewOffices),
    ];

    /// <summary>Addresses that are not read: they change something or lead elsewhere, print books that have tests of their own, or are public forms and set-up without cases.</summary>
    private static readonly string[] Left = ["/account/", "/display/", "/demo-date", "/lib/", "/css/", "/js/", "/img/", "/programmes", "/rounds", "/users", "/health", "/verify", "/favicon"];

    [Fact]
    public async Task Nobody_reads_what_is_not_for_them_on_any_page_in_any_file_search_or_message()
    {
        await PlantAsync();
        var people = new Dictionary<string, Visitor>(StringComparer.Ordinal) { [""] = site.Visit() };
        foreach (var name in await site.ReadAsync(db => db.Users.Where(u => u.State == Infrastructure.Identity.AccountState.Active && !Alike.Contains(u.UserName)).Select(u => u.UserName!).ToListAsync()))
        {
            people[name] = await site.LogInAsync(name);
        }

        var leaks = new SortedSet<string>(StringComparer.Ordinal);
        var seen = Secrets.ToDictionary(s => s.Name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var asked = people.ToDictionary(p => p.Key, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, visitor) in people)
        {
            await CrawlAsync(name, visitor);
        }

        // What one finds, everybody asks for: the address of a case is no secret.
        var concrete = asked.Values.SelectMany(a => a).Where(a => HasId(a)).Concat(await FilledAsync()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var (name, visitor) in people)
        {
            foreach (var address in concrete.Where(a => !asked[name].Contains(a)))
            {
                await LookAsync(name, visitor, address);
            }
        }

        await LookAtMessagesAsync();
        output.WriteLine($"{concrete.Count} addresses with an id, {asked.Sum(a => a.Value.Count)} found by links, {people.Count} people");
        foreach (var visitor in people.Values)
        {
            visitor.Dispose();
        }

        Assert.True(leaks.Count == 0, string.Join(Environment.NewLine, leaks));
        // What is masked for everybody is at least handed in.
        var handedIn = string.Concat((await site.ReadAsync(db => db.Submissions.AsNoTracking().ToListAsync())).SelectMany(s => s.Content.Sections.Values).Select(a => a.Canonical()));
        Assert.All(Secrets.Where(s => s.MayRead.Length == 0), secret => Assert.Contains(secret.Text, handedIn, StringComparison.Ordinal));
        Assert.All(Secrets.Where(s => s.MayRead.Length > 0), secret => Assert.True(seen[secret.Name].Count > 0, $"Nobody reads the {secret.Name}: it is not planted where people look."));
        Assert.Equal(
            [],
            site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Select(e => e.Metadata.GetMetadata<PageActionDescriptor>()).OfType<PageActionDescriptor>()
                .Select(p => p.ViewEnginePath).Where(p => p.StartsWith("/Recommendations/", StringComparison.Ordinal) || p.StartsWith("/Eligibility/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
                .Where(p => !reached.Contains(p)).Except(NotReached, StringComparer.Ordinal).Order(StringComparer.Ordinal));

        async Task CrawlAsync(string name, Visitor visitor)
        {
            var waiting = new Queue<string>(Starts());
            var known = new HashSet<string>(waiting, StringComparer.Ordinal);
            while (waiting.TryDequeue(out var address))
            {
                asked[name].Add(address);
                var html = await LookAsync(name, visitor, address);
                if (html is null)
                {
                    continue;
                }

                foreach (var link in (await new HtmlParser().ParseDocumentAsync(html)).QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!))
                {
                    var target = link.Split('#')[0];
                    target = target.StartsWith('?') ? address.Split('?')[0] + target : target;
                    if (target.StartsWith('/') && !IsLeft(target) && known.Add(target))
                    {
                        waiting.Enqueue(target);
                    }
                }

                Assert.True(known.Count < 900, $"{name} finds no end: {string.Join(' ', known.TakeLast(10))}");
            }
        }

        async Task<string?> LookAsync(string name, Visitor visitor, string address)
        {
            using var first = await visitor.Client.GetAsync(new Uri(address, UriKind.Relative));
            using var again = first.RequestMessage!.RequestUri!.AbsolutePath.EndsWith("/terms/accept", StringComparison.Ordinal) ? await BehindTermsAsync(visitor, address) : null;
            var response = again ?? first;
            Assert.True((int)response.StatusCode < 500, $"{address} as {name} gave {(int)response.StatusCode}.");
            var type = response.Content.Headers.ContentType?.MediaType ?? "";
            var body = await response.Content.ReadAsByteArrayAsync();
            var (text, html) = type switch
            {
                "text/html" => (WebUtility.HtmlDecode(Encoding.UTF8.GetString(body)), Encoding.UTF8.GetString(body)),
                "application/pdf" => (PaperText.Of(body), (string?)null),
                SpreadsheetWriter.XlsxType => (string.Join('\n', SpreadsheetReader.Read(new MemoryStream(body), 1000).Rows.Select(r => string.Join('\t', r))), null),
                _ when type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("json", StringComparison.Ordinal) => (Encoding.UTF8.GetString(body), null),
                _ => ("", null),
            };
            if (response.StatusCode == HttpStatusCode.OK)
            {
                reached.UnionWith(PathsOf(response.RequestMessage!.RequestUri!.AbsolutePath));
            }

            Check(name, text, address);
            return response.StatusCode == HttpStatusCode.OK ? html : null;
        }

        // Behind the terms of the round stands what is looked for.
        static async Task<HttpResponseMessage> BehindTermsAsync(Visitor visitor, string address)
        {
            await visitor.GetAsync(address);
            return await visitor.Client.GetAsync(new Uri(address, UriKind.Relative));
        }

        void Check(string name, string text, string where)
        {
            foreach (var secret in Secrets.Where(s => text.Contains(s.Text, StringComparison.Ordinal)))
            {
                seen[secret.Name].Add(name);
                if (!secret.MayRead.Contains(name, StringComparer.Ordinal))
                {
                    leaks.Add($"{(name.Length == 0 ? "anybody" : name)} reads the {secret.Name} at {where}");
                }
            }
        }

        async Task LookAtMessagesAsync()
        {
            var messages = await site.ReadAsync(db => db.Set<Message>().Join(db.Set<Notification>(), m => m.NotificationId, n => n.Id, (m, n) => new { m.RecipientId, n.Title, n.Body })
                .Join(db.Users, m => m.RecipientId, u => u.Id, (m, u) => new { u.UserName, m.Title, m.Body }).ToListAsync());
            Assert.NotEmpty(messages);
            foreach (var message in messages)
            {
                Check(message.UserName!, message.Title + "\n" + message.Body, $"message “{message.Title}”");
            }
        }
    }

    /// <summary>The public self-check holds no case; the notice of a rejection is there only for a rejected case (EligibilityPageTests).</summary>
    private static readonly string[] NotReached = ["/Eligibility/SelfCheck", "/Eligibility/Notice"];

    /// <summary>Every address of the two steps, whether anything links to it or not: each route filled with the ids that there are, each handler that reads.</summary>
    private async Task<List<string>> FilledAsync()
    {
        var applications = await site.ReadAsync(db => db.Applications.Select(a => a.Id.ToString()).ToListAsync());
        var requests = await site.ReadAsync(db => db.Set<OpinionRequest>().Select(r => r.Id.ToString()).ToListAsync());
        var batches = await site.ReadAsync(db => db.Set<RecommendationBatch>().Select(b => b.Id.ToString()).ToListAsync());
        var known = new Dictionary<string, List<string>>(StringComparer.Ordinal)
        {
            ["roundId"] = await site.ReadAsync(db => db.Rounds.Select(r => r.Id.ToString()).ToListAsync()), ["opinionId"] = await site.ReadAsync(db => db.Set<DepartmentOpinion>().Where(o => o.Scan != null).Select(o => o.Id.ToString()).ToListAsync()),
            ["code"] = await site.ReadAsync(db => db.Set<PrintedPaper>().Select(p => p.Code).Distinct().OrderBy(c => c).Take(3).ToListAsync()), ["kind"] = [.. Enum.GetNames<ScanKind>()],
            ["paper"] = [PaperModel.Certificate, PaperModel.PreReview, PaperModel.Endorsement],
        };
        var addresses = new List<string>();
        foreach (var (route, path, model) in Endpoints.Where(e => e.Route.RoutePattern.Parameters.Count > 0 && !NotReached.Contains(e.Path, StringComparer.Ordinal)
            && (e.Path.StartsWith("/Recommendations/", StringComparison.Ordinal) || e.Path.StartsWith("/Eligibility/", StringComparison.Ordinal))))
        {
            IEnumerable<string> filled = ["/" + System.Text.RegularExpressions.Regex.Replace(route.RoutePattern.RawText!.Trim('/'), @"\{(?<name>\w+)[^}]*\}", "{${name}}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))];
            foreach (var parameter in route.RoutePattern.Parameters)
            {
                var values = string.Equals(parameter.Name, "id", StringComparison.Ordinal)
                    ? path.Contains("/Departments/", StringComparison.Ordinal) ? requests : path.EndsWith("/BatchPage", StringComparison.Ordinal) ? batches : applications
                    : known.GetValueOrDefault(parameter.Name) ?? throw new InvalidOperationException($"{path} takes {parameter.Name}: say in this test what may stand there.");
                filled = [.. filled.SelectMany(f => values.Select(v => f.Replace($"{{{parameter.Name}}}", v, StringComparison.Ordinal)))];
            }

            var handlers = (model?.GetMethods() ?? []).Select(m => m.Name).Where(m => m.StartsWith("OnGet", StringComparison.Ordinal)).Select(m => m["OnGet".Length..].Replace("Async", "", StringComparison.Ordinal)).Where(h => h.Length > 0);
            addresses.AddRange(filled.SelectMany(f => handlers.Select(h => $"{f}?handler={h}").Prepend(f)));
        }

        return addresses;
    }

    private IEnumerable<string> Starts()
    {
        yield return "/";
        foreach (var page in Pages.Where(p => !IsLeft(p.Route)))
        {
            yield return page.Route;
            if (page.Model.GetProperties().Any(p => string.Equals(p.Name, "Q", StringComparison.Ordinal) && p.GetCustomAttribute<BindPropertyAttribute>() is { SupportsGet: true }))
            {
                // Parts of the names: what stands in the search field is not what is looked for.
                foreach (var part in new[] { "秘密", "机密" })
                {
                    yield return $"{page.Route}?q={Uri.EscapeDataString(part)}";
                }
            }

            if (page.Model.GetMethods().Any(m => m.Name.StartsWith("OnGetExport", StringComparison.Ordinal)))
            {
                yield return $"{page.Route}?handler=Export&format=csv";
                yield return $"{page.Route}?handler=Export&format=xlsx";
            }
        }

    }

    private List<(string Route, Type Model)> Pages => field ??= [.. Endpoints.Where(e => e.Route.RoutePattern.Parameters.Count == 0 && e.Model is not null)
        .Select(e => ("/" + e.Route.RoutePattern.RawText!.Trim('/'), e.Model!)).DistinctBy(p => p.Item1)];

    private List<(RouteEndpoint Route, string Path, Type? Model)> Endpoints => field ??= [.. site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(e => (e, e.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath, e.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerTypeInfo ?? ModelOf(e)))];

    /// <summary>The pages whose route fits the address.</summary>
    private IEnumerable<string> PathsOf(string address)
    {
        var values = new RouteValueDictionary();
        return Endpoints.Where(e => new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(Microsoft.AspNetCore.Routing.Template.TemplateParser.Parse(e.Route.RoutePattern.RawText ?? ""), []).TryMatch(address, values)).Select(e => e.Path);
    }

    private static Type? ModelOf(RouteEndpoint endpoint)
    {
        var path = endpoint.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath;
        return typeof(Program).Assembly.GetType($"QualityAward.Web.Pages{path.Replace('/', '.')}Model");
    }

    private static bool IsLeft(string address) => Left.Any(l => address.StartsWith(l, StringComparison.OrdinalIgnoreCase)) || address.Contains("/book", StringComparison.Ordinal);

    private static bool HasId(string address) => address.Split('?')[0].Split('/').Any(part => Guid.TryParse(part, out _) || PaperVersion.Read(part) is not null);

    private static DemoApplicant Applicant(string user, Track track, string name, string identifier, string channel, DateOnly since) => new(user, track, name, identifier, "通用设备制造业", channel, since)
    {
        Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["scope.is-exporter"] = "no", ["scope.is-group"] = "no" },
    };

    /// <summary>Three cases: one with an adverse record, an override and a score, one of a person in pre-review, one of another county.</summary>
    private async Task PlantAsync()
    {
        var round = await WholeRound.OpenAsync(site, "lianyungang-mayor", "lyg-haizhou");
        foreach (var (name, role, authority) in new (string, Role, string?)[]
        {
            ("leak-ganyu", Role.RecommendingOffice, "lyg-ganyu"), ("leak-department-recommends", Role.RecommendingOffice, "lyg-industry"), ("leak-dept-emergency", Role.Department, "lyg-emergency"),
            ("leak-dept-market", Role.Department, "lyg-market"), ("leak-dept-county", Role.Department, "lyg-donghai-emergency"), ("leak-office2", Role.Office, "lyg"), ("leak-office-other", Role.Office, "wh"),
            ("leak-office-province", Role.Office, "jiangsu"), ("leak-expert", Role.Expert, null), ("leak-government", Role.GovernmentApprover, "lyg"), ("leak-supervisor", Role.Supervisor, "lyg"),
            ("leak-supervisor-other", Role.Supervisor, "wh"), ("leak-member-other", Role.CommitteeMember, "wh"),
        })
        {
            await site.Given.StaffAsync(name, role, authority);
        }

        await site.Given.OrganisationAsync("leak-nobody", 954);
        foreach (var who in new[] { Company, Person, Other })
        {
            await round.RegisterAsync(who);
        }

        round.Stage.On(2022, 6, 5);
        var (company, person) = (await ApplyWithRefereeAsync(round), await round.Scenes.ApplyAsync(Person));
        await round.Scenes.ApplyAsync(Other);
        round.Stage.On(2022, 6, 8);
        await round.Scenes.AskAsync(County, [company, person], new DateOnly(2022, 6, 20), new DateOnly(2022, 6, 15), "emergency", "market");
        var asked = await site.ReadAsync(db => db.Set<OpinionRequest>().Where(r => r.ApplicationId == company && r.DepartmentCode == "lyg-emergency").Select(r => r.Id).SingleAsync());
        var adverse = new OpinionContent("", OpinionFinding.Adverse, Severity.Ordinary, [], "机密不良记录甲乙丙", round.Stage.Today, null) { IncidentOn = new DateOnly(2021, 3, 4), DocumentNumber = "示例1号" };
        await round.Stage.DoAsync<AnswerDepartmentOpinions>("leak-dept-emergency", (o, a) => o.RunAsync([asked], adverse, new ScanUpload(DemoFiles.Pdf("Reply"), "复函.pdf"), a, default));
        await round.Stage.DoAsync<ReturnToApplicant>(County, (o, a) => o.NoteAsync(company, "机密县区备注丁", a, default));
        await RecommendAsync(round, company);

        round.Stage.On(2022, 7, 4);
        await OverrideAsync(round, company);
        await round.OpenReviewAsync();
        await ScoreAsync(round, company);
        await site.InScopeAsync(services => services.GetRequiredService<RemindDue>().RunAsync(default));
        while (await site.InScopeAsync(services => services.GetRequiredService<SpreadNotifications>().RunAsync(default)))
        {
        }
    }

    /// <summary>No shipped form asks for referees: the office lets it, so that neither experts nor the applicant read what is said.</summary>
    private async Task<Guid> ApplyWithRefereeAsync(WholeRound round)
    {
        var asked = new RefereeRules { AtLeast = 0, AtMost = 2, Title = "对申报组织的评价", Limit = 800, Days = 14, Clause = round.Pack.Recommendation.Opinions[0].Clause };
        await round.Stage.DoAsync<EditForm>(Office, (o, a) => o.RunAsync(round.RoundId, Track.Organisation, null, _ => null, (d, r, at) => d.AskReferees(asked, r, a, at), a, default));
        var seen = await site.ReadAsync(db => db.Set<FormDraft>().Where(d => d.RoundId == round.RoundId).Select(d => d.Version).SingleAsync());
        await round.Stage.DoAsync<PublishForm, FormVersion>(Office, (o, a) => o.RunAsync(round.RoundId, Track.Organisation, seen, "增加推荐人意见", a, default));
        var id = await round.Scenes.FillAsync(Company);
        await site.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<QualityAwardDbContext>();
            var application = await db.Applications.AsNoTracking().Include(a => a.Collaborators).SingleAsync(a => a.Id == id);
            var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync(application);
            var (owner, now) = (await CaseSite.ActorAsync(db, Company.UserName), site.Clock.GetUtcNow());
            var request = RefereeRequest.Ask(Guid.NewGuid(), application, [], new RefereePerson("推荐人庚某", "示例行业协会", "referee@example.com"), rules, owner, now);
            request.Answer("机密推荐意见庚", declared: true, application, asked, now);
            db.Add(request);
            await db.SaveChangesAsync();
        });
        await round.Stage.DoAsync<SubmitApplication>(Company.UserName, (o, a) => o.RunAsync(id, a, default));
        return id;
    }

    /// <summary>As the demo does it, but the adverse opinion stays.</summary>
    private static async Task RecommendAsync(WholeRound round, Guid id)
    {
        var rules = round.Scenes.Rules;
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, round.Stage.Today);
        foreach (var section in rules.Pack.Recommendation.FormOf(Track.Organisation).Sections)
        {
            await round.Stage.DoAsync<PreReviewApplication>(County, (o, a) => o.RunAsync(id, section.Id, DemoAnswers.Fill(section, Company, context), 0, a, default));
        }

        foreach (var opinion in rules.Pack.Recommendation.Opinions.Where(o => o.Need == OpinionNeed.Required && !string.Equals(o.Kind, "emergency", StringComparison.Ordinal)))
        {
            await round.Stage.DoAsync<RecordDepartmentOpinion>(County, (o, a) => o.RunAsync(id, new OpinionContent(opinion.Kind, OpinionFinding.Clear, null, [], "经核查无。", round.Stage.Today, null), null, a, default));
        }

        foreach (var kind in new[] { ScanKind.Certificate, ScanKind.StampedOpinion })
        {
            var version = await round.Stage.DoAsync<PrintPaper, PaperVersion>(County, (o, a) => o.RegisterAsync(id, kind, a, default));
            await round.Stage.DoAsync<AttachScan>(County, (o, a) => o.RunAsync(id, kind, Scan(), version.Code, null, a, default));
        }

        await round.Stage.DoAsync<RecommendApplication>(County, (o, a) => o.RunAsync(id, "同意推荐。", a, default));
        var signed = await round.Stage.DoAsync<PrintPaper, PaperVersion>(County, (o, a) => o.RegisterAsync(id, ScanKind.Endorsement, a, default));
        await round.Stage.DoAsync<EndorseRecommendation>(County, (o, a) => o.RunAsync(id, round.Stage.Today, "同意推荐。", Scan(), signed.Code, a, default));
        await round.Scenes.HandInAsync(County);

        static ScanUpload Scan() => new(DemoFiles.Pdf("Sealed"), "盖章件.pdf");
    }

    private static async Task OverrideAsync(WholeRound round, Guid id)
    {
        var application = await round.Stage.ReadAsync(db => db.Applications.AsNoTracking().Include(a => a.Submissions).SingleAsync(a => a.Id == id));
        var computed = await round.Stage.DoAsync<EvaluateConditions, EvaluatedConditions>(Office, (o, _) => o.RunAsync(application, round.Scenes.Rules, default));
        var failing = computed.Verdicts.Where(v => v.Outcome == VerdictOutcome.NotMet).Select(v => v.ConditionCode).ToList();
        Assert.NotEmpty(failing);
        await round.Stage.DoAsync<ConfirmCondition>(Office, (o, a) => o.RunAsync(
            id, [.. computed.Verdicts.Select(v => v.Outcome is VerdictOutcome.Met or VerdictOutcome.NotApplicable ? new ConditionAnswer(v.ConditionCode, v.Outcome, null) : new ConditionAnswer(v.ConditionCode, VerdictOutcome.Met, "机密放宽理由己"))], null, a, default));
        foreach (var code in failing)
        {
            await round.Stage.DoAsync<DecideOverride>("leak-office2", (o, a) => o.RunAsync(id, code, approve: true, null, null, a, default));
        }

        await round.Stage.DoAsync<AcceptApplication>(Office, (o, a) => o.RunAsync(id, null, a, default));
    }

    private static async Task ScoreAsync(WholeRound round, Guid id)
    {
        var criteria = round.Scenes.Rules.Criteria(Track.Organisation);
        var marks = criteria.Items.Select(i => new Mark(i.Code) { Value = 50m, Strengths = "机密评分意见戊", Opportunities = "可改进。", Evidence = "见自评报告" }).ToList();
        await round.Stage.DoAsync<SaveScores>(Scorer, (o, a) => o.RunAsync(id, Stage.DocumentReview, marks, null, a, default));
        await round.Stage.DoAsync<SubmitScoreSheet>(Scorer, (o, a) => o.RunAsync(id, Stage.DocumentReview, a, default));
    }
}
