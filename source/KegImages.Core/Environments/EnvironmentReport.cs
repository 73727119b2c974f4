namespace KegImages.Environments;

/// <summary>The variables of images, for people as tables and for machines as JSON; secrets are masked in both.</summary>
internal sealed record EnvironmentReport(ImmutableArray<(string Image, TapEnvironment Variables)> Images)
{
    /// <summary>The version of the JSON's shape; raised when an entry changes its meaning.</summary>
    public const int Version = 1;

    /// <summary>A table for each image: name, value and place of each variable and, below it, what it overrides.</summary>
    public ImmutableArray<string> ToLines() =>
    [
        .. Images.SelectMany((image, index) => Lines(image.Image, image.Variables).Prepend("").Skip(index == 0 ? 1 : 0)),
    ];

    public string ToJson() => ReadableJson.Text(
        new EnvironmentDocument(Version, [.. Images.Select(image => new ImageDocument(
            image.Image,
            image.Variables.Name,
            image.Variables.Files,
            [.. image.Variables.Variables.Select(variable => new VariableDocument(
                variable.Name,
                variable.Shown,
                variable.Origin,
                variable.IsSecret,
                [.. image.Variables.Overridden.Where(lost => lost.Name == variable.Name)
                    .Select(lost => new OverriddenDocument(lost.Shown, lost.Origin))]))],
            [.. image.Variables.Unset.Select(name => new UnsetDocument(name.Key, $"{name.Value.File}:{name.Value.Line}"))]))]),
        EnvironmentJson.Default.EnvironmentDocument);

    private static IEnumerable<string> Lines(string image, TapEnvironment environment)
    {
        yield return $"{image}, environment '{environment.Name}': "
            + $"{(environment.Files.IsEmpty ? "no file says a variable" : string.Join(", ", environment.Files))}";
        var rows = new List<IReadOnlyList<string>>();
        foreach (var variable in environment.Variables)
        {
            rows.Add(["  " + variable.Name, OneLine(variable.Shown), variable.Origin]);
            rows.AddRange(environment.Overridden.Where(lost => lost.Name == variable.Name)
                .Select(lost => (IReadOnlyList<string>)["    overrides", OneLine(lost.Shown), lost.Origin]));
        }

        rows.AddRange(environment.Unset.Select(name =>
            (IReadOnlyList<string>)["  " + name.Key, "(not set)", $"declared at {name.Value.File}:{name.Value.Line}"]));
        foreach (var line in Columns.Table(rows))
            yield return line;
    }

    private static string OneLine(string value) => value.ReplaceLineEndings("\\n");
}

internal sealed record EnvironmentDocument(int Version, ImmutableArray<ImageDocument> Images);

internal sealed record ImageDocument(string Image, string Environment, ImmutableArray<string> Files,
    ImmutableArray<VariableDocument> Variables, ImmutableArray<UnsetDocument> Unset);

internal sealed record VariableDocument(string Name, string Value, string Origin, bool Secret,
    ImmutableArray<OverriddenDocument> Overrides);

internal sealed record OverriddenDocument(string Value, string Origin);

internal sealed record UnsetDocument(string Name, string Declared);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnvironmentDocument))]
internal sealed partial class EnvironmentJson : JsonSerializerContext;
