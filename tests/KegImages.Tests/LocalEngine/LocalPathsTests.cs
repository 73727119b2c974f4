using KegImages.LocalEngine;

namespace KegImages.Tests.LocalEngine;

public sealed class LocalPathsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keg paths ");

    [Fact]
    public void Two_clones_share_no_name_on_the_machine()
    {
        var (a, b) = (new LocalPaths("/home/me/a"), new LocalPaths("/home/me/b"));

        a.Run.ShouldNotBe(b.Run);
        a.Bridge.ShouldNotBe(b.Bridge);
        a.Home.ShouldNotBe(b.Home);
    }

    [Fact]
    public void A_device_name_fits_the_kernel() => new LocalPaths("/home/me/a").Bridge.Length.ShouldBeLessThanOrEqualTo(15);

    [Fact]
    public void Daemons_see_the_folder_without_spaces() =>
        new LocalPaths("/home/me/a b,c").HomeInside.ShouldMatch(@"\A/run/keg-[0-9a-f]{8}/home\z");

    [Fact]
    public void A_clone_reached_by_a_link_is_the_same_clone()
    {
        var clone = _folder.CreateSubdirectory("real/clone");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), Path.Combine(_folder.FullName, "real"));

        LocalPaths.Of(Path.Combine(_folder.FullName, "link", "clone")).Id.ShouldBe(LocalPaths.Of(clone.FullName).Id);
    }

    [Fact]
    public void A_state_whose_root_image_is_not_pushed_gives_no_endpoint()
    {
        var paths = LocalPaths.Of(_folder.FullName);
        var state = LocalState.For(paths);

        (state with { RootImage = "library/node:20", RootDigest = null }).Endpoint(paths).ShouldBeNull();
        state.Root.ShouldBe(paths.Root);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"layout\": 0, \"root\": \"/x\", \"registryPort\": 1, \"network\": 2}")]
    public async Task A_state_that_cannot_be_used_is_none(string text)
    {
        var paths = LocalPaths.Of(_folder.FullName);
        Directory.CreateDirectory(paths.Home);
        await File.WriteAllTextAsync(paths.State, text);

        (await LocalState.ReadAsync(paths, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_written_state_reads_back_and_gives_the_endpoint()
    {
        var paths = LocalPaths.Of(_folder.FullName);
        Directory.CreateDirectory(paths.Home);
        var state = LocalState.For(paths) with { RegistryPort = 23000, RootImage = "library/node:20", RootDigest = "sha256:"
            + new string('a', 64) };
        await state.WriteAsync(paths, CancellationToken.None);

        var read = await LocalState.ReadAsync(paths, CancellationToken.None);

        read.ShouldBe(state);
        read!.Endpoint(paths)!.RootImage.ToString().ShouldBe("127.0.0.1:23000/library/node:20");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
