using System.Collections.Immutable;
using KegImages.Contexts;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.EngineTests.Fingerprints;

/// <summary>Our own listing of a context, in the words of <see cref="Arrivals"/>.</summary>
internal static class Listing
{
    public static async Task<ImmutableSortedSet<string>> OfAsync(string context, DockerIgnore ignore)
    {
        var listing = await new ContextReader().ReadAsync(context, ignore, ContextScope.Everything, CancellationToken.None);
        return listing.Entries.Select(entry => entry switch
        {
            ContextFile file => $"{file.Path} file {Octal(file.Mode)} {file.Sha256}",
            ContextFolder folder => $"{folder.Path} folder {Octal(folder.Mode)}",
            _ => $"{entry.Path} link {((ContextLink)entry).Target}",
        }).ToImmutableSortedSet(StringComparer.Ordinal);
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');
}
