using System.Collections.Concurrent;
using System.Collections.Immutable;
using KegImages.Configuration;
using KegImages.Fingerprints;
using KegImages.Git;
using KegImages.Images;
using KegImages.Images.Dockerfiles;
using KegImages.Locking;
using KegImages.Planning;
using KegImages.Secrets;

namespace KegImages.Pipeline;

/// <summary>Reads what a plan needs to know of the world, everything once and side by side.</summary>
internal sealed class FactsReader
{
    private static readonly Dictionary<ImageReference, OutsideParent> NoParents = [];

    // What a second look has to look at again.
    private readonly ConcurrentDictionary<ImageName, ContextScope> scopes = [];
    private readonly ConcurrentDictionary<ImageName, DockerfileUse> uses = [];
    private readonly World world;
    private readonly OutsideParents outside;
    private readonly NamedContexts contexts;
    private readonly ContextReader reader;

    public FactsReader(World world, KegSettings settings, Provider provider, Func<ImageName, Stage> stageOf, string cacheFolder, OutsideRules rules)
    {
        outside = new OutsideParents(world, new ReferenceMapping(settings.Provider, provider), stageOf, rules, new TriggerCache(Path.Combine(cacheFolder, "triggers")));
        this.world = world;
        reader = new ContextReader(cacheFolder, world.Clock);
        contexts = new NamedContexts(world.Runner, world.Registries, reader, rules.NoRegistry);
    }

    /// <summary>What a person should know of what was read.</summary>
    public IEnumerable<string> Notes => outside.Notes;

    /// <summary>The facts for a request.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="git">What the repository says.</param>
    /// <param name="images">Looks for images in the registry; null where nothing is pushed, and the engine is asked instead.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WrongUseException">Parents that do not exist, all together.</exception>
    /// <exception cref="FailedException">A registry or a git repository does not answer.</exception>
    public async Task<PlanFacts> ReadAsync(PlanRequest request, GitFacts git, KnownImages? images, CancellationToken cancellationToken)
    {
        // The first request waits for .NET to compile its HTTP client, and on a thread of its own the files do not wait for that too.
        var records = images is null ? Task.CompletedTask : Task.Run(() => images.ReadRecordsAsync(cancellationToken), cancellationToken);
        var scope = request.Scope.Select(image => image.Name).ToHashSet();
        var edges = request.Scope.SelectMany(image => image.Parents).Where(edge => edge.Member is null || !scope.Contains(edge.Member)).ToList();
        var parents = ParentsAsync(edges, request, cancellationToken);
        var named = ContextsAsync(request.Scope, cancellationToken);
        var listings = ListingsAsync(request.Scope, parents, cancellationToken);
        // Hashed while the registry is still asked for the record.
        var hashing = InputsAsync(request.Scope, parents, named, listings);
        await Gathering.AllAsync(records, parents, named, listings, hashing);
        var remembering = reader.RememberAsync(cancellationToken);

        var inputs = await hashing;
        var fingerprints = inputs.Keys.ToImmutableDictionary(name => name, name => inputs[name].Fingerprint);
        var existing = await ExistingAsync(request, images, fingerprints, cancellationToken);
        await remembering;
        return new PlanFacts
        {
            Source = new SourceFacts(git.Branch?.ToString(), git.HeadCommit?.ToString(), git.SourceUrl, git.CommitTime),
            Fingerprints = fingerprints,
            Inputs = Whole(request.Scope, inputs, await named),
            Existing = existing,
            Pins = (await parents).ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Pinned),
            Contexts = (await named).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
            Offers = Offers(request.Scope),
            OwnPlatform = OwnPlatform.Name,
        };
    }

    private async Task<Dictionary<ImageReference, OutsideParent>> ParentsAsync(List<Parent> edges, PlanRequest request, CancellationToken cancellationToken)
    {
        var distinct = edges.DistinctBy(edge => edge.Reference).ToList();
        var found = await Gathering.AllAsync(distinct.Select(edge => outside.ResolveAsync(edge, cancellationToken)));
        var missing = distinct.Where((_, i) => found[i] is null).Select(edge => outside.Missing(edge, request.Provider));
        WrongUseException.ThrowIfAny([.. missing]);
        var parents = new Dictionary<ImageReference, OutsideParent>();
        for (var i = 0; i < found.Length; i++)
            parents[distinct[i].Reference] = found[i]!;
        return parents;
    }

    private ImmutableDictionary<ImageName, SecretOffer> Offers(ImmutableArray<ImageDefinition> images)
    {
        var (machine, bundle) = (new MachineSecrets(world.Environment), CertificateBundle.Find(world.Environment));
        return images.ToImmutableDictionary(image => image.Name, image => SecretOffer.Of(image, uses[image.Name], machine, bundle));
    }

    private async Task<Dictionary<string, ResolvedContext>> ContextsAsync(ImmutableArray<ImageDefinition> images, CancellationToken cancellationToken)
    {
        var used = new Dictionary<string, Task<ResolvedContext>>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            foreach (var name in image.Contexts.Keys.Where(name => image.Use.Contexts.Contains(name) && !used.ContainsKey(name)))
                used[name] = contexts.ResolveAsync(name, image.Contexts[name], cancellationToken);
        }

        await Gathering.AllAsync(used.Values);
        var found = new Dictionary<string, ResolvedContext>(StringComparer.Ordinal);
        foreach (var (name, context) in used)
            found[name] = await context;
        return found;
    }

    private async Task<Dictionary<ImageName, ImageFiles>> ListingsAsync(
        ImmutableArray<ImageDefinition> images, Task<Dictionary<ImageReference, OutsideParent>> parents, CancellationToken cancellationToken)
    {
        var inScope = images.ToDictionary(image => image.Name);
        var found = await Gathering.AllAsync(images.Select(async image =>
        {
            var ignore = await DockerIgnore.FindAsync(image.DockerfilePath, image.ContextPath, cancellationToken);
            // Only what is built on an image from elsewhere has to wait for what that says.
            var isInside = image.Parents.All(edge => edge.Member is not null && inScope.ContainsKey(edge.Member));
            var use = ContextScopes.UseOf(image, inScope, isInside ? NoParents : await parents);
            (uses[image.Name], scopes[image.Name]) = (use ?? image.Use, ContextScopes.Of(use));
            return await FilesAsync(image, ignore, cancellationToken);
        }));
        return found.ToDictionary(files => files.Image);
    }

    private async Task<ImageFiles> FilesAsync(ImageDefinition image, DockerIgnore ignore, CancellationToken cancellationToken)
    {
        var listing = await reader.ReadAsync(image.ContextPath, ignore, scopes[image.Name], cancellationToken);
        return new ImageFiles(image.Name, await File.ReadAllBytesAsync(image.DockerfilePath, cancellationToken), listing);
    }

    /// <summary>What is different by now in the files that an image was planned with.</summary>
    /// <param name="image">The image.</param>
    /// <param name="planned">What it was planned with, by this reader.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ImmutableArray<InputDifference>> ChangesAsync(ImageDefinition image, FingerprintInputs planned, CancellationToken cancellationToken)
    {
        var ignore = await DockerIgnore.FindAsync(image.DockerfilePath, image.ContextPath, cancellationToken);
        var (_, dockerfile, context) = await FilesAsync(image, ignore, cancellationToken);
        var folders = new Dictionary<string, ContextIdentity>(StringComparer.Ordinal);
        foreach (var (name, folder) in image.Contexts.Where(named => image.Use.Contexts.Contains(named.Key) && Path.IsPathRooted(named.Value)))
            folders[name] = ContextIdentity.Of(await reader.ReadAsync(folder, await DockerIgnore.FindAsync(folder, cancellationToken), ContextScope.Everything, cancellationToken));
        return FingerprintInputs.Difference(planned, planned.With(dockerfile, context, folders));
    }

    private static async Task<Dictionary<ImageName, FingerprintInputs>> InputsAsync(
        ImmutableArray<ImageDefinition> images,
        Task<Dictionary<ImageReference, OutsideParent>> parents,
        Task<Dictionary<string, ResolvedContext>> named,
        Task<Dictionary<ImageName, ImageFiles>> files)
    {
        await Task.WhenAll(parents, named, files);
        var (outside, contexts, listings) = (await parents, await named, await files);
        var inputs = new Dictionary<ImageName, FingerprintInputs>();
        foreach (var image in images)
        {
            var members = new List<FamilyParent>();
            var externals = new List<ExternalParent>();
            foreach (var edge in image.Parents)
            {
                if (FingerprintOf(edge) is { } fingerprint)
                    members.Add(new FamilyParent(edge.Member!, fingerprint, edge.Argument));
                else
                    externals.Add(new ExternalParent(edge.Reference, outside[edge.Reference].Digest, edge.Argument));
            }

            var choosing = image.Parents.Select(edge => edge.Argument).ToHashSet();
            inputs[image.Name] = FingerprintInputs.Of(new FingerprintRequest
            {
                Dockerfile = listings[image.Name].Dockerfile,
                Context = listings[image.Name].Context,
                Platforms = image.Platforms.IsEmpty ? [OwnPlatform.Name] : image.Platforms,
                Target = image.Target,
                Args = image.Args.RemoveRange(image.Args.Keys.Where(arg => !image.Use.DeclaredArgs.Contains(arg) || choosing.Contains(arg))),
                Contexts = contexts.Keys.Where(image.Use.Contexts.Contains).ToImmutableSortedDictionary(name => name, name => contexts[name].Identity, StringComparer.Ordinal),
                Parents = [.. members.Distinct()],
                Externals = [.. externals.Distinct()],
            });
        }

        return inputs;

        Fingerprint? FingerprintOf(Parent edge) => edge.Member is null
            ? null
            : inputs.TryGetValue(edge.Member, out var inScope) ? inScope.Fingerprint : outside[edge.Reference].Fingerprint;
    }

    private static ImmutableDictionary<ImageName, ImageInputs> Whole(
        ImmutableArray<ImageDefinition> images, Dictionary<ImageName, FingerprintInputs> inputs, Dictionary<string, ResolvedContext> contexts)
    {
        var folders = new Dictionary<string, ContextListing>(StringComparer.Ordinal);
        foreach (var (name, context) in contexts)
        {
            if (context.Folder is { } folder)
                folders[name] = folder;
        }

        return images.ToImmutableDictionary(image => image.Name, image => ImageInputs.Of(inputs[image.Name], folders.Where(folder => image.Use.Contexts.Contains(folder.Key))));
    }

    private async Task<ImmutableDictionary<ImageName, ExistingImage>> ExistingAsync(
        PlanRequest request, KnownImages? images, ImmutableDictionary<ImageName, Fingerprint> fingerprints, CancellationToken cancellationToken)
    {
        if (request.NoCache || request.Force)
            return ImmutableDictionary<ImageName, ExistingImage>.Empty;
        if (images is null)
            return await InEngineAsync(request, fingerprints, cancellationToken);
        await images.SearchAsync(fingerprints, cancellationToken);
        return images.Existing;
    }

    private async Task<ImmutableDictionary<ImageName, ExistingImage>> InEngineAsync(
        PlanRequest request, ImmutableDictionary<ImageName, Fingerprint> fingerprints, CancellationToken cancellationToken)
    {
        var contents = request.Scope.Select(image => (image.Name, Content: request.Provider.Of(image.Name).With(fingerprints[image.Name].ContentTag))).ToList();
        // The exit code says only that some are missing; those that are there are printed all the same.
        var command = world.Docker.Command(["image", "inspect", "--format", "{{join .RepoTags \"\\n\"}}", .. contents.Select(pair => pair.Content.ToString())]);
        var result = await world.Runner.RunAsync(command, null, null, cancellationToken);
        var tags = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return contents.Where(pair => tags.Contains(pair.Content.ToString()))
            .ToImmutableDictionary(pair => pair.Name, pair => new ExistingImage(pair.Content, "the same inputs were built before, and the engine has the image"));
    }

    /// <summary>What was read for an image's fingerprint.</summary>
    private sealed record ImageFiles(ImageName Image, byte[] Dockerfile, ContextListing Context);
}
