using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using KegImages.Images;

namespace KegImages.Pruning;

/// <summary>
/// Deletes versions of container packages through GitHub's REST API, because GHCR deletes nothing through its registry protocol. GitHub keeps what is
/// deleted for 30 days. See <see href="https://docs.github.com/en/rest/packages/packages"/>.
/// </summary>
/// <param name="api">GitHub's API; its token needs the right to delete packages.</param>
public sealed class GitHubPackages(GitHubApi api) : IManifestStore
{
    /// <summary>GitHub's registry.</summary>
    public const string Registry = "ghcr.io";

    private readonly ConcurrentDictionary<string, string> kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> known = new(StringComparer.Ordinal);

    /// <summary>The packages of a provider on GHCR, where the environment has a token; null elsewhere.</summary>
    public static GitHubPackages? For(Provider provider, IReadOnlyDictionary<string, string> environment) =>
        provider.IsAt(Registry) && GitHubApi.Of(environment) is { } api ? new GitHubPackages(api) : null;

    /// <inheritdoc/>
    public Task<string?> WhyReadOnlyAsync(ImageReference repository, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public async Task<string?> DeleteAsync(ImageReference pinned, CancellationToken cancellationToken)
    {
        if (await FindAsync(pinned, "active", cancellationToken) is not { } id)
            return "GitHub has no such version of the package, or does not show it to this token";
        var answer = await api.SendAsync(HttpMethod.Delete, new Uri($"{await VersionsAsync(pinned, cancellationToken)}/{id}", UriKind.Relative), cancellationToken);
        known.TryRemove(pinned.ToString(), out _);
        // GitHub keeps the last version of a package, and what was downloaded very often.
        return answer.Status is HttpStatusCode.NoContent or HttpStatusCode.NotFound ? null : $"GitHub answers {answer.Describe()}";
    }

    /// <inheritdoc/>
    /// <exception cref="FailedException">GitHub has it, and does not bring it back.</exception>
    public async Task BringBackAsync(ImageReference pinned, CancellationToken cancellationToken)
    {
        if (await FindAsync(pinned, "deleted", cancellationToken) is not { } id)
            return;
        var answer = await api.SendAsync(HttpMethod.Post, new Uri($"{await VersionsAsync(pinned, cancellationToken)}/{id}/restore", UriKind.Relative), cancellationToken);
        if (answer.Status != HttpStatusCode.NoContent)
            throw new FailedException($"GitHub does not bring {pinned} back: it answers {answer.Describe()}");
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Digest>> UntaggedAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        var untagged = ImmutableArray.CreateBuilder<Digest>();
        await foreach (var (digest, id, isTagged) in ListAsync(repository, "active", cancellationToken))
        {
            known[repository.At(digest).ToString()] = id;
            if (!isTagged)
                untagged.Add(digest);
        }

        return untagged.ToImmutable();
    }

    // Newest first, so a version that was made a moment ago is on the first page.
    private async Task<long?> FindAsync(ImageReference pinned, string state, CancellationToken cancellationToken)
    {
        if (state == "active" && known.TryGetValue(pinned.ToString(), out var listed))
            return listed;
        await foreach (var (digest, id, _) in ListAsync(pinned, state, cancellationToken))
        {
            if (digest == pinned.Digest)
                return id;
        }

        return null;
    }

    private async IAsyncEnumerable<(Digest Digest, long Id, bool IsTagged)> ListAsync(
        ImageReference repository, string state, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{await VersionsAsync(repository, cancellationToken)}?state={state}";
        await foreach (var version in api.ListAsync(path, answer => ThrowUnlessAbsent(answer, path), cancellationToken))
        {
            if (Digest.TryParse(version.GetProperty("name").GetString(), out var digest))
                yield return (digest, version.GetProperty("id").GetInt64(), IsTagged(version));
        }
    }

    // An account is an organization or a user, and each has its packages under another path.
    private async Task<string> VersionsAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        var slash = repository.Repository.IndexOf('/', StringComparison.Ordinal);
        var (owner, package) = (repository.Repository[..slash], Uri.EscapeDataString(repository.Repository[(slash + 1)..]));
        if (!kinds.TryGetValue(owner, out var kind))
        {
            var answer = await api.SendAsync(HttpMethod.Get, new Uri($"users/{owner}", UriKind.Relative), cancellationToken);
            if (answer.Status != HttpStatusCode.OK)
                throw new FailedException($"GitHub does not say who '{owner}' is: it answers {answer.Describe()}");
            using var account = JsonDocument.Parse(answer.Body);
            kinds[owner] = kind = account.RootElement.GetProperty("type").GetString() == "Organization" ? "orgs" : "users";
        }

        return $"{kind}/{owner}/packages/container/{package}/versions";
    }

    // What cannot be told is taken for tagged: only what is surely untagged is looked at further.
    private static bool IsTagged(JsonElement version) =>
        !version.TryGetProperty("metadata", out var metadata) || !metadata.TryGetProperty("container", out var container)
        || !container.TryGetProperty("tags", out var tags) || tags.GetArrayLength() > 0;

    private static void ThrowUnlessAbsent(GitHubAnswer answer, string path)
    {
        if (answer.Status != HttpStatusCode.NotFound)
            throw new FailedException($"GitHub does not list {path}: it answers {answer.Describe()}");
    }
}
