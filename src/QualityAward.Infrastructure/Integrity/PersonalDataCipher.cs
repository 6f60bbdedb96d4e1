using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace QualityAward.Infrastructure.Integrity;

/// <summary>Keys for personal data, section <c>PersonalData</c>. Old keys stay in the ring as long as anything is encrypted with them.</summary>
public sealed class PersonalDataOptions
{
    /// <summary>Key id → 32 random bytes in base64 (<c>openssl rand -base64 32</c>).</summary>
    public Dictionary<string, string> Keys { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The key that encrypts from now on.</summary>
    public string CurrentKey { get; set; } = "";

    /// <summary>
    /// The key behind the look-up hashes. It stays the same when <see cref="CurrentKey"/> changes, or nobody would be found again;
    /// may be left out while there is one key only.
    /// </summary>
    public string LookupKey { get; set; } = "";
}

/// <summary>
/// Encrypts personal data at rest (个人信息加密存储, 《个人信息保护法》第五十一条): AES-256-GCM with a ring of keys. The text form is
/// <c>v1:&lt;key id&gt;:&lt;base64 of nonce, cipher text and tag&gt;</c>.
/// </summary>
public sealed class PersonalDataCipher
{
    private const string Version = "v1";
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly string _currentKey;
    private readonly byte[] _lookupKey;

    /// <exception cref="InvalidOperationException">The keys are missing or unusable; the program must not start.</exception>
    public PersonalDataCipher(PersonalDataOptions options)
    {
        foreach (var (id, text) in options.Keys)
        {
            if (id.Length == 0 || !id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
            {
                throw new InvalidOperationException($"PersonalData:Keys: the key id '{id}' may hold letters, digits, '-', '_' and '.' only.");
            }

            var key = new byte[KeyLength];
            // The value of a key never goes into a message.
            if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyLength)
            {
                throw new InvalidOperationException($"PersonalData:Keys:{id} is not {KeyLength} bytes in base64 (openssl rand -base64 {KeyLength}).");
            }

            _keys.Add(id, key);
        }

        if (_keys.Count == 0)
        {
            throw new InvalidOperationException("PersonalData:Keys holds no key: ID numbers cannot be stored without one.");
        }

        if (!_keys.ContainsKey(options.CurrentKey))
        {
            throw new InvalidOperationException($"PersonalData:CurrentKey '{options.CurrentKey}' is not among PersonalData:Keys.");
        }

        if (options.LookupKey.Length == 0 && _keys.Count > 1)
        {
            throw new InvalidOperationException("PersonalData:LookupKey must name the first key as soon as there are several, or look-ups would find nobody.");
        }

        var lookup = options.LookupKey.Length == 0 ? options.CurrentKey : options.LookupKey;
        if (!_keys.TryGetValue(lookup, out var root))
        {
            throw new InvalidOperationException($"PersonalData:LookupKey '{lookup}' is not among PersonalData:Keys.");
        }

        _currentKey = options.CurrentKey;
        // A key of its own: one key for two algorithms would tie their security together.
        _lookupKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, KeyLength, info: "QualityAward personal data look-up v1"u8.ToArray());
    }

    /// <summary>Two calls give two different texts: whoever sees the column learns not even who is the same person.</summary>
    public string Encrypt(string plain)
    {
        var text = Encoding.UTF8.GetBytes(plain);
        var sealedText = new byte[NonceLength + text.Length + TagLength];
        var nonce = sealedText.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[_currentKey], TagLength);
        aes.Encrypt(nonce, text, sealedText.AsSpan(NonceLength, text.Length), sealedText.AsSpan(NonceLength + text.Length), Associated(_currentKey));
        CryptographicOperations.ZeroMemory(text);
        return $"{Version}:{_currentKey}:{Convert.ToBase64String(sealedText)}";
    }

    /// <exception cref="CryptographicException">The text was changed, is not ours, or its key has left the ring.</exception>
    public string Decrypt(string encrypted)
    {
        var parts = encrypted.Split(':');
        if (parts.Length != 3 || !string.Equals(parts[0], Version, StringComparison.Ordinal))
        {
            throw new CryptographicException("Not an encrypted personal datum.");
        }

        if (!_keys.TryGetValue(parts[1], out var key))
        {
            throw new CryptographicException($"The key '{parts[1]}' is not among PersonalData:Keys.");
        }

        var sealedText = new byte[parts[2].Length];
        if (!Convert.TryFromBase64String(parts[2], sealedText, out var length) || length < NonceLength + TagLength)
        {
            throw new CryptographicException("The encrypted personal datum is damaged.");
        }

        var text = new byte[length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            sealedText.AsSpan(0, NonceLength),
            sealedText.AsSpan(NonceLength, text.Length),
            sealedText.AsSpan(NonceLength + text.Length, TagLength),
            text,
            Associated(parts[1]));
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>False for what a job should encrypt anew after the key was changed (密钥轮换).</summary>
    public bool UsesCurrentKey(string encrypted) => encrypted.StartsWith($"{Version}:{_currentKey}:", StringComparison.Ordinal);

    /// <summary>Hash by which an ID number is found without being decrypted (检索用带密钥哈希): 64 hexadecimal digits.</summary>
    /// <param name="normalised">The normalised form: the same number typed in another way must give the same hash.</param>
    public string KeyedHash(string normalised) => Convert.ToHexStringLower(HMACSHA256.HashData(_lookupKey, Encoding.UTF8.GetBytes(normalised)));

    /// <summary>Version and key id are sealed in too, so that they cannot be exchanged.</summary>
    private static byte[] Associated(string key) => Encoding.UTF8.GetBytes($"{Version}:{key}");
}

/// <summary>Registers the cipher for personal data (个人信息加密).</summary>
public static class PersonalDataRegistration
{
    /// <summary>Builds the cipher at once: without usable keys the program stops here, not at the first ID number.</summary>
    public static IServiceCollection AddPersonalDataCipher(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(new PersonalDataCipher(
            configuration.GetSection("PersonalData").Get<PersonalDataOptions>() ?? new PersonalDataOptions()));
}
