namespace KegImages.Tests;

/// <summary>The clone that these tests were built from.</summary>
internal static class ThisClone
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "KegImages.sln")))
            at = at.Parent ?? throw new InvalidOperationException($"no KegImages.sln above {AppContext.BaseDirectory}");
        return at.FullName;
    }
}
