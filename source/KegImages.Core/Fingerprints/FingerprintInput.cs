namespace KegImages.Fingerprints;

/// <summary>One thing that an image is made of: a line of the manifest.</summary>
/// <param name="Name">Which one of its kind: a path, an arg's name; empty where there is only one.</param>
/// <param name="Value">What identifies it: a digest, an arg's value; empty where the name says it all.</param>
public sealed record FingerprintInput(InputKind Kind, string Name, string Value)
{
    // In the order of the kinds, which are numbered from 0.
    private static readonly string[] Words = [.. Enum.GetNames<InputKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>The line, without its line break: kind, name and value with a space between, those that the kind has.</summary>
    public override string ToString()
    {
        var word = Words[(int)Kind];
        return (HasName(Kind), HasValue(Kind)) switch
        {
            (true, true) => $"{word} {ManifestText.Escape(Name)} {ManifestText.Escape(Value)}",
            (true, false) => $"{word} {ManifestText.Escape(Name)}",
            _ => $"{word} {ManifestText.Escape(Value)}",
        };
    }

    internal static bool TryParse(string line, [NotNullWhen(true)] out FingerprintInput? input)
    {
        input = null;
        var fields = line.Split(' ');
        var kind = (InputKind)Array.IndexOf(Words, fields[0]);
        if (kind < 0 || fields.Length != 1 + (HasName(kind) ? 1 : 0) + (HasValue(kind) ? 1 : 0))
            return false;
        var name = HasName(kind) ? ManifestText.Unescape(fields[1]) : "";
        var value = HasValue(kind) ? ManifestText.Unescape(fields[^1]) : "";
        if (name is null || value is null)
            return false;
        input = new FingerprintInput(kind, name, value);
        return true;
    }

    private static bool HasName(InputKind kind) => kind is not (InputKind.Dockerfile or InputKind.Target or InputKind.Variant);

    private static bool HasValue(InputKind kind) => kind is not InputKind.Platform;
}
