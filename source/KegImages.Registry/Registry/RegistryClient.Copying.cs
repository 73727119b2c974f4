using System.Net;

namespace KegImages.Registry;

/// <content>Blobs that go from one repository to another, within a registry or by way of this machine.</content>
public sealed partial class RegistryClient
{
    // What is smaller is held in memory.
    private const long LargestHeld = 4 * 1024 * 1024;

    /// <summary>Lets a repository have a blob that another repository of the same registry has, without moving it.</summary>
    /// <returns>Whether it did: a registry may want the blob itself.</returns>
    internal async Task<bool> MountBlobAsync(ImageReference from, ImageReference to, Digest digest, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(to);
        if (RegistryAddress.Of(from).Host != address.Host)
            return false;
        var what = $"taking the blob {digest.Abbreviated} of {from.Locator} over to {to.Locator}";
        var query = $"mount={Uri.EscapeDataString(digest.ToString())}&from={Uri.EscapeDataString(RegistryAddress.Of(from).Repository)}";
        var response = await transport.SendAsync(address, RegistryScope.Push, () =>
            new HttpRequestMessage(HttpMethod.Post, address.Of($"blobs/uploads/?{query}")) { Content = new ByteArrayContent([]) },
            what, cancellationToken);
        if (response.Status == HttpStatusCode.Created)
            return true;
        // Where the registry began an upload in its place, that is given up; it forgets one that it cannot give up.
        if (response.IsSuccess && response.Header("Location") is not null)
        {
            var location = UploadLocation(response, what);
            await transport.SendAsync(address, RegistryScope.Push, () => new HttpRequestMessage(HttpMethod.Delete, location), what,
                cancellationToken);
        }

        return false;
    }

    /// <summary>Brings a blob from one repository to another, which hardly has it.</summary>
    /// <param name="size">Its size in bytes, as the manifest that names it says.</param>
    /// <exception cref="FailedException">It is not where it comes from, or is another one.</exception>
    internal async Task CopyBlobAsync(ImageReference from, ImageReference to, Digest digest, long size, CancellationToken cancellationToken)
    {
        if (size <= LargestHeld)
        {
            var bytes = await GetBlobAsync(from, digest, cancellationToken) ?? throw MissingBlob(from, digest);
            await PutNewBlobAsync(to, digest, new Transfer(size), () => new ReadOnlyMemoryContent(bytes), cancellationToken);
            return;
        }

        await using var file = OwnFile();
        await DownloadAsync(from, digest, size, file, cancellationToken);
        await PutNewBlobAsync(to, digest, new Transfer(size), () => new FileContent(file), cancellationToken);
    }

    private async Task DownloadAsync(ImageReference from, Digest digest, long size, FileStream file, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(from);
        var what = $"reading the blob {digest.Abbreviated} of {from.Locator}";
        var response = await transport.SendAsync(address, RegistryScope.Pull,
            () => new HttpRequestMessage(HttpMethod.Get, address.Of($"blobs/{digest}")), what,
            new Transfer(size) { To = file }, cancellationToken);
        if (response.Status == HttpStatusCode.NotFound)
            throw MissingBlob(from, digest);
        ThrowUnlessSuccess(response, address, what);
        file.Position = 0;
        await Content.ThrowUnlessIsAsync(digest, file, what, cancellationToken);
    }

    // Nobody else's to read: an image may be private.
    private static FileStream OwnFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"keg-images-{Guid.NewGuid():n}"), options);
    }

    private static FailedException MissingBlob(ImageReference from, Digest digest) =>
        new($"the blob {digest} is missing in {from.Locator}");
}
