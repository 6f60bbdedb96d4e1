using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QualityAward.Domain.Audit;

namespace QualityAward.Infrastructure.Audit;

/// <summary>Seals audit entries with a keyed hash (留痕封签), so that whoever can write to the database still cannot forge one without the key.</summary>
public sealed class AuditSealer(byte[] key)
{
    /// <summary>Hash of the entry that begins a chain.</summary>
    public const string Start = "0";

    public AuditEntry Seal(CaseEvent happened, int sequence, string previousHash)
    {
        // The database keeps microseconds; the hash is over what is kept.
        var at = new DateTimeOffset(happened.At.UtcTicks / 10 * 10, TimeSpan.Zero);
        var entry = new AuditEntry
        {
            Id = Guid.CreateVersion7(at),
            ChainId = happened.ChainId,
            Sequence = sequence,
            At = at,
            ActorId = happened.Actor.UserId,
            ActorName = happened.Actor.Name,
            ActorRole = happened.Actor.Role.ToString(),
            AuthorityCode = happened.Actor.AuthorityCode,
            Address = happened.Actor.Address,
            Action = happened.Action,
            Summary = happened.Summary,
            PublicText = happened.PublicText,
            OldValue = happened.OldValue,
            NewValue = happened.NewValue,
            Reason = happened.Reason,
            PreviousHash = previousHash,
        };
        return WithHash(entry);
    }

    /// <summary>True when the entry's hash fits its content.</summary>
    public bool IsIntact(AuditEntry entry) => string.Equals(Hash(entry), entry.Hash, StringComparison.Ordinal);

    private AuditEntry WithHash(AuditEntry entry) => new()
    {
        Id = entry.Id, ChainId = entry.ChainId, Sequence = entry.Sequence, At = entry.At, ActorId = entry.ActorId, ActorName = entry.ActorName,
        ActorRole = entry.ActorRole, AuthorityCode = entry.AuthorityCode, Address = entry.Address, Action = entry.Action, Summary = entry.Summary,
        PublicText = entry.PublicText, OldValue = entry.OldValue, NewValue = entry.NewValue, Reason = entry.Reason,
        PreviousHash = entry.PreviousHash, Hash = Hash(entry),
    };

    private string Hash(AuditEntry e)
    {
        var text = new StringBuilder();
        foreach (var part in new[]
        {
            e.PreviousHash, e.ChainId.ToString("N"), e.Sequence.ToString(CultureInfo.InvariantCulture), e.At.UtcTicks.ToString(CultureInfo.InvariantCulture), e.ActorId.ToString("N"),
            e.ActorName, e.ActorRole, e.AuthorityCode, e.Address, e.Action, e.Summary, e.PublicText, e.OldValue, e.NewValue, e.Reason,
        })
        {
            // The length before each part keeps two parts from running into each other; null differs from empty.
            text.Append(part is null ? "-" : part.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(part).Append('\n');
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text.ToString())));
    }
}
