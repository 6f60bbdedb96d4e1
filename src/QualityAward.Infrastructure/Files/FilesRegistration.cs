using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace QualityAward.Infrastructure.Files;

/// <summary>Registers the file store (附件库) and what guards its way in and out.</summary>
public static class FilesRegistration
{
    public static IServiceCollection AddFileStore(
        this IServiceCollection services, IConfiguration configuration, IWebHostEnvironment environment)
    {
        var options = configuration.GetSection("Files").Get<FileStoreOptions>() ?? new FileStoreOptions();
        if (!string.IsNullOrWhiteSpace(options.Root))
        {
            options.Root = Path.GetFullPath(options.Root, environment.ContentRootPath);
            // Files below the web root would be served to anybody, past every check of rights.
            if (!string.IsNullOrEmpty(environment.WebRootPath) && IsWithin(options.Root, environment.WebRootPath))
            {
                throw new InvalidOperationException("Files:Root lies inside the web root; choose a folder outside it.");
            }
        }

        services.AddSingleton(_ => new DiskFileStore(options));
        services.AddSingleton<IFileStore>(provider => provider.GetRequiredService<DiskFileStore>());
        services.AddSingleton(options);
        services.AddSingleton(_ => new PartialFiles(options));
        var clamAv = configuration.GetSection("Files:ClamAv").Get<ClamAvOptions>();
        services.AddSingleton<IMalwareScanner>(string.IsNullOrWhiteSpace(clamAv?.Address) ? new NoScanner() : new ClamAvScanner(clamAv));
        services.AddScoped<FileIntake>();
        services.AddScoped<FileDownloads>();
        return services;
    }

    private static bool IsWithin(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return !string.Equals(relative, "..", StringComparison.Ordinal) && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }
}
