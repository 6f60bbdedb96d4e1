using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Rounds;

/// <summary>What the office writes for the public besides the call (公开文字): how to apply, whom to ask.</summary>
public sealed record RoundWording
{
    /// <summary>申报须知, shown on the programme's page and before an application is begun.</summary>
    public string ApplicantNote { get; init; } = "";

    /// <summary>咨询方式: office, telephone, hours.</summary>
    public string Contact { get; init; } = "";
}

/// <summary>The terms of a role in the office's own words for one round (本届须知与承诺); roles that are not here keep the pack's.</summary>
public sealed record RoundTerms(Role Role, string Title, IReadOnlyList<string> Paragraphs);

/// <summary>Somebody accepted the terms of a round (签署记录): who, when, and by its hash exactly what.</summary>
public sealed class TermsAcceptance
{
    private TermsAcceptance()
    {
    }

    public Guid Id { get; private init; }

    public Guid RoundId { get; private init; }

    public Guid UserId { get; private init; }

    public string UserName { get; private init; } = "";

    public Role Role { get; private init; }

    /// <summary>Of the accepted text.</summary>
    public string Sha256 { get; private init; } = "";

    public DateTimeOffset AcceptedAt { get; private init; }

    public static TermsAcceptance Of(Guid id, Round round, Terms terms, Actor actor, DateTimeOffset now)
    {
        if (terms.Role != actor.Role)
        {
            throw new RefusedException("other-role", "这份须知不适用于您的角色。");
        }

        round.NoteAcceptance(terms, actor, now);
        return new TermsAcceptance { Id = id, RoundId = round.Id, UserId = actor.UserId, UserName = actor.Name, Role = actor.Role, Sha256 = terms.Hash(), AcceptedAt = now };
    }
}
