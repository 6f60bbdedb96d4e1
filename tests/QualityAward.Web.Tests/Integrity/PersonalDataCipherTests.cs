using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Infrastructure.Integrity;

namespace QualityAward.Web.Tests.Integrity;

public sealed class PersonalDataCipherTests
{
    private const string Number = "11010519491231002X";

    private static readonly string First = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string Second = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    [Theory]
    [InlineData(Number)]
    [InlineData("")]
    [InlineData("连云港市海州区")]
    public void What_is_encrypted_comes_back(string plain)
    {
        var cipher = Cipher("k1", "", ("k1", First));
        var encrypted = cipher.Encrypt(plain);

        Assert.StartsWith("v1:k1:", encrypted, StringComparison.Ordinal);
        Assert.Equal(plain, cipher.Decrypt(encrypted));
        Assert.NotEqual(encrypted, cipher.Encrypt(plain));
    }

    [Fact]
    public void Old_keys_still_open_and_look_ups_still_find()
    {
        var before = Cipher("k1", "", ("k1", First));
        var after = Cipher("k2", "k1", ("k1", First), ("k2", Second));
        var old = before.Encrypt(Number);

        Assert.Equal(Number, after.Decrypt(old));
        Assert.False(after.UsesCurrentKey(old));
        Assert.True(after.UsesCurrentKey(after.Encrypt(Number)));
        Assert.Equal(before.KeyedHash(Number), after.KeyedHash(Number));
    }

    [Fact]
    public void Every_change_is_noticed()
    {
        var cipher = Cipher("k1", "k1", ("k1", First), ("k2", First));
        var sealedText = Convert.FromBase64String(cipher.Encrypt(Number)["v1:k1:".Length..]);
        for (var place = 0; place < sealedText.Length; place++)
        {
            var changed = (byte[])sealedText.Clone();
            changed[place] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt("v1:k1:" + Convert.ToBase64String(changed)));
        }

        // The same key under another id: the id is sealed in.
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt("v1:k2:" + Convert.ToBase64String(sealedText)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Number)]
    [InlineData("v2:k1:AAAA")]
    [InlineData("v1:k9:AAAA")]
    [InlineData("v1:k1:AAAA")]
    [InlineData("v1:k1:%%%%")]
    public void What_is_not_ours_is_refused_without_being_repeated(string text)
    {
        var failure = Assert.ThrowsAny<CryptographicException>(() => Cipher("k1", "", ("k1", First)).Decrypt(text));
        Assert.DoesNotContain(Number, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keyed_hash_depends_on_key_and_number()
    {
        var cipher = Cipher("k1", "", ("k1", First));
        Assert.Matches("^[0-9a-f]{64}$", cipher.KeyedHash(Number));
        Assert.Equal(cipher.KeyedHash(Number), cipher.KeyedHash(Number));
        Assert.NotEqual(cipher.KeyedHash(Number), cipher.KeyedHash("110105194912310021"));
        Assert.NotEqual(cipher.KeyedHash(Number), Cipher("k2", "", ("k2", Second)).KeyedHash(Number));
    }

    [Fact]
    public void Bad_keys_stop_the_program()
    {
        Assert.Throws<InvalidOperationException>(() => Cipher("k1", ""));
        Assert.Throws<InvalidOperationException>(() => Cipher("", "", ("k1", First)));
        Assert.Throws<InvalidOperationException>(() => Cipher("k2", "", ("k1", First)));
        Assert.Throws<InvalidOperationException>(() => Cipher("k1", "k3", ("k1", First)));
        Assert.Throws<InvalidOperationException>(() => Cipher("k1", "", ("k1", First), ("k2", Second)));
        Assert.Throws<InvalidOperationException>(() => Cipher("k1", "", ("k1", "c2hvcnQ=")));
        Assert.Throws<InvalidOperationException>(() => Cipher("k1", "", ("k1", "not base64")));
        Assert.Throws<InvalidOperationException>(() => Cipher("k:1", "", ("k:1", First)));
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddPersonalDataCipher(new ConfigurationBuilder().Build()));
    }

    [Fact]
    public void Keys_come_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PersonalData:Keys:k1"] = First,
            ["PersonalData:CurrentKey"] = "k1",
        }).Build();
        using var services = new ServiceCollection().AddPersonalDataCipher(configuration).BuildServiceProvider();
        var cipher = services.GetRequiredService<PersonalDataCipher>();
        Assert.Equal(Number, cipher.Decrypt(cipher.Encrypt(Number)));
    }

    private static PersonalDataCipher Cipher(string current, string lookup, params (string Id, string Key)[] keys) => new(new PersonalDataOptions
    {
        Keys = keys.ToDictionary(key => key.Id, key => key.Key, StringComparer.Ordinal),
        CurrentKey = current,
        LookupKey = lookup,
    });
}
