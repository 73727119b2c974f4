namespace KegImages.Images;

/// <summary>What a pushed image is to say of how it was built and what is in it. See
/// <see href="https://docs.docker.com/build/metadata/attestations/"/>.</summary>
/// <param name="Provenance">How much is said of the build: <c>max</c> or <c>min</c>; null for nothing.</param>
/// <param name="Generator">What lists the packages that are in it, by digest; null for no such list.</param>
public sealed record Attestations(string? Provenance, ImageReference? Generator)
{
    /// <summary>All that is known of the build: its arguments, its materials, its steps.</summary>
    public const string Most = "max";

    /// <summary>What built it, and of which materials.</summary>
    public const string Least = "min";

    /// <summary>Nothing.</summary>
    public const string Off = "off";

    /// <summary>What an image says where nothing is asked for.</summary>
    public static Attestations None { get; } = new(null, null);

    /// <summary>Whether nothing is said.</summary>
    public bool IsNone => Provenance is null && Generator is null;

    /// <summary>What is said, each with what decides it, as an image's fingerprint has it.</summary>
    internal ImmutableSortedDictionary<string, string> Inputs
    {
        get
        {
            var inputs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            if (Provenance is not null)
                inputs["provenance"] = Provenance;
            if (Generator is not null)
                inputs["sbom"] = Generator.ToString();
            return inputs.ToImmutable();
        }
    }

    /// <summary>The options of a build that pushes.</summary>
    internal IEnumerable<string> Words =>
    [
        .. Provenance is null ? ["--provenance=false"] : new[] { "--attest", $"type=provenance,mode={Provenance}" },
        .. Generator is null ? [] : new[] { "--attest", $"type=sbom,generator={Generator}" },
    ];

    /// <summary>What it comes to, for people: <c>provenance (max) and sbom</c>.</summary>
    public override string ToString() => string.Join(" and ",
        new[] { Provenance is null ? null : $"provenance ({Provenance})", Generator is null ? null : "sbom" }.OfType<string>());
}
