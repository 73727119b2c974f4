namespace KegImages.Configuration;

/// <summary>The form of what <c>keg.yml</c> says of attestations and signatures.</summary>
internal static class TrustFormat
{
    // What a key's own text begins and ends with.
    private const string PemMark = "-----";

    /// <summary>The keys of <c>attest</c>.</summary>
    public static ImmutableArray<RecordKey> Attest { get; } =
    [
        new("provenance", new TextShape("How much is said of how an image was built, and of what: max, min or off.", ParseProvenance,
            $"^({Attestations.Most}|{Attestations.Least}|{Attestations.Off})$", Attestations.Off)),
        new("sbom", new FlagShape("Whether an image says which packages are in it, as the generator finds them.")),
        new("generator", new TextShape("What finds the packages, an image by its digest: docker/buildkit-syft-scanner, or one that "
            + "follows BuildKit's protocol of scanners.", ParseGenerator, "^.+@sha256:[0-9a-f]{64}$",
            Example: $"docker.io/docker/buildkit-syft-scanner@sha256:{new string('0', 64)}")),
    ];

    /// <summary>The keys of <c>sign</c>.</summary>
    public static ImmutableArray<RecordKey> Sign { get; } =
    [
        new("key", new TextShape("The private key of cosign: a file relative to keg.yml, env://VARIABLE that holds it, or a key that is "
            + "managed elsewhere (awskms://, gcpkms://, azurekms://, hashivault://, k8s://). Its password is in COSIGN_PASSWORD, or in the "
            + "file that COSIGN_PASSWORD_FILE names.", ParseKey, Example: "env://COSIGN_PRIVATE_KEY")),
        new("publicKey", new TextShape("The public key that a signature is believed by; of a managed key, that key itself when left out.",
            ParseKey, Example: "cosign.pub")),
        new("identity", new TextShape("Who signs without a key: the workflow of a job of GitHub Actions at a ref, as its certificate "
            + "names it; * stands for any text.",
            ParseIdentity, "^https://.+$",
            Example: "https://github.com/simpleviewinc/keg/.github/workflows/images.yml@refs/heads/develop")),
        new("issuer", new TextShape("Who vouches for that identity.", ParseIdentity, "^https://.+$", SignSettings.GitHubIssuer)),
        new("log", new FlagShape("Whether a key's signatures are written into the public log of sigstore, and believed only when they are "
            + "there: false when left out. An identity's always are.")),
    ];

    private static void ParseProvenance(string text) =>
        KegFormat.Require(text is Attestations.Most or Attestations.Least or Attestations.Off, text, "'max', 'min' or 'off'");

    private static void ParseGenerator(string text) =>
        KegFormat.Require(ImageReference.TryParse(text, out var image) && image.Digest is not null, text,
            "an image by its digest: what lists the packages decides what is listed, so write repository@sha256:…");

    // A key that stands in a file of the repository is nobody's secret any more, and no message repeats it.
    private static void ParseKey(string text) => KegFormat.Require(text.Length > 0 && !text.Contains(PemMark, StringComparison.Ordinal)
        && (SignSettings.VariableOf(text) is { } variable ? BuildSecret.IsVariable(variable)
            : SignSettings.IsManaged(text) || !text.Contains("://", StringComparison.Ordinal)),
        text.Contains(PemMark, StringComparison.Ordinal) ? "…" : text,
        "where a key is: a file, env://VARIABLE, or a managed key (awskms://, gcpkms://, azurekms://, hashivault://, k8s://, gitlab://)");

    private static void ParseIdentity(string text) =>
        KegFormat.Require(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps, text,
            "an https:// address");
}
