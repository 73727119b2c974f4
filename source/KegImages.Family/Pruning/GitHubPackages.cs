using System.Collections.Concurrent;
using System.Net;
using KegImages.Api;

namespace KegImages.Pruning;

/// <summary>Deletes versions of container packages through GitHub's REST API, because GHCR deletes nothing through its registry protocol.
/// GitHub keeps what is deleted for 30 days. See <see href="https://docs.github.com/en/rest/packages/packages"/>.</summary>
internal sealed class GitHubPackages(GitHubApi api) : IManifestStore
{
    public const string Registry = "ghcr.io";

    private readonly ConcurrentDictionary<string, string> kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> known = new(StringComparer.Ordinal);

    /// <summary>The packages of a provider on GHCR, where the environment has a token; null elsewhere.</summary>
    public static GitHubPackages? For(Provider provider, IReadOnlyDictionary<string, string> environment) =>
        provider.IsAt(Registry) && GitHubApi.Of(environment) is { } api ? new GitHubPackages(api) : null;

    public Task<string?> WhyReadOnlyAsync(ImageReference repository, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<string?> DeleteAsync(ImageReference pinned, IReadOnlyCollection<Tag> tags, CancellationToken cancellationToken)
    {
        if (await FindAsync(pinned, "active", cancellationToken) is not { } id)
            return "GitHub has no such version of the package, or does not show it to this token";
        // What was listed may have got another tag since, and that would go along.
        if (await TagsAsync(pinned, id, cancellationToken) is not { } now)
            return "GitHub does not say which tags are on it";
        if (now.FirstOrDefault(tag => tags.All(known => known.ToString() != tag)) is { } other)
            return $"the tag '{other}' is on it, which nothing listed";
        var answer = await api.SendAsync(HttpMethod.Delete,
            new Uri($"{await VersionsAsync(pinned, cancellationToken)}/{id}", UriKind.Relative), cancellationToken);
        known.TryRemove(pinned.ToString(), out _);
        // GitHub keeps the last version of a package, and what was downloaded very often.
        return answer.Status is HttpStatusCode.NoContent or HttpStatusCode.NotFound ? null : $"GitHub answers {answer.Describe()}";
    }

    /// <exception cref="FailedException">GitHub has it, and does not bring it back.</exception>
    public async Task BringBackAsync(ImageReference pinned, CancellationToken cancellationToken)
    {
        if (await FindAsync(pinned, "deleted", cancellationToken) is not { } id)
            return;
        var answer = await api.SendAsync(HttpMethod.Post,
            new Uri($"{await VersionsAsync(pinned, cancellationToken)}/{id}/restore", UriKind.Relative), cancellationToken);
        if (answer.Status != HttpStatusCode.NoContent)
            throw new FailedException($"GitHub does not bring {pinned} back: it answers {answer.Describe()}");
    }

    public async Task<StoredManifests?> ListAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        var untagged = ImmutableArray.CreateBuilder<Digest>();
        var tags = ImmutableHashSet.CreateBuilder<Tag>();
        await foreach (var version in ListAsync(repository, "active", cancellationToken))
        {
            known[repository.At(version.Name).ToString()] = version.Id;
            // What cannot be told is taken for tagged: only what is surely untagged is looked at further.
            if (version.Metadata?.Container?.Tags is { Length: 0 })
                untagged.Add(version.Name);
            foreach (var text in version.Metadata?.Container?.Tags ?? [])
                tags.Add(Tag.TryParse(text, out var tag) ? tag
                    : throw new FailedException($"GitHub lists '{text}' among the tags of {repository.Locator}, which is no tag"));
        }

        return new StoredManifests(untagged.ToImmutable(), tags.ToImmutable());
    }

    private async Task<string[]?> TagsAsync(ImageReference pinned, long id, CancellationToken cancellationToken)
    {
        var path = $"{await VersionsAsync(pinned, cancellationToken)}/{id}";
        var answer = await api.SendAsync(HttpMethod.Get, new Uri(path, UriKind.Relative), cancellationToken);
        return answer.Status == HttpStatusCode.OK ? new OutsideDocument($"GitHub's {path}")
            .Read(answer.Body, GitHubJson.Default.GitHubVersion).Metadata?.Container?.Tags : null;
    }

    // Newest first, so a version that was made a moment ago is on the first page.
    private async Task<long?> FindAsync(ImageReference pinned, string state, CancellationToken cancellationToken)
    {
        if (state == "active" && known.TryGetValue(pinned.ToString(), out var listed))
            return listed;
        await foreach (var version in ListAsync(pinned, state, cancellationToken))
        {
            if (version.Name == pinned.Digest)
                return version.Id;
        }

        return null;
    }

    private async IAsyncEnumerable<GitHubVersion> ListAsync(
        ImageReference repository, string state,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{await VersionsAsync(repository, cancellationToken)}?state={state}";
        await foreach (var version in api.ListAsync(path, GitHubJson.Default.GitHubVersionArray, answer =>
            ThrowUnlessAbsent(answer, path), cancellationToken))
            yield return version;
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
            var account = new OutsideDocument($"GitHub's users/{owner}").Read(answer.Body, GitHubJson.Default.GitHubAccount);
            kinds[owner] = kind = account.Type == "Organization" ? "orgs" : "users";
        }

        return $"{kind}/{owner}/packages/container/{package}/versions";
    }

    private static void ThrowUnlessAbsent(GitHubAnswer answer, string path)
    {
        if (answer.Status != HttpStatusCode.NotFound)
            throw new FailedException($"GitHub does not list {path}: it answers {answer.Describe()}");
    }
}
