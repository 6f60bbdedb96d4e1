using QualityAward.Infrastructure.Files;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Recommendations;

namespace QualityAward.Web.Tests.Architecture;

/// <summary>What uploads go through on their way out, so that a page that serves them cannot forget the scan.</summary>
public sealed class FileAccessTests
{
    /// <summary>Who reads contents without <see cref="FileDownloads"/>, and why that is no way around the scan.</summary>
    private static readonly Dictionary<Type, string> Readers = new()
    {
        [typeof(ScanFiles)] = "scans them",
        [typeof(MakeThumbnails)] = "only after the scan",
        [typeof(CleanUploads)] = "removes what is left over",
        [typeof(ComposeBook)] = "asks for the scan of the photo",
        [typeof(PrintEvidence)] = "asks for the scan of each file",
        [typeof(PaperCodes)] = "looks for its code in what the same person just uploaded",
        [typeof(CopyApplication)] = "asks whether it is still there",
    };

    [Fact]
    public void Pages_and_operations_get_at_stored_contents_through_the_check_of_the_scan_only()
    {
        var direct = typeof(ScanFiles).Assembly.GetTypes()
            .Where(t => t.GetConstructors().SelectMany(c => c.GetParameters()).Any(p => typeof(IFileStore).IsAssignableFrom(p.ParameterType) || p.ParameterType == typeof(DiskFileStore)));

        Assert.Equal(Readers.Keys.Select(t => t.Name).Order(StringComparer.Ordinal), direct.Select(t => t.Name).Order(StringComparer.Ordinal));
    }
}
