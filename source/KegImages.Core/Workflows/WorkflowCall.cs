namespace KegImages.Workflows;

/// <summary>How the workflows of a repository call this program, and what a job does to have it.</summary>
public sealed record WorkflowCall
{
    private const string Packages = "~/.nuget/packages";

    private readonly YamlMap setUp;
    private readonly string key;
    private readonly string? restore;

    private WorkflowCall(string name, string words, YamlMap setUp, string key, string origin, string? restore = null) =>
        (Name, Words, this.setUp, this.key, Origin, this.restore) = (name, words, setUp, key, origin, restore);

    /// <summary>A build class of the repository's own: <c>./build.cmd</c>, with the SDK that <c>global.json</c> names.</summary>
    public static WorkflowCall BuildScript { get; } = new("./build.sh", "./build.cmd", Yaml.Map(("global-json-file", "global.json")),
        "${{ runner.os }}-${{ hashFiles('global.json', '**/packages.lock.json') }}",
        "the family and the [KegWorkflow] attributes of the build class: change those");

    /// <summary>The tool that <c>dotnet-tools.json</c> names, in <c>.config</c> or at the root: <c>dotnet keg-images</c>.</summary>
    /// <param name="hasGlobalJson">Whether the repository says in <c>global.json</c> which SDK <c>dotnet</c> is.</param>
    public static WorkflowCall Tool(bool hasGlobalJson) => new("dotnet keg-images", "dotnet keg-images",
        Yaml.Map(("dotnet-version", "10.0.x"), ("global-json-file", hasGlobalJson ? "global.json" : null)),
        "${{ runner.os }}-${{ hashFiles('.config/dotnet-tools.json', 'dotnet-tools.json') }}", "the family: change keg.yml or a Dockerfile",
        "dotnet tool restore");

    /// <summary>What a person calls at a desk.</summary>
    internal string Name { get; }

    /// <summary>The words that stand before targets and options.</summary>
    internal string Words { get; }

    /// <summary>What a workflow is made of, and what to do in order to change it.</summary>
    internal string Origin { get; }

    /// <summary>A line that calls the program.</summary>
    internal string Of(IEnumerable<string> words) => $"{Words} {string.Join(' ', words)}";

    /// <summary>The steps after which it can be called.</summary>
    /// <param name="workflow">The workflow, which has a cache of its own: what one has written, no other can replace.</param>
    internal IEnumerable<WorkflowStep> Steps(string workflow)
    {
        yield return new WorkflowStep("Set up .NET") { Uses = PinnedAction.SetupDotNet, With = setUp };
        yield return new WorkflowStep("Keep packages")
        {
            Uses = PinnedAction.Cache,
            With = Yaml.Map(("path", Packages), ("key", $"packages-{workflow}-{key}")),
        };
        if (restore is not null)
            yield return new WorkflowStep("Restore the tool") { Run = restore };
    }
}
