using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>The variants of an image: axes of build args beside what is said of them.</summary>
/// <param name="Settings">What may be said of a single variant.</param>
internal sealed record VariantsShape(RecordShape Settings) : Shape(
    "Several images in one repository, each a tag of it: axes of build args (PYTHON: [\"3.12\", \"3.13\"]), of which every combination is "
        + "one, as in a matrix of GitHub Actions. See docs/variants.md.")
{
    private static readonly TextShape AxisName = new("The name of an axis: of a build arg, where the Dockerfile declares it.",
        KegFormat.ParseArgName, "^[A-Za-z_][A-Za-z0-9_]*$");

    private static readonly ListShape Axis = new("The values of an axis.", new TextShape("A value."), MayBeEmpty: false);

    private static readonly ListShape Entries = new("Combinations.",
        new MapShape("Axes, or other build args, and a value for each.", AxisName, new TextShape("The value."), MayBeEmpty: false));

    private RecordShape Reserved => new("",
    [
        new("include", Entries with
        {
            Description = "Combinations to add, or values to add to those combinations whose axes agree, in the meaning of GitHub Actions.",
        }),
        new("exclude", Entries with { Description = "Combinations to leave out; of an entry that says some axes, all that have them so." }),
        new("name", new TextShape("What a variant is called, and so its tag: {AXIS} stands for the value. The values of the axes with '-' "
            + "between them when left out.", Example: "{PYTHON}-{OS}")),
        new("default", new TextShape("The variant that is also published without its name.", Example: "3.13-bookworm")),
        new("settings", new MapShape("What is said of single variants, over what is said of the image.",
            new TextShape("The name of a variant."), Settings)),
    ]);

    /// <summary>Whether a key says something of all variants, and is no axis.</summary>
    public static bool IsReserved(string key) => key is "include" or "exclude" or "name" or "default" or "settings";

    public override void Check(YamlNode node, string what, YamlSource source)
    {
        if (IsNot<YamlMappingNode>(node, what, "a mapping", source))
            return;
        var reserved = Reserved.Keys.ToDictionary(key => key.Name, key => key.Shape, StringComparer.Ordinal);
        foreach (var (key, value) in ((YamlMappingNode)node).Children)
        {
            if (key.Text() is { } name && reserved.TryGetValue(name, out var shape))
            {
                shape.Check(value, $"{what}.{name}", source);
                continue;
            }

            AxisName.Check(key, what, source);
            Axis.Check(value, $"{what}.{key}", source);
        }
    }

    protected override void Describe(JsonObject schema)
    {
        var described = Reserved.ToSchema();
        schema["type"] = "object";
        schema["properties"] = described["properties"]!.DeepClone();
        schema["additionalProperties"] = Axis.ToSchema();
        schema["propertyNames"] = new JsonObject { ["pattern"] = AxisName.Pattern };
    }
}
