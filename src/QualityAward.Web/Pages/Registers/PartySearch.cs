using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Parties;

namespace QualityAward.Web.Pages.Registers;

/// <summary>Finds parties by part of a name they have or had, or by the whole credit code (主体查找).</summary>
internal static class PartySearch
{
    public static IQueryable<Party> Matching(this IQueryable<Party> parties, string asked)
    {
        // What is typed is text, not a pattern.
        var text = $"%{asked.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        var code = CreditCode.Normalise(asked);
        return parties.Where(p => EF.Functions.ILike(p.Name, text) || p.CreditCode == code || p.FormerNames.Any(n => EF.Functions.ILike(n.Name, text)));
    }
}
