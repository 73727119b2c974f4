namespace KegImages.Workflows;

/// <summary>What starts a workflow: what its kind needs, and what was chosen beside it.</summary>
internal static class WorkflowTriggers
{
    /// <summary>A push to the default branch, or to one that was named beside it.</summary>
    public static YamlMap Push(WorkflowParts parts, YamlSequence? tags = null)
    {
        var settings = parts.Settings;
        // GitHub refuses a list that only leaves out beside one that takes in, and a list that begins with leaving out.
        var paths = settings.IncludedPaths.IsEmpty ? [] : settings.IncludedPaths.Concat(settings.ExcludedPaths.Select(path => $"!{path}"));
        return Yaml.Map(
            ("branches", Texts(settings.Branches.Prepend(parts.DefaultBranch).Distinct())),
            ("tags", tags),
            ("paths", Texts(paths)),
            ("paths-ignore", settings.IncludedPaths.IsEmpty ? Texts(settings.ExcludedPaths) : null));
    }

    /// <summary>The branches to which pull requests are built; nothing for all.</summary>
    public static (string Key, Yaml? Value) PullRequestBranches(WorkflowParts parts) =>
        ("branches", Texts(parts.Settings.PullRequestBranches));

    /// <summary>The parameters that a person may give beside those of the kind.</summary>
    public static IEnumerable<(string Key, Yaml? Value)> Inputs(WorkflowParts parts) => parts.Settings.Inputs.Select(input =>
        (input.Name, (Yaml?)Yaml.Map(
            ("description", VariableName.Of(input.Name).Replace('_', ' ').ToLowerInvariant()),
            ("required", input.IsRequired),
            ("type", "string"))));

    public static Yaml? Schedule(WorkflowParts parts) =>
        parts.Settings.Schedule is { } schedule ? Yaml.List(Yaml.Map(("cron", schedule))) : null;

    private static YamlSequence? Texts(IEnumerable<string> texts) =>
        texts.Select(text => (Yaml)text).ToList() is { Count: > 0 } all ? Yaml.List(all) : null;
}
