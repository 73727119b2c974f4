using System.Security.Cryptography;

namespace KegImages.Fingerprints;

/// <summary>The manifest of what an image is made of: a header with the format's version, then one sorted line an input. Its text's SHA-256
/// is the fingerprint. The format is written in <c>docs/fingerprints.md</c>.</summary>
public sealed class FingerprintInputs
{
    /// <summary>The version of the format that this program writes.</summary>
    public const int CurrentVersion = 2;

    private const string Header = "keg-fingerprint/";
    private const int LineDigits = 16;

    // Of most images nobody asks for more than the fingerprint, and there may be ten thousand: only the bytes are kept.
    private readonly byte[] bytes;

    private FingerprintInputs(int version, string text)
    {
        (Version, bytes) = (version, Encoding.UTF8.GetBytes(text));
        Fingerprint = Fingerprint.Of(version, bytes);
    }

    /// <summary>The version of the format.</summary>
    public int Version { get; }

    /// <summary>The inputs in the manifest's order, read from it anew each time; empty when the manifest is of another version, whose lines
    /// are not understood.</summary>
    public ImmutableArray<FingerprintInput> Inputs => Version == CurrentVersion ? [.. ToString().Split('\n')[1..^1].Select(Read)] : [];

    /// <summary>The SHA-256 of the manifest.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>The inputs of an image.</summary>
    /// <exception cref="ArgumentException">No platform is given, or one ARG stands for two parents.</exception>
    public static FingerprintInputs Of(FingerprintRequest request)
    {
        if (request.Platforms.IsDefaultOrEmpty)
            throw new ArgumentException("no platform: write the engine's own out", nameof(request));
        var inputs = new List<FingerprintInput>(request.Context.Entries.Length + 64);
        inputs.AddRange(DockerfileInputs(request.Dockerfile.Span));
        if (request.Target is { } target)
            inputs.Add(new FingerprintInput(InputKind.Target, "", target));
        if (request.Variant is { } variant)
            inputs.Add(new FingerprintInput(InputKind.Variant, "", variant.ToString()));
        inputs.AddRange(request.Platforms.Select(platform => new FingerprintInput(InputKind.Platform, platform, "")));
        inputs.AddRange(request.Attest.Select(said => new FingerprintInput(InputKind.Attest, said.Key, said.Value)));
        inputs.AddRange(request.Args.Select(
            arg => new FingerprintInput(InputKind.Arg, arg.Key, Digest.Of(Encoding.UTF8.GetBytes(arg.Value)).ToString())));
        inputs.AddRange(request.Parents.Select(parent => parent.Input));
        inputs.AddRange(request.Externals.Select(parent => parent.Input));
        inputs.AddRange(request.Contexts.Select(context => new FingerprintInput(InputKind.Context, context.Key, context.Value.ToString())));
        inputs.AddRange(request.Remotes.Select(remote => new FingerprintInput(InputKind.Remote, remote.Key, remote.Value.ToString())));
        inputs.AddRange(request.Context.Entries.Select(entry => entry.Input));
        return Of(inputs);
    }

    /// <summary>The same inputs with another look at the files: the Dockerfile, the main context, and those named contexts and remote files
    /// that are given.</summary>
    internal FingerprintInputs With(
        ReadOnlySpan<byte> dockerfile,
        ContextListing context,
        IReadOnlyDictionary<string, ContextIdentity> contexts,
        IReadOnlyDictionary<string, RemoteIdentity> remotes)
    {
        return Of(
        [
            .. DockerfileInputs(dockerfile),
            .. context.Entries.Select(entry => entry.Input),
            .. Inputs.Where(input => !IsOfFiles(input.Kind)).Select(Anew),
        ]);

        FingerprintInput Anew(FingerprintInput input) => input.Kind switch
        {
            InputKind.Context when contexts.TryGetValue(input.Name, out var identity) => input with { Value = identity.ToString() },
            // What nobody could tell before the build, nobody can call another thing after it.
            InputKind.Remote when remotes.TryGetValue(input.Name, out var identity) && !RemoteIdentity.SaysUnknown(input.Value) =>
                input with { Value = identity.ToString() },
            _ => input,
        };
    }

    /// <summary>Reads a manifest. Throws <see cref="FailedException"/> when the text is none, or was not written by this format's
    /// rules.</summary>
    public static FingerprintInputs Parse(string text) =>
        TryParse(text, out var inputs) ? inputs
            : throw new FailedException($"not a manifest of inputs: it should begin with '{Header}{CurrentVersion}' and hold sorted lines");

    /// <summary>Reads a manifest, of this version or another; false when the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FingerprintInputs? inputs)
    {
        inputs = null;
        if (!text.StartsWith(Header, StringComparison.Ordinal) || !text.EndsWith('\n'))
            return false;
        var lines = text[..^1].Split('\n');
        if (!int.TryParse(lines[0].AsSpan(Header.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version == 0)
            return false;
        if (version != CurrentVersion)
        {
            inputs = new FingerprintInputs(version, text);
            return true;
        }

        var read = new List<FingerprintInput>(lines.Length);
        foreach (var line in lines.Skip(1))
        {
            if (!FingerprintInput.TryParse(line, out var input))
                return false;
            read.Add(input);
        }

        inputs = read.DistinctBy(input => (input.Kind, input.Name)).Count() == read.Count && Of(read) is var again
            && again.ToString() == text ? again : null;
        return inputs is not null;
    }

    /// <summary>What differs between two manifests, the likelier cause first; empty exactly when their fingerprints are equal.</summary>
    public static ImmutableArray<InputDifference> Difference(FingerprintInputs before, FingerprintInputs after) =>
        InputDifference.Between(before, after);

    /// <summary>The manifest: ASCII lines that end with a line feed.</summary>
    public override string ToString() => Encoding.UTF8.GetString(bytes);

    private static FingerprintInputs Of(IEnumerable<FingerprintInput> inputs)
    {
        var sorted = inputs
            .Select(input => new WrittenInput(input, input.ToString()))
            .OrderBy(written => written.Line, StringComparer.Ordinal)
            .DistinctBy(written => written.Line, StringComparer.Ordinal)
            .ToList();
        for (var i = 1; i < sorted.Count; i++)
        {
            var (one, other) = (sorted[i - 1].Input, sorted[i].Input);
            if (one.Kind == other.Kind && one.Name == other.Name)
                throw new ArgumentException($"two different inputs of one name: '{sorted[i - 1].Line}' and '{sorted[i].Line}'",
                    nameof(inputs));
        }

        return new FingerprintInputs(CurrentVersion,
            string.Concat([$"{Header}{CurrentVersion}\n", .. sorted.Select(written => written.Line + "\n")]));
    }

    private static bool IsOfFiles(InputKind kind) =>
        kind is InputKind.Dockerfile or InputKind.Line or InputKind.File or InputKind.Folder or InputKind.Link;

    private static FingerprintInput Read(string line) =>
        FingerprintInput.TryParse(line, out var input) ? input : throw new FormatException($"'{line}' is no input");

    private static List<FingerprintInput> DockerfileInputs(ReadOnlySpan<byte> bytes)
    {
        var inputs = new List<FingerprintInput> { new(InputKind.Dockerfile, "", Digest.Of(bytes).ToString()) };
        var number = 0;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            // What stands behind the last line feed is a line only when there is something.
            if (bytes[range].Length > 0 || range.End.Value < bytes.Length)
                inputs.Add(Line(++number, bytes[range]));
        }

        return inputs;
    }

    private static FingerprintInput Line(int number, ReadOnlySpan<byte> line) =>
        new(InputKind.Line, number.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(SHA256.HashData(line))[..LineDigits]);

    private sealed record WrittenInput(FingerprintInput Input, string Line);
}
