namespace KegImages.Scaffolding;

internal sealed record TapScaffold
{
    public const int Port = 19006;

    public const string AppPath = "/keg/tap";

    public required ImageName Name { get; init; }

    /// <summary>Its alias; the name where it has none.</summary>
    public required string Alias { get; init; }

    public required TapTemplate Template { get; init; }
    public required ImageReference Parent { get; init; }
    public required ImageReference Image { get; init; }

    /// <summary>The way from its container folder to the root, such as <c>../../..</c>.</summary>
    public required string WayToRoot { get; init; }

    /// <summary>Whether the parent's ONBUILD triggers install its packages and copy its code, as tap's do.</summary>
    public required bool HasTriggers { get; init; }

    public ImmutableArray<ScaffoldFile> Files =>
    [
        TapBuildFiles.IgnoreFile,
        .. new TapCode(this).Files,
        new TapBuildFiles(this).Dockerfile,
        .. new TapRunFiles(this).Files,
    ];
}
