using System.Text.Json.Nodes;
using KegImages.Configuration;
using YamlDotNet.RepresentationModel;

namespace KegImages.Testing;

/// <summary>A key that others read and that is refused here.</summary>
/// <param name="Reason">Why, and what to say in its place, as a clause.</param>
internal sealed record RefusedShape(string Reason) : Shape($"Not read: {Reason}.")
{
    public override void Check(YamlNode node, string what, YamlSource source) => source.Report(node, $"{what}: {Reason}");

    protected override void Describe(JsonObject schema) => schema["not"] = new JsonObject();
}
