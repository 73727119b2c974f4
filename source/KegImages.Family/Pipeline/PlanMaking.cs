using System.Collections.Concurrent;
using KegImages.Git;
using KegImages.Locking;
using KegImages.Trust;

namespace KegImages.Pipeline;

/// <summary>Makes the plan of an opened run from facts that are read once, and notes what a person should know of them.</summary>
/// <param name="run">The run.</param>
/// <param name="notes">Where the notes go.</param>
/// <param name="earlier">What the run has built before, where it has to plan once more.</param>
internal sealed class PlanMaking(OpenedRequest run, NoteList notes, IReadOnlyDictionary<ImageName, Built> earlier)
{
    private readonly ConcurrentDictionary<ImageReference, Digest> tagsNow = [];

    private FactsReader facts = FactsOf(run);

    // Where everything is built anyway, the record still says whose the tag is.
    private KnownImages? images;

    /// <summary>Reads the facts and makes the plan. Where it builds, engine and logins are checked too.</summary>
    /// <exception cref="WrongUseException">Parents that do not exist, a tag that is another branch's, or what is missing to build and
    /// push.</exception>
    /// <exception cref="FailedException">A registry or git repository does not answer, or what would be built was published at a newer
    /// commit.</exception>
    public async Task<MadePlan> MakeAsync(CancellationToken cancellationToken)
    {
        NoteLeftAside();
        NoteBaseImage();
        if (await SparseCheckout.NoteAsync(run.Workplace.Root, run.Model.Settings.Groups.SelectMany(group => group.Folders)
            .Select(pattern => pattern.Value), run.World.Runner, cancellationToken) is { } sparse)
            notes.Add(sparse);
        var made = await MakeOnceAsync(cancellationToken);
        if (made.Builder?.Platform is not { } platform || platform == made.Facts.OwnPlatform
            || made.Plan.Steps.All(step => !step.Image.Platforms.IsEmpty))
            return made;
        if (run.Plan is { } locked)
            throw new WrongUseException($"the plan is for {locked.Platform}, and the builder builds for {platform}",
                new SourceLocation(run.Options.LockedPlan!), $"plan where it is built: {ThisProgram.Name} Plan{ThisProgram.SameWorld}");
        notes.Add($"the builder builds for {platform}, and the plan was made for {made.Facts.OwnPlatform} at first: it was made again");
        await BuilderPlatform.Of(run.Workplace, run.Builders[0].Name).RememberAsync(platform, cancellationToken);
        (facts, images) = (FactsOf(run), null);
        return await MakeOnceAsync(cancellationToken);
    }

    private static FactsReader FactsOf(OpenedRequest run) =>
        new(run.Workplace, run.Builders[0].Name, run.Model, run.Lock, run.Request.Provider, run.Plan);

    private static KnownImages? KnownImagesOf(OpenedRequest run, IReadOnlyDictionary<ImageName, Built> earlier, SignedReuse? signed) =>
        run.Request.Push && (run.IsForBuilding || !run.Request.IsAllAnew)
            ? new KnownImages(run.World.Registries, run.Request, run.DefaultTag, earlier)
            {
                // What is published is looked at as it is then: that is no resolution, but what the tags are to fit. Only where others
                // built all of it anew is what the tags name the old one.
                Plan = run.Request.ContentOnly || run.Request is { Force: true } or { NoCache: true } ? run.Plan : null,
                Trust = run.Trust,
                Signed = signed,
                Today = run.World.Clock.GetUtcNow(),
            }
            : null;

    // Files and plan are everybody's, a variable is this shell's: what it decides is said each time.
    private void NoteBaseImage()
    {
        if (run.Workplace.BaseImage is { } chosen)
            notes.Add($"taps are built on {chosen.Written.Value} (from {chosen.Written.Location})");
    }

    private void NoteLeftAside()
    {
        if (string.Join(", ", InheritedEnvironment.LeftAside(run.World.Environment.Keys)) is { Length: > 0 } names)
            notes.Add($"left aside, because no image may depend on it: {names} in the environment "
                + $"({ThisProgram.Page("fingerprints")} says what counts)");
    }

    private async Task<MadePlan> MakeOnceAsync(CancellationToken cancellationToken)
    {
        var made = await ReadAsync(cancellationToken);
        if (await HeldAsync(cancellationToken) is { } held)
        {
            return made.LeftTo(held);
        }

        made = made with { Mirrors = await MirrorsAsync(made, cancellationToken) };

        // What may not be published is not built first, and a dry run says so too.
        if (run.IsForBuilding && images?.Records is { } records)
        {
            await new FamilyPublication(run.World.Registries, run.Request.Provider).ThrowIfRefusedAsync(
                PushedSet.PublicationOf(run, []) with { Current = records.Primary.Record }, made.Plan.Steps.Select(step => step.Image.Name),
                    cancellationToken);
            foreach (var mirror in made.Mirrors)
                ThrowIfAnothers(mirror);
        }

        var joins = run.Shard is { Joins: true };
        if (!joins)
            new PlannedSecrets(run, notes).Check(made);
        Note(made.Plan);
        NoteBehind(made);
        // Where nothing is built, neither engine nor login is needed, and asking for them would take longer than all the rest.
        return made with { Builder = await RequireBuilderAsync(joins ? [] : made.Plan.Steps,
            [.. made.Plan.Steps.SelectMany(step => run.Request.Mirrors.Select(mirror => mirror.Of(step.Image.Name)).Prepend(step.Content))],
            cancellationToken) };
    }

    /// <summary>The plan as it is where nobody holds the set: for one who only wants to know why images are as they are.</summary>
    public async Task<MadePlan> ExplainedAsync(CancellationToken cancellationToken)
    {
        var made = await ReadAsync(cancellationToken);
        Note(made.Plan);
        return made;
    }

    /// <summary>What is different by now in the files that an image was planned with.</summary>
    public Task<ImmutableArray<InputDifference>> ChangesAsync(Image image, PlanFacts planned,
        CancellationToken cancellationToken) =>
        facts.ChangesAsync(image, planned.Inputs[image.Name].Manifest, cancellationToken);

    /// <summary>The digest that the tag of a locked image names now; null where that was not asked.</summary>
    public Digest? NowOf(ImageReference outside) => tagsNow.GetValueOrDefault(outside);

    /// <summary>Notes which locked images from outside have moved since: one request each, so only a plan that is looked at asks.</summary>
    public async Task NoteBehindAsync(CancellationToken cancellationToken)
    {
        if (run.Lock is null || run.Workplace.Place.NoRegistry)
            return;
        try
        {
            var standing = await OutsideTags.NowAsync(run.Lock, run.Model.Family, run.World.Registries, cancellationToken);
            foreach (var (tag, _, now) in standing)
                tagsNow[tag] = now;
            foreach (var (tag, then, now) in standing.Where(image => image.Locked != image.Now))
                notes.Add($"{tag} is locked to {then.Abbreviated} and is {now.Abbreviated} by now: "
                    + $"{ThisProgram.Name} UpdateBases{ThisProgram.SamePlace} takes it over");
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            notes.Add($"whether {KegLock.FileName} is behind cannot be told: {exception.Message}");
        }
    }

    // Content tags belong to nobody, and what is put under them alone moves nothing.
    private async Task<HeldSet?> HeldAsync(CancellationToken cancellationToken)
    {
        if (run.Options.ContentOnly || images?.Records?.Primary.Record is not { Hold: not null } record)
            return null;
        var publication = PushedSet.PublicationOf(run, []) with { Current = record };
        FamilyPublication.ThrowIfOwned(publication);
        return await new FamilyPublication(run.World.Registries,
            run.Request.Provider) { SameWorld = run.World.SameWorld }.HeldAsync(publication, cancellationToken);
    }

    private async Task<MadePlan> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadFactsAsync(cancellationToken);
        }
        catch (FailedException) when (run.WillBuild)
        {
            // On a machine with neither engine nor network, the missing engine is what to mend first.
            await RequireBuilderAsync([], [.. run.Request.Scope.Select(image => run.Request.Provider.Of(image.Name))], cancellationToken);
            throw;
        }
    }

    private async Task<MadePlan> ReadFactsAsync(CancellationToken cancellationToken)
    {
        var request = run.Request;
        var elsewhere = run.Options.Built is { } folder ? await BuiltElsewhere.ReadAsync(
            Path.GetFullPath(Path.Combine(run.Workplace.Root, folder)), notes.Add, cancellationToken) : BuiltElsewhere.Nothing;
        images ??= KnownImagesOf(run, earlier, SignedOf(elsewhere));
        var known = await facts.ReadAsync(request, run.Git, images, cancellationToken);
        foreach (var note in facts.Notes)
            notes.Add(note);
        if (run.Plan is { } locked)
            (request, known) = PlannedImages.Only(request, known, locked, run.Options.LockedPlan!);
        else if (run.Selection.Changed)
            (request, known) = ChangedImages.Only(request, known, Believed(await DefaultRecordAsync(cancellationToken)),
                images?.Records?.Primary.Record, run.DefaultTag);
        var plan = Planner.Plan(request, known);
        while (images is not null && !await images.ConfirmAsync(plan, cancellationToken))
        {
            known = known with { Existing = images.Existing };
            plan = Planner.Plan(request, known);
        }

        plan = SharedSteps.Of(plan, run);
        if (images?.Records is { } records)
            plan = plan with { LastBuilds = records.LastBuilds };
        plan = plan with { LastBuilds = plan.LastBuilds.SetItems(elsewhere.LastBuilds) };
        if (images?.Signed is { } signed)
            await new SignedParents(run.Workplace, signed).ThrowUnlessAsync(plan, request, images.Records?.Primary.Record,
                cancellationToken);
        return new MadePlan(plan, request, known, images) { Resolved = facts.Resolved };
    }

    // What is built elsewhere and named by nobody yet is judged by the job that publishes it.
    private SignedReuse? SignedOf(BuiltElsewhere elsewhere) => run is { Plan: not null, Request.ContentOnly: true } ? null
        : run.Signed is { } signed ? new SignedReuse(signed, run.Request.Provider) { OwnJobs = elsewhere.Digests } : null;

    // What says something else than the record is not as the record has it.
    private FamilyRecord? Believed(FamilyRecord? record) =>
        record is null ? null : record with { Images =
            [.. record.Images.Where(image => images?.Find(image.Name) is not { IsWanted: false })] };

    // A record that was read for the plan is not read once more: it may be another one by then.
    private async Task<FamilyRecord?> DefaultRecordAsync(CancellationToken cancellationToken)
    {
        var record = images?.Records is not { } read ? await GetAsync()
            : run.Tags.Primary == run.DefaultTag ? read.Primary.Record
            : read.Primary is RecordFound ? await GetAsync() : read.Default;
        if (record is null)
            notes.Add($"{run.Request.Provider} has no family record of {run.DefaultTag}, so every image counts as changed");
        return record;

        async Task<FamilyRecord?> GetAsync() =>
            (await new FamilyRecordStore(run.World.Registries).GetAsync(run.Request.Provider, run.DefaultTag, cancellationToken)).Record;
    }

    // As much as the plan knows: where everything is built anyway, a publication looks itself.
    private async Task<ImmutableArray<KnownMirror>> MirrorsAsync(MadePlan made, CancellationToken cancellationToken) => images is null
        ? [.. run.Request.Mirrors.Select(mirror => new KnownMirror(mirror))]
        : [.. await Gathering.AllAsync(run.Request.Mirrors.Select(mirror =>
            KnownMirror.ReadAsync(run.World.Registries, mirror, made, run.World.Clock.GetUtcNow(), cancellationToken)))];

    private void ThrowIfAnothers(KnownMirror mirror)
    {
        if (mirror.Records?.Primary.Record?.Ownership(run.Tags, run.Git.Branch) is { } problem)
            throw new WrongUseException([problem with { Message = $"{mirror.Provider}: {problem.Message}" }]);
    }

    private void NoteBehind(MadePlan made)
    {
        if (!made.IsFirstInPlace)
            return;
        foreach (var mirror in made.Behind)
        {
            var missing = made.Request.Scope.Count(image => !mirror.InPlace.ContainsKey(image.Name));
            notes.Add($"{mirror.Provider} lacks {missing} of {made.Request.Scope.Length} images as "
                + $"{string.Join(", ", made.Request.Tags.All)}: a push brings them there from {made.Request.Provider}, and builds nothing for that");
        }
    }

    private void Note(BuildPlan plan)
    {
        NoteDirt(plan);
        NoteNoRecord(plan);
        if (images?.Note is { } believed)
            notes.Add(believed);
    }

    // The files of a new tap's first image cannot be committed yet.
    private void NoteDirt(BuildPlan plan)
    {
        if (plan.Push && !plan.Steps.IsEmpty && run.IsForBuilding && !run.Options.IsFirstImage
            && run.Git is { IsDirty: true, HeadCommit: { } head })
            notes.Add($"the working tree has changes that are not committed: what is pushed is built from it, and its revision label "
                + $"names {head.Abbreviated} all the same");
    }

    // Of a new tap's first image nobody expects that it was published before.
    private void NoteNoRecord(BuildPlan plan)
    {
        if (!plan.Steps.IsEmpty && !run.Options.IsFirstImage && images?.Records is { Primary: not RecordFound, Default: null })
            notes.Add($"{run.Request.Provider} has no family record of "
                + $"{run.DefaultTag}{(run.Tags.Primary == run.DefaultTag ? "" : $" or {run.Tags.Primary}")}: what is not there under its "
                + "content tag is built");
    }

    private async Task<EngineFacts?> RequireBuilderAsync(ImmutableArray<BuildStep> steps, ImmutableArray<ImageReference> pushed,
        CancellationToken cancellationToken)
    {
        if (!run.WillBuild || pushed.IsEmpty)
            return null;
        var gathering = new Gathering();
        var builder = await new BuilderCheck(run.World, run.Builders, run.Options.Push).AskAsync(steps, run.Options.Push
            ? [.. pushed, .. run.Request.Mirrors.Prepend(run.Request.Provider).Select(FamilyRecordStore.RepositoryOf)] : [],
            run.Pushing, gathering, cancellationToken);
        gathering.ThrowIfAny();
        if (run.Shard is { IsOfParts: true } shard
            && builder!.Builders.FirstOrDefault()?.Inspection is { IsWhole: false, Driver: not null })
            throw new WrongUseException($"shard {shard.Name} builds for {string.Join(", ", shard.Platforms)} alone, and what is pushed by "
                + "its digest needs more than the engine's classic image store", next: "docker buildx create --name multi --driver "
                + "docker-container, then --builder multi");
        foreach (var silent in builder!.Builders.Where(one => one.Silence is not null && builder.Builders.Length > 1))
            notes.Add($"{silent.Entry.Called} does not answer, and is left out until it does: {silent.Silence}");
        return builder;
    }
}
