using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>PostgreSQL's timestamptz takes UTC only; moments of any offset are the same moment.</summary>
public sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(v => v.ToUniversalTime(), v => v);
