using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Integrity;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>
/// Makes objects of rows that came in a batch of our own (实体行): columns, conversions and constructors are those of EF Core's model, and its own materializer, which is compiled once, fills
/// the objects. Nothing is tracked.
/// </summary>
internal sealed class EntityRows<T>
    where T : class
{
    // There is one model in a process, like its cipher.
    private static EntityRows<T>? _known;

    private readonly (string Column, int Index, Func<NpgsqlDataReader, int, object?> Read)[] _columns;
    private readonly Func<MaterializationContext, object> _make;
    private readonly int _size;

    private EntityRows(QualityAwardDbContext db)
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        _make = db.GetService<IStructuralTypeMaterializerSource>().GetMaterializer(type);
        _columns = [.. type.GetFlattenedProperties().Select(p => (p.GetColumnName(), p.GetIndex(), Reading(p, db.Cipher)))];
        _size = _columns.Max(c => c.Index) + 1;
        Select = $"select {string.Join(", ", _columns.Select(c => $"\"{c.Column}\""))} from {type.GetTableName()}";
    }

    /// <summary>All columns of the table, in the order of <see cref="Read"/>.</summary>
    public string Select { get; }

    public static EntityRows<T> Of(QualityAwardDbContext db) => _known ??= new EntityRows<T>(db);

    /// <param name="byName">Where EF Core wrote the query and decided on the order of the columns.</param>
    public T Read(QualityAwardDbContext db, NpgsqlDataReader row, bool byName = false)
    {
        var values = new object?[_size];
        for (var i = 0; i < _columns.Length; i++)
        {
            var (column, index, read) = _columns[i];
            var at = byName ? row.GetOrdinal(column) : i;
            values[index] = row.IsDBNull(at) ? null : read(row, at);
        }

        return (T)_make(new MaterializationContext(new ValueBuffer(values), db));
    }

    private static Func<NpgsqlDataReader, int, object?> Reading(IProperty property, PersonalDataCipher cipher)
    {
        if (property.ClrType == typeof(Answers))
        {
            // As the bytes they are stored in, until somebody looks at them.
            return (row, at) => AnswersJson.Deferred(row.GetFieldValue<byte[]>(at), cipher);
        }

        var converter = property.GetTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? property.ClrType;
        Func<NpgsqlDataReader, int, object?> read =
            (Nullable.GetUnderlyingType(stored) ?? stored) == typeof(DateTimeOffset) ? static (row, at) => row.GetFieldValue<DateTimeOffset>(at)
            : static (row, at) => row.GetValue(at);
        return converter is null ? read : (row, at) => converter.ConvertFromProvider(read(row, at));
    }
}
