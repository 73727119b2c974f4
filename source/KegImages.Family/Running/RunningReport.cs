namespace KegImages.Running;

/// <summary>The taps of a family that have a container, for people as a table and for machines as JSON.</summary>
/// <param name="Family">The family, by its provider.</param>
/// <param name="Taps">One entry a container.</param>
public sealed record RunningReport(string Family, ImmutableArray<RunningTap> Taps)
{
    /// <summary>The version of the JSON's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The report of some containers.</summary>
    public static RunningReport Of(string family, IEnumerable<TapContainer> containers, DateTimeOffset now) =>
        new(family, [.. containers.Select(container => RunningTap.Of(container, now))]);

    /// <summary>The report as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunningJson.Relaxed.RunningReport) + "\n";

    /// <summary>The report as a table.</summary>
    public ImmutableArray<string> ToTable() => Taps.IsEmpty
        ? ["no tap of this family runs"]
        : [.. Columns.Table([["Tap", "Image", "Digest", "Branch", "State", "Age", "URL", "Directly"], .. Taps.Select(tap => tap.Cells)])];
}

/// <summary>A tap that has a container.</summary>
/// <param name="Tap">The tap's name.</param>
/// <param name="Image">The reference that was asked for.</param>
/// <param name="Digest">What runs: the digest, or the id of an image that has none.</param>
/// <param name="Branch">The branch that the image was built from; null where it does not say.</param>
/// <param name="State">State and health in a few words.</param>
/// <param name="Started">When it was started; null where it never was.</param>
/// <param name="Url">The address behind keg-proxy.</param>
/// <param name="DirectUrl">The address from this machine itself; null where its port is not published.</param>
/// <param name="Project">The compose project.</param>
/// <param name="Container">The container's id.</param>
public sealed record RunningTap(
    string Tap, string Image, string Digest, string? Branch, string State, DateTimeOffset? Started, string Url, string? DirectUrl,
        string Project, string Container)
{
    private string Age { get; init; } = "";

    internal static RunningTap Of(TapContainer container, DateTimeOffset now) => new(
        container.Tap,
        container.Label(TapLabels.Image),
        container.Label(TapLabels.Pinned) is var pinned && pinned.IndexOf('@', StringComparison.Ordinal) is var at ? pinned[(at + 1)..]
            : "",
        container.Label(ImageLabels.Branch) is { Length: > 0 } branch ? branch : null,
        container.StateText,
        container.Started,
        container.Label(TapLabels.Url),
        container.DirectUrl,
        container.Project,
        container.Id)
    {
        Age = container.IsRunning ? Records.Age.Of(container.Started, now) : "",
    };

    internal IReadOnlyList<string> Cells =>
    [
        Tap,
        ImageReference.TryParse(Image, out var reference) ? $"{reference.Name}{(reference.Tag is null ? "" : $":{reference.Tag}")}" : Image,
        References.Digest.TryParse(Digest, out var digest) ? digest.Abbreviated : Digest,
        Branch ?? "–",
        State,
        Age,
        Url,
        DirectUrl ?? "–",
    ];
}
