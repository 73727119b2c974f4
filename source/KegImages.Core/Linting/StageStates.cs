using KegImages.Dockerfiles;

namespace KegImages.Linting;

/// <summary>Follows variables, users and ports through the stages of all Dockerfiles of a family. Pure.</summary>
internal sealed class StageStates(Family family)
{
    private readonly Dictionary<ImageName, ImmutableArray<StageState>> known = [];

    public ImmutableArray<StageState> Of(Image image)
    {
        if (known.TryGetValue(image.Name, out var found))
            return found;
        var inputs = new DockerfileInputs { Target = image.Target, Args = image.Args,
            Contexts = image.Contexts.Keys.ToHashSet(StringComparer.Ordinal) };
        var graph = new StageGraph(image.Dockerfile, inputs.Contexts, new GlobalScope(image.Dockerfile, inputs, inputs.Args, (_, _) => { }),
            (_, _) => { });
        var states = ImmutableArray.CreateBuilder<StageState>();
        foreach (var stage in image.Dockerfile.Stages)
            states.Add(Walk(stage, Start(image, stage, graph[stage.Index], states)));
        return known[image.Name] = states.ToImmutable();
    }

    public static StageState TargetOf(Image image, ImmutableArray<StageState> stages) =>
        stages.LastOrDefault(state => image.Target is { } target && target.Equals(state.Stage.Name, StringComparison.OrdinalIgnoreCase))
            ?? stages[^1];

    private StageState Start(Image image, DockerfileStage stage, StageBase from, ImmutableArray<StageState>.Builder earlier)
    {
        if (from is StageBase.Stage parent)
            return earlier[parent.Index] with { Stage = stage, Steps = [], UserLine = null };
        var empty = new StageState { Stage = stage, Names = [], Environment = [] };
        if (from is not StageBase.Image { Reference: var reference }
            || image.Parents.FirstOrDefault(edge => edge.Use == ParentUse.From && edge.Reference == reference)?.Member is not { } name)
            return empty;
        var member = family[name];
        var end = TargetOf(member, Of(member));
        // ARGs end with their image; ENV and the triggers go on.
        var start = empty with { Names = end.Environment, Environment = end.Environment, IsInFamily = true, User = end.User,
            IsServer = end.IsServer };
        return member.Use.Triggers.Aggregate(start, (state, trigger) => Step(state, trigger.Instruction)) with { UserLine = null };
    }

    private static StageState Walk(DockerfileStage stage, StageState state)
    {
        var steps = ImmutableArray.CreateBuilder<(DockerfileInstruction, ImmutableHashSet<string>)>();
        foreach (var instruction in stage.Instructions)
        {
            steps.Add((instruction, state.Names));
            state = Step(state, instruction);
        }

        return state with { Steps = steps.ToImmutable() };
    }

    private static StageState Step(StageState state, DockerfileInstruction instruction) => instruction.Keyword switch
    {
        "ARG" => state with { Names = state.Names.Union(instruction.Declarations().Select(arg => arg.Name)) },
        "ENV" => state with
        {
            Names = state.Names.Union(instruction.Assignments().Select(pair => pair.Name)),
            Environment = state.Environment.Union(instruction.Assignments().Select(pair => pair.Name)),
        },
        "USER" => state with { User = instruction.Arguments.Trim(), UserLine = instruction.Line },
        "EXPOSE" => state with { IsServer = true },
        "HEALTHCHECK" => state with { IsServer = !instruction.Arguments.Trim().Equals("NONE", StringComparison.OrdinalIgnoreCase)
            || state.IsServer },
        _ => state,
    };
}
