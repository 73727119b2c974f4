namespace KegImages.Publishing;

/// <summary>The tag that cosign keeps the signatures of a manifest under, in the manifest's own repository, where a registry has no list of
/// what is attached to it. See <see href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md"/>.</summary>
internal static class SignatureTag
{
    /// <summary>The tag of a digest: <c>sha256-&lt;hex&gt;.sig</c>.</summary>
    public static Tag Of(Digest digest) => Tag.Parse($"{digest.ToString().Replace(':', '-')}.sig");
}
