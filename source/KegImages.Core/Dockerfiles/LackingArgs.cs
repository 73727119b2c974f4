namespace KegImages.Dockerfiles;

/// <summary>ARGs that a stage's FROM uses and that have no value there.</summary>
internal sealed class LackingArgs(Dockerfile dockerfile, StageGraph graph)
{
    private const string GiveIt = "Give it a value: 'args:' of the image in keg.yml or in its values.yml, or a default in the Dockerfile.";

    public IReadOnlyList<Problem> Of(DockerfileStage stage, string word)
    {
        var problems = new List<Problem>();
        var location = new SourceLocation(dockerfile.Path, stage.From.Line);
        try
        {
            foreach (var name in graph.Global.Expand(word).Lacking)
            {
                var isKnown = graph.Global.Declares(name);
                var message = isKnown ? $"{stage.From}: ARG '{name}' has no value"
                    : IsInsideStage(stage, name)
                    ? $"{stage.From}: ARG '{name}' is declared inside a stage, and FROM sees only ARGs before the first FROM"
                    : $"{stage.From}: no ARG '{name}' before the first FROM{Suggestion.DidYouMean(name, graph.Global.Declared)}";
                problems.Add(new Problem(message, location, isKnown ? GiveIt : $"Declare it above the first FROM: ARG {name}=…"));
            }
        }
        catch (FormatException exception)
        {
            problems.Add(new Problem($"{stage.From}: {exception.Message}", location));
        }

        return problems;
    }

    private bool IsInsideStage(DockerfileStage stage, string name) =>
        stage.Instructions.Concat(dockerfile.Stages.SelectMany(other => other.Instructions))
        .Any(other => other.Keyword == "ARG" && other.Declarations().Any(arg => arg.Name == name));
}
