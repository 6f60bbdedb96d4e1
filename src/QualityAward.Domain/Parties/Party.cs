using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Parties;

/// <summary>
/// An organisation or person that applies or stands in a register (申报主体), known by 统一社会信用代码 or by the keyed hash of the ID number, never by name.
/// </summary>
public sealed class Party : AggregateRoot
{
    /// <summary>Longest name.</summary>
    public const int NameLength = 100;

    private readonly List<FormerName> _formerNames = [];

    private Party()
    {
    }

    public Track Kind { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>Since when it has this name; null: the name that it was entered with.</summary>
    public DateOnly? NameSince { get; private set; }

    /// <summary>统一社会信用代码; null for persons.</summary>
    public string? CreditCode { get; private init; }

    /// <summary>居民身份证号码, encrypted at rest; null for organisations.</summary>
    public string? ResidentId { get; private init; }

    /// <summary>Keyed hash of the ID number, for look-ups; null for organisations.</summary>
    public string? ResidentIdHash { get; private init; }

    /// <summary>The authority whose office entered it; null: it registered itself.</summary>
    public string? EnteredBy { get; private init; }

    /// <summary>Earlier names, the oldest first.</summary>
    public IReadOnlyList<FormerName> FormerNames => _formerNames;

    public static Party Organisation(Guid id, string name, string creditCode, string? enteredBy = null) =>
        new() { Id = id, Kind = Track.Organisation, Name = name, CreditCode = creditCode, EnteredBy = enteredBy };

    public static Party Individual(Guid id, string name, string residentId, string residentIdHash, string? enteredBy = null) =>
        new() { Id = id, Kind = Track.Individual, Name = name, ResidentId = residentId, ResidentIdHash = residentIdHash, EnteredBy = enteredBy };

    /// <summary>Takes another name from a day on (更名): the earlier one stays with its days.</summary>
    public void Rename(string name, DateOnly since, Guid proposalId)
    {
        if (string.Equals(name, Name, StringComparison.Ordinal))
        {
            throw new RefusedException("same-name", $"“{Name}”的登记名称与新名称相同，不需要更名。");
        }

        if (NameSince >= since)
        {
            throw new RefusedException("rename-out-of-order", $"“{Name}”自 {ChinaCalendar.Text(NameSince.Value)} 起使用现名，更名日期须晚于这一天。");
        }

        _formerNames.Add(new FormerName(Id, _formerNames.Count + 1, Name, NameSince, since.AddDays(-1), proposalId));
        Name = name;
        NameSince = since;
    }
}

/// <summary>A name that a party had (曾用名), with the last day of its use.</summary>
public sealed class FormerName
{
    private FormerName()
    {
    }

    internal FormerName(Guid partyId, int ordinal, string name, DateOnly? from, DateOnly until, Guid proposalId)
    {
        PartyId = partyId;
        Ordinal = ordinal;
        Name = name;
        From = from;
        Until = until;
        ProposalId = proposalId;
    }

    public Guid PartyId { get; private init; }

    public int Ordinal { get; private init; }

    public string Name { get; private init; } = "";

    /// <summary>Null: not known.</summary>
    public DateOnly? From { get; private init; }

    public DateOnly Until { get; private init; }

    public Guid ProposalId { get; private init; }
}

/// <summary>One organisation controls another (控股关系), from a day and perhaps to a day, with its share.</summary>
public sealed class Holding : RegisterEntry
{
    private Holding()
    {
    }

    /// <summary>控股方.</summary>
    public Guid HolderId { get; private init; }

    /// <summary>被控股组织.</summary>
    public Guid HeldId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    /// <summary>Percent; null: controlled otherwise, or not known.</summary>
    public decimal? Share { get; private init; }

    public DateOnly From { get; private init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; private set; }

    public static Holding Enter(Guid id, Guid holderId, Guid heldId, decimal? share, DateOnly from, DateOnly? until, string authorityCode, Guid proposalId) => new()
    {
        Id = id, HolderId = holderId, HeldId = heldId, Share = share, From = from, Until = until, AuthorityCode = authorityCode, ProposalId = proposalId,
    };

    /// <summary>The last day becomes known (控股关系终止).</summary>
    public void End(DateOnly until) => Until = until;

    /// <summary>True on this day; both ends count.</summary>
    public bool HoldsOn(DateOnly day) => WithdrawnAt is null && From <= day && (Until is null || day <= Until);
}

/// <summary>A person heads an organisation (组织负责人任职), from a day and perhaps to a day.</summary>
public sealed class Headship : RegisterEntry
{
    private Headship()
    {
    }

    public Guid OrganisationId { get; private init; }

    public Guid PersonId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    /// <summary>职务.</summary>
    public string Post { get; private init; } = "";

    public DateOnly From { get; private init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; private set; }

    public static Headship Enter(Guid id, Guid organisationId, Guid personId, string post, DateOnly from, DateOnly? until, string authorityCode, Guid proposalId) => new()
    {
        Id = id, OrganisationId = organisationId, PersonId = personId, Post = post, From = from, Until = until, AuthorityCode = authorityCode, ProposalId = proposalId,
    };

    /// <summary>The last day becomes known (不再任职).</summary>
    public void End(DateOnly until) => Until = until;

    /// <summary>True on this day; both ends count.</summary>
    public bool HoldsOn(DateOnly day) => WithdrawnAt is null && From <= day && (Until is null || day <= Until);
}
