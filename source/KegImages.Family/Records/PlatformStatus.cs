namespace KegImages.Records;

/// <summary>An image's tag for one platform.</summary>
/// <param name="Platform">The platform, as OCI names it: <c>linux/arm64</c>.</param>
/// <param name="State">Whether it is there, and whether it should be.</param>
/// <param name="Digest">The digest of that platform's image; null where there is none.</param>
/// <param name="Size">The bytes that a pull of it moves, compressed.</param>
public sealed record PlatformStatus(string Platform, PlatformState State, string? Digest, long? Size)
{
    /// <summary>The platforms that a tag has, and those that the family asks for, sorted; null for an image that is and should be for one
    /// platform.</summary>
    internal static ImmutableArray<PlatformStatus>? Of(ImmutableArray<PlatformImage> there, ImmutableArray<string> wanted)
    {
        if (there.Length < 2 && wanted.Length < 2)
            return null;
        var found = there.Select(image => new PlatformStatus(image.Platform,
            wanted.IsEmpty || wanted.Any(image.IsFor) ? PlatformState.There : PlatformState.NotAskedFor, image.Digest.ToString(), image.Size));
        var missing = wanted.Where(platform => !there.Any(image => image.IsFor(platform)))
            .Select(platform => new PlatformStatus(platform, PlatformState.Missing, null, null));
        return [.. found.Concat(missing).OrderBy(platform => platform.Platform, StringComparer.Ordinal)];
    }

    /// <summary>The platform for people: <c>linux/amd64 sha256:0123456789ab, 12 MB</c>.</summary>
    public override string ToString() => State == PlatformState.Missing ? $"{Platform} missing"
        : $"{Platform} {References.Digest.Parse(Digest!).Abbreviated}{(Size is { } size ? $", {Human.Size(size)}" : "")}"
            + (State == PlatformState.NotAskedFor ? ", which keg.yml does not ask for" : "");
}

/// <summary>Whether an image is there for a platform.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlatformState>))]
public enum PlatformState
{
    /// <summary>It is.</summary>
    [JsonStringEnumMemberName("there")]
    There,

    /// <summary>The family asks for it, and the tag does not have it.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>The tag has it, and the family does not ask for it.</summary>
    [JsonStringEnumMemberName("notAskedFor")]
    NotAskedFor,
}
