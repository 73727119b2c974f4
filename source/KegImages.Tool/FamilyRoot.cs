using KegImages.Configuration;

namespace KegImages.Tool;

/// <summary>Where a family is when nobody says it.</summary>
internal static class FamilyRoot
{
    /// <summary>
    /// The nearest folder with a <c>keg.yml</c>, from a folder upwards; where there is none, the top of git's work tree, and outside of one
    /// the folder itself.
    /// </summary>
    public static string Of(string folder) =>
        Above(folder, parent => File.Exists(Path.Combine(parent, KegSettings.FileName)))
        ?? Above(folder, parent => Path.Exists(Path.Combine(parent, ".git")))
        ?? folder;

    private static string? Above(string? folder, Func<string, bool> isIt)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (isIt(folder))
                return folder;
        }

        return null;
    }
}
