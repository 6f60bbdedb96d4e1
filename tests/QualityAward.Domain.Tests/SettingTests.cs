using System.Text.Json;

namespace QualityAward.Domain.Tests;

public sealed class SettingTests
{
    [Fact]
    public void What_is_not_set_has_no_default_and_refuses_by_its_name()
    {
        Setting<int> setting = default;

        Assert.False(setting.IsSet);
        var refused = Assert.Throws<RefusedException>(() => setting.Required("公示天数"));
        Assert.Equal("setting-not-set", refused.Code);
        Assert.Contains("公示天数", refused.Message, StringComparison.Ordinal);
        Assert.Equal(9, setting.Or(9));
        Assert.Equal(Setting<int>.NotSet, setting);
    }

    [Fact]
    public void Zero_and_no_are_values()
    {
        Assert.Equal(0, Setting<int>.Of(0).Required("年限"));
        Assert.False(Setting<bool>.Of(value: false).Required("表决方式"));
        Assert.True(Setting<bool>.Of(value: false).IsSet);
        Assert.NotEqual(Setting<int>.NotSet, Setting<int>.Of(0));
    }

    [Fact]
    public void A_setting_is_stored_as_its_bare_value_and_not_set_as_null()
    {
        var holder = new Holder(Setting<int>.Of(0), default, Setting<string>.Of("无记名"));

        var json = JsonSerializer.Serialize(holder, Plain);

        Assert.Equal("""{"Days":0,"Secret":null,"Name":"无记名"}""", json);
        Assert.Equal(holder, JsonSerializer.Deserialize<Holder>(json));
        Assert.Equal(new Holder(default, default, default), JsonSerializer.Deserialize<Holder>("{}"));
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Holder(Setting<int> Days, Setting<bool> Secret, Setting<string> Name);
}
