using System.Collections.Immutable;
using KegImages.References;

namespace KegImages.Scaffolding;

/// <summary>The files of a new tap. Pure.</summary>
internal sealed record TapScaffold
{
    /// <summary>The port that a new tap listens on, as all of the family's servers do.</summary>
    public const int Port = 19006;

    /// <summary>Where a tap lies in its container.</summary>
    public const string AppPath = "/keg/tap";

    /// <summary>Its name.</summary>
    public required ImageName Name { get; init; }

    /// <summary>Its alias; the name where it has none.</summary>
    public required string Alias { get; init; }

    /// <summary>What it begins with.</summary>
    public required TapTemplate Template { get; init; }

    /// <summary>What it is built on.</summary>
    public required ImageReference Parent { get; init; }

    /// <summary>What is run.</summary>
    public required ImageReference Image { get; init; }

    /// <summary>The way from its container folder to the root, such as <c>../../..</c>.</summary>
    public required string WayToRoot { get; init; }

    /// <summary>Whether the parent's ONBUILD triggers install its packages and copy its code, as tap's do.</summary>
    public required bool HasTriggers { get; init; }

    /// <summary>All files.</summary>
    public ImmutableArray<ScaffoldFile> Files =>
    [
        TapBuildFiles.IgnoreFile,
        .. new TapCode(this).Files,
        new TapBuildFiles(this).Dockerfile,
        .. new TapRunFiles(this).Files,
    ];
}
