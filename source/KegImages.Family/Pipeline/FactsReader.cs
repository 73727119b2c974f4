using System.Collections.Concurrent;
using KegImages.Contexts;
using KegImages.Dockerfiles;
using KegImages.Ignore;
using KegImages.LockedPlans;
using KegImages.Locking;
using KegImages.SecretFiles;
using KegImages.Secrets;

namespace KegImages.Pipeline;

/// <summary>Reads what a plan needs to know of the world, everything once and side by side.</summary>
internal sealed class FactsReader
{
    private static readonly Dictionary<ImageReference, OutsideParent> NoParents = [];

    // What a second look has to look at again.
    private readonly ConcurrentDictionary<ImageName, ContextScope> scopes = [];
    private readonly ConcurrentDictionary<ImageName, DockerfileUse> uses = [];
    private readonly ConcurrentDictionary<string, bool> notes = new(StringComparer.Ordinal);
    private readonly World world;
    private readonly OutsideParents outside;
    private readonly NamedContexts contexts;
    private readonly FetchedFiles fetched;
    private readonly ContextReader reader;
    private readonly Lazy<ImmutableSortedDictionary<string, string>> proxies;
    private readonly BuilderPlatform platform;
    private readonly LockedPlan? plan;
    private readonly OwnFolders own;
    private readonly string root;

    /// <summary>Reads under the rules of the place.</summary>
    /// <param name="workplace">Where the family is, and everything outside.</param>
    /// <param name="builder">The builder that an option names; null where none does.</param>
    /// <param name="model">Settings and family.</param>
    /// <param name="locked">The lock of the images from outside; null where there is none.</param>
    /// <param name="provider">Where images are.</param>
    /// <param name="plan">The plan that has resolved everything already; null where none has.</param>
    public FactsReader(Workplace workplace, string? builder, FamilyModel model, KegLock? locked, Provider provider, LockedPlan? plan = null)
    {
        this.plan = plan;
        world = workplace.World;
        root = workplace.Root;
        own = new OwnFolders(root);
        platform = BuilderPlatform.Of(workplace, builder);
        var cacheFolder = Path.Combine(workplace.TemporaryFolder, "fingerprints");
        var rules = new OutsideRules(locked, workplace.Place.NoRegistry,
            ImageReference.TryParse(workplace.NodeImage, out var given) ? given : null, model.Settings.DefaultTag,
                model.Settings.Variants);
        outside = new OutsideParents(world, model.MappingTo(provider), name => Staging.TargetOf(model.Family[name], model.Family), rules,
            new TriggerCache(Path.Combine(cacheFolder, "triggers"))) { Plan = plan };
        proxies = new(() => ClientProxies.Of(world.Docker, world.Environment));
        reader = new ContextReader(cacheFolder, world.Clock);
        contexts = new NamedContexts(world.Runner, world.Registries, reader, rules.NoRegistry, own) { Plan = plan };
        var files = new RemoteFiles(Path.Combine(cacheFolder, "remote"));
        fetched = new FetchedFiles(new RemoteInputs(world.Runner, files, rules.NoRegistry, note =>
            notes.TryAdd(note, true))) { Plan = plan };
    }

    /// <summary>What a person should know of what was read.</summary>
    public IEnumerable<string> Notes => outside.Notes.Concat(notes.Keys.Order(StringComparer.Ordinal));

    /// <summary>What was found out of the world outside; null before the facts are read.</summary>
    public Resolution? Resolved { get; private set; }

    /// <summary>The facts for a request.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="git">What the repository says.</param>
    /// <param name="images">Looks for images in the registry; null where nothing is pushed, and the engine is asked instead.</param>
    /// <exception cref="WrongUseException">Parents that do not exist, all together.</exception>
    /// <exception cref="FailedException">A registry or a git repository does not answer.</exception>
    public async Task<PlanFacts> ReadAsync(PlanRequest request, GitFacts git, KnownImages? images, CancellationToken cancellationToken)
    {
        foreach (var image in request.Scope.Where(image => world.StandIn is not null && image.Dockerfile.Syntax is not null))
            notes.TryAdd($"{Path.GetRelativePath(root, image.DockerfilePath)}: the private engine's own frontend reads it, in place of "
                + image.Dockerfile.Syntax, true);
        // The first request waits for .NET to compile its HTTP client, and on a thread of its own the files do not wait for that too.
        var records = images is null ? Task.CompletedTask : Task.Run(() => images.ReadRecordsAsync(cancellationToken), cancellationToken);
        var builds = plan is null ? platform.FindAsync(cancellationToken) : Task.FromResult(plan.Platform);
        var scope = request.Scope.Select(image => image.Name).ToHashSet();
        var edges = request.Scope.SelectMany(image => image.Parents).Where(edge => edge.Member is null || !scope.Contains(edge.Member))
            .ToList();
        var parents = outside.ResolveAsync(edges, request.Provider, SetAsync(edges, records, images), cancellationToken);
        var named = ContextsAsync(request.Scope, cancellationToken);
        var listings = ListingsAsync(request.Scope, parents, cancellationToken);
        var remote = fetched.ReadAsync(request.Scope, builds, parents, cancellationToken);
        // Hashed while the registry is still asked for the record.
        var hashing = InputsAsync(request.Scope, builds, parents, named, remote, listings);
        await Gathering.AllAsync(records, builds, parents, named, remote, listings, hashing);
        var remembering = reader.RememberAsync(cancellationToken);

        var inputs = await hashing;
        var fingerprints = Maps.Of(inputs, input => input.Fingerprint);
        var pinned = await parents;
        var existing = await ExistingAsync(request, images, fingerprints, edge => pinned[edge.Reference].KnownBy, cancellationToken);
        await remembering;
        Resolved = new Resolution(await builds, pinned, await named, await remote);
        return new PlanFacts
        {
            Source = new SourceFacts(git.Branch?.ToString(), git.HeadCommit?.ToString(), git.SourceUrl, git.CommitTime),
            Fingerprints = fingerprints,
            Inputs = Whole(request.Scope, inputs, await named),
            Existing = existing,
            Pins = Maps.Of(pinned, parent => parent.Pinned),
            KnownBy = Maps.Of(pinned, IReadOnlyList<Digest> (parent) => parent.KnownBy),
            Contexts = (await named).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
            Offers = Offers(request.Scope),
            OwnPlatform = await builds,
        };
    }

    // Only what is built on the family's own images from elsewhere has to wait for what is published with it.
    private static async Task<FamilyRecord?> SetAsync(List<Parent> edges, Task records, KnownImages? images)
    {
        if (images is null || edges.All(edge => edge.Member is null))
            return null;
        await records;
        return images.Records?.Primary.Record;
    }

    private ImmutableDictionary<ImageName, SecretOffer> Offers(ImmutableArray<Image> images)
    {
        var (offering, bundle) = (new SecretOffering(new MachineSecrets(world.Environment)), CertificateBundle.Find(world.Environment));
        return images.ToImmutableDictionary(image => image.Name, image => offering.To(image, uses[image.Name], bundle));
    }

    private async Task<Dictionary<string, ResolvedContext>> ContextsAsync(ImmutableArray<Image> images,
        CancellationToken cancellationToken)
    {
        var used = new Dictionary<string, Task<ResolvedContext>>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            foreach (var name in image.Contexts.Keys.Where(name => image.Use.Contexts.Contains(name) && !used.ContainsKey(name)))
                used[name] = contexts.ResolveAsync(
                    name, image.Contexts[name], image.ContextPlaces.GetValueOrDefault(name), cancellationToken);
        }

        await Gathering.AllAsync(used.Values);
        var found = new Dictionary<string, ResolvedContext>(StringComparer.Ordinal);
        foreach (var (name, context) in used)
            found[name] = await context;
        return found;
    }

    private async Task<Dictionary<ImageName, ImageFiles>> ListingsAsync(
        ImmutableArray<Image> images, Task<Dictionary<ImageReference, OutsideParent>> parents,
            CancellationToken cancellationToken)
    {
        var inScope = images.ToDictionary(image => image.Name);
        var found = await Gathering.AllAsync(images.Select(async image =>
        {
            var ignore = await IgnoreOfAsync(image, cancellationToken);
            // Only what is built on an image from elsewhere has to wait for what that says.
            var isInside = image.Parents.All(edge => edge.Member is not null && inScope.ContainsKey(edge.Member));
            var use = new ContextScopes(inScope, isInside ? NoParents : await parents).UseOf(image);
            (uses[image.Name], scopes[image.Name]) = (use ?? image.Use, ContextScopes.Of(use));
            WrongUseException.ThrowIfAny([.. ContextFiles.Missing(image, Path.GetRelativePath(root, image.ContextPath), use, ignore)]);
            return await FilesAsync(image, ignore, cancellationToken);
        }));
        return found.ToDictionary(files => files.Image);
    }

    private async Task<DockerIgnore> IgnoreOfAsync(Image image, CancellationToken cancellationToken) =>
        (await IgnoreFile.FindAsync(image.DockerfilePath, image.ContextPath, cancellationToken)).Without(own.In(image.ContextPath));

    private async Task<ImageFiles> FilesAsync(Image image, DockerIgnore ignore, CancellationToken cancellationToken)
    {
        var listing = await reader.ReadAsync(image.ContextPath, ignore, scopes[image.Name], cancellationToken);
        return new ImageFiles(image.Name, await File.ReadAllBytesAsync(image.DockerfilePath, cancellationToken), listing);
    }

    /// <summary>What is different by now in the files that an image was planned with.</summary>
    /// <param name="image">The image.</param>
    /// <param name="planned">What it was planned with, by this reader.</param>
    public async Task<ImmutableArray<InputDifference>> ChangesAsync(Image image, FingerprintInputs planned,
        CancellationToken cancellationToken)
    {
        var ignore = await IgnoreOfAsync(image, cancellationToken);
        var (_, dockerfile, context) = await FilesAsync(image, ignore, cancellationToken);
        var folders = new Dictionary<string, ContextIdentity>(StringComparer.Ordinal);
        foreach (var (name, folder) in image.Contexts.Where(named =>
            image.Use.Contexts.Contains(named.Key) && Path.IsPathRooted(named.Value)))
            folders[name] = ContextIdentity.Of(await contexts.ListAsync(folder, cancellationToken));
        var remote = await fetched.ReadAgainAsync(image.Name, cancellationToken);
        return FingerprintInputs.Difference(planned, planned.With(dockerfile, context, folders, remote));
    }

    private async Task<Dictionary<ImageName, FingerprintInputs>> InputsAsync(
        ImmutableArray<Image> images,
        Task<string> builds,
        Task<Dictionary<ImageReference, OutsideParent>> parents,
        Task<Dictionary<string, ResolvedContext>> named,
        Task<Dictionary<ImageName, ImmutableSortedDictionary<string, RemoteIdentity>>> remote,
        Task<Dictionary<ImageName, ImageFiles>> files)
    {
        await Task.WhenAll(builds, parents, named, remote, files);
        var inputs = new ReadInputs(await builds, await parents, await named, await remote, await files, proxies);
        return inputs.Of(images);
    }

    private static ImmutableDictionary<ImageName, ImageInputs> Whole(
        ImmutableArray<Image> images, Dictionary<ImageName, FingerprintInputs> inputs,
            Dictionary<string, ResolvedContext> contexts)
    {
        var folders = new Dictionary<string, ContextListing>(StringComparer.Ordinal);
        foreach (var (name, context) in contexts)
        {
            if (context.Folder is { } folder)
                folders[name] = folder;
        }

        return images.ToImmutableDictionary(image => image.Name,
            image => ImageInputs.Of(inputs[image.Name], folders.Where(folder => image.Use.Contexts.Contains(folder.Key))));
    }

    private async Task<ImmutableDictionary<ImageName, ExistingImage>> ExistingAsync(
        PlanRequest request,
        KnownImages? images,
        ImmutableDictionary<ImageName, Fingerprint> fingerprints,
        Func<Parent, ImmutableArray<Digest>> knownBy,
        CancellationToken cancellationToken)
    {
        if (images is null)
        {
            return request.IsAllAnew ? ImmutableDictionary<ImageName, ExistingImage>.Empty
                : await new EngineImageSearch(world).SearchAsync(request, fingerprints, cancellationToken);
        }

        await images.SearchAsync(fingerprints, knownBy, cancellationToken);
        return images.Existing;
    }
}
