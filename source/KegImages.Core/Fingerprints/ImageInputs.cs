using System.Security.Cryptography;

namespace KegImages.Fingerprints;

/// <summary>All that an image is made of, so that two of them can be compared: the manifest that its fingerprint is made from, and what
/// lies in the folders that are its named contexts, of which the manifest has only digests. The text form is written in
/// <c>docs/explain.md</c>.</summary>
public sealed class ImageInputs
{
    // A folder with more than some ten thousand files is told as a whole.
    private const int LargestFolder = 1024 * 1024;
    private const string FolderWord = "folder-context ";

    // Most images are reused, and then nobody asks for the text of a large folder.
    private readonly Lazy<ImmutableSortedDictionary<string, string>> folders;

    private ImageInputs(FingerprintInputs manifest, Func<ImmutableSortedDictionary<string, string>> folders) =>
        (Manifest, this.folders) = (manifest, new(folders));

    /// <summary>The manifest of inputs.</summary>
    public FingerprintInputs Manifest { get; }

    /// <summary>The image's fingerprint.</summary>
    public Fingerprint Fingerprint => Manifest.Fingerprint;

    /// <summary>The inputs of an image.</summary>
    /// <param name="folders">What lies in the named contexts that are folders; one whose listing is longer than a mebibyte is left
    /// out.</param>
    public static ImageInputs Of(FingerprintInputs manifest, IEnumerable<KeyValuePair<string, ContextListing>> folders) => new(
        manifest,
        () => folders.Select(folder => KeyValuePair.Create(folder.Key, folder.Value.ToString()))
            .Where(folder => folder.Value.Length <= LargestFolder)
            .ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>Reads the text form; false when the text is none. A folder whose lines do not have the digest that the manifest says is
    /// left out.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageInputs? inputs)
    {
        var parts = text.Split("\n\n");
        inputs = null;
        if (!FingerprintInputs.TryParse(parts.Length == 1 ? text : parts[0] + "\n", out var manifest))
            return false;
        var inManifest = manifest.Inputs.Where(input => input.Kind == InputKind.Context).ToHashSet();
        var folders = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < parts.Length; i++)
        {
            var lines = i == parts.Length - 1 ? parts[i] : parts[i] + "\n";
            var end = lines.IndexOf('\n', StringComparison.Ordinal);
            if (end < 0 || !lines.StartsWith(FolderWord, StringComparison.Ordinal)
                || ManifestText.Unescape(lines[FolderWord.Length..end]) is not { } name)
                return false;
            var listing = lines[(end + 1)..];
            if (inManifest.Contains(new FingerprintInput(InputKind.Context, name,
                $"folder:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listing)))}")))
                folders[name] = listing;
        }

        inputs = new ImageInputs(manifest, folders.ToImmutable);
        return true;
    }

    /// <summary>What differs, the likelier cause first; a named context that is a folder says what differs in it where that is known of
    /// both.</summary>
    public static ImmutableArray<InputDifference> Difference(ImageInputs before, ImageInputs after) =>
    [
        .. InputDifference.Between(before.Manifest, after.Manifest).Select(difference => difference.Kind == InputKind.Context
            ? difference with { Within = InputDifference.Between(before.Folder(difference.Name), after.Folder(difference.Name)) }
            : difference),
    ];

    /// <summary>The text form: the manifest, then each folder behind an empty line and a line with its name.</summary>
    public override string ToString() =>
        string.Concat([Manifest.ToString(),
            .. folders.Value.Select(folder => $"\n{FolderWord}{ManifestText.Escape(folder.Key)}\n{folder.Value}")]);

    /// <summary>Whether a file is among them: one of the main context, or of a named one that is a folder.</summary>
    internal bool HasFile(string path, string? context) =>
        (context is null ? Manifest.Inputs : Folder(context) ?? []).Any(input => input.Kind == InputKind.File && input.Name == path);

    private ImmutableArray<FingerprintInput>? Folder(string name) => folders.Value.TryGetValue(name, out var lines)
        ? [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => FingerprintInput.TryParse(line, out var input) ? input : null).OfType<FingerprintInput>()]
        : null;
}
