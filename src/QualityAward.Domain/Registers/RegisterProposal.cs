using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;

namespace QualityAward.Domain.Registers;

/// <summary>The document behind a proposal (依据材料), stored by its hash.</summary>
public sealed record RegisterDocument(string FileName, string Sha256, long Length, string ContentType);

/// <summary>A row of a proposal (登记行): typed or imported, and what is wrong with it.</summary>
public sealed class RegisterRow
{
    public Guid ProposalId { get; init; }

    /// <summary>From 1; of an import the row of the spreadsheet.</summary>
    public int Line { get; init; }

    /// <summary>The cells as JSON, encrypted at rest: ID numbers may be among them.</summary>
    public string Cells { get; init; } = "{}";

    /// <summary>Sentences, one a line; null: nothing is wrong.</summary>
    public string? Problems { get; init; }

    /// <summary>What the person who confirms should know, e.g. that the register has another name.</summary>
    public string? Notes { get; init; }
}

/// <summary>What a proposal is about (登记申请内容).</summary>
/// <param name="Kind">The kind of entry.</param>
/// <param name="Title">One line for lists, without ID numbers.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Problems">How many of them have something wrong.</param>
/// <param name="Sha256">Of all rows: what is confirmed is what was proposed.</param>
public sealed record ProposalContent(RegisterKind Kind, string Title, int Rows, int Problems, string Sha256)
{
    /// <summary>The entry that is verified or withdrawn.</summary>
    public Guid? TargetId { get; init; }

    /// <summary>The register of the entry that is withdrawn.</summary>
    public RegisterKind? TargetKind { get; init; }

    /// <summary>Name of the imported file.</summary>
    public string? FileName { get; init; }
}

/// <summary>
/// Entries of the registers proposed by one person of an office and confirmed by another (登记申请): one typed entry or a whole import. Nothing stands in a
/// register before that.
/// </summary>
public sealed class RegisterProposal : AggregateRoot
{
    /// <summary>Longest reason.</summary>
    public const int ReasonLimit = 500;

    private RegisterProposal()
    {
    }

    public string AuthorityCode { get; private init; } = "";

    public RegisterKind Kind { get; private init; }

    public string Title { get; private init; } = "";

    public int RowCount { get; private init; }

    public int ProblemCount { get; private init; }

    public string Sha256 { get; private init; } = "";

    public Guid? TargetId { get; private init; }

    public RegisterKind? TargetKind { get; private init; }

    public string? FileName { get; private init; }

    public ProposalState State { get; private set; }

    public string Reason { get; private set; } = "";

    public RegisterDocument? Document { get; private set; }

    public Guid ProposedById { get; private init; }

    public string ProposedBy { get; private init; } = "";

    /// <summary>When it was handed to the second person; of a draft, when it was read.</summary>
    public DateTimeOffset ProposedAt { get; private set; }

    public Guid? DecidedById { get; private set; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was not confirmed.</summary>
    public string? Remark { get; private set; }

    /// <summary>An import that has been read (导入预览); nobody else acts on it yet.</summary>
    public static RegisterProposal Draft(Guid id, ProposalContent content, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageRegisters);
        return new RegisterProposal
        {
            Id = id, AuthorityCode = actor.AuthorityCode ?? throw new RefusedException("no-authority", "您的账号不属于任何机关，不能办理登记。"), Kind = content.Kind, Title = content.Title,
            RowCount = content.Rows, ProblemCount = content.Problems, Sha256 = content.Sha256, TargetId = content.TargetId, TargetKind = content.TargetKind, FileName = content.FileName,
            State = ProposalState.Draft, ProposedById = actor.UserId, ProposedBy = actor.Name, ProposedAt = now,
        };
    }

    /// <summary>Hands it to a second person (提交复核), with the reason and the document.</summary>
    public void Propose(string? reason, RegisterDocument? document, Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        RequireState(ProposalState.Draft, "提交");
        if (actor.UserId != ProposedById)
        {
            throw new RefusedException("not-the-author", $"这份导入由{ProposedBy}整理，只能由本人提交复核。");
        }

        if (ProblemCount > 0)
        {
            throw new RefusedException("rows-with-problems", $"有 {ProblemCount} 行存在问题，请改好原表后重新导入，不能提交复核。");
        }

        var problems = new List<InputProblem>();
        var given = reason?.Trim() ?? "";
        if (given.Length is 0 or > ReasonLimit)
        {
            problems.Add(new InputProblem("Input.Reason", given.Length == 0 ? "请写明登记理由。" : $"登记理由不能超过 {ReasonLimit} 字。"));
        }

        if (document is null && Kind == RegisterKind.Verification)
        {
            problems.Add(new InputProblem("Input.Document", "核实历史荣誉须上传批准文件或证书的扫描件。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        Reason = given;
        Document = document;
        State = ProposalState.Proposed;
        ProposedAt = now;
        Record(new CaseEvent(Id, "ProposeRegisterEntry", actor, now, $"提交登记复核：{Title}") { NewValue = Sha256, Reason = given, ConcernedAccount = actor.UserId });
    }

    /// <summary>Confirmed by a second person (复核通过): the entries stand in the register.</summary>
    public void Approve(Actor actor, DateTimeOffset now)
    {
        RequireSecondPerson(actor, "复核");
        State = ProposalState.Approved;
        Decide(actor, now);
        Record(new CaseEvent(Id, "ApproveRegisterEntry", actor, now, $"登记复核通过：{Title}（{ProposedBy}提交）") { NewValue = Sha256, ConcernedAccount = ProposedById });
    }

    /// <summary>Not confirmed (复核不通过), with the reason.</summary>
    public void Reject(string? remark, Actor actor, DateTimeOffset now)
    {
        RequireSecondPerson(actor, "复核");
        var given = remark?.Trim() ?? "";
        if (given.Length is 0 or > ReasonLimit)
        {
            throw new InvalidInputException("Reason", given.Length == 0 ? "请写明不通过的理由。" : $"理由不能超过 {ReasonLimit} 字。");
        }

        State = ProposalState.Rejected;
        Remark = given;
        Decide(actor, now);
        Record(new CaseEvent(Id, "RejectRegisterEntry", actor, now, $"登记复核未通过：{Title}（{ProposedBy}提交）") { Reason = given, ConcernedAccount = ProposedById });
    }

    /// <summary>Taken back by its author (撤销登记申请) before anybody decided.</summary>
    public void Cancel(Actor actor, DateTimeOffset now)
    {
        RequireOffice(actor);
        if (State is not (ProposalState.Draft or ProposalState.Proposed))
        {
            RequireState(ProposalState.Proposed, "撤销");
        }

        if (actor.UserId != ProposedById)
        {
            throw new RefusedException("not-the-author", $"这份登记由{ProposedBy}提交，只能由本人撤销；您可以作出复核意见。");
        }

        State = ProposalState.Cancelled;
        Decide(actor, now);
        Record(new CaseEvent(Id, "CancelRegisterEntry", actor, now, $"撤销登记申请：{Title}"));
    }

    private void RequireSecondPerson(Actor actor, string act)
    {
        RequireOffice(actor);
        RequireState(ProposalState.Proposed, act);
        if (actor.UserId == ProposedById)
        {
            throw new RefusedException("same-person", "登记须由另一人复核：您是提交人，不能复核自己提交的登记。");
        }
    }

    private void Decide(Actor actor, DateTimeOffset now) => (DecidedById, DecidedBy, DecidedAt) = (actor.UserId, actor.Name, now);

    private void RequireOffice(Actor actor)
    {
        actor.Require(Permission.ManageRegisters);
        actor.RequireAuthority(AuthorityCode);
    }

    private void RequireState(ProposalState state, string act)
    {
        if (State != state)
        {
            throw new RefusedException("proposal-state", $"这份登记目前为“{ProposalStates.NameOf(State)}”，不能{act}。");
        }
    }
}
