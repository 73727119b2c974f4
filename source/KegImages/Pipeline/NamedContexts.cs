using System.Collections.Concurrent;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Processes;
using KegImages.Registry;

namespace KegImages.Pipeline;

/// <summary>What a named build context is now: a value for <c>--build-context</c> that cannot move, and its identity.</summary>
/// <param name="Value">A folder, a git URL at a commit, or an image at a digest.</param>
/// <param name="Identity">What fingerprints know it by.</param>
/// <param name="Folder">What lies in it; null unless it is a folder.</param>
internal sealed record ResolvedContext(string Value, ContextIdentity Identity, ContextListing? Folder = null);

/// <summary>Resolves named build contexts, each once a run.</summary>
/// <param name="runner">Runs git.</param>
/// <param name="registries">The client of registries.</param>
/// <param name="reader">Reads folders.</param>
/// <param name="isLocal">Whether only what is on this machine may be looked at.</param>
internal sealed class NamedContexts(ICommandRunner runner, RegistryClient registries, ContextReader reader, bool isLocal)
{
    private const string ImageScheme = "docker-image://";

    private readonly ConcurrentDictionary<string, Task<ResolvedContext>> resolved = new(StringComparer.Ordinal);

    /// <summary>What the context is now.</summary>
    /// <exception cref="FailedException">A git repository or registry does not answer, or does not have it.</exception>
    /// <exception cref="WrongUseException">It can move, and nobody may be asked where it is.</exception>
    public Task<ResolvedContext> ResolveAsync(string name, string value, CancellationToken cancellationToken) =>
        resolved.GetOrAdd(value, _ => ReadAsync(name, value, cancellationToken));

    private async Task<ResolvedContext> ReadAsync(string name, string value, CancellationToken cancellationToken)
    {
        if (value.StartsWith(ImageScheme, StringComparison.Ordinal))
            return await ImageAsync(name, ImageReference.Parse(value[ImageScheme.Length..]), cancellationToken);
        if (Path.IsPathRooted(value))
        {
            var ignore = await DockerIgnore.FindAsync(value, cancellationToken);
            var folder = await reader.ReadAsync(value, ignore, ContextScope.Everything, cancellationToken);
            return new ResolvedContext(value, ContextIdentity.Of(folder), folder);
        }

        return await GitAsync(name, value, cancellationToken);
    }

    private async Task<ResolvedContext> ImageAsync(string name, ImageReference reference, CancellationToken cancellationToken)
    {
        if (isLocal && reference.Digest is null)
            throw Unasked(name, ImageScheme + reference);
        var digest = reference.Digest ?? (await registries.HeadAsync(reference, cancellationToken))?.Digest
            ?? throw new FailedException($"the build context '{name}': there is no image {reference}");
        return new ResolvedContext($"{ImageScheme}{reference.At(digest)}", ContextIdentity.Of(digest));
    }

    // url[#ref[:folder]], as BuildKit reads it: https://docs.docker.com/build/concepts/context/#url-fragments
    private async Task<ResolvedContext> GitAsync(string name, string value, CancellationToken cancellationToken)
    {
        var parts = value.Split('#', 2);
        var fragment = parts.Length > 1 ? parts[1].Split(':', 2) : [""];
        var (url, wanted, folder) = (parts[0], fragment[0].Length > 0 ? fragment[0] : "HEAD", fragment.Length > 1 ? fragment[1] : "");
        if (isLocal && !Spelling.IsCommit(wanted))
            throw Unasked(name, value);
        var commit = Spelling.IsCommit(wanted) ? wanted : await CommitOfAsync(name, url, wanted, cancellationToken);
        return new ResolvedContext($"{url}#{commit}{(folder.Length > 0 ? ":" + folder : "")}", ContextIdentity.OfCommit(commit, folder));
    }

    private static WrongUseException Unasked(string name, string value) =>
        new($"the build context '{name}' is {value}, and --no-registry asks nobody what that is now", next: $"give a folder that holds it: --context {name}=<folder>");

    private async Task<string> CommitOfAsync(string name, string url, string wanted, CancellationToken cancellationToken)
    {
        var command = new Command("git", "ls-remote", "--exit-code", "--", url, wanted) { Timeout = TimeSpan.FromMinutes(1) };
        command = command with { Environment = command.Environment.SetItem("GIT_TERMINAL_PROMPT", "0") };
        var result = await runner.RunAsync(command, null, null, cancellationToken);
        var lines = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(line => line.Length == 2).ToList();
        // A tag's peeled commit is what it stands for; a branch wins over a tag of its name, as in git fetch.
        var found = lines.FirstOrDefault(line => line[1] == $"refs/heads/{wanted}")
            ?? lines.FirstOrDefault(line => line[1] == $"refs/tags/{wanted}^{{}}") ?? lines.FirstOrDefault();
        if (result.ExitCode == 0 && found is not null)
            return found[0];
        var said = result.ExitCode == 2 ? $"it has no '{wanted}'" : result.StandardError.Trim();
        throw new FailedException(
            $"the build context '{name}' is {url} at '{wanted}', and that cannot be read: {said}{Environment.NewLine}  Give a folder that holds it: --context {name}=<folder>");
    }
}
