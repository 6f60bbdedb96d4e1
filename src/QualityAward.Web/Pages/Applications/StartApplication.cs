using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Begins an application (开始申报): one per party and round, through one recommending office under the round's authority.</summary>
public sealed class StartApplication(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    public async Task<Application> RunAsync(Guid roundId, Track track, string? channelCode, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Apply);
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var party = await db.Users.Where(u => u.Id == actor.UserId).Join(db.Parties, u => u.PartyId, p => p.Id, (_, p) => p).AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException("no-party", "您的账号没有登记申报主体，请用申报账号登录。");
        if (party.Kind != track)
        {
            throw new RefusedException("wrong-track", $"您的账号登记为{TrackNames.Of(party.Kind)}申报主体，不能申报{TrackNames.Of(track)}类别；请用相应的账号登录，或另行注册。");
        }

        await RequireFirstAsync(db, authorities, rules, track, party, channelCode, cancellationToken);
        var channel = RequireChannel(authorities, rules, channelCode);

        var now = time.GetUtcNow();
        var application = Application.Start(Guid.CreateVersion7(now), rules, track, party.Id, party.Name, channel.Code, actor, now);
        db.Applications.Add(application);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (RefusedException refused) when (string.Equals(refused.Code, "second-application", StringComparison.Ordinal))
        {
            // Another window was quicker at the same moment: it is named as if it had been there before.
            db.ChangeTracker.Clear();
            await RequireFirstAsync(db, authorities, rules, track, party, channelCode, cancellationToken);
            throw;
        }

        return application;
    }

    /// <summary>Refuses a second application of a party in a round, naming the channel that the first one goes through.</summary>
    public static async Task RequireFirstAsync(QualityAwardDbContext db, AuthorityTree authorities, RoundRules rules, Track track, Party party, string? channelCode, CancellationToken cancellationToken)
    {
        var earlier = await db.Applications.Where(a => a.RoundId == rules.RoundId && a.PartyId == party.Id && a.Position.Ending != Ending.Withdrawn)
            .Select(a => new { a.ReceiptNumber, a.ChannelCode }).FirstOrDefaultAsync(cancellationToken);
        if (earlier is not null && !string.Equals(earlier.ChannelCode, channelCode, StringComparison.Ordinal) && authorities.Find(channelCode ?? "") is { } second)
        {
            var first = authorities.Require(earlier.ChannelCode).Name;
            throw new RefusedException(
                "second-channel",
                earlier.ReceiptNumber is { } receipt
                    ? $"“{party.Name}”在“{rules.Round.Name}”已通过“{first}”申报（申报编号 {receipt}），不得再通过“{second.Name}”重复申报。"
                    : $"“{party.Name}”在“{rules.Round.Name}”已有一份通过“{first}”推荐、正在填写的申报，不得再通过“{second.Name}”重复申报，请在“我的申报”中继续填写。",
                rules.Cite(rules.Pack.Recommendation.OneChannel?.Clause) ?? OneApplication(rules, track));
        }

        if (earlier is not null)
        {
            throw new RefusedException(
                "second-application",
                earlier.ReceiptNumber is { } number
                    ? $"“{party.Name}”在“{rules.Round.Name}”已有一份申报（申报编号 {number}），同一届不得重复申报。"
                    : $"“{party.Name}”在“{rules.Round.Name}”已有一份正在填写的申报，同一届不得重复申报，请在“我的申报”中继续填写。",
                OneApplication(rules, track));
        }
    }

    /// <summary>The recommending office of that code, if the round takes applications through it.</summary>
    public static Authority RequireChannel(AuthorityTree authorities, RoundRules rules, string? channelCode)
    {
        var ways = rules.Pack.Recommendation;
        return authorities.RecommendersFor(rules.Round.AuthorityCode).FirstOrDefault(a => ways.Takes(a) && string.Equals(a.Code, channelCode, StringComparison.Ordinal))
            ?? throw new InvalidInputException("Input.ChannelCode", ways.Channels.Count == 0 ? "请选择推荐单位，只能选择一个。" : $"请选择推荐单位（{string.Join("，或", ways.Channels.Select(c => c.Name))}），只能选择一个。");
    }

    private static string? OneApplication(RoundRules rules, Track track) =>
        rules.Track(track).Conditions.OfType<RegistryCondition>().FirstOrDefault(c => c.Check == RegistryCheck.OneApplication) is { } condition ? rules.Cite(condition.Clause) : null;
}
