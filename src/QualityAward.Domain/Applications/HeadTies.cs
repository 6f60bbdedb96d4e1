namespace QualityAward.Domain.Applications;

/// <summary>
/// What ties an organisation's application and that of its head to each other (组织与其主要管理者的关联): a credit code and a keyed hash, never a name or a number in the clear.
/// </summary>
public sealed class HeadTies
{
    /// <summary>On a person's application: credit code of the organisation that the person says to head.</summary>
    public string? HeadsCreditCode { get; private set; }

    /// <summary>On an organisation's application: keyed hash of its legal representative's ID number.</summary>
    public string? HeadIdHash { get; private set; }

    /// <summary>Takes over what the form says when it is handed in.</summary>
    public void Take(string? headsCreditCode, string? headIdHash)
    {
        HeadsCreditCode = headsCreditCode;
        HeadIdHash = headIdHash;
    }
}
