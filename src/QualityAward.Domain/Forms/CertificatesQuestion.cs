namespace QualityAward.Domain.Forms;

/// <summary>证书、许可证登记: a growing table of certificates with number, issuer and validity, held against the round's dates.</summary>
public sealed record CertificatesQuestion : GrowingTableQuestion
{
    /// <summary>A pack may word the columns differently, but one must say until when a certificate holds.</summary>
    public override IReadOnlyList<Column> Columns { get; init; } =
    [
        new Column { Id = "name", Label = "证书名称" },
        new Column { Id = "number", Label = "证书编号" },
        new Column { Id = "issuer", Label = "发证机构" },
        new Column { Id = "valid-from", Label = "有效期自", Kind = CellKind.Date, Validity = ValidityEnd.From },
        new Column { Id = "valid-to", Label = "有效期至（长期有效的不填）", Kind = CellKind.Date, Validity = ValidityEnd.To, Optional = true },
    ];

    internal override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults())
        {
            yield return fault;
        }

        if (Columns.All(c => c.Validity != ValidityEnd.To))
        {
            yield return $"证书表“{Id}”没有有效期截止的列。";
        }
    }
}
