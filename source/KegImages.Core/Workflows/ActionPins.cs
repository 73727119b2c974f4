using System.Buffers;

namespace KegImages.Workflows;

/// <summary>
/// The commits that actions are pinned to. They stand in a workflow that never runs, because that is a form that Dependabot and Renovate
/// update; what the file does not name is pinned to the commit that is built in.
/// </summary>
public sealed class ActionPins
{
    /// <summary>Where a repository keeps its pins.</summary>
    public const string Path = $"{FamilyWorkflow.Folder}/pins.yml";

    private const string FirstWords = "# The actions that the workflows use, each by its commit.";

    private const int CommitLength = 40;
    private const int LongestVersion = 40;
    private const int LongestName = 200;
    private const string Uses = "uses:";

    private static readonly SearchValues<char> InNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/");
    private static readonly SearchValues<char> InVersions =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+");
    private static readonly SearchValues<char> InCommits = SearchValues.Create("0123456789abcdef");

    private readonly ImmutableArray<PinnedAction> pins;

    private ActionPins(ImmutableArray<PinnedAction> pins) => this.pins = pins;

    /// <summary>What is built in.</summary>
    public static ActionPins BuiltIn { get; } = new(PinnedAction.All);

    /// <summary>Reads the pins of a repository; those that it does not name are the built-in ones.</summary>
    /// <exception cref="WrongUseException">Every line that names an action and no commit of it, and every action that is pinned
    /// twice.</exception>
    public static ActionPins Parse(string text)
    {
        var problems = new List<Problem>();
        var found = new Dictionary<string, PinnedAction>(StringComparer.OrdinalIgnoreCase);
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (Used(line) is not { } used)
                continue;
            if (Read(used) is not { } pin)
                problems.Add(new Problem($"'{used}' is no action by its commit, with the version behind it",
                    new SourceLocation(Path, number), $"write it as {PinnedAction.Checkout.Name}@{PinnedAction.Checkout.Commit} # "
                        + PinnedAction.Checkout.Version));
            else if (!found.TryAdd(pin.Name, pin))
                problems.Add(new Problem($"'{pin.Name}' is pinned twice", new SourceLocation(Path, number), "take one of them away"));
        }

        WrongUseException.ThrowIfAny([.. problems]);
        var known = PinnedAction.All;
        return new ActionPins(
        [
            .. known.Select(pin => found.GetValueOrDefault(pin.Name) is { } other ? other with { Name = pin.Name } : pin),
            .. found.Values.Where(pin => !known.Any(other => other.Name.Equals(pin.Name, StringComparison.OrdinalIgnoreCase))),
        ]);
    }

    /// <summary>Whether a file is one of pins.</summary>
    public static bool IsOwn(string text) => text.StartsWith(FirstWords, StringComparison.Ordinal);

    /// <summary>The file with these pins.</summary>
    public string ToText(WorkflowSettings settings) => $"""
        {FirstWords} Nothing here ever runs: it is where Dependabot and Renovate find and move
        # them. They move them in the workflows that are generated as well, which
        #   {settings.Call.Name} GenerateWorkflows
        # takes from here.

        """.ReplaceLineEndings("\n") + YamlWriter.Write(Yaml.Map(
            ("name", "pins"),
            ("on", Yaml.Map(("workflow_dispatch", Yaml.Nothing))),
            ("permissions", Yaml.Map()),
            ("concurrency", Yaml.Map(("group", "pins"), ("cancel-in-progress", false))),
            ("jobs", Yaml.Map(("pins", Yaml.Map(
                ("name", "Never runs"),
                ("if", false),
                ("runs-on", "ubuntu-24.04"),
                ("timeout-minutes", 1),
                ("permissions", Yaml.Map()),
                ("steps", Yaml.List(pins.Select(pin => Yaml.Map(("uses", pin.ToYaml()),
                    // As every checkout is told, also one that never runs.
                    ("with", pin.Name == PinnedAction.Checkout.Name ? Yaml.Map(("persist-credentials", false)) : null)))))))))));

    /// <summary>A workflow with these pins in place of the built-in ones.</summary>
    internal Workflow Pin(Workflow workflow) => workflow with { Jobs = [.. workflow.Jobs.Select(job => job with
    {
        Steps = [.. job.Steps.Select(step => step.Uses is { } uses ? step with { Uses = Of(uses) } : step)],
    })] };

    private PinnedAction Of(PinnedAction action) => pins.FirstOrDefault(pin => pin.Name == action.Name) ?? action;

    // What follows 'uses:' on a line that has nothing else.
    private static string? Used(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line is ['-', ..])
            line = line[1..].TrimStart();
        return line.StartsWith(Uses, StringComparison.Ordinal) ? line[Uses.Length..].Trim().ToString() : null;
    }

    private static PinnedAction? Read(string text)
    {
        var parts = text.Split('#', 2, StringSplitOptions.TrimEntries);
        var at = parts[0].Trim('\'', '"').Split('@');
        if (parts.Length < 2 || at.Length != 2)
            return null;
        var (name, commit, version) = (at[0], at[1], parts[1]);
        return name.Length is > 0 and <= LongestName && name.Contains('/') && name[0] != '.' && name.AsSpan().IndexOfAnyExcept(InNames) < 0
            && commit.Length == CommitLength && commit.AsSpan().IndexOfAnyExcept(InCommits) < 0
            && version.Length is > 0 and <= LongestVersion && version.AsSpan().IndexOfAnyExcept(InVersions) < 0
            ? new PinnedAction(name, version, commit) : null;
    }
}
