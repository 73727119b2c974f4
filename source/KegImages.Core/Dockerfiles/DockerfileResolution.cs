namespace KegImages.Dockerfiles;

/// <summary>Walks the stages that a target reaches and gathers what they use.</summary>
internal sealed class DockerfileResolution
{
    private readonly Dockerfile dockerfile;
    private readonly DockerfileInputs inputs;
    private readonly StageGraph graph;
    private readonly StageSteps steps;
    private readonly LackingArgs lacking;
    private readonly List<Problem> problems = [];
    private readonly List<DockerfileParent> parents = [];
    private readonly SortedSet<string> declared = new(StringComparer.Ordinal);
    private readonly SortedSet<string> contexts = new(StringComparer.Ordinal);
    private readonly List<SecretMount> secrets = [];
    private readonly List<SecretMount> ssh = [];
    private readonly ContextSources sources = new();
    private readonly RemoteSources remotes = new();
    private readonly StageScope?[] scopes;
    private bool runsCommands;

    public DockerfileResolution(Dockerfile dockerfile, DockerfileInputs inputs)
    {
        this.dockerfile = dockerfile;
        this.inputs = inputs;
        graph = new StageGraph(dockerfile, inputs.Contexts, new GlobalScope(dockerfile, inputs, inputs.Args, Report), Report);
        (steps, lacking) = (new StageSteps(dockerfile, inputs, graph), new LackingArgs(dockerfile, graph));
        scopes = new StageScope[dockerfile.Stages.Length];
    }

    /// <summary>What the target uses. Throws <see cref="WrongUseException"/> with everything that does not resolve.</summary>
    public DockerfileUse Use()
    {
        var target = Target();
        declared.UnionWith(graph.Global.Declared);
        var reached = new SortedSet<int>();
        if (target is not null)
            Reach(target.Index, reached);
        foreach (var stage in dockerfile.Stages)
        {
            if (reached.Contains(stage.Index))
                Read(stage);
            else if (graph[stage.Index] is StageBase.Lacking { CanStand: false })
                problems.AddRange(lacking.Of(stage, stage.Base));
        }

        WrongUseException.ThrowIfAny([.. problems.Distinct()]);
        return new DockerfileUse
        {
            Parents = [.. parents.DistinctBy(parent => new UsedImage(parent.Reference, parent.Use, parent.Argument))],
            Base = BaseOf(target!),
            DeclaredArgs = [.. declared],
            Contexts = [.. contexts],
            Secrets = [.. secrets.Distinct()],
            Ssh = [.. ssh.Distinct()],
            ContextSources = sources.Found,
            Remotes = remotes.Found,
            RunsCommands = runsCommands,
            Triggers = steps.TriggersOf(target!),
        };
    }

    private DockerfileStage? Target()
    {
        if (inputs.Target is not { } name)
            return dockerfile.Stages[^1];
        if (graph.Find(name) is { } index)
            return dockerfile.Stages[index];
        var choices = graph.Names.Count > 0 ? $": its named stages are {string.Join(", ", graph.Names)}"
            : ": none of its stages has a name";
        problems.Add(new Problem($"no stage '{name}' to build{Suggestion.DidYouMean(name, graph.Names)}{choices}",
            new SourceLocation(dockerfile.Path)));
        return null;
    }

    private ImageReference? BaseOf(DockerfileStage stage) => graph[stage.Index] switch
    {
        StageBase.Stage parent => BaseOf(dockerfile.Stages[parent.Index]),
        StageBase.Image image => image.Reference,
        _ => null,
    };

    private void Reach(int stage, SortedSet<int> reached)
    {
        var open = new Stack<int>([stage]);
        while (open.TryPop(out var next))
        {
            if (!reached.Add(next))
                continue;
            if (graph[next] is StageBase.Stage parent)
                open.Push(parent.Index);
            foreach (var (step, from, use) in steps.Of(next).SelectMany(Sources))
            {
                if (SourceOf(step, from, use) is not StageBase.Stage source)
                    continue;
                if (source.Index < next)
                    open.Push(source.Index);
                else
                    Report(step.Location, $"{step}: stage '{dockerfile.Stages[source.Index]}' " + (source.Index == next
                        ? "cannot copy from itself"
                        : $"stands later, at line {dockerfile.Stages[source.Index].From.Line}; a stage uses earlier ones only"));
            }
        }
    }

    private static IEnumerable<StepSource> Sources(DockerfileTrigger step) => step.Instruction.Keyword switch
    {
        "COPY" when step.Instruction.Flag("from") is { Length: > 0 } from => [new StepSource(step, from, ParentUse.Copy)],
        "RUN" => step.Instruction.Mounts().Where(mount => mount.From is not null)
            .Select(mount => new StepSource(step, mount.From!, ParentUse.Mount)),
        _ => [],
    };

    private StageBase SourceOf(DockerfileTrigger step, string from, ParentUse use)
    {
        try
        {
            return graph.Source(from, numbersAreStages: use == ParentUse.Copy);
        }
        catch (WrongUseException exception)
        {
            Report(step.Location, $"{step}: {exception.Message}{Suggestion.DidYouMean(from, graph.Names)}");
            return new StageBase.Nothing();
        }
    }

    private void Read(DockerfileStage stage)
    {
        ReadFrom(stage);
        var scope = scopes[stage.Index] = new StageScope(graph[stage.Index] is StageBase.Stage parent ? scopes[parent.Index] : null);
        // What triggers an image has that a named context stands for is not known.
        if (graph[stage.Index] is StageBase.Context)
            sources.TakeAll();
        foreach (var step in steps.Of(stage.Index))
        {
            sources.Take(step.Instruction, scope);
            remotes.Take(step, scope);
            foreach (var (_, from, use) in Sources(step))
                Take(SourceOf(step, from, use), step.Location, use, null);
            try
            {
                Evaluate(step, scope);
            }
            catch (FormatException exception)
            {
                Report(step.Location, $"{step}: {exception.Message}");
            }
        }
    }

    private void ReadFrom(DockerfileStage stage)
    {
        Take(graph[stage.Index], At(stage.From.Line), ParentUse.From, graph[stage.Index] is StageBase.Image ? ArgumentOf(stage) : null);
        if (graph[stage.Index] is StageBase.Context context && context.Name == stage.Name)
            return;
        problems.AddRange(lacking.Of(stage, stage.Base));
        if (stage.From.Flag("platform") is { } platform)
            problems.AddRange(lacking.Of(stage, platform));
    }

    private void Take(StageBase source, SourceLocation location, ParentUse use, string? argument)
    {
        if (source is StageBase.Image image)
            parents.Add(new DockerfileParent(image.Reference, location, use, argument));
        else if (source is StageBase.Context context)
            contexts.Add(context.Name);
    }

    private void Evaluate(DockerfileTrigger step, StageScope scope)
    {
        var instruction = step.Instruction;
        if (instruction.Keyword == "ARG")
        {
            foreach (var arg in instruction.Declarations())
            {
                declared.Add(arg.Name);
                scope.Declare(arg, instruction.Escape, inputs.Args, graph.Global);
            }
        }
        else if (instruction.Keyword == "ENV")
        {
            scope.Set(instruction.Assignments(), instruction.Escape);
        }
        else if (instruction.Keyword == "RUN")
        {
            runsCommands = true;
            foreach (var mount in instruction.Mounts())
            {
                if (mount.SecretId(Expanded) is { Length: > 0 } secret)
                    secrets.Add(new SecretMount(secret, mount.IsOptional(Expanded), step.Location));
                else if (mount.SshId(Expanded) is { } agent)
                    ssh.Add(new SecretMount(agent, mount.IsOptional(Expanded), step.Location));
            }
        }

        string Expanded(string word) => scope.Expand(word, instruction.Escape);
    }

    private string? ArgumentOf(DockerfileStage stage) => BuildArgument.Of(dockerfile, inputs, graph, stage);

    private SourceLocation At(int line) => new(dockerfile.Path, line);

    private void Report(int line, string message) => Report(At(line), message);

    private void Report(SourceLocation location, string message) => problems.Add(new Problem(message, location));

    private sealed record StepSource(DockerfileTrigger Step, string From, ParentUse Use);

    /// <summary>An image as one use of it is told from another, wherever it stands.</summary>
    private sealed record UsedImage(ImageReference Reference, ParentUse Use, string? Argument);
}
