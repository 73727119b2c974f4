using System.Text.Json.Nodes;

namespace KegImages.Proposals;

/// <summary>The manifest of .NET tools with this tool in it. See
/// <see href="https://learn.microsoft.com/dotnet/core/tools/local-tools-how-to-use"/>.</summary>
internal static class ToolManifest
{
    /// <summary>Its path below the root, where there is none yet.</summary>
    public const string Path = ".config/dotnet-tools.json";

    /// <summary>Where it can be, the first before the second, which <c>dotnet</c> passes by where both are there.</summary>
    public static ImmutableArray<string> Paths { get; } = [Path, "dotnet-tools.json"];

    /// <summary>What the manifest calls the tool: the package's id in lower case.</summary>
    public const string Id = "kegimages.tool";

    private const string Command = "keg-images";

    /// <summary>The text with the tool at a version; the same text where it names the tool already, whatever version it has.</summary>
    /// <param name="text">The text that is there; null where there is none.</param>
    /// <param name="version">The tool's version.</param>
    /// <param name="path">Where the text is, for messages.</param>
    /// <exception cref="WrongUseException">The text is no manifest.</exception>
    public static string With(string? text, string version, string path = Path)
    {
        var manifest = text is null ? new JsonObject { ["version"] = 1, ["isRoot"] = true } : Read(text, path);
        if (manifest["tools"] is { } there and not JsonObject)
            throw Refused($"'tools' is {there.GetValueKind()}", path);
        var tools = manifest["tools"] as JsonObject;
        if (tools?.ContainsKey(Id) == true)
            return text!;
        if (tools is null)
            manifest["tools"] = tools = [];
        tools[Id] = new JsonObject { ["version"] = version, ["commands"] = new JsonArray(Command), ["rollForward"] = false };
        return ReadableJson.Text(manifest);
    }

    private static JsonObject Read(string text, string path)
    {
        try
        {
            return new OutsideDocument(path).ReadObject(Encoding.UTF8.GetBytes(text));
        }
        catch (UnreadableDocumentException exception)
        {
            throw Refused(exception.Message, path);
        }
    }

    private static WrongUseException Refused(string why, string path) =>
        new($"it is no manifest of .NET tools: {why}", new SourceLocation(path),
            "mend it, or move it away: dotnet new tool-manifest makes one");
}
