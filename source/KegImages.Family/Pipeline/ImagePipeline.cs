using System.Collections.Concurrent;
using KegImages.Explaining;
using KegImages.ImageTesting;
using KegImages.LockedPlans;
using KegImages.Reports;
using KegImages.Testing;
using KegImages.Trust;

namespace KegImages.Pipeline;

/// <summary>
/// A run from the first fact to the last tag: opened with all wrong use reported at once, then planned, built stage by stage, and
/// published.
/// </summary>
public sealed class ImagePipeline
{
    private readonly OpenedRequest run;
    private readonly NoteList notes = new();
    private readonly ConcurrentDictionary<Digest, RegistryManifest> manifests = [];
    private readonly ImageTester tester;
    private ImmutableDictionary<ImageName, Built> earlier = ImmutableDictionary<ImageName, Built>.Empty;
    private PlanMaking planning;
    private MadePlan? made;
    private StagedBuild? building;
    private Dictionary<ImageName, PublishedImage> published = [];
    private FamilyPublication? publishing;
    private readonly TimelineRecorder timeline;
    private ImageLogs? logs;

    private ImagePipeline(OpenedRequest run)
    {
        (this.run, planning) = (run, new PlanMaking(run, notes, earlier));
        timeline = new TimelineRecorder(run.World.Clock);
        tester = new ImageTester(run.Workplace, run.Tests, ResultScope.Of(run.Tags, run.Git), PublishedAsAsync)
        {
            KeepsResults = !run.Options.IsFirstImage,
        };
    }

    /// <summary>How it is planned and built.</summary>
    internal BuildOptions Options => run.Options;

    /// <summary>The run as it was opened.</summary>
    internal OpenedRequest Opened => run;

    /// <summary>The plan, and what it was made from; null before it is made.</summary>
    internal MadePlan? Made => made;

    /// <summary>The record that the plan began with: of the tag, else of the default tag; null where none was read or found.</summary>
    internal FamilyRecord? RecordBefore => made?.Images?.Records is { } records ? records.Primary.Record ?? records.Default : null;

    /// <summary>The manifests of images that were read, by a record or from the registry.</summary>
    internal ImmutableDictionary<ImageName, RegistryManifest> ManifestsAtHand
    {
        get
        {
            var manifests = ImmutableDictionary.CreateBuilder<ImageName, RegistryManifest>();
            foreach (var image in State.Images)
            {
                if (ManifestOf(image) is { } manifest)
                    manifests[image.Name] = manifest;
            }

            return manifests.ToImmutable();
        }
    }

    /// <summary>The digest that the tag of a locked image from outside names now; null where that was not asked.</summary>
    internal Digest? NowOf(ImageReference outside) => planning.NowOf(outside);

    /// <summary>The family.</summary>
    public Family Family => run.Model.Family;

    /// <summary>What was asked for, checked; with <c>--changed</c>, once planned, only what differs.</summary>
    public PlanRequest Request => made?.Request ?? run.Request;

    /// <summary>The tags of this run.</summary>
    public TagSet Tags => run.Tags;

    /// <summary>The tag of the default branch's images.</summary>
    public Tag DefaultTag => run.DefaultTag;

    /// <summary>The commit that is built; null in a repository with none.</summary>
    public CommitId? Commit => run.Git.HeadCommit;

    /// <summary>How the images of the plan stand. What an earlier round of the run built counts as long as the plan takes it.</summary>
    public FamilyState State => new(made is null ? [.. earlier.Values] : [.. made.Plan.Images.Select(Stand)])
    {
        LastBuilds = made?.Plan.LastBuilds ?? ImmutableDictionary<ImageName, LastBuild>.Empty,
    };

    /// <summary>Is told what happens while images are built, one event at a time.</summary>
    public Action<BuildEvent> Seen { get; set; } = _ => { };

    /// <summary>When the run worked on what, so far.</summary>
    public RunTimeline Timeline => timeline.Timeline;

    /// <summary>What a person should know of the run so far, each once.</summary>
    public IReadOnlyList<string> Notes => notes.All;

    /// <summary>The tags that move when all is green, each with the content tag that it moves to; none before the plan is made.</summary>
    public IEnumerable<(ImageReference Content, ImageReference Tag)> TagMoves => made?.TagMoves ?? [];

    /// <summary>How the images stand that were tested in this run, or are known to pass.</summary>
    public IReadOnlyCollection<TestedImage> Tested => tester.Tested;

    /// <summary>Whether any image in scope has tests.</summary>
    public bool HasTests => tester.HasAny;

    /// <summary>The images in scope that have tests.</summary>
    internal IEnumerable<ImageName> WithTests => run.Tests.Keys;

    /// <summary>The further providers that lack tags of the plan; none before it is made.</summary>
    internal IEnumerable<Provider> Behind => made?.Behind.Select(mirror => mirror.Provider) ?? [];

    /// <summary>
    /// Whether every image in scope has all tags of this run already; false before the plan is made, and where images stay in the engine.
    /// </summary>
    public bool IsInPlace => made is { IsInPlace: true };

    /// <summary>Reads family, repository and options. Builds nothing.</summary>
    /// <param name="workplace">Where the family is, and everything outside.</param>
    /// <param name="selection">What is asked for.</param>
    /// <param name="options">How it is planned and built.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WrongUseException">Everything that the caller can mend, found together.</exception>
    public static async Task<ImagePipeline> OpenAsync(Workplace workplace, Selection selection, BuildOptions options,
        CancellationToken cancellationToken) =>
        new(await OpenedRequest.OpenAsync(workplace, selection, options, cancellationToken));

    /// <summary>The plan; made once, from facts read once. Where it builds, engine and logins are checked too.</summary>
    /// <exception cref="WrongUseException">Parents that do not exist, or what is missing to build and push, all together.</exception>
    /// <exception cref="FailedException">A registry or git repository does not answer.</exception>
    public async Task<BuildPlan> PlanAsync(CancellationToken cancellationToken)
    {
        run.ThrowIfSecretsAreShown();
        return (await MadeAsync(cancellationToken)).Plan;
    }

    /// <summary>Writes what the plan resolved, for runs after this one.</summary>
    internal async Task<(LockedPlan Plan, string Sha256)> LockAsync(CancellationToken cancellationToken) =>
        await LockedPlanFile.WriteAsync(run, await MadeAsync(cancellationToken), cancellationToken);

    /// <summary>Notes which locked images from outside have moved since: one request each, so only a plan that is looked at asks.</summary>
    public Task NoteBehindAsync(CancellationToken cancellationToken) => planning.NoteBehindAsync(cancellationToken);

    /// <summary>
    /// Plans once more, from facts that are read anew: what this run built counts as existing, where it stands on what is published by now.
    /// It is for a
    /// publication that was refused because images do not fit each other.
    /// </summary>
    /// <inheritdoc cref="PlanAsync" path="/exception"/>
    public async Task<BuildPlan> PlanAgainAsync(CancellationToken cancellationToken)
    {
        earlier = State.Built.ToImmutableDictionary(built => built.Name);
        (planning, made, building) = (new PlanMaking(run, notes, earlier), null, null);
        return await PlanAsync(cancellationToken);
    }

    /// <summary>The stages that a target builds, in their order.</summary>
    public ImmutableArray<ImageGroup> StagesOf(StageTarget target) => Staging.Of(target, Family);

    /// <summary>Whether a target is the last of those asked for.</summary>
    public bool IsLast(StageTarget target) => run.Selection.Targets.All(other => other <= target);

    /// <summary>The part of the plan that is one stage's.</summary>
    public async Task<BuildPlan> StagePlanAsync(ImageGroup stage, CancellationToken cancellationToken) =>
        (await MadeAsync(cancellationToken)).Of(stage);

    /// <summary>The commands that would build a stage, for people; nothing is run.</summary>
    public async Task<ImmutableArray<string>> CommandsAsync(ImageGroup stage, CancellationToken cancellationToken)
    {
        var whole = await PlanAsync(cancellationToken);
        var commands = BuildxCommand.DryRun(whole, run.World.Docker);
        return [.. whole.Steps.Zip(commands).Where(pair => pair.First.Image.Group == stage).Select(pair => pair.Second)];
    }

    /// <summary>
    /// Builds the steps of one stage; those of later stages that can start begin meanwhile. A failing image blocks its descendants, in
    /// later stages too,
    /// and all that waits where the run does not keep going.
    /// </summary>
    /// <returns>How the stage's steps ended.</returns>
    public async Task<FamilyState> BuildAsync(ImageGroup stage, CancellationToken cancellationToken)
    {
        var steps = (await StagePlanAsync(stage, cancellationToken)).Steps;
        if (steps.IsEmpty)
            return new FamilyState([]);
        var whole = await MadeAsync(cancellationToken);
        building ??= new StagedBuild(whole.Plan.Steps.Length, tell => BuildAsync(whole, tell, cancellationToken), Tell);
        return await building.WaitAsync(steps);
    }

    /// <summary>Says what this run pushed of images for some of their platforms, for the run that makes them whole; nothing where it built
    /// them whole itself.</summary>
    public async Task TellPartsAsync(CancellationToken cancellationToken)
    {
        if (run.Shard is { IsOfParts: true })
            await run.Workplace.Output.WriteAsync(ImageParts.FileName, PartsElsewhere.Text(State), cancellationToken);
    }

    /// <summary>What tests the plan comes to; nothing is run.</summary>
    internal async Task<TestForecast> ForecastAsync(CancellationToken cancellationToken) =>
        await tester.ForecastAsync(new FamilyState((await MadeAsync(cancellationToken)).Plan.Images), cancellationToken);

    /// <summary>Tests the images that are there, each on the very digest that is published; what is known to pass is not run
    /// again.</summary>
    /// <param name="tell">Told what happens, one event at a time.</param>
    /// <param name="cancellationToken">Ends it; containers, networks and volumes of the tests are removed all the same.</param>
    /// <exception cref="FailedException">A test failed, or the engine does not answer.</exception>
    public async Task TestAsync(Action<TestEvent> tell, CancellationToken cancellationToken)
    {
        // The run that joins tests the whole image on the usual runner: only what another one is of is tested by its part.
        if (run.Shard is { IsOfParts: true, Runner.IsEmpty: true })
            return;
        foreach (var note in await tester.TestAsync(State, Request.Parallel, tell, cancellationToken))
            notes.Add(note);
        var red = tester.Tested.Where(tested => !tested.IsGreen).OrderBy(tested => tested.Name.ToString(), StringComparer.Ordinal).ToList();
        if (red.Count > 0)
            throw new FailedException($"tests failed: {string.Join(", ", red.Select(tested =>
                $"{tested.Name} ({tested.Failed.Count()} of {tested.Count})"))}; {Remains}");
    }

    /// <inheritdoc cref="PlanExplaining.ExplainAsync"/>
    public Task<ExplainReport> ExplainAsync(CancellationToken cancellationToken) => Explaining.ExplainAsync(planning, cancellationToken);

    /// <inheritdoc cref="PlanExplaining.ExplainAtHandAsync"/>
    internal async Task<ImmutableDictionary<ImageName, Explanation>?> ExplainAtHandAsync(CancellationToken cancellationToken) =>
        made is null ? null : await Explaining.ExplainAtHandAsync(made, cancellationToken);

    /// <inheritdoc cref="PlanExplaining.Unexplained"/>
    public ExplainReport Unexplained(string why) => Explaining.Unexplained(why);

    private PlanExplaining Explaining => new(run);

    /// <summary>
    /// The tags that a publication would move as the registry is now, each with the content tag that it would move to; nothing is moved.
    /// </summary>
    /// <exception cref="FailedException">A newer commit was published already, or the registry failed.</exception>
    /// <exception cref="WrongUseException">A tag belongs to another branch.</exception>
    public async Task<ImmutableArray<(ImageReference Content, ImageReference Tag)>> PlannedMovesAsync(CancellationToken cancellationToken)
    {
        var whole = await MadeAsync(cancellationToken);
        var there = new PushedSet(run, whole, State, manifests).There with { Current = whole.Images?.Records?.Primary.Record };
        var moving = await new FamilyPublication(run.World.Registries, whole.Request.Provider).MovesAsync(there,
            [.. whole.Plan.Steps.Select(step => step.Image.Name)], cancellationToken);
        return [.. whole.TagMoves.Where(move => moving.Contains(move.Tag))];
    }

    /// <summary>
    /// Moves the tags of every image in scope, reads them back, and writes the family record. Nothing moves unless every image is green.
    /// </summary>
    /// <exception cref="StaleParentException">Images would be published beside another parent than theirs; nothing was moved.</exception>
    /// <exception cref="FailedException">An image is not green or fails its tests, and nothing was moved; or the registry
    /// failed.</exception>
    /// <exception cref="WrongUseException">A tag belongs to another branch; nothing was moved.</exception>
    public async Task<PublishedFamily> PublishAsync(CancellationToken cancellationToken)
    {
        var whole = await MadeAsync(cancellationToken);
        var red = State.Images.Where(image => image.Pinned is null).Select(image => image.Name).ToList();
        if (red.Count > 0)
            throw new FailedException($"{string.Join(", ", red)} {(red.Count == 1 ? "is" : "are")} not built: {Remains}");
        await TestAsync(_ => { }, cancellationToken);

        var publication = new PushedSet(run, whole, State, manifests).There;
        await new AttestedPublication(run.Workplace, Family).ThrowUnlessAsync(publication, cancellationToken);
        publishing = new FamilyPublication(run.World.Registries, whole.Request.Provider)
        {
            SameWorld = run.World.SameWorld,
            Mirrors = whole.Mirrors,
        };
        var family = await publishing.PublishAsync(publication, whole.Images?.Records, cancellationToken);
        published = family.Images.ToDictionary(image => image.Name);
        return family;
    }

    /// <summary>How far a publication has come, as a clause for people; null while there is none.</summary>
    internal string? Publishing => publishing?.Progress?.ToText();

    /// <summary>What the next run need not build, as a clause for people; null where this one has built nothing.</summary>
    public string? Kept => State.Built.Count() switch
    {
        0 => null,
        1 => $"1 image that was built is kept under its content tag{(Options.Push ? "" : " in the engine")} and reused by the next run",
        var many => $"{many} images that were built are kept under their content tags{(Options.Push ? "" : " in the engine")} and reused "
            + "by the next run",
    };

    /// <summary>
    /// What is left of a run that ends before it publishes: that no tag was moved, and what is kept, as a clause for people.
    /// </summary>
    public string Remains =>
        string.Join("; ", new[] { Options is { Push: true, ContentOnly: false } ? "no tag was moved" : null, Kept
            ?? "nothing was built" }.OfType<string>());

    // Its log first: whoever is told of an image's end may look into it.
    private void Tell(BuildEvent happened)
    {
        (logs ??= new ImageLogs(run.Workplace.Root, run.World.Masking, run.World.Clock)).Add(happened);
        timeline.Add(happened);
        if (happened is ImageEnded { Outcome: Built { Note: { } note } })
            notes.Add($"{happened.Image}: {note}");
        Seen(happened);
    }

    private RegistryManifest? ManifestOf(ImageState image) =>
        (image.Digest is { } digest ? manifests.GetValueOrDefault(digest) : null)
        ?? (made?.Images?.Find(image.Name) is { } known && known.Existing.Pinned.Digest == image.Digest
            ? known.Manifest ?? known.Recorded?.Manifest : null);

    private ImageState Stand(ImageState planned)
    {
        var stands = building?.Outcomes.GetValueOrDefault(planned.Name)
            ?? (earlier.GetValueOrDefault(planned.Name) is { } built && built.Pinned == planned.Pinned ? built : planned);
        return published.GetValueOrDefault(planned.Name) is { } there
            ? new Published(stands, there.Tags, there.Size) { Moved = there.Moved } : stands;
    }

    private async Task<FamilyState> BuildAsync(MadePlan whole, Action<BuildEvent> tell, CancellationToken cancellationToken)
    {
        var others = run.Shard is { Joins: true } ? await PartsElsewhere.ReadAsync(
            Path.GetFullPath(Path.Combine(run.Workplace.Root, Options.Built ?? throw new WrongUseException($"--shard {Options.Shard} joins "
                + "what others built", next: "--built says the folder with what they told"))), cancellationToken) : null;
        var build = new PlannedBuilds(run.World.Runner, run.World.Docker, run.World.Engine, run.Workplace.Root,
            run.Workplace.TemporaryFolder, DigestOfAsync, tell)
        {
            KeepGoing = Options.KeepGoing,
            AsksForFrontends = run.World.StandIn is null,
            Variables = run.World.Environment,
            Mask = run.World.Masking.Apply,
            Confirm = new BuiltStepCheck(run, planning, whole).ConfirmAsync,
            EvidenceOf = EvidenceOfAsync,
            Stood = whole.Images?.Stood ?? ImmutableDictionary<ImageName, Digest>.Empty,
            // Who builds a part is one machine, which nobody divides it among once more.
            Pool = run.Shard is { Joins: true } or { IsOfParts: true } ? []
                : [.. (whole.Builder?.Builders ?? []).Select(builder => PoolBuilder.Of(builder, Options.Parallel))],
            Join = JoinAsync,
            SharedPlatforms = name => run.Shard is { IsOfParts: true } shard && shard.Images.Contains(name)
                ? Family[name].Platforms : [],
            PartsOf = others is null ? null : others.Of,
            LayersOf = new LayerCaches(run, whole, notes).OfAsync,
            Push = whole.Builder is { IsKept: true } ? new EnginePush(run.World.Engine, run.World.Logins, run.World.Clock).PushAsync : null,
        };
        try
        {
            return await build.RunAsync(whole.Plan, cancellationToken);
        }
        finally
        {
            logs?.End();
            if (logs?.Problem is { } problem)
                notes.Add($"not every image's log could be written to {LogFile.Folder}: {problem}");
        }
    }

    // The tag is put on all platforms at once, or not at all.
    private async Task<Digest> JoinAsync(BuildStep step, IReadOnlyList<BuiltPlatform> parts, CancellationToken cancellationToken)
    {
        var images = await Gathering.AllAsync(parts.Select(async part => (part.Platform,
            Manifest: await run.World.Registries.GetManifestAsync(part.Image, cancellationToken)
                ?? throw new FailedException($"{part.Image}, which was built for {part.Platform}, is not in the registry"))));
        var index = PlatformIndex.Of(images);
        return (await run.World.Registries.PutManifestAsync(step.Content, index.Bytes, index.MediaType, cancellationToken)).Digest;
    }

    // What tests start beside an image that is not of this run: as the branch has it, else as the default branch.
    private async Task<ImageReference?> PublishedAsAsync(ImageName name, CancellationToken cancellationToken)
    {
        if (run.Workplace.Place.NoRegistry)
            return null;
        foreach (var tag in new[] { Tags.PrimaryOf(name), Tags.Variants.Of(name, DefaultTag) }.Distinct())
        {
            var place = Request.Provider.Of(name).With(tag);
            if ((await run.World.Registries.HeadAsync(place, cancellationToken))?.Digest is { } digest)
                return place.At(digest);
        }

        return null;
    }

    private async Task<MadePlan> MadeAsync(CancellationToken cancellationToken) => made ??= await planning.MakeAsync(cancellationToken);

    // The bytes that are read back are those that the tags are put on afterwards.
    private async Task<Digest?> DigestOfAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (await run.World.Registries.GetManifestAsync(reference, cancellationToken) is not { } manifest
            || manifest.Descriptor.Digest == WithdrawnTag.Digest)
            return null;
        manifests[manifest.Descriptor.Digest] = manifest;
        return manifest.Descriptor.Digest;
    }

    private async Task<Evidence> EvidenceOfAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var says = run.Trust.Judge(await new ImageEvidence(run.World.Registries).ReadAsync(image, manifests[image.Digest!],
            cancellationToken));
        return run.Signed is { } signed && await signed.WhyNotAsync(image, cancellationToken) is { } refusal
            ? says with { Refused = refusal } : says;
    }
}
