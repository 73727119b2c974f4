using System.Diagnostics;
using System.Globalization;
using KegImages.Commands;
using KegImages.Images;
using KegImages.LocalEngine;
using KegImages.LockedPlans;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Benchmarking;

/// <summary>
/// Publishes a large family of real files and images of a few hundred bytes to the private registry, as a run that has built them would,
/// and plans it then, when all of it is in place.
/// </summary>
/// <param name="clone">The clone whose <c>build.sh</c> is measured.</param>
/// <param name="engine">Its private engine, running.</param>
/// <param name="runner">Runs the programs.</param>
/// <param name="say">Told how far it is.</param>
internal sealed class LargeFamilyBenchmark(string clone, LocalEndpoint engine, ICommandRunner runner, Action<string> say)
{
    private const int Plans = 3;
    private const int AtOnce = 12;

    private static readonly BranchName Develop = BranchName.Parse("develop");
    private static readonly TagSettings Settings = new(Develop, Tag.Parse("develop"), [Tag.Parse("master")]);

    /// <summary>Measures one size.</summary>
    public async Task<LargeFamilyReport> RunAsync(int images, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(clone, ".nuke", "temp", "benchmark", "large");
        var shape = new FamilyShape(images, HasRun: false, engine.RootImage.At(engine.RootDigest));
        var family = new GeneratedFamily(folder, shape, runner);
        say($"{images} images: writing their files");
        await family.WriteAsync("large", cancellationToken);
        var provider = Provider.Parse($"{engine.Registry}/large-{Guid.NewGuid().ToString("n")[..12]}");
        var meter = new Meter(runner, engine, clone);
        await PlanAsync(meter, provider, family, ["--force"], cancellationToken);
        var locked = Path.Combine(folder, "output", LockedPlan.FileName);
        var plan = LockedPlanText.Parse(await File.ReadAllBytesAsync(locked, cancellationToken), LockedPlan.FileName);

        using var registries = new RegistryClient(new DockerCredentials(engine.DockerConfig, runner));
        say($"{images} images: pushing them");
        var built = await PushAsync(registries, provider, shape, plan, "1", cancellationToken);
        var all = await PublishAsync(registries, provider, Publication(built, plan, isWhole: true), cancellationToken);
        say($"{images} images: {all}");
        var leaf = await PushAsync(registries, provider, shape, plan, "2", cancellationToken,
            ImageName.Parse(shape.Leaf.Name), built);
        var one = await PublishAsync(registries, provider, Publication(leaf, plan, isWhole: false), cancellationToken);
        say($"one image of {images}: {one}");

        var plans = new List<Measurement>();
        for (var i = 0; i <= Plans; i++)
            plans.Add(await PlanAsync(meter, provider, family, [], cancellationToken));
        // The first reads what the program has not kept yet.
        var warm = Measurement.Median([.. plans.Skip(1)]);
        var tap = Measurement.Median([await PlanAsync(meter, provider, family, ["--tap", shape.Leaf.Name], cancellationToken)]);
        return new LargeFamilyReport(images, warm, tap, all, one);
    }

    private async Task<Measurement> PlanAsync(Meter meter, Provider provider, GeneratedFamily family, string[] more,
        CancellationToken cancellationToken)
    {
        var command = new Command(Path.Combine(clone, "build.sh"), ["Plan", "--root", family.Root, "--registry", provider.Registry,
            "--namespace", provider.Namespace, .. more]) { WorkingDirectory = family.Root };
        var taken = await meter.RunAsync(command, cancellationToken);
        say(string.Create(CultureInfo.InvariantCulture, $"{command}: {taken.Seconds:0.00} s, {taken.Requests} requests"));
        return taken.ExitCode == 0 ? taken
            : throw new FailedException($"{command}{Environment.NewLine}exited with {taken.ExitCode}:{Environment.NewLine}{taken.Output}");
    }

    // As a build leaves them: under their content tags, with labels that say what they are.
    private static async Task<Dictionary<ImageName, PublishedImage>> PushAsync(RegistryClient registries, Provider provider,
        FamilyShape shape, LockedPlan plan, string salt, CancellationToken cancellationToken, ImageName? only = null,
        Dictionary<ImageName, PublishedImage>? before = null)
    {
        var pushed = before ?? [];
        var now = new Dictionary<ImageName, PublishedImage>();
        // Base, hubs and taps: each level names the digests of the one before.
        foreach (var level in shape.All.GroupBy(image =>
            image.Parent is null ? 0 : image.Folder.StartsWith("images/", StringComparison.Ordinal) ? 1 : 2))
        {
            var images = level.Where(image => only is null || image.Name == only.ToString()).ToList();
            var done = new PublishedImage[images.Count];
            await Parallel.ForAsync(0, images.Count,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
                {
                    var parent = images[i].Parent is { } name ? pushed[ImageName.Parse(name)] : null;
                    done[i] = await PushAsync(registries, provider, ImageName.Parse(images[i].Name), parent, plan, salt, token);
                });
            foreach (var image in done)
                pushed[image.Name] = now[image.Name] = image;
        }

        return now;
    }

    private static async Task<PublishedImage> PushAsync(RegistryClient registries, Provider provider, ImageName name,
        PublishedImage? parent, LockedPlan plan, string salt, CancellationToken cancellationToken)
    {
        var fingerprint = plan.Find(name)!.Fingerprint;
        var standsOn = parent is null ? FamilyParents.None : FamilyParents.Of([(parent.Name, parent.Digest)]);
        var place = provider.Of(name).With(fingerprint.ContentTag);
        var manifest = await TinyImage.PushAsync(registries, place, salt, cancellationToken,
            (ImageLabels.Fingerprint, fingerprint.ToString()), (ImageLabels.Parents, standsOn.ToString()));
        return new PublishedImage
        {
            Name = name,
            Pinned = provider.Of(name).At(manifest.Descriptor.Digest),
            Fingerprint = fingerprint,
            Parents = parent is null ? [] : [parent.Pinned],
            StandsOn = standsOn,
            Manifest = manifest,
        };
    }

    private static Publication Publication(Dictionary<ImageName, PublishedImage> images, LockedPlan plan, bool isWhole) => new()
    {
        Images = [.. images.Values],
        Tags = TagSet.For(Develop, Settings),
        Branch = Develop,
        Commit = plan.Source.Commit,
        CommitTime = plan.Source.CommitTime,
        IsWhole = isWhole,
    };

    private static async Task<PublishedAtOnce> PublishAsync(RegistryClient registries, Provider provider, Publication publication,
        CancellationToken cancellationToken)
    {
        var (requests, began) = (registries.Requests, Stopwatch.GetTimestamp());
        var published = await new FamilyPublication(registries, provider).PublishAsync(publication, null, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var asked = registries.Requests - requests;
        var record = (await new FamilyRecordStore(registries).GetAsync(provider, Settings.DefaultTag, cancellationToken)).Record!;
        var content = RecordContent.Of(record);
        var names = publication.Images.Select(image => image.Name).ToHashSet();
        var shards = content.Shards.Where((_, i) => names.Any(name => RecordShards.Of(name, content.Shards.Length) == i));
        return new PublishedAtOnce(publication.Images.Length, seconds, asked,
            published.Images.Sum(image => image.Moved.Length * (image.Manifest?.Bytes.Length ?? 0L)),
            content.Json.Length + content.Manifest.Length + shards.Sum(shard => (long)shard.Json.Length));
    }
}
