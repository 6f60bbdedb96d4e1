using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Testing;
using QualityAward.Web.Pages.Users;

namespace QualityAward.Web.Tests.Account;

/// <summary>A login does not outlive the account: the site looks at it again every minute.</summary>
public sealed class SessionTests(SessionTests.LaterSite site) : IClassFixture<SessionTests.LaterSite>
{
    [Fact]
    public async Task A_disabled_account_is_out_after_a_minute_wherever_it_is_logged_in()
    {
        using var office = await site.LogInAsync("office-etdz");
        Assert.Equal("/rounds", (await office.GetAsync("/rounds")).Path);
        var (account, administrator) = (await site.Given.ActorAsync("office-etdz"), await site.Given.ActorAsync("admin-security"));

        await site.Given.DoAsync<ManageAccount>(o => o.RunAsync(account.UserId, AccountAct.Disable, administrator, default));
        site.Later = TimeSpan.FromSeconds(61);

        Assert.StartsWith("/account/login", (await office.GetAsync("/rounds")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_in_order_stays_logged_in()
    {
        using var office = await site.LogInAsync("office-lyg");

        site.Later = TimeSpan.FromSeconds(61);

        Assert.Equal("/rounds", (await office.GetAsync("/rounds")).Path);
        Assert.Equal("/rounds", (await office.GetAsync("/rounds")).Path);
    }

    /// <summary>A site whose look at the accounts lies in the future by as much as a test says.</summary>
    public sealed class LaterSite : StaffedSite
    {
        public TimeSpan Later { get; set; }

        protected override void Configure(IServiceCollection services) => services.Configure<SecurityStampValidatorOptions>(o => o.TimeProvider = new LaterClock(this));

        private sealed class LaterClock(LaterSite site) : TimeProvider
        {
            public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + site.Later;
        }
    }
}
