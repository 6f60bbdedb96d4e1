using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Programmes;

/// <summary>A site whose programme data is a copy to which the county award of docs/examples has been added: nothing but its folder.</summary>
public sealed class CountySite : Site, IDisposable
{
    public const string Programme = "donghai-county";
    public const string Channel = "donghai-industry";

    private readonly string _root = Directory.CreateTempSubdirectory("qa-programmes-").FullName;

    public CountySite()
    {
        Copy(Path.Combine(Checkout.Root, "src", "Programmes"));
        Copy(Path.Combine(Checkout.Root, "docs", "examples"));
    }

    protected override string? ProgrammesRoot => _root;

    /// <summary>Folder of the county award.</summary>
    public string Folder => Path.Combine(_root, Programme);

    /// <summary>The server that mails go to; none listens until a test starts one.</summary>
    public MailOptions Mail { get; } = new() { Host = "127.0.0.1", Security = MailSecurity.None, From = "award@donghai.example.cn", SiteAddress = "https://award.example.cn/", TimeoutSeconds = 20 };

    protected override void Configure(IServiceCollection services)
    {
        services.RemoveAll<IMailSender>();
        services.AddSingleton<IMailSender>(new SmtpMailSender(Mail));
    }

    /// <summary>Changes the award's data, as its office would with an editor; the program takes it up at its next start.</summary>
    public void Change(string file, string old, string with)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
    }

    /// <summary>Stops the program and starts it again on the same database.</summary>
    public async Task RestartAsync()
    {
        await EndServerAsync();
        await StartServerAgainAsync();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Copy(string from)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.jsonc", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_root, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
