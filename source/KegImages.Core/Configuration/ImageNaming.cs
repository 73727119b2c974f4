namespace KegImages.Configuration;

/// <summary>What an image is called: by its entry in <c>keg.yml</c>, else by <c>IMAGE</c> of its folder's <c>values.yml</c>, else by its
/// folder or Dockerfile. Pure.</summary>
/// <param name="alone">The folders of which one Dockerfile only was found, by path: their <c>values.yml</c> is about that one.</param>
internal sealed class ImageNaming(KegSettings settings, FamilyFacts facts, IReadOnlySet<string> alone)
{
    /// <summary>The naming of a family of which these Dockerfiles were found.</summary>
    public static ImageNaming Of(KegSettings settings, FamilyFacts facts, IEnumerable<ImagePlace> found) => new(settings, facts,
        found.GroupBy(place => place.Folder.Path, StringComparer.Ordinal).Where(folder => folder.Count() == 1).Select(folder => folder.Key)
            .ToHashSet(StringComparer.Ordinal));

    /// <summary>The name; null where there is no legal one.</summary>
    public ImageName? Of(ImagePlace place) => place.Said?.Name.Value ?? ByItself(place.Folder);

    /// <summary>The name where <c>keg.yml</c> says none; null where there is no legal one.</summary>
    public ImageName? ByItself(ImageFolder folder) =>
        TryText(folder, out var text, out _) && ImageName.TryParseRepository(text, out var name) ? name : null;

    /// <summary>What a <c>values.yml</c> names; null where it names nothing that is known.</summary>
    public string? WrittenIn(ImageValues values) =>
        values.Env.TryGetValue(ValuesFormat.Image, out var written)
            && new Templates(values, settings).TryFill(ValuesFormat.Image, written.Value, out var text, out _) ? text : null;

    /// <summary>What names a folder by itself, for messages.</summary>
    public SourceLocation PlaceOf(ImageFolder folder) =>
        Written(folder)?.Location ?? new SourceLocation(facts.Shown(folder.Dockerfile is null ? folder.Path : folder.DockerfilePath));

    /// <summary>Why a folder has no legal name by itself, and the lines of <c>keg.yml</c> that give it one.</summary>
    /// <param name="names">Names that are another image's; the proposed one is added to them.</param>
    public Problem Refusal(ImageFolder folder, HashSet<string> names)
    {
        if (!TryText(folder, out var text, out var refusal))
            return new Problem($"{ValuesFormat.Image}: {refusal}", PlaceOf(folder));
        var wanted = LegalName.Of(text);
        var name = Enumerable.Range(2, names.Count + 1).Select(number => $"{wanted}-{number}").Prepend(wanted).First(names.Add);
        var indent = Environment.NewLine + "    ";
        var lines = $"{KegSettings.FileName}:{indent}{Lines(folder, name, indent)}";
        return new Problem(
            $"'{text}' is not an image name: lowercase letters and digits are allowed, with '.', '_', '__' or '-' between them",
            PlaceOf(folder),
            Written(folder) is not null
                ? $"write IMAGE: {name} in {facts.Shown(folder.ValuesPath)}, or in {lines}"
                : $"call it '{name}' in {lines}");
    }

    private string Lines(ImageFolder folder, string name, string indent) => $"images:{indent}  {YamlText.Of(name)}: {{ "
        + (folder.IsUsual ? $"folder: {YamlText.Of(facts.Shown(folder.Context))} }}"
            : $"dockerfile: {YamlText.Of(facts.Shown(folder.DockerfilePath))} }}");

    private Located<string>? Written(ImageFolder folder) =>
        folder.IsUsual || alone.Contains(folder.Path) ? folder.Values?.Env.GetValueOrDefault(ValuesFormat.Image) : null;

    private bool TryText(ImageFolder folder, out string text, [NotNullWhen(false)] out string? refusal)
    {
        var written = Written(folder);
        (text, refusal) = (written?.Value ?? folder.Name, null);
        return written is null || new Templates(folder.Values!, settings).TryFill(ValuesFormat.Image, text, out text, out refusal);
    }
}
