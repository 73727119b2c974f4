using KegImages.Configuration;

namespace KegImages.Signing;

/// <summary>Signs by cosign, and asks it what verifies. See <see href="https://docs.sigstore.dev/cosign/signing/overview/"/>.</summary>
/// <param name="runner">Runs it.</param>
/// <param name="program">The program.</param>
/// <param name="settings">By what is signed, and what is believed.</param>
public sealed class Cosign(ICommandRunner runner, string program, SignSettings settings)
{
    // What cosign ends with where nothing was signed, and where nothing that was signed holds; all else is no answer.
    private const int NoSignatures = 10;
    private const int NoneHolds = 12;

    private const int MostAtOnce = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The private key as cosign is told of it: a file's whole path, a variable, a managed key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The public key in the same way; null for none.</summary>
    public string? PublicKey { get; init; }

    /// <summary>The variables of its process: how a registry is logged in to.</summary>
    public ImmutableSortedDictionary<string, string?> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>Those that hold secrets, which the signing process alone is given: the key's password, and a key.</summary>
    public ImmutableSortedDictionary<string, string?> Secrets { get; init; } =
        ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>Signs images, each by its digest.</summary>
    /// <param name="pinned">The images.</param>
    /// <param name="asReferrers">Whether the registry lists what is attached to an image; else the signature has a tag of its
    /// own.</param>
    /// <param name="cancellationToken">Ends it before the next ones.</param>
    /// <exception cref="FailedException">A key cannot be used, or the registry failed.</exception>
    public async Task SignAsync(IEnumerable<ImageReference> pinned, bool asReferrers, CancellationToken cancellationToken)
    {
        foreach (var some in pinned.Chunk(MostAtOnce))
        {
            var command = new Command(program, SignWords(asReferrers).Concat(some.Select(image => image.ToString())))
            {
                Environment = With(asReferrers).SetItems(Secrets),
                Secrets = [.. Secrets.Keys],
                Timeout = Limit,
            };
            (await runner.RunAsync(command, null, null, cancellationToken)).OrThrow();
        }
    }

    /// <summary>Why an image is not signed by whom it should be, as a clause; null when it is.</summary>
    /// <param name="pinned">The image by its digest.</param>
    /// <param name="asReferrers">Whether its signatures are in the registry's list of what is attached to it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedException">That cannot be told.</exception>
    public async Task<string?> WhyNotAsync(ImageReference pinned, bool asReferrers, CancellationToken cancellationToken)
    {
        var command = new Command(program, VerifyWords(asReferrers).Append(pinned.ToString()))
        {
            Environment = With(asReferrers),
            Timeout = Limit,
        };
        var result = await runner.RunAsync(command, null, null, cancellationToken);
        if (result.ExitCode == NoSignatures)
            return "is not signed";
        if (result.ExitCode == NoneHolds)
            return $"has no signature of {settings.Believed} that is about it";
        result.OrThrow();
        return null;
    }

    private bool IsHidden => settings is { IsKeyless: false, IsLogged: false };

    private List<string> SignWords(bool asReferrers)
    {
        List<string> words = ["sign", "--yes"];
        if (!settings.IsKeyless)
            words.AddRange(["--key", Key ?? throw new InvalidOperationException("there is no key")]);
        if (IsHidden)
            words.Add("--tlog-upload=false");
        if (asReferrers)
            words.AddRange(["--registry-referrers-mode", "oci-1-1"]);
        return words;
    }

    private List<string> VerifyWords(bool asReferrers)
    {
        List<string> words = ["verify", "--output", "json"];
        if (settings.IdentityExpression is { } expression)
            words.AddRange(["--certificate-identity-regexp", expression, "--certificate-oidc-issuer", settings.Issuer]);
        else if (settings.Identity is { Value: var identity })
            words.AddRange(["--certificate-identity", identity, "--certificate-oidc-issuer", settings.Issuer]);
        else
            words.AddRange(["--key", PublicKey ?? throw new InvalidOperationException("there is no public key")]);
        if (IsHidden)
            words.Add("--insecure-ignore-tlog=true");
        if (asReferrers)
            words.Add("--experimental-oci11");
        return words;
    }

    private ImmutableSortedDictionary<string, string?> With(bool asReferrers) =>
        asReferrers ? Environment.SetItem("COSIGN_EXPERIMENTAL", "1") : Environment;
}
