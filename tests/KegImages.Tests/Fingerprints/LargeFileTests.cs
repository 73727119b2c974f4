using KegImages.Contexts;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Tests.Fingerprints;

[Collection(Alone.Name)]
public sealed class LargeFileTests
{
    [Fact]
    public async Task A_large_file_is_read_with_little_memory()
    {
        const long size = 128L * 1024 * 1024;
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder["large"]))
            file.SetLength(size);
        var before = GC.GetTotalAllocatedBytes();

        var listing = await new ContextReader().ReadAsync(folder.Path, DockerIgnore.None, ContextScope.Everything, CancellationToken.None);

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(size / 8);
        listing.Entries.ShouldHaveSingleItem();
    }
}
