using System.Collections.Concurrent;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;

namespace QualityAward.Web.Access;

/// <summary>
/// Leads whoever has not accepted the terms of a round to them before working on it (须知签署关口). When the text changes it asks again at the next
/// page that is read; what is being typed is still saved.
/// </summary>
public sealed class TermsGate(QualityAwardDbContext db) : IOperation
{
    // An acceptance is never taken back, so what was found once need not be asked for again.
    private static readonly ConcurrentDictionary<(Guid User, Guid Round, string Hash), bool> Known = new();

    /// <summary>Null: go on.</summary>
    public async Task<IActionResult?> AskAsync(RoundRules rules, Actor actor, HttpRequest request, CancellationToken cancellationToken)
    {
        if (rules.Round.State != RoundState.Published || rules.Round.TermsOf(actor.Role, rules.Pack) is not { } terms)
        {
            return null;
        }

        var key = (actor.UserId, rules.RoundId, terms.Hash());
        if (Known.ContainsKey(key) || await AcceptedAsync(key, cancellationToken))
        {
            Known[key] = true;
            return null;
        }

        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return !reads && await db.Set<TermsAcceptance>().AnyAsync(a => a.RoundId == rules.RoundId && a.UserId == actor.UserId, cancellationToken)
            ? null
            : new RedirectResult(RoundLinks.AcceptTerms(rules.RoundId, request.Path + request.QueryString));
    }

    /// <summary>True when it is known without asking the database that this person may go on.</summary>
    public static bool IsKnownToPass(RoundRules rules, Actor actor) =>
        rules.Round.State != RoundState.Published || rules.Round.TermsOf(actor.Role, rules.Pack) is not { } terms || Known.ContainsKey((actor.UserId, rules.RoundId, terms.Hash()));

    private Task<bool> AcceptedAsync((Guid User, Guid Round, string Hash) key, CancellationToken cancellationToken) =>
        db.Set<TermsAcceptance>().AnyAsync(a => a.RoundId == key.Round && a.UserId == key.User && a.Sha256 == key.Hash, cancellationToken);
}
