using System.Reflection;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Infrastructure.Audit;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Commands;
using QualityAward.Web.Errors;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Notifications;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web;

/// <summary>Puts the application together: what is registered and with which rules.</summary>
public static class Composition
{
    public static void AddQualityAward(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;

        services.AddPersonalDataCipher(configuration);
        services.AddSingleton(new AuditSealer(AuditKey(configuration)));
        services.AddFileStore(configuration, builder.Environment);
        services.AddPrinting(configuration);
        services.AddMail(configuration);
        services.AddSingleton<UnreadCounts>();
        services.AddProgrammes(configuration);
        services.AddSingleton<RoundRulesCache>();
        services.AddScoped<RoundRulesReader>();
        AddDatabase(services, configuration);

        if (builder.Environment.IsDevelopment())
        {
            services.AddSingleton<DemoClock>();
            services.AddSingleton<TimeProvider>(s => s.GetRequiredService<DemoClock>());
        }
        else
        {
            services.AddSingleton(TimeProvider.System);
        }

        if (configuration["DataProtection:Folder"] is { Length: > 0 } keys)
        {
            services.AddDataProtection().SetApplicationName("QualityAward").PersistKeysToFileSystem(new DirectoryInfo(keys));
        }

        AddAccounts(services, builder.Environment);
        services.AddRazorPages(o =>
            {
                o.Conventions.ConfigureFilter(new ServiceFilterAttribute<RefusalFilter>());
                o.Conventions.ConfigureFilter(new ServiceFilterAttribute<NotVisibleFilter>());
            })
            .AddMvcOptions(ChineseBindingMessages.Set)
            .AddMvcOptions(o => o.Filters.Add<PrintingFaults>())
            .AddMvcOptions(o => o.ValueProviderFactories.Insert(0, new NulFreeFormValues()));
        services.AddScoped<RefusalFilter>();
        services.AddScoped<NotVisibleFilter>();
        // A form of 100 customers has more fields than the framework's thousand.
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(o => o.ValueCountLimit = Pages.Shared.Forms.StreamedForm.MaxValues);
        services.AddSingleton<DeskStatements>();
        AddScanned(services);
        services.AddJobs(configuration);
        services.AddShell();
    }

    /// <summary>The request's way: headers, errors, static files, sign-in, pages.</summary>
    public static void UseQualityAward(this WebApplication app)
    {
        app.UseShell();
        app.UseAuthentication();
        app.UseMiddleware<FirstPasswordGate>();
        app.UseMiddleware<QuickSaveRequests>();
        app.UseMiddleware<NulFreeForms>();
        app.UseRouting();
        app.UseAuthorization();
        app.MapRazorPages();
        // Without it the fallback policy would send an unknown address to the login page.
        app.MapFallback("{**path}", () => Results.NotFound()).AllowAnonymous();
        app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/health/ready", HealthChecks.ReadyAsync).AllowAnonymous();
        app.MapGet("/health/scanner", HealthChecks.ScannerAsync).AllowAnonymous();
    }

    private static void AddDatabase(IServiceCollection services, IConfiguration configuration)
    {
        var connection = new NpgsqlConnectionStringBuilder(
            configuration.GetConnectionString("Default") ?? throw new InvalidOperationException("ConnectionStrings:Default is not set."));
        // ContainsKey would say yes to every keyword that exists.
        if (!connection.ShouldSerialize("Max Auto Prepare"))
        {
            // The same few hundred statements come again and again: prepared, PostgreSQL parses and plans each of them once for a connection.
            connection.MaxAutoPrepare = 200;
            connection.AutoPrepareMinUsages = 2;
        }

        if (!connection.ShouldSerialize("No Reset On Close"))
        {
            // Nothing here leaves anything behind in a session, and to clean it up would be six more statements with every connection taken from the pool.
            connection.NoResetOnClose = true;
        }

        services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        // Pooled: making a context anew costs more than a small query.
        services.AddDbContextPool<QualityAwardDbContext>((s, o) => o.UseNpgsql(s.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<QuickSaveWrites>();
    }

    private static void AddAccounts(IServiceCollection services, IHostEnvironment environment)
    {
        services.AddIdentityCore<AppUser>(o =>
            {
                // GB/T 22239 (等保): password rules, lock after 5 failures.
                o.Password.RequiredLength = 10;
                o.Password.RequireNonAlphanumeric = true;
                o.Lockout.MaxFailedAccessAttempts = 5;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                o.User.RequireUniqueEmail = false;
            })
            .AddEntityFrameworkStores<QualityAwardDbContext>()
            .AddSignInManager()
            .AddErrorDescriber<ChineseIdentityErrors>()
            .AddClaimsPrincipalFactory<ActorClaimsFactory>()
            .AddDefaultTokenProviders();

        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, o =>
        {
            o.LoginPath = "/account/login";
            o.AccessDeniedPath = "/errors/403";
            o.Cookie.Name = "qa.session";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            // Idle time-out.
            o.ExpireTimeSpan = TimeSpan.FromMinutes(60);
            o.SlidingExpiration = true;
            // Signed in but not allowed: a plain 403 with its own page, not a redirect that looks like success.
            o.Events.OnRedirectToAccessDenied = c =>
            {
                c.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
            o.Events.OnValidatePrincipal = AccountCheck.WhenDueAsync;
        });
        // The cookie lives in real time even when the demo's date walks through the year.
        services.Configure<SecurityStampValidatorOptions>(o =>
        {
            o.TimeProvider = TimeProvider.System;
            o.ValidationInterval = TimeSpan.FromMinutes(1);
        });
        services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, o => o.TimeProvider = TimeProvider.System);

        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddAuthorizationBuilder()
            // Deny by default: a page without a permission attribute opens to nobody.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
    }

    private static void AddScanned(IServiceCollection services)
    {
        foreach (var type in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }))
        {
            if (typeof(IOperation).IsAssignableFrom(type))
            {
                services.AddScoped(type);
            }

            if (typeof(IDueSource).IsAssignableFrom(type))
            {
                services.AddScoped(typeof(IDueSource), type);
            }

            if (typeof(IDeskSource).IsAssignableFrom(type))
            {
                services.AddScoped(typeof(IDeskSource), type);
            }
        }
    }

    private static byte[] AuditKey(IConfiguration configuration)
    {
        var key = Convert.FromBase64String(configuration["Audit:Key"] ?? throw new InvalidOperationException("Audit:Key is not set (openssl rand -base64 32)."));
        return key.Length >= 32 ? key : throw new InvalidOperationException("Audit:Key must be at least 32 bytes in base64.");
    }
}
