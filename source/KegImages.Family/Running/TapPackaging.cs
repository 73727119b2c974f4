using System.Diagnostics;
using KegImages.Trust;

namespace KegImages.Running;

/// <summary>Makes a package of a running tap and puts it at the provider, by the same rules as every other image.</summary>
internal sealed class TapPackaging(TapWorld tap)
{
    private readonly RegistryClient registries = tap.World.Registries;

    /// <summary>Checks; the decision commits, pushes, names and reads back.</summary>
    public async Task<Decision> DecideAsync(CancellationToken cancellationToken)
    {
        // --tag says the package's tag here, not which of the running taps is meant.
        var container = await (tap with { Selection = tap.Selection with { Tag = null } }).SelectedAsync("Package", cancellationToken);
        var name = ImageName.Parse(container.Tap);
        var tags = TagsOf(container);
        await CheckAsync(container, name, cancellationToken);
        var record = (await new FamilyRecordStore(registries).GetForReplacingAsync(tap.Provider, tags.Primary, cancellationToken)).Record;
        await CheckTagsAsync(name, tags, record, cancellationToken);

        var repository = tap.Provider.Of(name);
        return new Decision(token => PackageAsync(container, name, tags, record, token), () => tap.Say(
            tap.World.Docker.Command("container", "commit", "--pause=true", container.Id).ToString(),
            $"then its labels are made those of a package, and it is pushed as {string.Join(", ", tags.All.Select(repository.With))}",
            "a dry run: nothing was committed or pushed"));
    }

    private async Task PackageAsync(TapContainer container, ImageName name, TagSet tags, FamilyRecord? record,
        CancellationToken cancellationToken)
    {
        var repository = tap.Provider.Of(name);
        await registries.CheckPushAccessAsync([repository], cancellationToken);
        var watch = Stopwatch.StartNew();
        var id = await tap.World.Engine.Containers.CommitAsync(container.Id, cancellationToken);
        var pinned = await LastLines.AddedAsync(
            async () => await PushAsync(repository, id, await LabelsAsync(container, tags.Primary, cancellationToken), cancellationToken),
            () => ["no tag was moved: run the same command again"]);
        var published = await LastLines.PrintedAsync(() => new Publisher(registries).PublishAsync(
            new Publication
            {
                Images = [new PublishedImage { Name = name, Pinned = pinned }],
                Tags = tags,
                Branch = tap.Git.Branch,
                Commit = tap.Git.HeadCommit,
                CommitTime = tap.Git.CommitTime,
                SourceUrl = tap.Git.SourceUrl,
                Current = record,
                History = new Git.GitHistory(tap.Git.Root, tap.World.Runner),
            },
            cancellationToken), tap.World.Terminal.Out);
        foreach (var reference in published[0].Tags)
            tap.Say($"{reference}  {published[0].Digest.Abbreviated}  {Human.Size(published[0].Size!.Value)}");
        tap.Say($"packaged {container.Project} on {container.Label(TapLabels.Image)}, pushed, read back and compared, in "
            + $"{Human.Duration(watch.Elapsed)}");
        tap.Say($"run it: {ThisProgram.Name} RunPackage --package {repository.With(tags.Primary)}{tap.World.SameWorld}");
    }

    // A package is somebody's work in hand: it takes the default tag only when it is told to.
    private TagSet TagsOf(TapContainer container)
    {
        var tags = TagSet.For(tap.Selection.Tag is null ? tap.Git.BranchOrThrow() : tap.Git.Branch, tap.Tags, tap.Selection.Tag);
        return tags is { MovesDefault: true, MovesDefaultByHand: false }
            ? throw new WrongUseException(
                $"Package: '{tap.Git.Branch}' is the default branch, and a package does not take its tags "
                    + $"({string.Join(", ", tags.All)}) by itself",
                next: "check out a branch, or say the tag: "
                    + $"{ThisProgram.Name} Package --tap {container.Tap} --tag <tag>{tap.World.SameWorld}")
            : tags;
    }

    private async Task CheckAsync(TapContainer container, ImageName name, CancellationToken cancellationToken)
    {
        if (!container.IsRunning)
            throw new WrongUseException($"Package: {container.Project} does not run: {container.StateText}",
                next: $"{ThisProgram.Name} Restart --tap {container.Tap}{tap.World.SameWorld}");
        // The label is that of our own start, which pinned what was run.
        if (ImageReference.TryParse(container.Label(TapLabels.Pinned), out var pinned) && pinned.Digest is not null
            && SignedImages.Required(tap.Workplace, tap.Model.Settings) is { } signed
            && await signed.WhyNotAsync(pinned, cancellationToken) is { } why)
            throw new FailedException($"Package: {container.Project} runs {pinned}, which {why}, and only what is signed is packaged "
                + $"({KegSettings.FileName}: requireSigned)");
        var variables = tap.Model.Family.Contains(name)
            ? await new StartFactsReader(tap).VariablesAsync(tap.Model.Family[name], cancellationToken) : [];
        if (PackageSecrets.In(container, variables) is { IsEmpty: false } secrets)
        {
            throw new WrongUseException(
                $"Package: {container.Project} has secrets in its environment, and a package would take them along: "
                    + $"{string.Join(", ", secrets)}",
                next: "start it without them, or give them as files that lie outside the container, and package it then");
        }

        if (!container.Mounts.IsEmpty)
            tap.Say($"Warning: what lies outside the container is not part of the package: {string.Join(", ", container.Mounts)}");
    }

    // Before anything is committed; the publisher looks again right before it moves a tag.
    private async Task CheckTagsAsync(ImageName name, TagSet tags, FamilyRecord? record, CancellationToken cancellationToken)
    {
        if (tags.MovesDefaultByHand)
            tap.Say($"Note: --tag moves the default tag by hand ({string.Join(", ", tags.All)}), to a package: everyone who starts "
                + $"'{name}' gets it until the next push");
        List<Problem> problems = [];
        foreach (var reference in tags.All.Select(tap.Provider.Of(name).With))
        {
            if (await registries.HeadAsync(reference, cancellationToken) is not { } head
                || await registries.GetImageConfigAsync(reference.At(head.Digest), cancellationToken) is not { } config)
                continue;
            var state = record?.Find(name) is { } recorded && recorded.Digest == head.Digest ? TagState.Of(record, recorded)
                : TagState.Of(config.Labels, reference.Tag!);
            if (TagGuard.Ownership(tags, tap.Git.Branch, reference.ToString(), state.Owner) is { } problem)
                problems.Add(problem);
            else if (!config.Labels.ContainsKey(TapLabels.Package))
                tap.Say($"Note: {reference} is a built image now{(state.Commit is { } commit ? $", of {commit.Abbreviated}" : "")}; the "
                    + "package takes its place until the next push of it");
        }

        WrongUseException.ThrowIfAny(problems);
    }

    private async Task<ImmutableSortedDictionary<string, string>> LabelsAsync(TapContainer container, Tag tag,
        CancellationToken cancellationToken)
    {
        var image = await tap.World.Engine.Images.FindAsync(container.ImageId.ToString(), cancellationToken)
            ?? throw new FailedException(
                $"the engine no longer has the image that {container.Project} runs, {container.ImageId.Abbreviated}");
        return PackageLabels.Of(container, image.Labels, tag, tap.Git, tap.World.Clock.GetUtcNow());
    }

    // An engine pushes by tag only, and its commits keep every label of the container. So the commit goes up under a tag of its own, which
    // is moved on to
    // the package as soon as that is there: nothing names the commit itself any more.
    private async Task<ImageReference> PushAsync(ImageReference repository, Digest id, ImmutableSortedDictionary<string, string> labels,
        CancellationToken cancellationToken)
    {
        var reference = repository.With(PackageTag.Of(id));
        var images = tap.World.Engine.Images;
        await images.TagAsync(id.ToString(), reference, cancellationToken);
        await images.PushAsync(reference, tap.World.Logins, _ => { }, cancellationToken);
        await images.RemoveAsync(reference, cancellationToken);

        var manifest = await registries.GetManifestAsync(reference, cancellationToken)
            ?? throw new FailedException($"{reference} was pushed, and the registry has nothing there");
        var committed = await registries.GetBlobAsync(reference, manifest.Config
            ?? throw new FailedException($"{reference} was pushed as an index, and one image was meant"), cancellationToken)
            ?? throw new FailedException($"{reference} was pushed, and its configuration is not there");
        var config = PackageConfig.With(committed.Span, labels);
        var digest = await registries.PutBlobAsync(repository, config, cancellationToken);
        var clean = PackageConfig.Manifest(manifest.Bytes.Span, digest, config.Length);
        return repository.At((await registries.PutManifestAsync(reference, clean, manifest.Descriptor.MediaType,
            cancellationToken)).Digest);
    }
}
