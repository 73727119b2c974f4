namespace KegImages.Dockerfiles;

/// <summary>Finds the ARG through which the base of a stage can be given as a build arg.</summary>
internal static class BuildArgument
{
    // As rich as what will be given in earnest, so that a form that cuts or composes it cannot go unseen.
    private static readonly ImageReference Probe = ImageReference.Parse(
        "probe-1.example:5000/keg_a/probe-b.c@sha256:00000000000000000000000000000000000000000000000000000000000000aa");

    /// <summary>The global ARG whose value becomes the stage's whole base, and no part of another base; null when there is none. It is
    /// tried: with a probe for its value, this base must be the probe, and every other base what it was, unless it was the same as this one
    /// and goes along with it.</summary>
    public static string? Of(Dockerfile dockerfile, DockerfileInputs inputs, StageGraph graph, DockerfileStage stage)
    {
        if (!stage.Base.Contains('$', StringComparison.Ordinal))
            return null;
        return graph.Global.Declared.Order(StringComparer.Ordinal)
            .Where(name => stage.Base.Contains(name, StringComparison.Ordinal))
            .FirstOrDefault(name => IsWhole(name, dockerfile, inputs, graph, stage));
    }

    private static bool IsWhole(string name, Dockerfile dockerfile, DockerfileInputs inputs, StageGraph graph, DockerfileStage stage)
    {
        var args = inputs.Args.ToImmutableDictionary(StringComparer.Ordinal).SetItem(name, Probe.ToString());
        var wrong = false;
        var tried = new StageGraph(dockerfile, inputs.Contexts, new GlobalScope(dockerfile, inputs, args, (_, _) => wrong = true),
            (_, _) => wrong = true);
        var probe = new StageBase.Image(Probe);
        return !wrong && tried[stage.Index] == probe
            && (graph.Global[name] is not { } value || graph.Global.Expand(stage.Base).Text == value)
            && dockerfile.Stages.All(other =>
                graph[other.Index] == (tried[other.Index] == probe ? graph[stage.Index] : tried[other.Index]));
    }
}
