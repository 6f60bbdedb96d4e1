using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Registers;

/// <summary>A row after it was held against the registers (核对结果).</summary>
public sealed class LookedUpRow(int line, IReadOnlyDictionary<string, string> cells, IEnumerable<RegisterProblem> problems)
{
    public int Line { get; } = line;

    public IReadOnlyDictionary<string, string> Cells { get; } = cells;

    public List<RegisterProblem> Problems { get; } = [.. problems];

    public List<string> Notes { get; } = [];

    /// <summary>The party that the row speaks of; null: not in the register yet.</summary>
    public Guid? PartyId { get; set; }

    /// <summary>The controlled organisation, or the person who heads.</summary>
    public Guid? OtherId { get; set; }

    /// <summary>The holding or headship that the row ends.</summary>
    public Guid? EndsId { get; set; }

    public string? Hash { get; set; }

    public string? OtherHash { get; set; }

    /// <summary>True when an identifier is no identifier, or already taken.</summary>
    public bool IsForged { get; set; }

    public bool IsDuplicate { get; set; }

    public string? Cell(string key) => Cells.GetValueOrDefault(key);

    public DateOnly? Day(string key) => Cell(key) is { } text ? AnswerText.ReadDate(text) : null;

    public string Json() => JsonSerializer.Serialize(Cells, JsonColumn.Options);
}

/// <summary>
/// Holds rows against each other and against the registers (登记核对), a hundred thousand in a few queries: who they speak of, by code or keyed hash and never by name;
/// what stands there already; what the person who confirms should know.
/// </summary>
public sealed class LookUpRows(QualityAwardDbContext db, PersonalDataCipher cipher) : IOperation
{
    public async Task<IReadOnlyList<LookedUpRow>> RunAsync(RegisterKind kind, IEnumerable<(int Line, RegisterReading Reading)> read, RegisterContext context, CancellationToken cancellationToken)
    {
        var rows = read.Select(r => new LookedUpRow(r.Line, r.Reading.Cells, r.Reading.Problems)).ToList();
        foreach (var row in rows)
        {
            row.IsForged = row.Problems.Exists(p => p.Key is RegisterKeys.CreditCode or RegisterKeys.HeldCode or RegisterKeys.ResidentId or RegisterKeys.PersonId) && HasIdentifier(row);
            row.Hash = row.Cell(RegisterKeys.ResidentId) is { } own ? cipher.KeyedHash(own) : null;
            row.OtherHash = row.Cell(RegisterKeys.PersonId) is { } other ? cipher.KeyedHash(other) : null;
        }

        RefuseTwins(kind, rows);
        var known = await KnownAsync(rows, cancellationToken);
        foreach (var row in rows)
        {
            Recognise(kind, row, known);
        }

        await FindExistingAsync(kind, rows, context, cancellationToken);
        return rows;
    }

    private static bool HasIdentifier(LookedUpRow row) =>
        row.Cell(RegisterKeys.CreditCode) is not null || row.Cell(RegisterKeys.HeldCode) is not null || row.Cell(RegisterKeys.ResidentId) is not null || row.Cell(RegisterKeys.PersonId) is not null;

    /// <summary>Two rows of a sheet that say the same.</summary>
    private static void RefuseTwins(RegisterKind kind, List<LookedUpRow> rows)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var subject = row.Cell(RegisterKeys.CreditCode) ?? row.Hash;
            if (subject is null)
            {
                continue;
            }

            var key = string.Join('|', new[] { subject }.Concat(KeysOf(kind).Select(k => string.Equals(k, RegisterKeys.PersonId, StringComparison.Ordinal) ? row.OtherHash : row.Cell(k))));
            if (!seen.TryAdd(key, row.Line))
            {
                row.IsDuplicate = true;
                row.Problems.Add(new RegisterProblem(RegisterKeys.CreditCode, $"与第 {seen[key]} 行重复。"));
            }
        }
    }

    /// <summary>What makes two entries of one party different ones.</summary>
    private static string[] KeysOf(RegisterKind kind) => kind switch
    {
        RegisterKind.Party or RegisterKind.Verification or RegisterKind.Withdrawal => [],
        RegisterKind.Rename => [RegisterKeys.On],
        RegisterKind.Holding => [RegisterKeys.HeldCode, RegisterKeys.From],
        RegisterKind.Headship => [RegisterKeys.PersonId, RegisterKeys.From],
        RegisterKind.Honour => [RegisterKeys.Programme, RegisterKeys.Tier, RegisterKeys.Year],
        RegisterKind.Bar => [RegisterKeys.Programme, RegisterKeys.Ground, RegisterKeys.On],
        RegisterKind.Incident => [RegisterKeys.Kind, RegisterKeys.On, RegisterKeys.Source],
    };

    private async Task<(Dictionary<string, KnownParty> Codes, Dictionary<string, KnownParty> Hashes)> KnownAsync(List<LookedUpRow> rows, CancellationToken cancellationToken)
    {
        var codes = rows.SelectMany(r => new[] { r.Cell(RegisterKeys.CreditCode), r.Cell(RegisterKeys.HeldCode) }).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var hashes = rows.SelectMany(r => new[] { r.Hash, r.OtherHash }).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var organisations = codes.Length == 0
            ? []
            : await db.Parties.AsNoTracking().Where(p => codes.Contains(p.CreditCode)).Select(p => new KnownParty(p.Id, p.Name, p.CreditCode!, p.NameSince)).ToListAsync(cancellationToken);
        var persons = hashes.Length == 0
            ? []
            : await db.Parties.AsNoTracking().Where(p => hashes.Contains(p.ResidentIdHash)).Select(p => new KnownParty(p.Id, p.Name, p.ResidentIdHash!, p.NameSince)).ToListAsync(cancellationToken);
        return (organisations.ToDictionary(p => p.Key, StringComparer.Ordinal), persons.ToDictionary(p => p.Key, StringComparer.Ordinal));
    }

    private static void Recognise(RegisterKind kind, LookedUpRow row, (Dictionary<string, KnownParty> Codes, Dictionary<string, KnownParty> Hashes) known)
    {
        var party = Of(row.Cell(RegisterKeys.CreditCode), row.Hash);
        row.PartyId = party?.Id;
        var name = row.Cell(RegisterKeys.Name);
        switch (kind)
        {
            case RegisterKind.Party when party is not null:
                row.IsDuplicate = true;
                row.Problems.Add(row.Hash is null
                    ? new RegisterProblem(RegisterKeys.CreditCode, $"该统一社会信用代码已在登记簿中，登记名称为“{party.Name}”，不能重复登记。")
                    : new RegisterProblem(RegisterKeys.ResidentId, "该居民身份证号码的个人已在登记簿中，不能重复登记。"));
                break;
            case RegisterKind.Rename when party is null:
                row.Problems.Add(new RegisterProblem(RegisterKeys.CreditCode, "登记簿中没有该统一社会信用代码的组织，不能更名。"));
                break;
            case RegisterKind.Rename when string.Equals(party.Name, name, StringComparison.Ordinal):
                row.Problems.Add(new RegisterProblem(RegisterKeys.Name, "新名称与登记簿中的现名相同，不需要更名。"));
                break;
            case RegisterKind.Rename when party.NameSince >= row.Day(RegisterKeys.On):
                row.Problems.Add(new RegisterProblem(RegisterKeys.On, $"该组织自 {party.NameSince:yyyy-MM-dd} 起使用现名，更名日期须晚于这一天。"));
                break;
            case RegisterKind.Rename:
                row.Notes.Add($"现名“{party.Name}”将成为曾用名。");
                break;
            case RegisterKind.Verification when party is null:
                row.Problems.Add(new RegisterProblem(row.Hash is null ? RegisterKeys.CreditCode : RegisterKeys.ResidentId, "登记簿中没有该代码或证号的主体，请先登记主体。"));
                break;
            default:
                Note(party, name);
                break;
        }

        if (kind is RegisterKind.Holding or RegisterKind.Headship)
        {
            var other = Of(row.Cell(RegisterKeys.HeldCode), row.OtherHash);
            row.OtherId = other?.Id;
            Note(other, row.Cell(kind == RegisterKind.Holding ? RegisterKeys.HeldName : RegisterKeys.PersonName));
        }

        KnownParty? Of(string? code, string? hash) => code is not null ? known.Codes.GetValueOrDefault(code) : hash is not null ? known.Hashes.GetValueOrDefault(hash) : null;

        void Note(KnownParty? found, string? given)
        {
            // A code that is none makes no party.
            if (given is null || kind == RegisterKind.Party || row.IsForged)
            {
                return;
            }

            if (found is null)
            {
                row.Notes.Add($"登记簿中没有“{given}”的代码或证号，通过后按所填名称建立主体。");
            }
            else if (!string.Equals(found.Name, given, StringComparison.Ordinal))
            {
                row.Notes.Add($"所填名称“{given}”与登记簿中的“{found.Name}”不同，以登记簿为准。");
            }
        }
    }

    /// <summary>What the registers have already of these parties.</summary>
    private async Task FindExistingAsync(RegisterKind kind, List<LookedUpRow> rows, RegisterContext context, CancellationToken cancellationToken)
    {
        var ids = rows.Select(r => r.PartyId).OfType<Guid>().Distinct().ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        switch (kind)
        {
            case RegisterKind.Bar:
                var bars = (await db.Set<Bar>().AsNoTracking().Where(b => b.WithdrawnAt == null && ids.Contains(b.PartyId)).Select(b => new { b.PartyId, b.ProgrammeCode, b.Ground, b.From }).ToListAsync(cancellationToken))
                    .Select(b => (b.PartyId, b.ProgrammeCode, b.Ground.ToString(), (DateOnly?)b.From)).ToHashSet();
                Refuse(r => bars.Contains((r.PartyId!.Value, r.Cell(RegisterKeys.Programme) ?? "", r.Cell(RegisterKeys.Ground) ?? "", r.Day(RegisterKeys.On))), "同一事由、同一决定日期的限制申报已经登记。");
                break;
            case RegisterKind.Incident:
                var incidents = (await db.Set<Incident>().AsNoTracking().Where(i => i.WithdrawnAt == null && i.AuthorityCode == context.AuthorityCode && ids.Contains(i.PartyId))
                    .Select(i => new { i.PartyId, i.Kind, i.OccurredOn }).ToListAsync(cancellationToken)).Select(i => (i.PartyId, i.Kind.ToString(), (DateOnly?)i.OccurredOn)).ToHashSet();
                Refuse(r => incidents.Contains((r.PartyId!.Value, r.Cell(RegisterKeys.Kind) ?? "", r.Day(RegisterKeys.On))), "同一类别、同一发生日期的不良记录已经登记。");
                break;
            case RegisterKind.Honour:
                var honours = (await db.Set<HonourEntry>().AsNoTracking().Where(h => h.WithdrawnAt == null && h.PartyId != null && ids.Contains(h.PartyId.Value))
                    .Select(h => new { h.PartyId, h.ProgrammeCode, h.TierName, h.AwardYear }).ToListAsync(cancellationToken)).Select(h => (h.PartyId, h.ProgrammeCode, h.TierName, $"{h.AwardYear}")).ToHashSet();
                Refuse(r => honours.Contains((r.PartyId, r.Cell(RegisterKeys.Programme) ?? "", r.Cell(RegisterKeys.Tier) ?? "", r.Cell(RegisterKeys.Year) ?? "")), "同一主体、等次和年度的荣誉已经登记。");
                break;
            case RegisterKind.Holding:
                Link(await db.Set<Holding>().AsNoTracking().Where(h => h.WithdrawnAt == null && ids.Contains(h.HolderId)).Select(h => new KnownLink(h.Id, h.HolderId, h.HeldId, h.From, h.Until)).ToListAsync(cancellationToken));
                break;
            case RegisterKind.Headship:
                Link(await db.Set<Headship>().AsNoTracking().Where(h => h.WithdrawnAt == null && ids.Contains(h.OrganisationId)).Select(h => new KnownLink(h.Id, h.OrganisationId, h.PersonId, h.From, h.Until)).ToListAsync(cancellationToken));
                break;
            case RegisterKind.Party or RegisterKind.Rename or RegisterKind.Verification or RegisterKind.Withdrawal:
                break;
        }

        void Refuse(Func<LookedUpRow, bool> stands, string message)
        {
            foreach (var row in rows.Where(r => r.PartyId is not null && stands(r)))
            {
                row.IsDuplicate = true;
                row.Problems.Add(new RegisterProblem(RegisterKeys.CreditCode, message));
            }
        }

        void Link(List<KnownLink> links)
        {
            var open = links.ToDictionary(l => (l.One, l.Other, (DateOnly?)l.From));
            foreach (var row in rows.Where(r => r is { PartyId: not null, OtherId: not null }))
            {
                if (!open.TryGetValue((row.PartyId!.Value, row.OtherId!.Value, row.Day(RegisterKeys.From)), out var link))
                {
                    continue;
                }

                if (row.Day(RegisterKeys.Until) is { } until && link.Until is null)
                {
                    row.EndsId = link.Id;
                    row.Notes.Add($"已有同一起始日期的登记，通过后记为至 {until:yyyy-MM-dd} 止。");
                }
                else
                {
                    row.IsDuplicate = true;
                    row.Problems.Add(new RegisterProblem(RegisterKeys.From, "同一起始日期的关系已经登记；要登记终止，请填写终止的日期。"));
                }
            }
        }
    }

    private sealed record KnownParty(Guid Id, string Name, string Key, DateOnly? NameSince);

    private sealed record KnownLink(Guid Id, Guid One, Guid Other, DateOnly From, DateOnly? Until);
}
