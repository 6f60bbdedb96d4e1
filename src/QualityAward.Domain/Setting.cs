using System.Text.Json;
using System.Text.Json.Serialization;

namespace QualityAward.Domain;

/// <summary>A value that the rules leave open (规则未定事项): a value the office entered, or "not set". Whatever needs it refuses until it is set.</summary>
[JsonConverter(typeof(SettingConverterFactory))]
public readonly record struct Setting<T>
{
    private readonly T? _value;

    private Setting(T value)
    {
        _value = value;
        IsSet = true;
    }

    public bool IsSet { get; }

    public static Setting<T> NotSet => default;

    public static Setting<T> Of(T value) => new(value);

    public T? OrNull() => _value;

    public T Or(T fallback) => IsSet ? _value! : fallback;

    /// <summary>The value, or a refusal that names the missing setting.</summary>
    public T Required(string settingName) => IsSet
        ? _value!
        : throw new RefusedException("setting-not-set", $"本届评奖尚未设定“{settingName}”，请先在年度设置中补充。");
}

/// <summary>Reads and writes a setting as its bare value, "not set" as null.</summary>
public sealed class SettingConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Setting<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Setting<T>>
    {
        public override bool HandleNull => true;

        public override Setting<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? Setting<T>.NotSet : Setting<T>.Of(JsonSerializer.Deserialize<T>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, Setting<T> value, JsonSerializerOptions options)
        {
            if (value.IsSet)
            {
                JsonSerializer.Serialize(writer, value.OrNull(), options);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
