namespace KegImages.Dockerfiles;

/// <summary>What a stage does, step by step: its parent's ONBUILD triggers, then its own instructions.</summary>
internal sealed class StageSteps(Dockerfile dockerfile, DockerfileInputs inputs, StageGraph graph)
{
    private readonly Dictionary<int, ImmutableArray<DockerfileTrigger>> steps = [];

    public ImmutableArray<DockerfileTrigger> TriggersOf(DockerfileStage stage) =>
    [
        .. from instruction in stage.Instructions
           where instruction.Trigger is not null
           select new DockerfileTrigger(instruction.Trigger!, At(instruction)),
    ];

    // Triggers of the parent come first, as if they stood right below FROM.
    public ImmutableArray<DockerfileTrigger> Of(int stage)
    {
        if (steps.TryGetValue(stage, out var known))
            return known;
        var fired = graph[stage] switch
        {
            StageBase.Image image => inputs.Triggers(image.Reference),
            StageBase.Stage parent => TriggersOf(dockerfile.Stages[parent.Index]),
            _ => [],
        };
        var own = graph[stage] is StageBase.Context context && context.Name == dockerfile.Stages[stage].Name
            ? []
            : dockerfile.Stages[stage].Instructions.Select(instruction => new DockerfileTrigger(instruction, At(instruction)));
        return steps[stage] = [.. fired, .. own];
    }

    private SourceLocation At(DockerfileInstruction instruction) => new(dockerfile.Path, instruction.Line);
}
