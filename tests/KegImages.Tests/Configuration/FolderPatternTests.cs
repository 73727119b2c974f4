using KegImages.Configuration;
using KegImages.Loading;

namespace KegImages.Tests.Configuration;

public sealed class FolderPatternTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("keg pattern ").FullName;

    [Theory]
    [InlineData("a", "a")]
    [InlineData("./a/", "a")]
    [InlineData("missing", "")]
    [InlineData("missing/*", "")]
    [InlineData("taps/*", "taps/Upper,taps/evf,taps/evf-two")]
    [InlineData("taps/evf*", "taps/evf,taps/evf-two")]
    [InlineData("taps/ev?", "taps/evf")]
    [InlineData("taps/upper*", "")]
    [InlineData("taps/.*", "taps/.hidden")]
    [InlineData("*/evf/container", "taps/evf/container")]
    [InlineData("**/container", "a/b/container,taps/evf/container")]
    [InlineData("a/**", "a,a/b,a/b/container")]
    [InlineData("a/../taps/evf", "taps/evf")]
    [InlineData("../*/nothing-of-the-kind", "")]
    [InlineData(".", ".")]
    public void A_pattern_matches_folders_in_ordinal_order(string pattern, string expected)
    {
        foreach (var folder in new[] { "a/b/container", "taps/evf/container", "taps/evf-two", "taps/.hidden/container", "taps/Upper" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        File.WriteAllText(Path.Combine(root, "taps", "evf-file"), "");

        string.Join(',', new FolderSearch(new FolderPattern(pattern)).Expand(root).Select(path => Path.GetRelativePath(root, path)))
            .ShouldBe(expected);
    }

    [Fact]
    public void A_link_is_followed_where_it_is_matched_but_not_below_a_double_star()
    {
        Directory.CreateDirectory(Path.Combine(root, "real/container"));
        Directory.CreateSymbolicLink(Path.Combine(root, "real/circle"), root);
        Directory.CreateSymbolicLink(Path.Combine(root, "link"), Path.Combine(root, "real"));

        new FolderSearch(new FolderPattern("*/container")).Expand(root).Select(path => Path.GetRelativePath(root, path))
            .ShouldBe(["link/container", "real/container"]);
        new FolderSearch(new FolderPattern("**/container")).Expand(root).Select(path => Path.GetRelativePath(root, path))
            .ShouldBe(["real/container"]);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
