using KegImages.Engines;

namespace KegImages.Pipeline;

/// <summary>Finds out, before anything is built, whether the builders that are asked for can build and push what is.</summary>
/// <param name="world">Everything outside.</param>
/// <param name="builders">The builders.</param>
/// <param name="push">Whether images are pushed.</param>
internal sealed class BuilderCheck(World world, ImmutableArray<BuilderEntry> builders, bool push)
{
    /// <summary>
    /// The builders that a run is to use: what the option names, else docker's own variable, else <c>keg.yml</c>, else the one in use. A
    /// private engine knows none of the user's builders, so that it builds by itself where no option says otherwise.
    /// </summary>
    /// <param name="option"><c>--builder</c>: names with commas between them; null where it is not given.</param>
    /// <param name="world">Everything outside.</param>
    /// <param name="said">What <c>keg.yml</c> says of builders.</param>
    /// <exception cref="WrongUseException">They cannot be read.</exception>
    public static ImmutableArray<BuilderEntry> EntriesOf(string? option, World world, ImmutableArray<BuilderEntry> said)
    {
        if (option is not null)
            return As(BuilderEntry.Parse(option, "--builder"));
        if (BuilderChoice.Said(world.Docker, world.Environment) is { } variable)
            return As(BuilderEntry.Parse(variable, "BUILDX_BUILDER"));
        return said.IsEmpty || world.StandIn is not null ? [BuilderEntry.InUse] : said;

        // Slots and platforms are the builder's, whoever names it.
        ImmutableArray<BuilderEntry> As(ImmutableArray<BuilderEntry> named) =>
            [.. named.Select(entry => said.FirstOrDefault(other => other.Name == entry.Name) ?? entry)];
    }

    /// <summary>Asks, and keeps everything that is missing.</summary>
    /// <param name="steps">What will be built; none where that is not known.</param>
    /// <param name="pushed">The repositories that will be pushed to; none where nothing is pushed.</param>
    /// <param name="pushing">The command that pushes under content tags alone, for people.</param>
    /// <param name="gathering">What keeps the problems.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <returns>What builds here; null where something is missing.</returns>
    public async Task<EngineFacts?> AskAsync(ImmutableArray<BuildStep> steps, ImmutableArray<ImageReference> pushed, string pushing,
        Gathering gathering, CancellationToken cancellationToken)
    {
        var checking = CheckAccessAsync(pushed, cancellationToken);
        var facts = await gathering.TryAsync(ProbeAsync(steps, pushed, pushing, cancellationToken));
        await gathering.TryAsync(checking);
        return facts;
    }

    private async Task<EngineFacts> ProbeAsync(ImmutableArray<BuildStep> steps, ImmutableArray<ImageReference> pushed, string pushing,
        CancellationToken cancellationToken)
    {
        var isDefault = builders is [{ Name: null }] && BuilderChoice.Of(null, world.Docker, world.Environment).IsOfEngine;
        var probe = new EngineProbe(world.Runner, world.Docker, world.Engine);
        var facts = await probe.RequireAsync(builders, isDefault, cancellationToken);
        var judgement = new BuilderJudgement(facts.Builders, push)
        {
            Context = BuilderChoice.ContextOf(world.Docker, world.Environment),
        };
        List<Problem> problems = [.. judgement.Problems(steps, pushing)];
        if (push)
        {
            var reach = new RegistryReach(world.Runner, world.Docker);
            var reached = await Task.WhenAll(facts.Builders.SelectMany(builder => pushed.DistinctBy(image => image.Registry)
                .Select(image => reach.AskAsync(builder, image, cancellationToken))));
            problems.AddRange(reached.OfType<Problem>());
        }
        else if (judgement.Elsewhere is { } elsewhere && facts.Engine is null && !steps.IsEmpty)
        {
            problems.AddRange(await LoadingAsync(elsewhere, pushing, cancellationToken));
        }

        WrongUseException.ThrowIfAny(problems);
        return facts;
    }

    // What is loaded is loaded into the engine.
    private async Task<ImmutableArray<Problem>> LoadingAsync(JudgedBuilder elsewhere, string pushing, CancellationToken cancellationToken)
    {
        try
        {
            await world.Engine.VersionAsync(cancellationToken);
            return [];
        }
        catch (EngineException exception)
        {
            return [new Problem($"what {elsewhere} builds is loaded into this machine's engine, and none answers: {exception.Message}",
                Next: $"Push it instead: {pushing}")];
        }
    }

    private async Task<bool> CheckAccessAsync(ImmutableArray<ImageReference> pushed, CancellationToken cancellationToken)
    {
        await world.Registries.CheckPushAccessAsync(pushed, cancellationToken);
        return true;
    }
}
