namespace QualityAward.Testing;

/// <summary>Where the checkout lies that these tests were built from.</summary>
public static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>A folder for what a run leaves behind (not in git).</summary>
    public static string Artifacts(string folder) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", folder)).FullName;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "QualityAward.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No QualityAward.sln above {AppContext.BaseDirectory}.");
    }
}
