using KegImages.Api;

namespace KegImages.Pruning;

/// <summary>A prune as a person sees it: what goes and why, then its removal. Nothing is asked.</summary>
public sealed class PruneCommand(Workplace workplace, FamilyModel model, Provider provider)
{
    private const string UsualGrace = "14d";

    /// <summary>Which of the family's providers it is, from 1.</summary>
    private int Place { get; init; } = 1;

    private readonly World world = workplace.World;
    private readonly GitHubApi? api = GitHubApi.Of(workplace.World.Environment);
    private readonly IManifestStore store = IManifestStore.Of(provider, workplace.World.Registries, workplace.World.Environment);

    /// <summary>Decides what is asked for, and shows what would go.</summary>
    /// <param name="selection">What was said of images to build, which has no meaning here.</param>
    /// <exception cref="WrongUseException">Options are wrong, the branch is the default branch, its tag is another branch's, or the remote
    /// is another repository's.</exception>
    /// <exception cref="FailedException">Remote or registry do not answer, and nothing was removed; or something could not be removed or
    /// put back, and all else was.</exception>
    public static Task<Decision> DecideAsync(PruneOptions asked, Workplace workplace, Selection selection,
        CancellationToken cancellationToken) => Interrupted.SaidAsync(() => ReadAsync(asked, workplace, selection, cancellationToken),
            _ => Task.FromResult<IEnumerable<string>>(["nothing was removed"]), workplace.Output.Say, cancellationToken);

    private static async Task<Decision> ReadAsync(PruneOptions asked, Workplace workplace, Selection selection,
        CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        if (selection.IsFiltered || selection.Changed || selection.Tag is not null)
            gathering.Try<object>(() =>
                throw new WrongUseException(
                    "--tap, --image, --group, --changed and --tag choose what to build; Prune looks at everything that is in the registry, "
                        + "or at one branch's: --branch <branch>"));
        if (workplace.Place.NoRegistry)
            gathering.Try<object>(() => throw new WrongUseException("--no-registry asks no registry, and that is where Prune cleans up"));
        if (asked.Restore is not null && (asked.Branch is not null || asked.OlderThan is not null))
            gathering.Try<object>(() =>
                throw new WrongUseException(
                    "--restore puts back what one prune removed, all of it: --branch and --older-than have no meaning there"));
        var grace = gathering.Try(() => Period.TryParse(asked.OlderThan ?? UsualGrace, out var parsed)
            ? parsed
            : throw new WrongUseException($"--older-than: '{asked.OlderThan}' {Period.Expected}"));
        var branch = asked.Branch is null ? null : gathering.Try(() => BranchName.Parse(asked.Branch));
        var id = asked.Restore is null ? null : gathering.Try(() => RemovalId.TryParse(asked.Restore, out var parsed)
            ? parsed
            : throw new WrongUseException(
                $"--restore: '{asked.Restore}' is not what a prune is called: expected a time such as 20260102T030405Z"));
        var model = await gathering.TryAsync(workplace.LoadAsync(cancellationToken));
        gathering.ThrowIfAny();

        var family = model!;
        var providers = workplace.MirrorsOf(family.Settings).Insert(0, workplace.ProviderOf(family.Settings));
        if (providers.Length == 1)
            return await DecideAsync(providers[0]);
        // All are read before anything is removed from one of them.
        var decisions = new List<(Provider Provider, Decision Decision)>();
        foreach (var provider in providers)
            decisions.Add((provider, await DecideAsync(provider)));
        return new Decision(token => EachAsync(workplace, decisions, decision => decision.CarryOut(token)),
            token => EachAsync(workplace, decisions, decision => decision.Show(token)));

        Task<Decision> DecideAsync(Provider provider)
        {
            if (providers.Length > 1)
                workplace.Output.Say(["", $"at {provider}:"]);
            var run = new PruneCommand(workplace, family, provider) { Place = providers.IndexOf(provider) + 1 };
            return id is not null ? new PutBackCommand(workplace, provider).DecideAsync(id, cancellationToken)
                : run.PruneAsync(branch, grace!.Length, cancellationToken);
        }
    }

    // What fails at one provider keeps nothing from being done at the next.
    private static async Task EachAsync(Workplace workplace, List<(Provider Provider, Decision Decision)> decisions,
        Func<Decision, Task> does)
    {
        var failures = new List<string>();
        foreach (var (provider, decision) in decisions)
        {
            workplace.Output.Say(["", $"at {provider}:"]);
            try
            {
                await does(decision);
            }
            catch (FailedException exception)
            {
                failures.Add($"{provider}: {exception.Message}");
            }
        }

        if (failures.Count > 0)
            throw new FailedException(string.Join(Environment.NewLine, failures));
    }

    private async Task<Decision> PruneAsync(BranchName? only, TimeSpan grace, CancellationToken cancellationToken)
    {
        var settings = FamilyTags.SettingsOf(model);
        if (only is not null && TagSet.For(only, settings) is { MovesDefault: true } tags)
            throw new WrongUseException($"'{only}' is the default branch: its tags ({string.Join(", ", tags.All)}) are never removed");
        var live = await new LiveBranchesReader(workplace.Root, world.Runner, world.Environment, api).ReadAsync(settings.DefaultBranch,
            cancellationToken);
        var reader = new PruneFactsReader(world.Registries, store);
        var facts = await reader.ReadAsync(
            new PruneFacts
            {
                Provider = provider,
                Images = [],
                Family = new RepositoryFacts(FamilyRecordStore.RepositoryOf(provider), [],
                    ImmutableDictionary<Digest, ManifestFacts>.Empty),
                Records = ImmutableDictionary<Digest, FamilyRecord>.Empty,
                Live = live,
                Settings = settings,
                Now = world.Clock.GetUtcNow(),
                Grace = grace,
                Only = only,
                Parts = new NativeRunners(model.Settings.Runners).PlatformsOfParts(model.Family),
            },
            model.Family.Images.Select(image => image.Name), cancellationToken);
        ThrowIfAnothers(facts, only is null ? settings.DefaultTag : TagSet.For(only, settings).Primary);

        var plan = PrunePlanner.Plan(facts);
        var local = new LocalImages(world.Engine);
        // The engine's images have the first provider's names, and are looked at once.
        var (images, reason) = Place == 1 ? await local.ReadAsync(cancellationToken) : (ImmutableArray<LocalImage>.Empty, (string?)null);
        var report = new PruneReport(facts, plan, [.. (images ?? []).Where(image => image.Goes(facts, model.Settings.Provider))]);
        await ShowAsync(report, reason, cancellationToken);
        return new Decision(token => CarryOutAsync(facts, report, local, reader, token),
            () => Say("", "a dry run: nothing was removed"));
    }

    private async Task CarryOutAsync(PruneFacts facts, PruneReport report, LocalImages local, PruneFactsReader reader,
        CancellationToken cancellationToken)
    {
        var pruner = new Pruner(world.Registries, store, reader);
        var outcome = await Interrupted.SaidAsync(() => LastLines.PrintedAsync(
            () => LastLines.AddedAsync(() => pruner.CarryOutAsync(facts, report.Plan, cancellationToken),
                () => pruner.ToLines(world.SameWorld)), world.Terminal.Out),
            _ => Task.FromResult<IEnumerable<string>>(["nothing was removed"]), workplace.Output.Say, cancellationToken);
        var stays = outcome.Fates.Where(fate => !fate.IsGone).Select(fate => $"{fate.Verdict.Subject}: {fate.Reason}").ToList();
        foreach (var image in report.Local)
        {
            if (await local.RemoveAsync(image.Name, cancellationToken) is { } why)
                stays.Add($"{image.Name} in the engine: {why}");
        }

        var gone = outcome.Fates.Length + report.Local.Length - stays.Count;
        if (outcome.Fates.Length + report.Local.Length > 0)
            Say("", $"removed {gone} of {outcome.Fates.Length + report.Local.Length}");
        if (outcome.Id is { } id)
            Say("it can be put back while the registry has not collected its layers: "
                + $"{ThisProgram.Name} Prune --restore {id}{world.SameWorld}");
        if (stays.Count == 0 && outcome.Problem is { } problem)
            throw new FailedException(problem);
        if (stays.Count > 0)
            throw new FailedException(string.Join(Environment.NewLine,
                stays.Prepend($"{stays.Count} could not be removed:").Select((line, index) => index == 0 ? line : "  " + line)));
    }

    // A clone of a fork would see none of the team's branches.
    private static void ThrowIfAnothers(PruneFacts facts, Tag tag)
    {
        var record = facts.RecordOf(tag);
        if (record is not null && facts.Live.IsFromElsewhere(record.SourceUrl))
        {
            throw new WrongUseException(
                $"'{tag}' was published from {record.SourceUrl}, and 'origin' is {facts.Live.Source?.ToString() ?? "a folder"}: its "
                    + "branches say nothing about these images, and nothing is removed",
                next: "run it in a clone of the repository that publishes them");
        }

        if (facts.Only is { } only && record?.Branch is { } owner && owner != only)
            throw new WrongUseException($"the tag '{tag}' belongs to the branch '{owner}', not to '{only}': nothing was removed");
    }

    private Task ShowAsync(PruneReport report, string? noEngine, CancellationToken cancellationToken) =>
        workplace.Output.ShowAsync(
        Place == 1 ? "prune.json" : $"prune-{Place}.json",
        [.. report.ToLines(), .. noEngine is null ? [] : new[] { $"no engine answers, so its images were not looked at: {noEngine}" }],
        report.ToJson(),
        cancellationToken);

    private void Say(params IEnumerable<string> lines) => workplace.Output.Say(lines);
}
