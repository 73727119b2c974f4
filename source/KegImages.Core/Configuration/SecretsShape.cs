using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>Secrets by where they are: <c>NPM_TOKEN: { env: NPM_TOKEN }</c>, <c>npmrc: { file: ~/.npmrc }</c>; a name alone, in a list too,
/// is in the variable of that name. Whatever stands where a place should be may be a secret itself, and is never quoted.</summary>
internal sealed record SecretsShape(string Description) : Shape(Description)
{
    private const string Place = "{ env: VARIABLE } or { file: PATH }: where it is, never what it is";

    /// <summary>What <c>secrets</c> and <c>ssh</c> of a mapping declare; of what is wrong with them nothing.</summary>
    public static SecretDeclarations Declarations(YamlNode? node, YamlSource source)
    {
        var secrets = node.At("secrets");
        return SecretDeclarations.Of(
        [
            .. secrets.Items().Select(item => Declared(item.Text(), null, source.At(item))).OfType<BuildSecret>(),
            .. secrets.Entries().Select(entry => Declared(entry.Key.Value, entry.Value, source.At(entry.Key))).OfType<BuildSecret>(),
        ],
        node.At("ssh").Items().Select(item => Forward(item.Text(), source.At(item))).OfType<SshForward>());
    }

    public override void Check(YamlNode node, string what, YamlSource source)
    {
        foreach (var item in node.Items().Where(item => item.Text() is not { } name || !BuildSecret.IsVariable(name)))
            source.Report(item, $"{what}: expected the name of a variable; what is elsewhere is said as {Place}");
        foreach (var (key, value) in node.Entries())
        {
            if (key.Value is not { } id || !BuildSecret.IsId(id))
                source.Report(key, $"{what}: expected a secret's id, without spaces, commas and quotes");
            else if (Declared(id, value, source.At(key)) is null)
                source.Report(key, value.IsNull()
                    ? $"{what}.{id}: '{id}' is no variable's name, so it has to be said where the secret is: {Place}"
                    : $"{what}.{id}: expected {Place}");
        }

        if (node is not (YamlSequenceNode or YamlMappingNode))
            source.Report(node, $"{what}: expected a list of names, or a mapping: id → {Place}");
    }

    protected override void Describe(JsonObject schema)
    {
        JsonObject Text(string description, string? pattern = null)
        {
            var text = new JsonObject { ["description"] = description, ["type"] = "string" };
            if (pattern is not null)
                text["pattern"] = pattern;
            return text;
        }

        const string Variable = "^[A-Za-z_][A-Za-z0-9_]*$";
        var place = new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["properties"] = new JsonObject { ["env"] = Text("The variable that holds it.", Variable),
                ["file"] = Text("The file that holds it; ~/ is the home folder.") },
            ["additionalProperties"] = false,
            ["maxProperties"] = 1,
        };
        schema["type"] = new JsonArray("array", "object");
        schema["items"] = Text("The secret that is in the variable of this name.", Variable);
        schema["additionalProperties"] = place;
    }

    private static SshForward? Forward(string? text, SourceLocation location)
    {
        try
        {
            return text is null ? null : SshForward.Parse(text) with { Location = location };
        }
        catch (WrongUseException)
        {
            // The shape of the list has reported it.
            return null;
        }
    }

    private static BuildSecret? Declared(string? id, YamlNode? place, SourceLocation location)
    {
        if (id is null || !BuildSecret.IsId(id))
            return null;
        if (place.IsNull())
            return BuildSecret.IsVariable(id) ? BuildSecret.InVariable(id) with { Location = location } : null;
        return place.Entries().ToList() is not [var (key, value)] || value.Text() is not { Length: > 0 } text ? null
            : key.Value == "env" && BuildSecret.IsVariable(text)
            ? new BuildSecret(id, BuildSecretKind.Environment, text) { Location = location }
            : key.Value == "file" ? new BuildSecret(id, BuildSecretKind.File, text) { Location = location }
            : null;
    }
}
