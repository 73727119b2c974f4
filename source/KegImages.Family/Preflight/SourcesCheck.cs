using KegImages.Contexts;
using KegImages.Locking;
using KegImages.Pipeline;

namespace KegImages.Preflight;

/// <summary>Whether what images are built from can be had: parents that no step builds, named contexts, the machine's
/// certificates.</summary>
internal static class SourcesCheck
{
    /// <summary>The parents from outside the family, at what they are locked to, and the family's own that are not in scope.</summary>
    public static async Task<IEnumerable<Finding>> ParentsAsync(
        World world, ReferenceMapping mapping, KegLock? locked, ImmutableArray<Image> scope, bool asksEngine,
            CancellationToken cancellationToken)
    {
        var names = scope.Select(image => image.Name).ToHashSet();
        var edges = scope.SelectMany(image => image.Parents).Where(edge => edge.Member is null || !names.Contains(edge.Member))
            .DistinctBy(edge => edge.Reference).ToList();
        return await Task.WhenAll(edges.Select(edge => ParentAsync(world, PlaceOf(edge), edge, asksEngine, cancellationToken)));

        ImageReference PlaceOf(Parent edge)
        {
            var place = world.PlaceOf(edge, mapping);
            return edge.Member is null && locked?.Find(place) is { } image ? place.At(image.Digest) : place;
        }
    }

    public static async Task<IEnumerable<Finding>> ContextsAsync(
        Workplace workplace, ImmutableArray<Image> scope, CancellationToken cancellationToken)
    {
        var world = workplace.World;
        var reader = new ContextReader(Path.Combine(workplace.TemporaryFolder, "fingerprints"), world.Clock);
        var contexts = new NamedContexts(world.Runner, world.Registries, reader, workplace.Place.NoRegistry,
            new OwnFolders(workplace.Root));
        var used = scope.SelectMany(image => image.Contexts.Where(context => image.Use.Contexts.Contains(context.Key))
            .Select(context => (context.Key, context.Value, Location: image.ContextPlaces.GetValueOrDefault(context.Key)))).Distinct()
                .ToList();
        return await Task.WhenAll(used.Select(
            context => ContextAsync(contexts, context.Key, context.Value, context.Location, cancellationToken)));
    }

    public static Finding Certificates(IReadOnlyDictionary<string, string> environment) => CertificateBundle.Find(environment) switch
    {
        { } path when !File.Exists(path) =>
            Finding.Error("certificates", $"SSL_CERT_FILE names {path}, and there is no such file", "correct or unset SSL_CERT_FILE"),
        { } path => Finding.Ok("certificates", path),
        null => Finding.Warning("certificates", "this machine has no bundle of CA certificates to offer to builds",
            "install ca-certificates, or name one: SSL_CERT_FILE=<file>"),
    };

    private static async Task<Finding> ParentAsync(World world, ImageReference place, Parent edge, bool asksEngine,
        CancellationToken cancellationToken)
    {
        var check = edge.Argument == Configuration.FamilyOverrides.NodeImageArg ? "node image" : "parent";
        Problem problem;
        try
        {
            if (await world.Registries.HeadAsync(place, cancellationToken) is { } found)
                return Finding.Ok(check, $"{place} is {found.Digest.Abbreviated}");
            problem = new Problem($"there is no image {place}", edge.Location, edge.Member is null
                ? "correct the reference, or log in if the registry hides it: docker login"
                : $"make it, and what it is built on: {ThisProgram.Name} Push --tag {place.Tag}{world.SameWorld}");
        }
        catch (WrongUseException exception)
        {
            problem = exception.Problems[0] with { Location = edge.Location };
        }
        catch (FailedException exception)
        {
            problem = new Problem(exception.Message.Split(Environment.NewLine)[0], edge.Location,
                "check the network and its proxy, or name an image that can be reached: --node-image <reference>");
        }

        if (asksEngine && edge.Member is null
            && await world.Engine.Images.FindAsync(place.ToString(), cancellationToken) is not null)
            return Finding.Warning(check, $"{place} is in the engine only: {problem.Message}");
        return Finding.Of(check, problem);
    }

    private static async Task<Finding> ContextAsync(
        NamedContexts contexts, string name, string value, SourceLocation? location, CancellationToken cancellationToken)
    {
        const string check = "context";
        if (Path.IsPathRooted(value))
            return Directory.Exists(value) ? Finding.Ok(check, $"{name} is {value}")
                : Finding.Error(check, $"{name} is {value}, and there is no such folder", $"--context {name}=<folder>");
        try
        {
            return Finding.Ok(check, $"{name} is {(await contexts.ResolveAsync(name, value, location, cancellationToken)).Value}");
        }
        catch (FailedException exception)
        {
            // What a failure advises stands on the lines below it.
            return exception.Message.Split(Environment.NewLine + "  ", 2) is [var what, var next] ? Finding.Error(check, what, next)
                : Finding.Error(check, exception.Message);
        }
        catch (WrongUseException exception)
        {
            return Finding.Of(check, exception.Problems[0]);
        }
    }
}
