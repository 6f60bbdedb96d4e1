using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Printing;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Books;

/// <summary>Experts get the text without whatever is personal; nobody gets anything while the printer is busy, but a clear word.</summary>
public sealed class BookForExpertsTests(BookForExpertsTests.ReviewedSite site) : IClassFixture<BookForExpertsTests.ReviewedSite>
{
    [Fact]
    public async Task An_experts_copy_has_the_texts_and_nothing_personal()
    {
        var id = ReviewSite.Person;
        await site.OpenReviewAsync(id, Track.Individual);
        using var leader = await site.LogInAsync("leader");
        Assert.Equal(HttpStatusCode.NotFound, (await leader.Client.GetAsync(new Uri($"/applications/{id}/book", UriKind.Relative))).StatusCode);
        await site.DeclareAsync(id, ReviewSite.Leader);
        var personal = await site.ReadAsync(async db => (await db.Submissions.SingleAsync(s => s.ApplicationId == id)).Content.Sections.Values
            .SelectMany(a => a.Personal.Select(p => a.Values[p]).OfType<JsonValue>().Select(v => v.GetValue<string>())).Where(v => v.Length > 4).ToList());

        var book = await BookSite.PdfAsync(leader, $"/applications/{id}/book");

        Assert.Contains(ReviewSite.Secret, book.All, StringComparison.Ordinal);
        Assert.Contains("不向评审专家公开", book.All, StringComparison.Ordinal);
        Assert.All(personal, p => Assert.DoesNotContain(p, book.All, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_queue_and_a_printer_out_of_order_are_told_apart()
    {
        var id = ReviewSite.Organisations[0];
        using var office = await site.LogInAsync("office");
        site.Failure = new PrintingQueueFullException();
        var full = await office.GetAsync($"/applications/{id}/book", HttpStatusCode.ServiceUnavailable);
        site.Failure = new PrintingFailedException("The browser does not start.");
        var broken = await office.GetAsync($"/applications/{id}/book/evidence", HttpStatusCode.ServiceUnavailable);
        site.Failure = null;

        Assert.Contains("排队已满", full.Text, StringComparison.Ordinal);
        Assert.Contains("打印服务暂时不可用", broken.Text, StringComparison.Ordinal);
        Assert.Equal(0, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action.StartsWith("Print"))));
    }

    /// <summary>The reviewed applications, with a printer that fails when told to.</summary>
    public sealed class ReviewedSite : ReviewSite
    {
        internal PrintingFailedException? Failure { get; set; }

        protected override void Configure(IServiceCollection services)
        {
            var real = services.Last(s => s.ServiceType == typeof(IPrinter));
            services.RemoveAll<IPrinter>();
            services.AddSingleton<IPrinter>(p => new FailingPrinter((IPrinter)real.ImplementationFactory!(p), () => Failure));
        }
    }

    private sealed class FailingPrinter(IPrinter inner, Func<PrintingFailedException?> failure) : IPrinter, IAsyncDisposable
    {
        public Task PrintAsync(PrintJob job, Stream destination, CancellationToken cancellationToken) =>
            failure() is { } thrown ? Task.FromException(thrown) : inner.PrintAsync(job, destination, cancellationToken);

        public Task<bool> ShrinkAsync(byte[] picture, string contentType, int longestSide, Stream destination, CancellationToken cancellationToken) =>
            inner.ShrinkAsync(picture, contentType, longestSide, destination, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            if (inner is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }
    }
}
