using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KegImages.ReliabilityTests.Checking;

/// <summary>
/// A namespace of a real registry, read and put back with a few plain requests past the proxy and past the product's own client: what
/// checks it may not share its mistakes.
/// </summary>
internal sealed class PlainRegistry(string address, string @namespace, params IEnumerable<string> repositories) : IDisposable
{
    private static readonly string[] ManifestTypes =
    [
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    private const int Tries = 8;

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentDictionary<string, Stored> manifests = [];
    private readonly ConcurrentDictionary<string, byte[]> blobs = [];
    private readonly ImmutableArray<string> repositories = [.. repositories, "keg-family"];

    /// <summary>The repositories that are looked at.</summary>
    public ImmutableArray<string> Repositories => repositories;

    /// <summary>What every tag names now.</summary>
    public async Task<RegistryView> LookAsync()
    {
        var all = await Task.WhenAll(repositories.Select(LookAsync));
        return new RegistryView(all.SelectMany(names => names)
            .ToImmutableSortedDictionary(name => name.Name, name => name.Digest, StringComparer.Ordinal));
    }

    /// <summary>The manifest of a digest, its exact bytes; null when it is not there.</summary>
    public async Task<Stored?> ManifestAsync(string repository, string digest)
    {
        if (manifests.TryGetValue(Key(repository, digest), out var known))
            return known;
        return await GetAsync(repository, digest);
    }

    /// <summary>Whether a manifest is there now.</summary>
    public async Task<bool> HasManifestAsync(string repository, string digest) => await GetAsync(repository, digest) is not null;

    /// <summary>Whether a blob is there now.</summary>
    public async Task<bool> HasBlobAsync(string repository, string digest)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Uri(repository, $"blobs/{digest}"));
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode;
    }

    /// <summary>A blob.</summary>
    public async Task<byte[]> BlobAsync(string repository, string digest) =>
        blobs.TryGetValue(Key(repository, digest), out var known) ? known
            : blobs[Key(repository, digest)] = await client.GetByteArrayAsync(Uri(repository, $"blobs/{digest}"));

    /// <summary>Makes every tag name what it named in a view, and removes the tags that it did not have.</summary>
    public async Task RestoreAsync(RegistryView view)
    {
        var now = await LookAsync();
        await Task.WhenAll(view.Names.Where(name => now[name.Key] != name.Value).Select(name => PutAsync(name.Key, name.Value)));
        // One after the other: a registry that deletes reads every tag of the repository, and stumbles over one that goes meanwhile.
        foreach (var name in now.Names.Keys.Where(name => view[name] is null))
            await RemoveAsync(name);
    }

    /// <summary>Puts a tag on a manifest that was seen before.</summary>
    public async Task PutAsync(string name, string digest)
    {
        var (repository, tag) = Split(name);
        var manifest = await ManifestAsync(repository, digest) ?? throw new InvalidOperationException($"{name}: {digest} was never seen");
        await PutAsync(repository, tag, manifest);
    }

    public void Dispose() => client.Dispose();

    // A registry deletes by digest, and every tag of it goes along: the tag is put on something that nothing else names first.
    private async Task RemoveAsync(string name)
    {
        var (repository, tag) = Split(name);
        var config = await UploadAsync(repository, "{}"u8.ToArray());
        var marker = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestTypes[0],
            ["config"] = new JsonObject { ["mediaType"] = "application/vnd.oci.empty.v1+json", ["digest"] = config, ["size"] = 2 },
            ["layers"] = new JsonArray(),
            ["annotations"] = new JsonObject { ["goes"] = Guid.NewGuid().ToString("N") },
        });
        var digest = await PutAsync(repository, tag, new Stored(marker, ManifestTypes[0]));
        // It stumbles also over what it still does for a run that was killed a moment ago.
        for (var tries = 1; ; tries++)
        {
            using var response = await client.DeleteAsync(Uri(repository, $"manifests/{digest}"));
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound)
                return;
            if (tries == Tries)
                throw new InvalidOperationException($"{name} could not be deleted: {await response.Content.ReadAsStringAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50 * tries));
        }
    }

    private async Task<string> UploadAsync(string repository, byte[] blob)
    {
        var digest = DigestOf(blob);
        if (await HasBlobAsync(repository, digest))
            return digest;
        using var begun = await client.PostAsync(Uri(repository, "blobs/uploads/"), null);
        begun.EnsureSuccessStatusCode();
        var place = new Uri(begun.RequestMessage!.RequestUri!, begun.Headers.Location!).AbsoluteUri;
        using var ended = await client
            .PutAsync(new Uri($"{place}{(place.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={digest}"),
            new ByteArrayContent(blob));
        ended.EnsureSuccessStatusCode();
        return digest;
    }

    private async Task<string> PutAsync(string repository, string reference, Stored manifest)
    {
        using var content = new ByteArrayContent(manifest.Bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(manifest.MediaType);
        using var response = await client.PutAsync(Uri(repository, $"manifests/{reference}"), content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{repository}:{reference}: {await response.Content.ReadAsStringAsync()}");
        return DigestOf(manifest.Bytes);
    }

    private async Task<(string Name, string Digest)[]> LookAsync(string repository)
    {
        using var response = await client.GetAsync(Uri(repository, "tags/list"));
        if (response.StatusCode == HttpStatusCode.NotFound)
            return [];
        response.EnsureSuccessStatusCode();
        var list = await response.Content.ReadFromJsonAsync<JsonObject>();
        var tags = (list!["tags"] as JsonArray ?? []).Select(tag => (string)tag!);
        var heads = await Task.WhenAll(tags.Select(async tag => (Name: $"{repository}:{tag}", Digest: await DigestAsync(repository, tag))));
        return [.. heads.Where(head => head.Digest is not null).Select(head => (head.Name, head.Digest!))];
    }

    private async Task<string?> DigestAsync(string repository, string tag)
    {
        using var response = await SendAsync(HttpMethod.Head, repository, tag);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        var digest = response.Headers.GetValues("Docker-Content-Digest").Single();
        // What is named now may be deleted by the next run, and has to be known to be put back.
        await ManifestAsync(repository, digest);
        return digest;
    }

    private async Task<Stored?> GetAsync(string repository, string digest)
    {
        using var response = await SendAsync(HttpMethod.Get, repository, digest);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        var stored = new Stored(await response.Content.ReadAsByteArrayAsync(), response.Content.Headers.ContentType!.ToString());
        return DigestOf(stored.Bytes) == digest ? manifests[Key(repository, digest)] = stored
            : throw new InvalidOperationException($"{repository}@{digest} has other bytes");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string repository, string reference)
    {
        using var request = new HttpRequestMessage(method, Uri(repository, $"manifests/{reference}"));
        foreach (var type in ManifestTypes)
            request.Headers.Accept.ParseAdd(type);
        return await client.SendAsync(request);
    }

    private Uri Uri(string repository, string rest) => new($"http://{address}/v2/{@namespace}/{repository}/{rest}");

    private static string Key(string repository, string digest) => $"{repository}@{digest}";

    private static (string Repository, string Tag) Split(string name) =>
        (name[..name.IndexOf(':', StringComparison.Ordinal)], name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    private static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}

/// <summary>A manifest as the registry holds it.</summary>
internal sealed record Stored(byte[] Bytes, string MediaType)
{
    /// <summary>What it says.</summary>
    public JsonNode Json => JsonNode.Parse(Bytes)!;
}
