using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Experts;
using QualityAward.Web.Tests.Applications;

namespace QualityAward.Web.Tests.Notifications;

/// <summary>The open round of 2022 with staff of the other roles besides, and the jobs of the notifications taken by hand.</summary>
public class NotificationSite : ApplicationSite
{
    /// <summary>Name of the applicant of <see cref="CaseAsync"/>.</summary>
    public const string Name = "示例甲企业";

    /// <summary>What no message may hold.</summary>
    public static readonly string[] Secrets = ["机密工艺七七四九", "11010519491231002X", "13812345678", "得分八百三十六"];

    /// <summary>Spreads everything that waits in the outbox.</summary>
    public async Task SpreadAsync()
    {
        while (await InScopeAsync(services => services.GetRequiredService<SpreadNotifications>().RunAsync(default)))
        {
        }
    }

    public Task RemindAsync() => InScopeAsync(services => services.GetRequiredService<RemindDue>().RunAsync(default));

    /// <summary>Something of a case or round happens, as its operation would have recorded it.</summary>
    public Task HappensAsync(Guid chainId, string action, string? reason = null, Guid? account = null, string? authority = null, DateOnly? dueOn = null) => ReadAsync(async db =>
    {
        await db.RecordAsync(new CaseEvent(chainId, action, Actor.System, Clock.GetUtcNow(), reason ?? action)
        {
            Reason = reason, OldValue = reason, NewValue = reason, PublicText = reason, ConcernedAccount = account, ConcernedAuthority = authority, DueOn = dueOn,
        });
        return true;
    });

    /// <summary>Titles of somebody's messages, oldest first.</summary>
    public Task<List<string>> TitlesAsync(string userName) => ReadAsync(db => db.Set<Message>().Where(m => db.Users.Any(u => u.Id == m.RecipientId && u.UserName == userName))
        .Join(db.Set<Notification>(), m => m.NotificationId, n => n.Id, (m, n) => n).OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => n.Title).ToListAsync());

    /// <summary>So many applicants' accounts without a password, each with a draft of the round.</summary>
    public Task DraftsAsync(int count, string prefix) => ReadAsync(async db =>
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            with people as (
              insert into users (id, user_name, normalized_user_name, display_name, role, state, email, mail_off, created_at, must_change_password, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
              select gen_random_uuid(), {prefix} || n, upper({prefix} || n), '批量' || n, 'Applicant', 'Active', {prefix} || n || '@example.com', n % 10 = 0, now(), false, false, false, false, false, 0
              from generate_series(1, {count}) n returning id)
            select count(*) from people
            """);
        var owners = await db.Users.Where(u => u.UserName!.StartsWith(prefix)).Select(u => new { u.Id, u.DisplayName, u.UserName }).ToListAsync();
        var rules = await RulesAsync(db);
        foreach (var owner in owners)
        {
            var party = Party.Organisation(Guid.NewGuid(), owner.DisplayName, Guid.NewGuid().ToString("N")[..18].ToUpperInvariant());
            db.Add(party);
            db.Add(Application.Start(Guid.NewGuid(), rules, Track.Organisation, party.Id, owner.DisplayName, "lyg-haizhou", new Actor(owner.Id, owner.DisplayName, Role.Applicant), Clock.GetUtcNow()));
        }

        await db.SaveChangesAsync();
        return true;
    });

    /// <summary>A case of org1 through 海州区 that has come to a stage; its answers, and the reasons in its trail, hold <see cref="Secrets"/>.</summary>
    public Task<Guid> CaseAsync(Stage stage, params string[] experts) => ReadAsync(async db =>
    {
        var rules = await RulesAsync(db);
        var owner = await ActorAsync(db, "org1");
        var now = Clock.GetUtcNow();
        var party = Party.Organisation(Guid.NewGuid(), Name, Guid.NewGuid().ToString("N")[..18].ToUpperInvariant());
        db.Add(party);
        var application = Application.Start(Guid.NewGuid(), rules, Track.Organisation, party.Id, Name, "lyg-haizhou", owner, now);
        var answers = new Answers(new Dictionary<string, JsonNode>(StringComparer.Ordinal) { ["name"] = string.Join('，', Secrets) }, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        application.Submit(Guid.NewGuid(), "测试-" + application.Id.ToString("N")[..8], new FrozenContent(new Dictionary<string, Answers>(StringComparer.Ordinal) { ["basic"] = answers }, []), [], rules, owner, now);
        while (application.Position.Stage != stage)
        {
            var by = application.Position.Stage switch
            {
                Stage.Recommendation => await ActorAsync(db, "county-haizhou"),
                Stage.SiteVisit or Stage.PanelReport => await ActorAsync(db, "expert1"),
                _ => await ActorAsync(db, "office-lyg"),
            };
            application.Advance(application.Position.Stage, rules, new CaseEvent(application.Id, "Test", by, now, "推进"));
        }

        db.Add(application);
        foreach (var name in experts)
        {
            var expert = await ActorAsync(db, name);
            db.Add(Seat.On(Guid.NewGuid(), rules.RoundId, application.Id, Guid.NewGuid(), expert.UserId, isLeader: false, now));
        }

        await db.SaveChangesAsync();
        return application.Id;
    });

    public static async Task<Actor> ActorAsync(QualityAwardDbContext db, string userName)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName);
        return new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode);
    }

    private static async Task<RoundRules> RulesAsync(QualityAwardDbContext db)
    {
        var round = await db.Rounds.SingleAsync();
        return new RoundRules(round, PackJson.Deserialize((await db.PinnedPacks.SingleAsync(p => p.Sha256 == round.PackHash)).Json));
    }

    protected override async Task FillAsync(IServiceProvider services)
    {
        await base.FillAsync(services);
        var given = new Testing.Given(services);
        var db = services.GetRequiredService<QualityAwardDbContext>();
        var office = await ActorAsync(db, "office-lyg");
        foreach (var (name, role, authority) in new (string, Role, string?)[]
        {
            ("watch-lyg", Role.Supervisor, "lyg"), ("watch-js", Role.Supervisor, "jiangsu"), ("member-lyg", Role.CommitteeMember, "lyg"), ("gov-lyg", Role.GovernmentApprover, "lyg"),
            ("judge1", Role.Expert, null), ("judge2", Role.Expert, null), ("judge3", Role.Expert, null), ("dept-health", Role.Department, "lyg-health"), ("dept-env", Role.Department, "lyg-environment"), ("office-js", Role.Office, "jiangsu"),
        })
        {
            if (!await db.Users.AnyAsync(u => u.UserName == name))
            {
                var actor = await given.StaffAsync(name, role, authority);
                if (role == Role.Expert)
                {
                    await given.DoAsync<RegisterExpert>(o => o.RunAsync(actor.UserId, "某大学", null, "教授", ["质量管理"], office, default));
                }
            }
        }
    }
}
