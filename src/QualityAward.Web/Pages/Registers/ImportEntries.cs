using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Registers;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Registers;

/// <summary>Reads a spreadsheet into a draft (导入预览): every row with what is wrong with it. Nothing stands in a register yet.</summary>
public sealed class ReadImport(QualityAwardDbContext db, RegisterView view, LookUpRows lookUp, PersonalDataCipher cipher, TimeProvider time) : IOperation
{
    public const int MaxMegabytes = 40;

    public async Task<Guid> RunAsync(RegisterKind kind, Stream content, string fileName, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageRegisters);
        if (!RegisterKinds.Importable.Contains(kind))
        {
            throw new RefusedException("not-importable", $"{RegisterKinds.NameOf(kind)}不能批量导入。");
        }

        var sheet = SpreadsheetReader.Read(content, RegisterTable.MaxRows, MaxMegabytes);
        if (sheet.Problem is { } unreadable)
        {
            throw new InvalidInputException("Input.File", unreadable);
        }

        var context = view.ContextOf(actor, time.Today());
        var table = RegisterTable.Read(RegisterSheets.ColumnsOf(kind, context), sheet.Rows);
        if (table.Problem is { } problem)
        {
            throw new InvalidInputException("Input.File", problem);
        }

        if (table.Rows.Count is 0 or > RegisterTable.MaxRows)
        {
            throw new InvalidInputException("Input.File", table.Rows.Count == 0 ? "列名下面没有内容，请填写后再导入。" : $"表格超过 {RegisterTable.MaxRows} 行，请分次导入。");
        }

        var rows = await lookUp.RunAsync(kind, table.Rows.Select(r => (r.Line, RegisterSheets.Read(kind, r.Cells, context))), context, cancellationToken);
        return await SaveAsync(kind, rows, Path.GetFileName(fileName), actor, cancellationToken);
    }

    private async Task<Guid> SaveAsync(RegisterKind kind, IReadOnlyList<LookedUpRow> rows, string fileName, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var texts = rows.Select(r => r.Json()).ToList();
        var wrong = rows.Count(r => r.Problems.Count > 0);
        var proposal = RegisterProposal.Draft(
            Guid.CreateVersion7(now), new ProposalContent(kind, $"导入{RegisterKinds.NameOf(kind)} {rows.Count} 行", rows.Count, wrong, ProposalWriter.HashOf(texts)) { FileName = Short(fileName) }, actor, now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Add(proposal);
        await db.SaveChangesAsync(cancellationToken);
        await CopyAsync(proposal.Id, rows, texts, cancellationToken);
        if (wrong > 0)
        {
            var forged = rows.Count(r => r.IsForged);
            var twice = rows.Count(r => r.IsDuplicate);
            await db.RecordAsync(
                new CaseEvent(proposal.Id, "Refused:import-rows", actor, now, $"导入{RegisterKinds.NameOf(kind)}：{rows.Count} 行中 {wrong} 行有问题，不能提交")
                {
                    Reason = $"代码或证号不合格 {forged} 行，重复 {twice} 行",
                },
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return proposal.Id;
    }

    /// <summary>By COPY: a hundred thousand rows in a second or two.</summary>
    private async Task CopyAsync(Guid proposalId, IReadOnlyList<LookedUpRow> rows, List<string> texts, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var writer = await connection.BeginBinaryImportAsync("copy register_rows (proposal_id, line, cells, problems, notes) from stdin (format binary)", cancellationToken);
        for (var i = 0; i < rows.Count; i++)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(proposalId, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(rows[i].Line, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(cipher.Encrypt(texts[i]), NpgsqlDbType.Text, cancellationToken);
            await TextAsync(rows[i].Problems.Count == 0 ? null : string.Join('\n', rows[i].Problems.Select(p => p.Message)));
            await TextAsync(ProposalWriter.NotesOf(rows[i]));
        }

        await writer.CompleteAsync(cancellationToken);

        Task TextAsync(string? text) => text is null ? writer.WriteNullAsync(cancellationToken) : writer.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
    }

    private static string Short(string name) => name.Length <= 120 ? name : name[^120..];
}

/// <summary>Hands a read import to the second person (导入提交复核).</summary>
public sealed class SubmitImport(QualityAwardDbContext db, FileIntake files, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid proposalId, int version, string? reason, RegisterUpload? upload, Actor actor, CancellationToken cancellationToken)
    {
        var proposal = await ProposalLoader.LoadAsync(db, proposalId, version, actor, cancellationToken);
        proposal.Propose(reason, await RegisterUpload.SaveAsync(upload, files, cancellationToken), actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Loads a proposal for a change (登记申请读取).</summary>
internal static class ProposalLoader
{
    /// <param name="version">As the page showed it.</param>
    public static async Task<RegisterProposal> LoadAsync(QualityAwardDbContext db, Guid id, int version, Actor actor, CancellationToken cancellationToken)
    {
        var proposal = await db.Set<RegisterProposal>().SingleOrDefaultAsync(p => p.Id == id && p.AuthorityCode == actor.AuthorityCode, cancellationToken)
            ?? throw new RefusedException("no-such-proposal", "找不到这份登记申请。");
        return proposal.Version == version ? proposal : throw new StaleVersionException("您打开页面之后，他人已办理了这份登记，请核对最新状态。");
    }
}
