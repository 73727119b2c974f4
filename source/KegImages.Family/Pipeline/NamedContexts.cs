using System.Collections.Concurrent;
using KegImages.Contexts;
using KegImages.Git;
using KegImages.LockedPlans;

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
/// <param name="own">The tool's own folders, which are in none of them.</param>
internal sealed class NamedContexts(ICommandRunner runner, RegistryClient registries, ContextReader reader, bool isLocal, OwnFolders own)
{
    private readonly ConcurrentDictionary<string, Task<ResolvedContext>> resolved = new(StringComparer.Ordinal);
    private readonly RemoteRefs refs = new(runner);

    /// <summary>The plan that has resolved those that move already: then nobody is asked; null where none has.</summary>
    public LockedPlan? Plan { get; init; }

    /// <summary>What the context is now.</summary>
    /// <param name="name">What Dockerfiles call it.</param>
    /// <param name="value">What it is.</param>
    /// <param name="location">Where that is said.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="FailedException">A git repository or registry does not answer.</exception>
    /// <exception cref="WrongUseException">A git repository or registry does not have it; or it can move, and nobody may be asked where it
    /// is.</exception>
    public Task<ResolvedContext> ResolveAsync(string name, string value, SourceLocation? location, CancellationToken cancellationToken) =>
        resolved.GetOrAdd(value, _ => ReadAsync(name, value, location, cancellationToken));

    /// <summary>What a build sees of a folder that is a named context.</summary>
    public async Task<ContextListing> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var ignore = (await IgnoreFile.FindAsync(folder, cancellationToken)).Without(own.In(folder));
        return await reader.ReadAsync(folder, ignore, ContextScope.Everything, cancellationToken);
    }

    private async Task<ResolvedContext> ReadAsync(string name, string value, SourceLocation? location, CancellationToken cancellationToken)
    {
        if (value.StartsWith(NamedContext.ImageScheme, StringComparison.Ordinal))
            return await ImageAsync(name, ImageReference.Parse(value[NamedContext.ImageScheme.Length..]), location, cancellationToken);
        if (!Path.IsPathRooted(value))
            return await GitAsync(name, value, location, cancellationToken);
        var folder = await ListAsync(value, cancellationToken);
        return new ResolvedContext(value, ContextIdentity.Of(folder), folder);
    }

    private async Task<ResolvedContext> ImageAsync(
        string name, ImageReference reference, SourceLocation? location, CancellationToken cancellationToken)
    {
        if (isLocal && reference.Digest is null)
            throw Unasked(name, NamedContext.ImageScheme + reference, location);
        var digest = reference.Digest ?? Plan?.FindContext(name)?.Image
            ?? (await registries.HeadAsync(reference, cancellationToken))?.Digest
            ?? throw new WrongUseException($"the build context '{name}': there is no image {reference}", location, Advice(name));
        return new ResolvedContext($"{NamedContext.ImageScheme}{reference.At(digest)}", ContextIdentity.Of(digest));
    }

    private async Task<ResolvedContext> GitAsync(string name, string value, SourceLocation? location, CancellationToken cancellationToken)
    {
        if (!GitSource.TryParse(value, out var source))
            throw new WrongUseException($"the build context '{name}' is {value}: {NamedContext.Refusal(value)}", location, Advice(name));
        if (isLocal && !CommitId.TryParse(source.Ref, out _))
            throw Unasked(name, value, location);
        try
        {
            var commit = Plan?.FindContext(name)?.Commit ?? await refs.FindAsync(source, cancellationToken);
            return new ResolvedContext(source.At(commit).ToString(), ContextIdentity.OfCommit(commit.ToString(), source.Folder));
        }
        catch (WrongUseException exception)
        {
            var what = $"the build context '{name}' is {value}, and {exception.Problems[0].Message}";
            throw new WrongUseException(what, location, Advice(name));
        }
        catch (FailedException exception)
        {
            var what = $"{(location is null ? "" : $"{location}: ")}the build context '{name}' is {value}, and {exception.Message}";
            throw new FailedException($"{what}{Environment.NewLine}  {Advice(name)}", exception);
        }
    }

    private static WrongUseException Unasked(string name, string value, SourceLocation? location) =>
        new(
            $"the build context '{name}' is {value}, and --no-registry asks nobody what that is now",
            location,
            $"give a folder that holds it: --context {name}=<folder>");

    private static string Advice(string name) => $"Give a folder that holds it: --context {name}=<folder>";
}
