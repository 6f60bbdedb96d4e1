using QualityAward.Domain.Registers;

namespace QualityAward.Web.Links;

/// <summary>Addresses of the registers (登记簿地址).</summary>
public static class RegisterLinks
{
    public const string Parties = "/registers";
    public const string Honours = "/registers/honours";
    public const string Bars = "/registers/bars";
    public const string Incidents = "/registers/incidents";
    public const string Proposals = "/registers/proposals";

    public static string Party(Guid id) => $"/registers/parties/{id}";

    /// <summary>The form of a new entry, for a party when its code is given.</summary>
    public static string New(RegisterKind kind, string? creditCode = null) => $"/registers/new/{RegisterKinds.Slug(kind)}" + (creditCode is null ? "" : $"?code={Uri.EscapeDataString(creditCode)}");

    public static string Verify(Guid honourId) => $"/registers/new/{RegisterKinds.Slug(RegisterKind.Verification)}?target={honourId}";

    public static string Import(RegisterKind kind) => $"/registers/import/{RegisterKinds.Slug(kind)}";

    public static string Withdraw(RegisterKind register, Guid id) => $"/registers/withdraw/{RegisterKinds.Slug(register)}/{id}";

    public static string Proposal(Guid id) => $"/registers/proposals/{id}";
}
