using System.Diagnostics;
using KegImages.Git;
using KegImages.Trust;

namespace KegImages.Records;

/// <summary>
/// The commands over family records as a person sees them: status, promote, restore and diff. None of them builds anything or moves a
/// layer.
/// </summary>
public sealed class RecordCommands
{
    private readonly Workplace workplace;
    private readonly World world;
    private readonly Selection selection;
    private readonly FamilyModel model;
    private readonly GitFacts git;
    private readonly Provider provider;
    private readonly ImmutableArray<Provider> mirrors;
    private readonly TagSettings settings;
    private readonly RecordFinder finder;
    private readonly RecordMover mover;

    private RecordCommands(Workplace workplace, Selection selection, FamilyModel model, GitFacts git)
    {
        (this.workplace, world, this.selection, this.model, this.git) = (workplace, workplace.World, selection, model, git);
        provider = workplace.ProviderOf(model.Settings);
        mirrors = workplace.MirrorsOf(model.Settings);
        settings = FamilyTags.SettingsOf(model);
        finder = new RecordFinder(world.Registries, provider, git.Root, world.Runner) { Push = workplace.Next("Push") };
        mover = new RecordMover(world.Registries);
    }

    /// <summary>Reads family and repository; asks no registry.</summary>
    /// <exception cref="WrongUseException">Everything that is wrong with them.</exception>
    public static async Task<RecordCommands> OpenAsync(Workplace workplace, Selection selection, CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        if (selection.IsFiltered || selection.Changed)
            gathering.Try<object>(() =>
                throw new WrongUseException(
                    "--tap, --image, --group and --changed choose what to build; a family record is read, promoted and restored as the "
                        + "whole set that it is"));
        if (workplace.Place.NoRegistry)
            gathering.Try<object>(() =>
                throw new WrongUseException("--no-registry asks no registry, and that is where family records are"));
        var (model, git) = await workplace.OpenAsync(gathering, cancellationToken);
        return new RecordCommands(workplace, selection, model,
            await ReleaseFacts.WithAsync(workplace, selection, model.Settings, git, cancellationToken));
    }

    /// <summary>Prints how the set of <c>--tag</c>, or of the branch, stands, and writes <c>output/status.json</c>.</summary>
    public async Task StatusAsync(CancellationToken cancellationToken)
    {
        var facts = await new StatusReader(workplace, model, provider, git, finder).ReadAsync(OwnTags.Primary, cancellationToken);
        var status = FamilyStatus.Of(facts);
        await ShowAsync("status.json", status.ToJson(), [.. status.ToTable(), .. OfTheFirst], cancellationToken);
    }

    /// <summary>
    /// Puts other tags on the whole set that the record of <c>--tag</c>, or of the branch, names.
    /// </summary>
    /// <param name="to">The tag to promote to; the default tag takes its aliases along.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <exception cref="WrongUseException">There is no such record, or a tag belongs to another branch; nothing was moved.</exception>
    /// <exception cref="FailedException">Tags and record differ, and nothing was moved; or the registry failed.</exception>
    public async Task<Decision> PromoteAsync(string? to, CancellationToken cancellationToken)
    {
        var from = OwnTags.Primary;
        if (to is null)
            throw new WrongUseException("Promote: no tag to promote to",
                next: $"{ThisProgram.Name} Promote --tag {(settings.DefaultTags.Contains(from) ? "<tag>" : from)} --to "
                    + $"{settings.DefaultTag}{world.SameWorld}");
        var tags = TagSet.For(git.Branch, settings, to, "--to");
        if (tags.All.Contains(from))
            throw new WrongUseException($"--to {to}: '{from}' is what is promoted",
                next: $"name the set to promote: {ThisProgram.Name} Promote --tag <tag> --to {to}{world.SameWorld}");

        var source = await finder.OfTagAsync(from, $"--tag {from}", cancellationToken);
        await ThrowUnlessSignedAsync(source, from, "promoted", cancellationToken);
        var differences = await mover.DifferencesAsync(provider, source, settings.Variants, cancellationToken);
        if (!differences.IsEmpty)
            throw new FailedException(string.Join(Environment.NewLine,
                [$"the tags of '{from}' are not what its record says, so it is no set that was green together:",
                    .. differences.Select(line => "  " + line),
                        $"nothing was promoted; a push makes them agree: {finder.Push} --tag {from}"]));
        return await DecideAsync(ByHand(HoldKind.Promote, $"Promote --tag {from} --to {to}"), source, tags, keeps: true, cancellationToken);
    }

    /// <summary>
    /// Puts the tags of <c>--tag</c>, or of the branch, back to what the record of a commit names.
    /// </summary>
    /// <param name="to">The commit: its id, at least four digits of it, or what git knows it by.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <exception cref="WrongUseException">No record is of that commit, or a tag belongs to another branch; nothing was moved.</exception>
    /// <exception cref="FailedException">An image of the record is gone, and nothing was moved; or the registry failed.</exception>
    public async Task<Decision> RestoreAsync(string? to, CancellationToken cancellationToken)
    {
        var tag = OwnTags.Primary;
        if (to is null)
            throw new WrongUseException(
                "Restore: no commit to restore",
                next: $"{ThisProgram.Name} Restore --to "
                    + $"<commit>{(selection.Tag is null ? "" : $" --tag {tag}")}{world.SameWorld}{Environment.NewLine}  "
                    + $"{await finder.CommitsAsync(tag, cancellationToken)}");
        var source = await finder.OfCommitAsync(tag, to, $"--to {to}", cancellationToken);
        await ThrowUnlessSignedAsync(source, tag, "restored", cancellationToken);
        // Going back is asked for by hand, so the tag counts as given by hand.
        return await DecideAsync(ByHand(HoldKind.Restore, $"Restore --to {to} --tag {tag}"), source,
            TagSet.For(git.Branch, settings, tag.ToString()), keeps: false, cancellationToken);
    }

    /// <summary>Prints what differs between two records, and writes <c>output/diff.json</c>.</summary>
    /// <param name="from">A tag or commit; the default tag when null.</param>
    /// <param name="to">A tag or commit; the tag of <c>--tag</c>, or of the branch, when null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">There is no such record; the message lists the choices.</exception>
    public async Task DiffAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        var (first, second) = (from ?? settings.DefaultTag.ToString(), to ?? OwnTags.Primary.ToString());
        if (first == second)
            throw new WrongUseException($"Diff: '{first}' is both records",
                next: $"name two tags or commits: {ThisProgram.Name} Diff --from <a> --to <b>{world.SameWorld}");
        var set = selection.Tag is null && git.Branch is null ? settings.DefaultTag : OwnTags.Primary;
        var gathering = new Gathering();
        var reading = (
            gathering.TryAsync(finder.OfAsync(first, set, from is null ? $"without --from, that is the default tag '{first}'"
                : $"--from {first}", cancellationToken)),
            gathering.TryAsync(finder.OfAsync(second, set, to is not null ? $"--to {second}"
                : selection.Tag is not null ? $"--tag {second}"
                : $"without --to, that is the branch's tag '{second}'", cancellationToken)));
        var (before, after) = (await reading.Item1, await reading.Item2);
        gathering.ThrowIfAny();
        var diff = RecordDiff.Of(before!, after!);
        await ShowAsync("diff.json", diff.ToJson(), [.. diff.ToTable(), .. OfTheFirst], cancellationToken);
    }

    // One signature covers the set: what its record names is what was signed.
    private async Task ThrowUnlessSignedAsync(FamilyRecord source, Tag tag, string done, CancellationToken cancellationToken)
    {
        if (SignedImages.Required(workplace, model.Settings) is { } signed
            && await signed.WhyNotAsync(provider, source, tag, cancellationToken) is { } why)
            throw new FailedException(
                $"the record of {RecordedSet.Of(source)}, {FamilyRecordStore.RepositoryOf(provider).At(source.ReadFrom!)}, {why}, and only "
                    + $"what is signed is {done} ({KegSettings.FileName}: requireSigned); nothing was moved{Environment.NewLine}"
                    + $"look at it, and sign it where it is right: {workplace.Next($"Sign --tag {tag}")}");
    }

    // What was moved has a record of its own, which nobody has signed yet.
    private IEnumerable<string> Unsigned(Tag tag) => model.Settings.Sign is null ? []
        : [$"the record of '{tag}' is not signed yet: {workplace.Next($"Sign --tag {tag}")}"];

    // Of several providers the first is read.
    private IEnumerable<string> OfTheFirst => mirrors.IsEmpty ? []
        : [$"as {provider} has it; not looked at: {string.Join(", ", mirrors)}"];

    private TagSet OwnTags => FamilyTags.Of(selection.Tag, model, git);

    private HandMove ByHand(HoldKind kind, string words) => new(kind, $"{ThisProgram.Name} {words}", world.Clock.GetUtcNow());

    private async Task<Decision> DecideAsync(HandMove hand, FamilyRecord source, TagSet tags, bool keeps,
        CancellationToken cancellationToken)
    {
        var current = await new FamilyRecordStore(world.Registries).GetForReplacingAsync(provider, tags.Primary, cancellationToken);
        var hold = await hand.HoldAsync(source, current.Record, new GitHistory(git.Root, world.Runner), cancellationToken);
        var move = new RecordMove(provider, source, tags, current.Record, keeps) { Hold = hold, Mirrors = mirrors,
            IsSigned = model.Settings.Sign is not null };
        Say([$"the set of {RecordedSet.Of(source)}, at {provider}",
            .. mirrors.Select(mirror => $"moved with it, to the same digests: {mirror}")]);
        if (move.Warning is { } warning)
            Say([warning]);
        return new Decision(
            token => MoveAsync(hand, move, (current as RecordFound)?.Descriptor.Digest, token),
            async token => Say([.. move.ToTable(await mover.MovesAsync(move, token)), "a dry run: no tag was moved"]));
    }

    private async Task MoveAsync(HandMove hand, RecordMove move, Digest? replaced, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var images = await LastLines.PrintedAsync(() => mover.MoveAsync(move, replaced, cancellationToken), world.Terminal.Out);
        Say(move.ToTable(images));
        Say(["", move.Ending(hand.Done, images, watch.Elapsed)]);
        if (move.Hold is { } hold)
            Say([$"'{move.Tags.Primary}' is held there: runs of {hold.Over?.Abbreviated ?? "older commits"} and before leave it; a newer "
                + $"commit moves on, and so does, by hand: {workplace.Next($"Push --tag {move.Tags.Primary}")}"]);
        Say(Unsigned(move.Tags.Primary));
    }

    private Task ShowAsync(string file, string json, IEnumerable<string> table, CancellationToken cancellationToken) =>
        workplace.Output.ShowAsync(file, table, json, cancellationToken);

    private void Say(IEnumerable<string> lines) => workplace.Output.Say(lines);
}
