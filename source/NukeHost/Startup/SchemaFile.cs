using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.Startup;

/// <summary>What the schema in <c>.nuke</c> says about a build, for those who ask without running it.</summary>
/// <param name="Targets">The targets' names.</param>
/// <param name="Parameters">The parameters by name.</param>
internal sealed record SchemaFile(IReadOnlyList<string> Targets, IReadOnlyDictionary<string, SchemaParameter> Parameters)
{
    public static SchemaFile Read(AbsolutePath root)
    {
        var file = root / ".nuke" / "build.schema.json";
        return file.FileExists() ? Parse(File.ReadAllText(file)) : new SchemaFile([], new Dictionary<string, SchemaParameter>());
    }

    /// <summary>What the text of a schema says.</summary>
    public static SchemaFile Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var definitions = document.RootElement.GetProperty("definitions");
        var targets = Words(definitions.GetProperty("ExecutableTarget"));
        var parameters = new Dictionary<string, SchemaParameter>();
        var own = document.RootElement.GetProperty("allOf")[0].GetProperty("properties");
        var every = definitions.GetProperty("NukeBuild").GetProperty("properties");
        foreach (var property in own.EnumerateObject().Concat(every.EnumerateObject()))
            parameters[property.Name] = new SchemaParameter(Choices(property.Value, definitions),
                property.Value.TryGetProperty("default", out _));
        return new SchemaFile(targets, parameters);
    }

    private static string[] Choices(JsonElement property, JsonElement definitions)
    {
        if (property.TryGetProperty("items", out var items))
            return Choices(items, definitions);
        return property.TryGetProperty("$ref", out var reference)
            ? Words(definitions.GetProperty(reference.GetString()!.Split('/')[^1]))
            : Words(property);
    }

    private static string[] Words(JsonElement element) =>
        element.TryGetProperty("enum", out var values) ? [.. values.EnumerateArray().Select(value => value.ToString())] : [];
}

/// <summary>A parameter as the schema knows it.</summary>
internal sealed record SchemaParameter(IReadOnlyList<string> Choices, bool IsSecret);
