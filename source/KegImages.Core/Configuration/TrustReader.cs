using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>Reads what <c>keg.yml</c> says of attestations and signatures. What cannot be meant is reported.</summary>
internal sealed class TrustReader(YamlSource source)
{
    /// <summary><c>attest</c>.</summary>
    public Attestations Attest(YamlNode? node)
    {
        var provenance = node.At("provenance").Text() is Attestations.Most or Attestations.Least ? node.At("provenance").Text() : null;
        var isListed = FlagShape.Read(node.At("sbom")) == true;
        var generator = ImageReference.TryParse(node.At("generator").Text(), out var image) && image.Digest is not null ? image : null;
        if (isListed && node.At("generator") is null)
            source.Report(node.At("sbom")!, "attest.sbom: what finds the packages decides what is found, so it is a part of each image's "
                + "fingerprint: name it by digest, attest.generator: docker.io/docker/buildkit-syft-scanner@sha256:…");
        else if (!isListed && node.At("generator") is { } alone)
            source.Report(alone, "attest.generator: it finds nothing where nothing is listed: add sbom: true, or leave it out");
        return new Attestations(provenance, isListed ? generator : null);
    }

    /// <summary><c>sign</c>; null where it says nothing, or nothing that could be used.</summary>
    public SignSettings? Sign(YamlNode? node)
    {
        if (node.IsNull())
            return null;
        var sign = new SignSettings
        {
            Key = source.Located(node.At("key")),
            PublicKey = source.Located(node.At("publicKey")),
            Identity = source.Located(node.At("identity")),
            Issuer = node.At("issuer").Text() ?? SignSettings.GitHubIssuer,
            IsLogged = FlagShape.Read(node.At("log")) == true,
        };
        if (sign.IsKeyless && (sign.Key ?? sign.PublicKey) is not null)
            source.Report(node!, "sign: a key and an identity: say which of the two signs");
        else if (!sign.IsKeyless && sign.Verifier is null)
            source.Report(node!, "sign: what a signature is believed by is not said: a publicKey, or an identity for jobs of GitHub "
                + "Actions that sign without a key");
        else
            return sign;
        return null;
    }

    /// <summary><c>requireSigned</c>.</summary>
    public bool IsRequired(YamlNode? root)
    {
        var isRequired = FlagShape.Read(root.At("requireSigned")) == true;
        if (isRequired && root.At("sign").IsNull())
            source.Report(root.At("requireSigned")!, "requireSigned: by what a signature is believed is not said: add sign: with a "
                + "publicKey, or with an identity");
        return isRequired;
    }
}
