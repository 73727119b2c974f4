namespace KegImages.Pipeline;

/// <summary>Finds the images that the engine keeps under the content tags of a run, and what they say of themselves.</summary>
/// <param name="world">Everything outside.</param>
internal sealed class EngineImageSearch(World world)
{
    // Labels stand in JSON, because they may hold whatever they like.
    private const string Format = "{{.Id}}\t{{json .RepoTags}}\t{{json .RepoDigests}}\t{{with .Config}}{{json .Labels}}{{else}}null{{end}}";

    private static readonly OutsideDocument Document = new("what docker says of an image");

    /// <summary>The images in scope that the engine has, by one question.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="fingerprints">The wanted ones.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<ImmutableDictionary<ImageName, ExistingImage>> SearchAsync(
        PlanRequest request, ImmutableDictionary<ImageName, Fingerprint> fingerprints, CancellationToken cancellationToken)
    {
        var contents = request.Scope.Select(image =>
            (image.Name, Content: request.Provider.Of(image.Name).With(fingerprints[image.Name].ContentTag))).ToList();
        // The exit code says only that some are missing; those that are there are printed all the same.
        var command = world.Docker.Command(["image", "inspect", "--format", Format, .. contents.Select(pair => pair.Content.ToString())]);
        var result = await world.Runner.RunAsync(command, null, null, cancellationToken);
        var found = new Dictionary<string, (ImmutableArray<Digest> KnownBy, Evidence Says)>(StringComparer.Ordinal);
        foreach (var line in result.StandardOutput.Split('\n').Select(line => line.TrimEnd('\r').Split('\t')))
        {
            if (line.Length != 4 || !Digest.TryParse(line[0], out var id))
                continue;
            // Under these a registry took it, and so may the label of a child that was pushed name it.
            var digests = Strings(line[2]).Select(text => ImageReference.TryParse(text, out var reference) ? reference.Digest : null)
                .OfType<Digest>();
            foreach (var tag in Strings(line[1]))
                found[tag] = ([.. digests.Prepend(id).Distinct()], Evidence.Of(Labels(line[3])));
        }

        return contents.Where(pair => found.ContainsKey(pair.Content.Familiar))
            .ToImmutableDictionary(pair => pair.Name, pair => new ExistingImage(
            pair.Content, "the same inputs were built before, and the engine has the image", found[pair.Content.Familiar].Says)
        {
            KnownBy = found[pair.Content.Familiar].KnownBy,
            Subject = $"what the engine has under {pair.Content.Tag}",
        });
    }

    private static string[] Strings(string json) => json == "null" ? [] : Document.Read(json, EngineImagesJson.Default.StringArray);

    private static Dictionary<string, string> Labels(string json) =>
        json == "null" ? [] : Document.Read(json, EngineImagesJson.Default.DictionaryStringString);
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class EngineImagesJson : JsonSerializerContext;
